"""Numbers of SQLite without a rounding: what its own functions do in floating point."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Any

from connectors.sql.session import Column

if TYPE_CHECKING:
    import pyarrow as pa

DECIMAL = re.compile(r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$")
SMALLEST = Decimal("0.000001")  # of a control total
DIGITS = 80  # more than a sum of 38-digit numbers can have


def is_decimal(text: str, precision: int, scale: int) -> bool:
    """Whether a text is a decimal of that size."""
    value = _decimal(text)
    if value is None:
        return False
    _, digits, exponent = value.normalize().as_tuple()
    before = len(digits) + int(exponent)
    return -int(exponent) <= scale and before <= precision - scale


def exact_total(texts: str | None, millions: int | None, rest: int | None, scale: int) -> str:
    """The sum of texts, and of numbers in units of the last digit, told in two parts."""
    with localcontext(prec=DIGITS):
        units = Decimal(int(millions or 0)) * 1_000_000 + int(rest or 0)
        return f"{units.scaleb(-scale) + Decimal(texts or 0):f}"


class DecimalSum:
    """An aggregate: the exact sum of whatever is a number, each to six digits after the point."""

    def __init__(self) -> None:
        self.total = Decimal(0)

    def step(self, value: Any) -> None:
        """Take one more value."""
        found = None if value is None else _decimal(value)
        if found is not None:
            with localcontext(prec=DIGITS):
                self.total += found.quantize(SMALLEST, ROUND_HALF_UP)

    def finalize(self) -> str:
        """The sum."""
        return f"{self.total:f}"


def arrow_column(column: Column, values: Sequence[Any]) -> pa.Array:
    """The values of a column as Arrow; those in letters are what Python writes of them."""
    import pyarrow as pa

    if column.kind == "decimal":
        precision, scale = (int(part) for part in column.lands[8:-1].split(","))
        return _decimals(values, precision, scale)
    if column.kind in {"integer", "boolean"}:
        return pa.array(values, pa.int64())
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pa.array([_in_letters(value) for value in values], pa.string())


def _decimals(values: Sequence[Any], precision: int, scale: int) -> pa.Array:
    """Units of the last digit, and texts, as decimals."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.decimal128(precision, scale)
    try:
        units = pa.array(values, pa.int64()).cast(pa.decimal128(19, 0))
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pa.array([_valued(value, scale) for value in values], kind)
    unit = pa.scalar(Decimal(1).scaleb(-scale), pa.decimal128(scale + 1, scale))
    return pc.multiply(units, unit).cast(kind)


def _valued(value: str | int | None, scale: int) -> Decimal | None:
    if value is None:
        return None
    return Decimal(value.strip()) if isinstance(value, str) else Decimal(value).scaleb(-scale)


def _in_letters(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return "\\x" + value.hex() if isinstance(value, bytes) else repr(value)


def _decimal(value: str | int | float | bytes) -> Decimal | None:
    """A number, exactly; None when it is none. Python itself would take '1_000' for one."""
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, bytes):
        return None
    text = str(value).strip()
    return Decimal(text) if DECIMAL.match(text) else None
