"""What MySQL and MariaDB are asked, and the types in which their columns land.

A row leaves the server as one text, a line of CSV: read cell by cell, PyMySQL is four times slower.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from connectors.core.manifest import ColumnSpec
from connectors.sql.cursor import Cursor
from connectors.sql.dialect import Dialect
from connectors.sql.session import Column, Kind

PLAIN = re.compile(r"^[0-9A-Za-z :.+-]*$")
BINARY = 63  # the character set of what is no text
WIDEST_BIT = 64
WIDEST = 38  # digits of DuckDB's decimals; MySQL has 65
LARGEST = 2**63 - 1
INTEGERS = {1: "tinyint", 2: "smallint", 3: "int", 8: "bigint", 9: "mediumint", 13: "year"}
FLOATS = {4: "float", 5: "double"}
DECIMALS = {0, 246}
TIME, BIT, YEAR = 11, 16, 13
MOMENTS = {7: "timestamp", 10: "date", 12: "datetime", 14: "date"}
TEXTS = {245: "json", 247: "enum", 248: "set"}
UNSIGNED = 32
ZERO = "cast({c} as char) like '0000-00-00%'"
# 2024-00-10 and 2024-02-30 can stand in a column, by the mode in which they were written.
NO_DAY = (
    "{c} is not null and not " + ZERO + " and (month({c}) = 0 or dayofmonth({c}) = 0 "
    "or dayofmonth({c}) > coalesce(dayofmonth(last_day({c})), 0))"
)
MOMENT = f"case when {ZERO} then null else cast({{c}} as char) end"


@dataclass(frozen=True)
class Field:
    """What the protocol says of a column."""

    name: str
    code: int
    flags: int
    length: int
    scale: int
    charset: int

    @property
    def is_unsigned(self) -> bool:
        return bool(self.flags & UNSIGNED)

    @property
    def precision(self) -> int:
        """Digits of a decimal: its length less the point and the sign."""
        return self.length - (self.scale > 0) - (not self.is_unsigned)


class MysqlDialect(Dialect):
    """MySQL 5.7 and later, MariaDB 10.2 and later."""

    zero: ClassVar[Mapping[str, str]] = {
        **{"integer": "0", "decimal": "0", "boolean": "0", "text": "''"}
    }

    def quoted(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def literal(self, text: str) -> str:
        """In digits where a mode of the server could read it otherwise."""
        if PLAIN.match(text):
            return f"'{text}'"
        return f"convert(0x{text.encode().hex()} using utf8mb4)"

    def as_text(self, expression: str) -> str:
        return f"cast({expression} as char)"

    def exact_sum(self, column: Column, where: str = "") -> str:
        """MySQL sums decimals and integers exactly; a text is read as a decimal first."""
        name = self.column(column.name)
        value = f"cast({name} as decimal(65, 6))" if column.kind == "text" else name
        if where:
            value = f"case when {where} then {value} end"
        return self.as_text(f"coalesce(sum({value}), 0)")

    def since(self, cursor: Cursor) -> str:
        """Numbers without quotes: a text would be compared with them in floating point."""
        text = cursor.since_text()
        return text if cursor.column.kind in {"integer", "decimal"} else self.literal(text)

    def clock(self) -> str:
        return "cast(utc_timestamp(6) as char)"

    def high(self, cursor: Cursor) -> str:
        highest = f"cast(max({self.column(cursor.column.name)}) as char)"
        if not cursor.is_time:
            return highest
        zone = "+00" if cursor.column.kind == "instant" else ""
        return f"case when {highest} not like '0000%' then concat({highest}, '{zone}') end"

    def is_live(self, column: Column) -> str:
        flag = self.column(column.name)
        if column.kind in self.zero:
            return super().is_live(column)
        return f"({flag} is null or {ZERO.replace('{c}', flag)})"

    def row(self, selected: Sequence[tuple[Column, str]]) -> str:
        """A row as a line of CSV: texts in quotes, nothing for null."""
        cells = []
        for column, expression in selected:
            cell = expression
            if column.kind == "text":
                text = f"convert({expression} using utf8mb4) collate utf8mb4_bin"
                cell = f"""concat('"', replace({text}, '"', '""'), '"')"""
            cells.append(f"ifnull({cell}, '')")
        return f"cast(concat_ws(',', {', '.join(cells)}) as binary)"


def column_of(field: Field, declared: ColumnSpec | None, zone: str | None) -> Column:
    """How a column lands; what is declared text stays as it stands."""
    kind = declared.type if declared else None
    if field.code in INTEGERS or field.code == BIT:
        return _integer(field, kind)
    if field.code in DECIMALS and field.precision <= WIDEST:
        native = f"decimal({field.precision}, {field.scale})"
        return Column(field.name, native, native, "decimal")
    if field.code in MOMENTS and kind != "text":
        return _moment(field, zone)
    return _letters(field)


def _letters(field: Field) -> Column:
    """What lands as text."""
    template, native = "{c}", TEXTS.get(field.code, "text")
    if field.code in FLOATS:
        # A float shows six of its nine digits; as a double it shows all.
        template, native = "cast(cast({c} as double) as char)", FLOATS[field.code]
    elif field.code in {*DECIMALS, *MOMENTS, TIME}:
        template, native = "cast({c} as char)", MOMENTS.get(field.code, "time")
        if field.code in DECIMALS:
            native = f"decimal({field.precision}, {field.scale})"
    elif field.charset == BINARY and field.code not in TEXTS:
        template, native = "concat(char(92), 'x', lower(hex({c})))", "binary"
    return Column(field.name, native, "varchar", "text", template)


def _integer(field: Field, declared: str | None) -> Column:
    """An integer; a boolean where it is declared one, since MySQL has none."""
    is_bit = field.code == BIT
    native = f"bit({field.length})" if is_bit else INTEGERS[field.code]
    template = "{c} + 0" if is_bit else "{c}"
    if field.is_unsigned and not is_bit and field.code != 13:
        native += " unsigned"
    if declared == "boolean":
        return Column(
            *(field.name, native, "boolean", "boolean", template),
            misfit="{c} is not null and {c} + 0 not in (0, 1)",
        )
    is_wide = native == "bigint unsigned" or (is_bit and field.length == 64)
    if is_wide and declared != "integer":
        return Column(field.name, native, "decimal(20, 0)", "decimal", template)
    misfit = f"{{c}} + 0 > {LARGEST}" if is_wide else ""
    return Column(field.name, native, "bigint", "integer", template, misfit=misfit)


def _moment(field: Field, zone: str | None) -> Column:
    """A date or a time; zero dates, which are MySQL's way to say none, land empty."""
    native = MOMENTS[field.code]
    instant = "timestamp with time zone"
    kinds: dict[str, tuple[Kind, str]] = {
        "date": ("date", "date"),
        "timestamp": ("instant", instant),
        "datetime": ("timestamp", instant if zone else "timestamp"),
    }
    kind, lands = kinds[native]
    column = Column(field.name, native, lands, kind, MOMENT, zone=zone)
    return replace(column, misfit=NO_DAY, emptied=ZERO)
