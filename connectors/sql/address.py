"""Where a database is: for libpq, for people, and without what must never be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from affluent.errors import SourceError

CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Address:
    """``place`` is for people, ``conninfo`` for libpq; ``secrets`` stand in no message."""

    place: str
    conninfo: str
    secrets: tuple[str, ...]

    def redacted(self, error: duckdb.Error) -> str:
        """What PostgreSQL said, without the address in which the secret stands."""
        text = str(error).replace(self.conninfo, self.place)
        for secret in self.secrets:
            text = text.replace(secret, "…")
        match = re.search(r"(ERROR|FATAL):\s*(.+)", text)
        lines = (match.group(2) if match else text).strip().splitlines()
        return lines[0].rstrip(".") + "."


def understand(dsn: str) -> Address:
    """The address that a URL or key=value pairs name. Raises SourceError, without a secret."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        parts = conninfo_to_dict(dsn)
    except ProgrammingError:
        raise SourceError(
            "The address of a database is not one that PostgreSQL understands.",
            remedy="Write it as postgresql://user:password@host:5432/database.",
        ) from None
    place = (
        f"{parts.get('dbname') or parts.get('user') or ''} at {parts.get('host') or 'localhost'}"
    )
    if parts.get("port"):
        place += f":{parts['port']}"
    secrets = tuple(str(parts[n]) for n in ("password", "sslpassword") if parts.get(n))
    conninfo = make_conninfo("", **{"connect_timeout": CONNECT_SECONDS, **parts})
    return Address(place, conninfo, secrets)
