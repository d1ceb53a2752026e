"""One field of a row on the wire, and the column that it lands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connectors.core.manifest import ColumnSpec, Kind

if TYPE_CHECKING:
    import pyarrow as pa

PRECISION, SCALE = 38, 10  # of a decimal that nobody declared


@dataclass(frozen=True)
class Field:
    """``name``: the column; ``wire``: what the source calls it, None where it has no such field.

    ``nulls``: wire values that stand for nothing; ``codes``: code → the word that lands.
    """

    name: str
    wire: str | None
    kind: Kind
    precision: int = PRECISION
    scale: int = SCALE
    nulls: tuple[Any, ...] = ()
    codes: Mapping[str, str] | None = None

    @property
    def arrow(self) -> pa.DataType:
        """The type in which the column lands."""
        import pyarrow as pa

        if self.kind == "decimal":
            return pa.decimal128(self.precision, self.scale)
        return {
            "text": pa.string(),
            "json": pa.string(),
            "integer": pa.int64(),
            "date": pa.date32(),
            "timestamp": pa.timestamp("us", tz="UTC"),
            "boolean": pa.bool_(),
        }[self.kind]


def declared(
    name: str, spec: ColumnSpec, wire: str | None, nulls: Mapping[Kind, tuple[Any, ...]]
) -> Field:
    """The field of a declared column; ``nulls``: what the manifest says of each type."""
    return Field(
        name,
        wire,
        spec.type,
        spec.precision or PRECISION,
        SCALE if spec.scale is None else spec.scale,
        (*nulls.get(spec.type, ()), *spec.nulls),
        spec.codes or None,
    )
