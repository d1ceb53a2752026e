"""Reads PostgreSQL through DuckDB's scanner: rows, control totals and keys of one snapshot.

One transaction per reading: the scanner opens it REPEATABLE READ and READ ONLY on one connection,
and ``postgres_query`` stays on that connection until the commit.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

import duckdb

from affluent.errors import SourceError
from connectors.core.columns import literal
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    SnapshotComplete,
    State,
    StreamSchema,
)
from connectors.core.manifest import Manifest, Stream
from connectors.sql.queries import (
    Cursor,
    keys_query,
    rows_query,
    shape_query,
    totals_query,
)

ROWS_A_BATCH = 200_000
CONNECT_SECONDS = 10
_numbers = count(1)


class SqlConnector:
    """A PostgreSQL database; ``dsn`` is what libpq understands: a URL or key=value pairs."""

    def __init__(self, source: str, dsn: str, manifest: Manifest) -> None:
        self.source = source
        self.manifest = manifest
        self._place, self._conninfo, self._secrets = _understand(dsn)

    def check(self) -> None:
        """Raise SourceError when the database is down, or a table is missing or may not be read."""
        self.discover()

    def discover(self) -> list[StreamSchema]:
        """The columns of each declared table or query, in DuckDB's words."""
        found = []
        with self._attached() as db:
            for stream in self.manifest.streams:
                with self._telling(stream):
                    shape = db.shape(stream)
                found.append(StreamSchema(stream.name, tuple(shape.items())))
        return found

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """Rows since the state, then totals and keys as the same snapshot has them."""
        with self._attached() as db, self._telling(stream):
            db.con.execute("begin transaction")
            shape = db.shape(stream)
            self._require(stream, shape)
            since = state.get("watermark") if state else None
            cursor = None
            if stream.cursor is not None:
                cursor = Cursor(stream.cursor, shape[stream.cursor], since, stream.lookback_minutes)
            is_partial = cursor is not None and cursor.since is not None
            yield from db.batches(rows_query(stream, shape, cursor))
            control = [name for name in stream.control if name in shape]
            rows, *sums = db.ask(totals_query(stream, control, cursor)).fetchone() or ("0",)
            high = sums.pop() if cursor is not None else None
            yield ControlTotals(
                int(rows), {n: Decimal(v) for n, v in zip(control, sums, strict=True)}
            )
            if not is_partial:
                yield SnapshotComplete()
            elif stream.deletion == "id_reconcile":
                yield SnapshotComplete(db.ask(keys_query(stream, shape)).to_arrow_table())
            db.con.execute("commit")
        yield Checkpoint({"strategy": stream.strategy, "watermark": high or since})

    @contextmanager
    def _attached(self) -> Iterator[Attached]:
        """The source, attached read only to the engine in memory, for one reading."""
        con = _engine().cursor()
        name = f"source_{next(_numbers)}"
        try:
            con.execute("set TimeZone = 'UTC'")
            try:
                con.execute(
                    f"attach {literal(self._conninfo)} as {name} (type postgres, read_only)"
                )
            except duckdb.Error as error:
                # Not chained: the driver's own message carries the password.
                raise SourceError(
                    f"The database of the source '{self.source}' does not answer: "
                    f"{self._place}: {self._redacted(error)}",
                    remedy="Start the database, or correct its address, user and password.",
                ) from None
            try:
                yield Attached(con, name)
            finally:
                with suppress(duckdb.Error):
                    con.execute("rollback")  # of a reading that did not end
                con.execute(f"detach {name}")
        finally:
            con.close()

    @contextmanager
    def _telling(self, stream: Stream) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise SourceError(
                f"{self.source}.{stream.name} could not be read from {self._place}: "
                f"{self._redacted(error)}",
                remedy="See that the database runs, that the table or query is right in the "
                "manifest, and that its user may select from it.",
            ) from None

    def _require(self, stream: Stream, shape: dict[str, str]) -> None:
        for name in (*stream.key, *([stream.cursor] if stream.cursor else [])):
            if name not in shape:
                raise SourceError(
                    f"{self.source}.{stream.name}: column '{name}', of its key or cursor, has "
                    f"vanished from {self._place}. It has: {', '.join(shape)}.",
                    remedy="Put it back at the source, or name another in the manifest: then "
                    "the stream is landed anew, whole.",
                )

    def _redacted(self, error: duckdb.Error) -> str:
        """What PostgreSQL said, without the address in which the secret stands."""
        text = str(error).replace(self._conninfo, self._place)
        for secret in self._secrets:
            text = text.replace(secret, "…")
        match = re.search(r"(ERROR|FATAL):\s*(.+)", text)
        lines = (match.group(2) if match else text).strip().splitlines()
        return lines[0].rstrip(".") + "."


def _understand(dsn: str) -> tuple[str, str, tuple[str, ...]]:
    """Of an address: its place for people, its form for libpq, and what must never be shown."""
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
    return place, make_conninfo("", **{"connect_timeout": CONNECT_SECONDS, **parts}), secrets


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One engine in memory for the process, with the scanner from its wheel.

    ``INSTALL`` would download it; to load it takes 0.15 s, most of it the signature's check.
    """
    folder = importlib.resources.files("duckdb_extension_postgres_scanner") / "extensions"
    scanner = folder / f"v{duckdb.__version__}" / "postgres_scanner.duckdb_extension"
    con = duckdb.connect()
    con.execute(f"load {literal(str(scanner))}")
    return con


@dataclass(frozen=True)
class Attached:
    """A source attached to the engine; what is asked between begin and commit is one snapshot."""

    con: duckdb.DuckDBPyConnection
    name: str

    def ask(self, query: str) -> duckdb.DuckDBPyConnection:
        """The answer of PostgreSQL to a query in its own words."""
        return self.con.execute(f"select * from {self._call(query)}")

    def shape(self, stream: Stream) -> dict[str, str]:
        """Column → the type in which the scanner would give it."""
        call = self._call(shape_query(stream))
        rows = self.con.execute(f"describe select * from {call}").fetchall()
        return {str(row[0]): str(row[1]) for row in rows}

    def batches(self, query: str) -> Iterator[Batch]:
        """The rows, a bounded number at a time; one batch without rows when there are none."""
        import pyarrow as pa

        reader: Any = self.ask(query).to_arrow_reader(ROWS_A_BATCH)
        is_first = True
        for record_batch in reader:
            yield Batch(pa.Table.from_batches([record_batch]))
            is_first = False
        if is_first:
            yield Batch(reader.schema.empty_table())

    def _call(self, query: str) -> str:
        return f"postgres_query({literal(self.name)}, {literal(query)})"
