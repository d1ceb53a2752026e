"""Which fields of a model are read, as the model has them now, and how they land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from connectors.core.manifest import ColumnSpec, Kind, Manifest, Stream
from connectors.core.wire.fields import Field, declared

CUSTOM = "x_"
COMPANY = "company_id"
# Odoo's type → what it is on the wire; what is not here is not read: binary, one2many.
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("char", "text", "html", "selection", "reference"), "text"),
    **dict.fromkeys(("integer", "many2one", "many2one_reference"), "integer"),
    **dict.fromkeys(("float", "monetary"), "decimal"),
    **dict.fromkeys(("json", "many2many", "properties", "one2many"), "json"),
    "date": "date",
    "datetime": "timestamp",
    "boolean": "boolean",
}
ALSO = {("decimal", "integer"), ("text", "date"), ("text", "timestamp")}


class Described(msgspec.Struct):
    """A field as fields_get describes it."""

    type: str
    store: bool = True
    string: str = ""

    @property
    def kind(self) -> Kind | None:
        return KINDS.get(self.type)


@dataclass(frozen=True)
class Chosen:
    """``present``: columns that the model has; ``summed``: those of ``control`` that it can sum."""

    fields: tuple[Field, ...]
    present: tuple[str, ...]
    summed: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def wires(self) -> list[str]:
        """The names to ask for."""
        return [field.wire for field in self.fields if field.wire is not None]

    def wire_of(self, column: str) -> str:
        """What the model calls a column."""
        return next(field.wire or column for field in self.fields if field.name == column)


def choose(
    stream: Stream,
    manifest: Manifest,
    model: Mapping[str, Described],
    known: tuple[str, ...],
) -> Chosen:
    """The fields to read; ``known``: the columns that were there when the stream last landed.

    One that was there and is gone is left out, so that the landing sees it vanish; one that never
    was lands empty where the manifest says that it may lack.
    """
    fields, missing = [], []
    for name, spec in stream.columns.items():
        if stream.per_company and name == COMPANY:
            continue
        wire = next((one for one in (name, *spec.aliases) if one in model), None)
        if wire is None:
            missing.append(name)
            if spec.optional and name not in known:
                fields.append(declared(name, spec, None, manifest.nulls))
            continue
        # A field that was retyped is read as what it is now: the landing refuses it, and says so.
        kind = model[wire].kind or spec.type
        fits = kind == spec.type or (spec.type, kind) in ALSO
        fields.append(declared(name, spec if fits else _of_kind(kind), wire, manifest.nulls))
    custom = list(_custom(stream, model))
    fields += [declared(name, spec, name, manifest.nulls) for name, spec in custom]
    wires = {field.name: field.wire for field in fields if field.wire is not None}
    place = f"this Odoo has no {', '.join(missing)} in {stream.resource}"
    return Chosen(
        fields=tuple(fields),
        present=tuple(wires),
        summed=tuple(n for n in stream.control if n in wires and model[wires[n]].store),
        notes=(place,) if missing and not known else (),
    )


def _custom(stream: Stream, model: Mapping[str, Described]) -> Iterator[tuple[str, ColumnSpec]]:
    """Fields that somebody made in this Odoo: they land as they are."""
    for name, found in sorted(model.items()):
        is_kept = found.store and found.kind is not None and found.type != "one2many"
        if name.startswith(CUSTOM) and name not in stream.columns and is_kept:
            yield name, _of_kind(found.kind or "text")


def _of_kind(kind: Kind) -> ColumnSpec:
    return ColumnSpec.model_validate({"type": kind})
