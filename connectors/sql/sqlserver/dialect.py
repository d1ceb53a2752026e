"""What SQL Server is asked in T-SQL, and the types in which its columns land."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from connectors.sql.cursor import Cursor
from connectors.sql.dialect import Dialect
from connectors.sql.session import Column, Kind

INSTANT = "timestamp with time zone"
SIZED = re.compile(r"^(?:decimal|numeric)\((\d+),\s*(\d+)\)$")
ROWVERSION = {"timestamp", "rowversion"}
NAIVE = {"datetime", "smalldatetime", "datetime2"}
# Type → what it lands as, what it means, how it leaves the server.
PLAIN: dict[str, tuple[str, Kind, str]] = {
    **dict.fromkeys(
        ("tinyint", "smallint", "int", "bigint"), ("bigint", "integer", "cast({c} as bigint)")
    ),
    **dict.fromkeys(ROWVERSION, ("bigint", "integer", "cast({c} as bigint)")),
    "bit": ("boolean", "boolean", "{c}"),
    "date": ("date", "date", "{c}"),
    "money": ("decimal(19, 4)", "decimal", "cast({c} as decimal(19, 4))"),
    "smallmoney": ("decimal(10, 4)", "decimal", "cast({c} as decimal(10, 4))"),
    "datetimeoffset": (*(INSTANT, "instant", "cast(switchoffset({c}, '+00:00') as datetime2(6))"),),
}
LETTERS = {
    # Style 3 shows all 17 digits, from which the same number comes back.
    **dict.fromkeys(("float", "real"), "convert(varchar(40), cast({c} as float), 3)"),
    "time": "convert(varchar(16), {c})",
    "uniqueidentifier": "lower(convert(varchar(36), {c}))",
    **dict.fromkeys(
        ("binary", "varbinary", "image"),
        r"'\x' + lower(convert(varchar(max), cast({c} as varbinary(max)), 2))",
    ),
    **dict.fromkeys(("varchar", "nvarchar", "char", "nchar"), "{c}"),
}


class SqlServerDialect(Dialect):
    """SQL Server 2016 and later, Azure SQL.

    ``first_active``: the lowest rowversion that a transaction may still write, asked before the
    snapshot was taken.
    """

    zero: ClassVar[Mapping[str, str]] = {
        **{"integer": "0", "decimal": "0", "boolean": "0", "text": "''"}
    }
    first_active: int = 0

    def quoted(self, name: str) -> str:
        return "[" + name.replace("]", "]]") + "]"

    def literal(self, text: str) -> str:
        return "N" + super().literal(text)

    def as_text(self, expression: str) -> str:
        return f"convert(nvarchar(max), {expression})"

    def first(self, query: str, rows: int) -> str:
        return query.replace("select ", f"select top ({rows}) ", 1)

    def exact_sum(self, column: Column, where: str = "") -> str:
        name = self.column(column.name)
        value = f"try_cast({name} as decimal(38, 6))"
        if column.kind == "integer":
            value = f"cast({name} as decimal(38, 0))"
        elif column.kind == "decimal":
            scale = column.lands.rstrip(")").split(",")[1].strip()
            value = f"cast({name} as decimal(38, {scale}))"
        if where:
            value = f"case when {where} then {value} end"
        return f"convert(varchar(50), coalesce(sum({value}), 0))"

    def since(self, cursor: Cursor) -> str:
        text = cursor.since_text()
        if cursor.column.native in ROWVERSION:
            return f"cast(cast({int(text)} as bigint) as binary(8))"
        if cursor.column.kind in {"integer", "decimal"}:
            return text
        if cursor.column.kind == "instant":
            return f"cast('{text.replace(' ', 'T')}+00:00' as datetimeoffset(6))"
        if cursor.is_time:
            return f"cast('{text.replace(' ', 'T')}' as datetime2(6))"
        return self.literal(text)

    def clock(self) -> str:
        return "convert(varchar(33), sysutcdatetime(), 126)"

    def high(self, cursor: Cursor) -> str:
        """Of rowversions, the first that is not settled: so none that commits late is lost."""
        column = self.column(cursor.column.name)
        if cursor.column.native in ROWVERSION:
            return f"'{self.first_active}'"
        if cursor.column.kind == "instant":
            highest = f"max(cast(switchoffset({column}, '+00:00') as datetime2(6)))"
            return f"convert(varchar(33), {highest}, 126) + '+00'"
        if cursor.is_time:
            return f"convert(varchar(33), max(cast({column} as datetime2(6))), 126)"
        return f"convert(nvarchar(4000), max({column}))"


def column_of(name: str, system_type: str, zone: str | None) -> Column:
    """How a column lands of a type as SQL Server names it, as decimal(18,2)."""
    native = system_type.partition("(")[0]
    sized = SIZED.match(system_type)
    if sized:
        lands = f"decimal({sized[1]}, {sized[2]})"
        return Column(name, system_type, lands, "decimal")
    if native in PLAIN:
        lands, kind, template = PLAIN[native]
        return Column(name, native, lands, kind, template)
    if native in NAIVE:
        lands = INSTANT if zone else "timestamp"
        template = "cast({c} as datetime2(6))"
        return Column(name, system_type, lands, "timestamp", template, zone=zone)
    template = LETTERS.get(native, "convert(nvarchar(max), {c})")
    return Column(name, system_type, "varchar", "text", template)
