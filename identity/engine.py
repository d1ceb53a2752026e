"""The engine in memory in which records are compared; nothing of it outlives a resolution.

What does not belong here: the warehouse's own files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import polars as pl


@contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty engine, closed at the end."""
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        yield connection
    finally:
        connection.close()


def put(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Make table ``name`` of a frame."""
    connection.register("handed_over", frame.to_arrow())
    connection.execute(f"create or replace table {name} as from handed_over")
    connection.unregister("handed_over")
