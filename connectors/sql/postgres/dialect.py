"""What PostgreSQL is asked in its own words, and the types in which its columns land."""

from __future__ import annotations

import re

from connectors.core.columns import CONTROL_TYPE
from connectors.sql.cursor import Cursor
from connectors.sql.dialect import Dialect
from connectors.sql.session import Column, Kind

# What DuckDB's scanner gives, and keeps as it is. It turns numeric without a precision, and sum()
# of any numeric, into DOUBLE: whatever is not in these lists comes as text.
KEPT: dict[str, Kind] = {
    "BIGINT": "integer",
    "DATE": "date",
    "BOOLEAN": "boolean",
    "VARCHAR": "text",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "instant",
}
WIDENED = {"INTEGER", "SMALLINT", "TINYINT"}
SIZED_DECIMAL = re.compile(r"^DECIMAL\(\d+,\s*\d+\)$")
CASTS: dict[Kind, str] = {
    "timestamp": "timestamp",
    "instant": "timestamptz",
    "date": "date",
    "text": "text",
}


class PostgresDialect(Dialect):
    """PostgreSQL 12 and later."""

    def as_text(self, expression: str) -> str:
        return f"({expression})::text"

    def exact_sum(self, column: Column, where: str = "") -> str:
        only = f" filter (where {where})" if where else ""
        value = self.column(column.name)
        if column.kind not in {"integer", "decimal"}:  # those it sums exactly as they are
            value += f"::{CONTROL_TYPE.replace('decimal', 'numeric')}"
        return f"coalesce(sum({value}){only}, 0)::text"

    def since(self, cursor: Cursor) -> str:
        """Typed as the column is: another type would keep PostgreSQL from the column's index."""
        column = cursor.column
        zone = "+00" if column.kind == "instant" else ""
        kind = "bigint" if column.native == "BIGINT" else CASTS.get(column.kind, "numeric")
        return f"{self.literal(cursor.since_text() + zone)}::{kind}"

    def clock(self) -> str:
        return "(now() at time zone 'UTC')::text"

    def high(self, cursor: Cursor) -> str:
        highest = f"max({self.column(cursor.column.name)})"
        if cursor.column.kind == "instant":
            return f"({highest} at time zone 'UTC')::text || '+00'"
        return f"{highest}::text"


def column_of(name: str, native: str, zone: str | None) -> Column:
    """How a column lands that the scanner would give as ``native``."""
    if native in KEPT:
        kind, lands = KEPT[native], native.lower()
        if kind == "timestamp" and zone is not None:
            lands = "timestamp with time zone"
        return Column(name, native, lands, kind, zone=zone)
    if SIZED_DECIMAL.match(native):
        return Column(name, native, native.lower(), "decimal")
    if native in WIDENED:
        return Column(name, native, "bigint", "integer", "{c}::bigint")
    return Column(name, native, "varchar", "text", "{c}::text")
