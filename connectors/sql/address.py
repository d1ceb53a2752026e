"""Where a database is: for its driver, for people, and without what must never be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from affluent.errors import SourceError

Engine = Literal["postgresql", "mysql", "sqlite", "sqlserver"]
CONNECT_SECONDS = 10
SCHEMES: dict[str, Engine] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "sqlserver": "sqlserver",
    "mssql": "sqlserver",
}
EXAMPLES: dict[Engine, str] = {
    "postgresql": "postgresql://user:password@host:5432/database",
    "mysql": "mysql://user:password@host:3306/database",
    "sqlite": "sqlite:///folder/file.db, from the workspace, or sqlite:////folder/file.db",
    "sqlserver": "sqlserver://user:password@host:1433/database",
}
PORTS: dict[Engine, int] = {"mysql": 3306, "sqlserver": 1433}
OPTIONS: dict[Engine, set[str]] = {
    "mysql": {"unix_socket", "ssl", "ssl_ca"},
    "sqlserver": {"encrypt", "trust_server_certificate"},
    "sqlite": set(),
}
TOLD = (
    r"(?:ERROR|FATAL):\s*(.+)",  # PostgreSQL, and what its scanner passes on
    r"^\(\d+, ['\"](.+)['\"]\)",  # PyMySQL
    r"\[SQL Server\](.+)",  # every driver of Microsoft's
)


@dataclass(frozen=True)
class Address:
    """``place`` is for people, ``conninfo`` for the driver; ``secrets`` stand in no message.

    ``conninfo``: what libpq understands, or the path of a file; ``parts``: the pieces of a URL.
    """

    engine: Engine
    place: str
    conninfo: str = ""
    secrets: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)

    def redacted(self, error: Exception) -> str:
        """What the database said, without the address in which the secret stands."""
        text = str(error)
        if self.conninfo:
            text = text.replace(self.conninfo, self.place)
        for secret in self.secrets:
            text = text.replace(secret, "…")
        for pattern in TOLD:
            match = re.search(pattern, text)
            if match:
                text = match.group(1)
                break
        lines = text.strip().splitlines() or [type(error).__name__]
        return lines[0].rstrip(".") + "."


def understand(dsn: str, root: Path | None = None) -> Address:
    """The address that a URL, or libpq's key=value pairs, names.

    ``root``: from where the file of an SQLite address is found. Raises SourceError that says what
    is wrong with the address, without a secret.
    """
    scheme, is_url, _ = dsn.partition(":")
    if not is_url or "=" in scheme:
        return _libpq(dsn)
    engine = SCHEMES.get(scheme.strip().lower().partition("+")[0])
    if engine is None:
        raise _wrong(f"it begins with '{scheme.strip()[:20]}:', which names no engine", None)
    if engine == "postgresql":
        return _libpq(dsn)
    return _sqlite(dsn, root) if engine == "sqlite" else _server(dsn, engine)


def _libpq(dsn: str) -> Address:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        parts = conninfo_to_dict(dsn)
    except ProgrammingError:
        raise _wrong("PostgreSQL does not understand it", "postgresql") from None
    place = (
        f"{parts.get('dbname') or parts.get('user') or ''} at {parts.get('host') or 'localhost'}"
    )
    if parts.get("port"):
        place += f":{parts['port']}"
    secrets = tuple(str(parts[n]) for n in ("password", "sslpassword") if parts.get(n))
    conninfo = make_conninfo("", **{"connect_timeout": CONNECT_SECONDS, **parts})
    return Address("postgresql", place, conninfo, secrets)


def _sqlite(dsn: str, root: Path | None) -> Address:
    match = re.match(r"^[^:]+:///([^?#]+)$", dsn)
    path = unquote(match[1]) if match else ""
    if not path or path.endswith("/"):
        raise _wrong("it names no file", "sqlite")
    found = Path(path) if Path(path).is_absolute() or root is None else root / path
    return Address("sqlite", str(found), str(found))


def _server(dsn: str, engine: Engine) -> Address:
    url = urlsplit(dsn)
    # Every sign that parts a URL may stand in a password, and then must be written %40, %2F…
    user_info, at, host_port = url.netloc.rpartition("@")
    if url.fragment or "@" in user_info or "@" in url.path + url.query:
        raise _wrong("a sign of its password or user must be written otherwise: @ is %40, / is "
                     "%2F, : is %3A, # is %23, ? is %3F", engine)  # fmt: skip
    match = re.match(r"^(\[[^\]]*\]|[^:]*)(:)?(.*)$", host_port)
    host, colon, port = match.groups() if match else (host_port, None, "")
    host = host.strip("[]")
    if colon and not port.isdigit():
        raise _wrong("its port is no number (or its password has a sign that must be written "
                     "otherwise: @ is %40, / is %2F, : is %3A)", engine)  # fmt: skip
    user, _, password = user_info.partition(":")
    options = dict(parse_qsl(url.query, keep_blank_values=True))
    for name in options:
        if name not in OPTIONS[engine]:
            known = ", ".join(sorted(OPTIONS[engine]))
            raise _wrong(f"the option '{name}' is not known; there are: {known}", engine)
    database = unquote(url.path.strip("/"))
    if not host and "unix_socket" not in options:
        raise _wrong("it names no host", engine)
    if not at or not user:
        raise _wrong("it names no user", engine)
    if not database or "/" in database:
        raise _wrong("it names no database", engine)
    parts = {
        "host": host or "localhost",
        "port": port or str(PORTS[engine]),
        "user": unquote(user),
        "password": unquote(password),
        "database": database,
        **options,
    }
    where = options.get("unix_socket") or f"{parts['host']}:{parts['port']}"
    secrets = tuple({text for text in (unquote(password), password) if text})
    return Address(engine, f"{database} at {where}", "", secrets, parts)


def _wrong(what: str, engine: Engine | None) -> SourceError:
    if engine is not None:
        remedy = f"Write it as {EXAMPLES[engine]}."
    else:
        remedy = "Write it as one of: " + "; ".join(EXAMPLES.values()) + "."
    return SourceError(f"The address of a database cannot be used: {what}.", remedy=remedy)
