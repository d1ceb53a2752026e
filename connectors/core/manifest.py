"""What is read from a source, declared: ``manifest.toml``, typed. How it is read: the drivers."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from affluent.errors import ConfigError

MANIFEST_NAME = "manifest.toml"
Kind = Literal["text", "integer", "decimal", "date", "timestamp", "boolean"]
SIZED_DECIMAL = re.compile(r"^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$")


class Section(BaseModel):
    """A table of ``manifest.toml``: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _short_form(value: object) -> object:
    """``"decimal(18,2)"`` and ``{type = "decimal(18,2)"}`` say the same as the long form."""
    table = {"type": value} if isinstance(value, str) else value
    if isinstance(table, Mapping) and isinstance(table.get("type"), str):
        sized = SIZED_DECIMAL.match(table["type"])
        if sized:
            return {**table, "type": "decimal", "precision": sized[1], "scale": sized[2]}
    return table


class ColumnSpec(Section):
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


Column = Annotated[ColumnSpec, BeforeValidator(_short_form)]
StreamName = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*$"), AfterValidator(_no_double_underscore)
]


class Stream(Section):
    """One table or file of a source, and how its changes and deletions are seen."""

    name: StreamName
    file: str | None = None
    table: str | None = Field(None, pattern=r"^[^.]+(\.[^.]+)?$")
    query: str | None = None
    key: tuple[str, ...] = ()
    strategy: Literal["snapshot", "watermark"] = "snapshot"
    cursor: str | None = None
    lookback_minutes: int = Field(10, ge=0)
    deletes: Literal["snapshot", "id_reconcile", "none_immutable"] | None = None
    control: tuple[str, ...] = ()
    allow_empty: bool = False
    encoding: str = "utf-8"
    delimiter: str = Field(",", min_length=1, max_length=1)
    version: int = Field(1, ge=1)
    columns: dict[str, Column] = {}

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        for complaint in _complaints(self):
            raise ValueError(complaint)
        return self

    @property
    def deletion(self) -> str:
        """How deletions are seen: as declared, or what goes with the strategy."""
        natural = "snapshot" if self.strategy == "snapshot" else "id_reconcile"
        return self.deletes or natural

    @property
    def fingerprint(self) -> str:
        """Changes when the stream must be landed anew, whole: columns, key, place, version."""
        shape = self.model_dump(
            include={
                *("file", "table", "query", "key", "strategy", "cursor"),
                *("encoding", "delimiter", "version"),
            }
        )
        shape["columns"] = {
            name: [column.type, column.precision, column.scale]
            for name, column in sorted(self.columns.items())
        }
        return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:16]


def _complaints(stream: Stream) -> list[str]:
    """What is wrong with a stream as a whole, each with its remedy."""
    is_watermark = stream.strategy == "watermark"
    places = (stream.file, stream.table, stream.query)
    rules = {
        "give one of file, table, query": sum(place is not None for place in places) != 1,
        "a file needs its [streams.columns]: name = type": stream.file and not stream.columns,
        'a file is read whole: strategy = "snapshot"': is_watermark and stream.file,
        "strategy watermark needs cursor, the column that moves at each change": is_watermark
        and not stream.cursor,
        "strategy watermark needs key, the columns that name a row": is_watermark
        and not stream.key,
        'deletes = "snapshot" needs strategy = "snapshot"; use "id_reconcile"': is_watermark
        and stream.deletes == "snapshot",
        'cursor needs strategy = "watermark"': not is_watermark and stream.cursor,
        'deletes = "id_reconcile" needs strategy = "watermark"; use "snapshot"': not is_watermark
        and stream.deletes == "id_reconcile",
    }
    return [complaint for complaint, is_broken in rules.items() if is_broken] + [
        complaint for complaint in _unknown_columns(stream) if stream.columns
    ]


def _unknown_columns(stream: Stream) -> list[str]:
    found = []
    cursor = (stream.cursor,) if stream.cursor else ()
    for use, names in (("key", stream.key), ("control", stream.control), ("cursor", cursor)):
        found += [
            f"{use} names '{name}', which is not in [streams.columns]"
            for name in names
            if name not in stream.columns
        ]
    found += [
        f"control sums '{name}': declare it integer or decimal"
        for name in stream.control
        if name in stream.columns and stream.columns[name].type not in {"integer", "decimal"}
    ]
    return found


class StagedTotal(Section):
    """A law to hold: the fact of ``entity`` sums to what ``sum`` gives over ``model``."""

    entity: str
    model: str
    sum: str


class Manifest(Section):
    """The whole of ``manifest.toml``."""

    streams: tuple[Stream, ...] = Field(min_length=1)
    control_totals: tuple[StagedTotal, ...] = ()

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        names = [stream.name for stream in self.streams]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two streams are named '{name}'; rename one")
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


def load_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises ConfigError naming the file, the stream, the key and the remedy."""
    if not path.is_file():
        raise ConfigError(
            f"No manifest at {path}.",
            remedy=f"Put a {MANIFEST_NAME} there: one [[streams]] a table or file.",
        )
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: this is not TOML: {error}.",
            remedy="Mend that line: text stands in quotes, a table's name in [brackets].",
        ) from error
    try:
        return Manifest.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(
            "\n".join(_describe(path, raw, issue) for issue in error.errors()),
            remedy=f"Mend {path} and run the command again.",
        ) from error


def _describe(path: Path, raw: Mapping[str, Any], issue: Mapping[str, Any]) -> str:
    """One line for one fault: file, stream, key, what is wrong and what is allowed."""
    place = [part for part in issue["loc"] if part != "[key]"]
    where = ""
    if len(place) >= 2 and place[0] == "streams" and isinstance(place[1], int):
        name = raw["streams"][place[1]].get("name")
        where = f"stream '{name}'" if name else f"stream number {place[1] + 1}"
        place = place[2:]
    key = ".".join(str(part) for part in place)
    reason = str(issue["msg"]).removeprefix("Value error, ")
    if issue["type"] == "extra_forbidden":
        reason = "this key is not known; remove it or correct its name"
    elif issue["type"] == "missing":
        reason = "this key is required; add it"
    return ": ".join(part for part in (str(path), where, key, reason) if part) + "."
