"""Rows of JSON, decoded by their declared types into Arrow.

msgspec reads a number of JSON into a Decimal from its text: 12345678901234.9999 stays what it is.
``json``, orjson and DuckDB's reader pass it through a float, and lose the cents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import msgspec

from affluent.errors import SourceError
from connectors.core.wire.fields import Field

if TYPE_CHECKING:
    import pyarrow as pa

Column = list[Any]
WIDE = Context(prec=60)
# A flag is what many systems send in the place of nothing: it is told from a number.
WIRE_TYPES: dict[str, Any] = {
    "text": str | bool | None,
    "integer": int | tuple[int, Any] | bool | None,
    "decimal": Decimal | bool | None,
    "date": str | bool | None,
    "timestamp": str | bool | None,
    "boolean": bool | None,
    "json": msgspec.Raw,
}


class Rows:
    """Decodes rows of one shape. ``place``: what they are called in a message."""

    def __init__(self, place: str, fields: Sequence[Field]) -> None:
        self.place = place
        self.fields = tuple(fields)
        read = [field for field in fields if field.wire is not None]
        self._slots = {field.name: f"f{number}" for number, field in enumerate(read)}
        row = msgspec.defstruct(
            "Row",
            [(self._slots[field.name], WIRE_TYPES[field.kind]) for field in read],
            rename={self._slots[field.name]: field.wire or "" for field in read},
            gc=False,
        )
        self._decoder = msgspec.json.Decoder(list[row])  # type: ignore[valid-type]

    def table(self, body: bytes | msgspec.Raw) -> pa.Table:
        """A JSON list of rows as a table. Raises SourceError naming what is not as declared."""
        import pyarrow as pa

        try:
            rows = self._decoder.decode(body)
        except msgspec.ValidationError as error:
            raise SourceError(
                f"{self.place}: the source sends something that is not as declared: {error}.",
                remedy="Put it back as it was at the source, or declare the column as it is now "
                "and raise the version of the stream: it is then landed anew, whole.",
            ) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SourceError(
                f"{self.place}: the source's answer is no JSON: {error}.",
                remedy="Refresh again; if it stays so, see what stands between here and there.",
            ) from None
        columns = {}
        for field in self.fields:
            if field.wire is None:
                columns[field.name] = pa.nulls(len(rows), field.arrow)
            else:
                slot = self._slots[field.name]
                columns[field.name] = self._column(field, [getattr(row, slot) for row in rows])
        return pa.table(columns)

    def _column(self, field: Field, values: Column) -> pa.Array:
        import pyarrow as pa

        if field.kind == "integer":
            values = [value[0] if isinstance(value, tuple) else value for value in values]
        elif field.kind == "json":
            values = [bytes(value).decode() for value in values]
        values = without_nulls(field, values)
        if field.codes:
            codes = field.codes
            values = [codes.get(value, value) for value in values]
        try:
            if field.kind == "decimal":
                return decimals(values, field.precision, field.scale)
            if field.kind in {"date", "timestamp"}:
                return moments(pa.array(values, pa.string()), field.arrow)
            return pa.array(values, field.arrow)
        except (pa.ArrowInvalid, pa.ArrowTypeError, InvalidOperation) as error:
            raise SourceError(
                f"{self.place}: column '{field.name}' holds what is no {field.kind}: {error}.",
                remedy="Correct it at the source, or declare the column as text.",
            ) from None


def without_nulls(field: Field, values: Column) -> Column:
    """The values with None where one stands for nothing.

    0 is false to Python and a number to an accountant: the types are compared too.
    """
    if not field.nulls:
        return values
    if field.kind == "json":
        texts = {msgspec.json.encode(null).decode() for null in field.nulls}
        return [None if value in texts else value for value in values]
    if field.nulls == (False,):
        return [None if value is False else value for value in values]
    nulls = {(type(null), null) for null in field.nulls}
    return [None if (type(value), value) in nulls else value for value in values]


def decimals(values: Column, precision: int, scale: int) -> pa.Array:
    """Exact decimals, rounded half up to ``scale`` where the wire has more digits.

    A float on the other side leaves digits that nobody meant: 0.30000000000000004.
    """
    import pyarrow as pa

    kind = pa.decimal128(precision, scale)
    try:
        return pa.array(values, kind)
    except pa.ArrowInvalid:
        unit = Decimal(1).scaleb(-scale)
        rounded: Callable[[Decimal], Decimal] = lambda value: value.quantize(  # noqa: E731
            unit, ROUND_HALF_UP, WIDE
        )
        return pa.array([None if v is None else rounded(v) for v in values], kind)


def moments(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    """Dates and times from their text; a time without zone is UTC."""
    import pyarrow as pa

    if pa.types.is_date(kind):
        return texts.cast(kind)
    try:
        return texts.cast(pa.timestamp("us")).cast(kind)
    except pa.ArrowInvalid:
        return texts.cast(kind)  # with its zone
