"""How much memory DuckDB may keep of a landing file.

Left alone it keeps each block that it wrote or read, up to four fifths of the machine: of pages of
14 columns the process grew by 42 MB a million rows. With a bound it stays at 313 MB, at no cost.
A bound must leave room for what is being written: DuckDB holds some blocks of 256 KB of every
column at once, and gives up where it cannot. Tables of 400 texts needed 2.5 MB a column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEGABYTES_A_COLUMN = 8
WIDE = 64  # columns: a wider table has what the machine gives
WHILE_WRITING, OTHERWISE = 128, 512


def bound(con: DuckDBPyConnection, columns: int = 0, *, at_least: int = OTHERWISE) -> None:
    """Bound what is kept while a table of so many columns is written or compared."""
    if columns > WIDE:
        con.execute("reset memory_limit")
    else:
        megabytes = max(at_least, columns * MEGABYTES_A_COLUMN)
        con.execute(f"set memory_limit = '{megabytes}MB'")
