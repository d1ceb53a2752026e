"""A database attached to DuckDB's engine in memory, and what it answers to queries."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import duckdb

from connectors.core.columns import literal
from connectors.core.contract import Batch
from connectors.core.manifest import Stream
from connectors.sql.queries import shape_query

ROWS_A_BATCH = 200_000
_numbers = count(1)


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


@contextmanager
def attached(conninfo: str) -> Iterator[Attached]:
    """Attach a database, read only, for the length of the block. Raises duckdb.Error."""
    con = _engine().cursor()
    name = f"source_{next(_numbers)}"
    try:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {literal(conninfo)} as {name} (type postgres, read_only)")
        try:
            yield Attached(con, name)
        finally:
            with suppress(duckdb.Error):
                con.execute("rollback")  # of a reading that did not end
            con.execute(f"detach {name}")
    finally:
        con.close()


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
