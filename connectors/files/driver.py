"""Reads files of a folder or an address: whole, when their content is not what landed last.

A stream is one file, or a pattern of many; of many, only those are parsed that changed
(``many.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    Note,
    Objections,
    SnapshotComplete,
    State,
    StreamSchema,
)
from connectors.core.manifest import Manifest, Stream
from connectors.files.folder import LocalFolder, Place, unreadable
from connectors.files.lines import members_with_values, renamed
from connectors.files.many import read_many
from connectors.files.parsed import sum_exactly
from connectors.files.parsing import parse
from connectors.files.quiet import read_finished, wait_for_writers

RENAMED = (
    "If the one was renamed, put its name back at the source, or declare the new one in the "
    "manifest. If not, declare the new one too, or have the other written as null."
)


class FilesConnector:
    """A folder of files; a stream is one of them, or all that a pattern finds."""

    def __init__(self, source: str, place: Place | Path, manifest: Manifest) -> None:
        self.source = source
        self.place: Place = LocalFolder(place) if isinstance(place, Path) else place
        self.manifest = manifest

    def check(self) -> None:
        """Raise ConfigError naming the folder or the files that are missing."""
        streams = self.manifest.streams
        missing = [stream for stream in streams if not self.place.find(stream.file or "")]
        if missing and not self.place.exists():
            raise ConfigError(
                f"The folder of the source '{self.source}' is missing: {self.place}",
                remedy="Put there "
                + ", ".join(stream.file or "" for stream in streams)
                + f"; or correct path under [sources.{self.source}] in affluent.toml.",
            )
        if missing:
            names = ", ".join(self.place.name_of(stream.file or "") for stream in missing)
            raise ConfigError(
                f"The source '{self.source}' lacks: {names}",
                remedy=f"Put them into {self.place}, or correct file in the manifest.",
            )

    def discover(self) -> list[StreamSchema]:
        """The columns of each declared file, of a pattern those of its last one; all are text."""
        found = []
        for stream in self.manifest.streams:
            name, data = self._last(stream)
            table = parse(data, name, stream).table
            found.append(StreamSchema(stream.name, tuple((n, "text") for n in table.column_names)))
        return found

    def snapshot(self) -> AbstractContextManager[FilesConnector]:
        """Files are written one by one: there is no moment that they share."""
        return nullcontext(self)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """What changed of the files; only a checkpoint when they are those that landed last."""
        if stream.has_many_files:
            yield from read_many(self.place, stream, state)
        else:
            yield from self._read_one(stream, state)

    def _read_one(self, stream: Stream, state: State | None) -> Iterator[Event]:
        found = self.place.look(stream.file or "")
        name = self.place.name_of(stream.file or "")
        if found is None:
            raise unreadable(name, "No such file")
        is_same = state is not None and found.tag is not None and state.get("tag") == found.tag
        digest = str(state["sha256"]) if state is not None and is_same else ""
        members = (state or {}).get("members")
        if not is_same:
            wait_for_writers([found])
            data = read_finished(self.place, found, stream.file_format)
            digest = hashlib.sha256(data).hexdigest()
        if state is None or state.get("sha256") != digest:
            parsed = parse(data, name, stream)
            for note in parsed.notes:
                yield Note(note)
            if parsed.faults:
                yield Objections(parsed.faults, parsed.remedy)
            if stream.file_format == "jsonl":
                change = renamed(parsed.table, stream, (state or {}).get("members", ()))
                if change:
                    yield Objections((f"{name}: {change}.",), RENAMED)
                members = members_with_values(parsed.table)
            yield Batch(parsed.table, parsed.first_line, lines=parsed.lines)
            present = [name for name in stream.control if name in parsed.table.column_names]
            sums = {name: sum_exactly(parsed.table, name) for name in present}
            yield ControlTotals(parsed.table.num_rows, sums)
            yield SnapshotComplete()
        yield Checkpoint(
            {
                "strategy": "content",
                "sha256": digest,
                "tag": found.tag,
                "watermark": found.modified_at.isoformat(),
                **({"members": members} if members else {}),
            }
        )

    def _last(self, stream: Stream) -> tuple[str, bytes]:
        """The last file of a stream, for people and as bytes. Raises SourceError."""
        found = self.place.find(stream.file or "")
        if not found:
            raise SourceError(
                f"{self.place.name_of(stream.file or '')}: there is no such file.",
                remedy=f"Put it into {self.place}, or correct file in the manifest.",
            )
        wait_for_writers(found[-1:])
        data = read_finished(self.place, found[-1], stream.file_format)
        return self.place.name_of(found[-1].name), data
