"""What is read from a source, declared and typed; ``manifest_file.py`` reads the file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from affluent.errors import ConfigError
from connectors.core.coherence import SYSTEM_CURSOR, complaints
from connectors.core.manifest_files import FileStream
from connectors.core.manifest_wire import Section, WireColumn, WireStream

Kind = Literal["text", "integer", "decimal", "date", "timestamp", "boolean", "json"]
Deletion = Literal[
    "snapshot",
    "id_reconcile",
    "tombstone",
    "soft_flag",
    "archived_list",
    "none_immutable",
]
Strategy = Literal["snapshot", "watermark", "horizon", "sequence", "delta_link"]
SIZED_DECIMAL = re.compile(r"^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$")


def _short_form(value: object) -> object:
    """``"decimal(18,2)"`` and ``{type = "decimal(18,2)"}`` say the same as the long form."""
    table = {"type": value} if isinstance(value, str) else value
    if isinstance(table, Mapping) and isinstance(table.get("type"), str):
        sized = SIZED_DECIMAL.match(table["type"])
        if sized:
            return {**table, "type": "decimal", "precision": sized[1], "scale": sized[2]}
    return table


class ColumnSpec(WireColumn):
    """One declared column: what its values must be able to become."""

    type: Kind
    required: bool = False
    format: str | None = None
    precision: int | None = Field(None, ge=1, le=38)
    scale: int | None = Field(None, ge=0, le=38)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.format and self.type not in {"date", "timestamp"}:
            raise ValueError("format is for date and timestamp; remove it or change the type")
        return self


def _no_double_underscore(name: str) -> str:
    if "__" in name:
        raise ValueError("'__' separates source and stream; use a single '_'")
    return name


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"there is no time zone '{name}'; write it like Europe/Paris, or UTC")
    return name


Column = Annotated[ColumnSpec, BeforeValidator(_short_form)]
StreamName = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*$"), AfterValidator(_no_double_underscore)
]


class Stream(FileStream, WireStream):
    """One table, file or resource of a source, and how its changes and deletions are seen."""

    name: StreamName
    table: str | None = Field(None, pattern=r"^[^.]+(\.[^.]+)?$")
    query: str | None = None
    key: tuple[str, ...] = ()
    strategy: Strategy = "snapshot"
    cursor: str | None = None
    lookback_minutes: int = Field(10, ge=0)
    deletes: Deletion | None = None
    flag: str | None = None
    time_zone: Annotated[str, AfterValidator(_known_zone)] | None = None
    control: tuple[str, ...] = ()
    allow_empty: bool = False
    version: int = Field(1, ge=1)
    history: bool = False
    columns: dict[str, Column] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _versions_are_summed(cls, raw: Any) -> Any:
        """The sum of transaction ids tells one set of row versions from another, a restored one."""
        if not isinstance(raw, Mapping) or raw.get("strategy") != "horizon":
            return raw
        if raw.get("cursor") == SYSTEM_CURSOR:
            return raw
        control = [name for name in raw.get("control", ()) if name != raw.get("cursor")]
        return {**raw, "control": [*control, *filter(None, [raw.get("cursor")])]}

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        for complaint in complaints(self):
            raise ValueError(complaint)
        return self

    @property
    def deletion(self) -> str:
        """How deletions are seen: as declared, or what goes with the strategy."""
        natural = {"snapshot": "snapshot", "delta_link": "tombstone"}
        return self.deletes or natural.get(self.strategy, "id_reconcile")

    @property
    def fingerprint(self) -> str:
        """Changes when the stream must be landed anew, whole: columns, key, place, version."""
        shape = self.model_dump(
            include={
                *("file", "table", "query", "key", "strategy", "cursor"),
                *("encoding", "delimiter", "version"),
                *("format", "sheet", "header_row", "decimal_mark", "same_key"),
            }
        )
        if self.resource is not None:
            shape |= {"resource": self.resource, "filter": self.filter}
        # Neither was there from the beginning: without them the fingerprint is what it was.
        for name in ("flag", "time_zone"):
            if getattr(self, name) is not None:
                shape[name] = getattr(self, name)
        shape["columns"] = {
            name: [column.type, column.precision, column.scale]
            for name, column in sorted(self.columns.items())
        }
        return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:16]


def _that_fit(defaults: Mapping[str, Any], stream: Mapping[str, Any]) -> dict[str, Any]:
    """Defaults for a stream: cursor and deletions go with their strategy, not with another."""
    is_same = stream.get("strategy", defaults.get("strategy")) == defaults.get("strategy")
    return {k: v for k, v in defaults.items() if is_same or k not in {"cursor", "deletes"}}


class StagedTotal(Section):
    """A law to hold: the fact of ``entity`` sums to what ``sum`` gives over ``model``."""

    entity: str
    model: str
    sum: str


class Manifest(Section):
    """The whole of a manifest.

    ``tombstones``: the table that keeps deleted rows: table_name, row_key (jsonb), changed_xid.
    ``nulls``: type → values that stand for nothing on the wire.
    ``time_zone``: in which a database tells times that bear no zone. ``timeout_seconds``: how long
    one statement may run.
    """

    streams: tuple[Stream, ...] = Field(min_length=1)
    control_totals: tuple[StagedTotal, ...] = ()
    tombstones: str | None = Field(None, pattern=r"^[^.]+\.[^.]+$")
    nulls: dict[Kind, tuple[Any, ...]] = Field(default_factory=dict)
    time_zone: Annotated[str, AfterValidator(_known_zone)] | None = None
    timeout_seconds: int = Field(900, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, raw: Any) -> Any:
        """What is said once holds of every stream that does not say otherwise."""
        if not isinstance(raw, Mapping):
            return raw
        defaults = dict(raw.get("defaults") or {})
        if raw.get("time_zone") is not None:
            defaults.setdefault("time_zone", raw["time_zone"])
        if not defaults or not all(isinstance(each, Mapping) for each in raw.get("streams", ())):
            return raw
        streams = [
            {
                **_that_fit(defaults, stream),
                **stream,
                "columns": {**stream.get("columns", {}), **defaults.get("columns", {})},
            }
            for stream in raw.get("streams", ())
        ]
        return {**{key: raw[key] for key in raw if key != "defaults"}, "streams": streams}

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        names = [stream.name for stream in self.streams]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two streams are named '{name}'; rename one")
            stream = self.stream(name)
            is_buried = stream.deletes == "tombstone" and stream.resource is None
            if is_buried and self.tombstones is None:
                raise ValueError(
                    f"stream '{name}' has deletes = \"tombstone\": name their table: tombstones = …"
                )
        return self

    def stream(self, name: str) -> Stream:
        """The stream of that name; raises ConfigError naming those that exist."""
        for stream in self.streams:
            if stream.name == name:
                return stream
        raise ConfigError(
            f"There is no stream '{name}'.",
            remedy=f"Take one of: {', '.join(s.name for s in self.streams)}.",
        )
