"""From what a driver hands over, often text, to what lands: one projection of DuckDB.

Decimals are read from their digits, times of a declared zone become UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import duckdb

from connectors.core.columns import literal, quoted
from connectors.sql.session import Column

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = "rows_of_a_driver"
BEARS_A_ZONE = r":\d\d(\.\d+)?\s*(Z|[+-]\d\d(:?\d\d)?)$"
INSTANT = "timestamp with time zone"


@contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Where rows of a driver are typed: a cursor of one engine in memory."""
    con = _engine().cursor()
    try:
        con.execute("set TimeZone = 'UTC'")
        yield con
    finally:
        con.close()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def projection(columns: Sequence[Column]) -> str:
    """Each column in the type in which it lands, under its name."""
    parts = []
    for column in columns:
        name = quoted(column.name)
        if column.kind == "timestamp" and column.lands == INSTANT:
            parts.append(f"{_in_zone(name, column)} as {name}")
        else:
            parts.append(f"cast({name} as {column.lands}) as {name}")
    return ", ".join(parts)


def _in_zone(name: str, column: Column) -> str:
    """A time as UTC: by the zone that it bears itself, if it may, or else by the declared one.

    In an hour that a clock shows twice, the second; in one that it leaps over, an hour later.
    """
    here = f"cast({name} as timestamp) at time zone {literal(column.zone or 'UTC')}"
    if not column.may_bear_zone:
        return here
    bears = f"regexp_matches({name}, {literal(BEARS_A_ZONE)})"
    return f"case when {bears} then cast({name} as timestamptz) else {here} end"


def typed(con: duckdb.DuckDBPyConnection, rows: pa.Table, columns: Sequence[Column]) -> pa.Table:
    """Rows as they land."""
    con.register(ROWS, rows)
    try:
        return con.execute(f"select {projection(columns)} from {ROWS}").to_arrow_table()
    finally:
        con.unregister(ROWS)
