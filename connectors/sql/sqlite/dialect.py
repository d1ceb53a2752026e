"""What SQLite is asked, and what may stand in its columns.

SQLite types values, not columns. A column lands as its manifest declares it, or else as its own
declaration says; a value that cannot become that is a misfit.
"""

from __future__ import annotations

import re

from connectors.core.columns import TYPES
from connectors.core.manifest import ColumnSpec
from connectors.sql.cursor import Cursor
from connectors.sql.dialect import Dialect
from connectors.sql.session import Column, Kind

SIZED = re.compile(r"^(?:DECIMAL|NUMERIC)\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)", re.IGNORECASE)
# Parts of a declared type, in the order in which they are looked for.
AFFINITIES: tuple[tuple[str, Kind], ...] = (
    ("INT", "integer"),
    ("BOOL", "boolean"),
    ("DATETIME", "timestamp"),
    ("TIMESTAMP", "timestamp"),
    ("DATE", "date"),
)
# A floating number has 53 bits: below 2^51 of the last digit, rounding gives that digit for sure.
SURE = 2**51
# Sums of floating numbers differ from their decimal in the sixteenth digit.
NOISE = "1e-15"
LARGEST = 9 * 10**18
DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
MOMENT = f"{DAY}[ T][0-9][0-9]:[0-9][0-9]*"
# 09:00Z is 09:00:00Z, which DuckDB reads.
WITH_SECONDS = (
    "case when substr({c}, 17, 1) <> ':' then substr({c}, 1, 16) || ':00' || substr({c}, 17) "
    "else {c} end"
)


class SqliteDialect(Dialect):
    """SQLite 3.30 and later."""

    def as_text(self, expression: str) -> str:
        return f"cast({expression} as text)"

    def untouched(self) -> str:
        """A value leaves as it is; its driver tells a number from a text."""
        return "{c}"

    def exact_sum(self, column: Column, where: str = "") -> str:
        """Whole numbers of the last digit are summed in SQL, texts digit by digit.

        In two parts: the sum of many 64-bit numbers has more than 64 bits.
        """
        name = self.column(column.name)
        met = f" and {where}" if where else ""
        scale = _scale(column)
        if scale is None:
            return f"exact_total(decimal_sum({name}) filter (where true{met}), 0, 0, 0)"
        units = column.of(name)
        texts = f"decimal_sum({name}) filter (where typeof({name}) = 'text'{met})"
        is_number = f"filter (where typeof({name}) in ('integer', 'real'){met})"
        parts = [f"sum(({units}) {sign} 1000000) {is_number}" for sign in ("/", "%")]
        return f"exact_total({texts}, {', '.join(parts)}, {scale})"

    def since(self, cursor: Cursor) -> str:
        """Times in letters compare as letters: a space sorts before a T, so none is missed."""
        text = cursor.since_text()
        return text if cursor.column.kind in {"integer", "decimal"} else self.literal(text)

    def clock(self) -> str:
        return "strftime('%Y-%m-%d %H:%M:%f', 'now')"


def column_of(name: str, native: str, declared: ColumnSpec | None, zone: str | None) -> Column:
    """How a column lands: as the manifest declares it, or as its own declaration says."""
    kind, precision, scale = _kind_of(native) if declared is None else _declared(declared)
    if kind == "decimal":
        lands = f"decimal({precision}, {scale})"
        return Column(
            name, native, lands, kind, _units(scale), misfit=_no_decimal(precision, scale)
        )
    lands = TYPES[kind]
    if kind == "integer":
        return Column(name, native, lands, kind, misfit="typeof({c}) not in ('integer', 'null')")
    if kind == "boolean":
        is_one = "typeof({c}) = 'integer' and {c} in (0, 1)"
        return Column(name, native, lands, kind, misfit=f"{{c}} is not null and not ({is_one})")
    if kind == "date":
        return Column(name, native, lands, kind, misfit=_no_time(DAY, "0"))
    if kind == "timestamp":
        return Column(
            *(name, native, lands, kind, WITH_SECONDS),
            misfit=_no_time(MOMENT, "datetime({c}) is null"),
            zone=zone or "UTC",  # as SQLite's own functions tell times
            may_bear_zone=True,
        )
    return Column(name, native, lands, "text")


def _kind_of(native: str) -> tuple[Kind, int, int]:
    sized = SIZED.match(native)
    if sized and 0 < int(sized[1]) <= 38 and int(sized[2]) <= int(sized[1]):
        return "decimal", int(sized[1]), int(sized[2])
    for part, kind in AFFINITIES:
        if part in native.upper():
            return kind, 0, 0
    return "text", 0, 0


def _declared(spec: ColumnSpec) -> tuple[Kind, int, int]:
    if spec.type == "decimal":
        return "decimal", spec.precision or 38, 10 if spec.scale is None else spec.scale
    return ("text" if spec.type == "json" else spec.type), 0, 0


def _scale(column: Column) -> int | None:
    """Digits after the point of what is selected; None: it comes as it stands."""
    if column.kind == "decimal":
        return int(column.lands.rstrip(")").split(",")[1])
    return 0 if column.kind == "integer" else None


def _units(scale: int) -> str:
    """A number in units of its last digit; a text as it stands."""
    tens = 10**scale
    return (
        f"case typeof({{c}}) when 'integer' then {{c}} * {tens} "
        f"when 'real' then cast(round({{c}} * {tens}.0) as integer) else {{c}} end"
    )


def _no_decimal(precision: int, scale: int) -> str:
    """The condition of a value that is no such decimal, or of which nobody can say.

    A floating number is one if it is the nearest to a decimal of that scale.
    """
    tens = 10**scale
    bound = min(10 ** (precision - scale), LARGEST // tens)
    nearest = f"cast(round({{c}} * {tens}.0) as integer) / {tens}.0"
    return (
        "case typeof({c}) when 'null' then 0 "
        f"when 'integer' then {{c}} >= {bound} or {{c}} <= -{bound} "
        f"when 'real' then not (abs({{c}}) * {tens}.0 < {SURE}.0 and abs({{c}}) < {bound}.0 "
        f"and abs({nearest} - {{c}}) <= abs({{c}}) * {NOISE}) "
        f"when 'text' then not is_decimal({{c}}, {precision}, {scale}) else 1 end"
    )


def _no_time(form: str, is_wrong: str) -> str:
    """Not in letters, not of the form, or no day of the calendar."""
    return (
        f"{{c}} is not null and (typeof({{c}}) <> 'text' or {{c}} not glob '{form}' "
        f"or date(substr({{c}}, 1, 10), '+0 days') is not substr({{c}}, 1, 10) or {is_wrong})"
    )
