"""Which files of a stream changed since they were last read, by their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connectors.files.folder import Found, Place
from connectors.files.quiet import (
    StillWritten,
    read_finished,
    require_content,
    wait_for_writers,
)

if TYPE_CHECKING:
    from connectors.core.manifest import Stream

Entry = Mapping[str, Any]
KEPT_BYTES = 64 * 1024 * 1024


@dataclass
class Look:
    """What the files are now: what is known of each, and which of them changed.

    The content of a changed one is kept where there is room for it, and else read once more.
    """

    place: Place
    stream: Stream
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, Found] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _kept: dict[str, bytes] = field(default_factory=dict)
    _room: int = field(default_factory=lambda: KEPT_BYTES)

    def keep(self, one: Found, data: bytes) -> None:
        """A file has changed; remember what is in it."""
        self.changed[one.name] = one
        if len(data) <= self._room:
            self._room -= len(data)
            self._kept[one.name] = data

    def content(self, one: Found) -> bytes:
        """What is in a file, as it was looked at. Raises SourceError when it has moved since."""
        data = self._kept.pop(one.name, None)
        return read_finished(self.place, one, self.stream.file_format) if data is None else data


def look_at(
    place: Place, stream: Stream, found: Sequence[Found], known: Mapping[str, Entry]
) -> Look:
    """Read what may have changed; a file that somebody is writing stays as it was known."""
    look = Look(place, stream)
    by_content: dict[str, str] = {}
    unsure = [one for one in found if not _is_tagged(one, known)]
    wait_for_writers(unsure)
    for one in found:
        old = known.get(one.name)
        data = b""
        if old is not None and _is_tagged(one, known):
            digest = str(old["sha256"])
        else:
            try:
                data = read_finished(place, one, stream.file_format)
                require_content(data, place.name_of(one.name))
            except StillWritten as error:
                look.notes.append(error.message)
                if old is not None:
                    look.entries[one.name] = dict(old)
                continue
            digest = hashlib.sha256(data).hexdigest()
        entry: dict[str, Any] = {"sha256": digest, "tag": one.tag}
        first = by_content.setdefault(digest, one.name)
        if first != one.name:
            look.entries[one.name] = {**entry, "same_as": first}
            if old is None or old.get("same_as") != first:
                look.notes.append(
                    f"{place.name_of(one.name)} is left out: it is {first} once more, byte by byte"
                )
                if old is not None and "same_as" not in old:
                    look.keep(one, b"")  # what it had brought is gone
            continue
        if old is not None and old["sha256"] == digest and "same_as" not in old:
            look.entries[one.name] = {**old, "tag": one.tag}
            continue
        look.entries[one.name] = entry
        look.keep(one, data or read_finished(place, one, stream.file_format))
    return look


def _is_tagged(one: Found, known: Mapping[str, Entry]) -> bool:
    """Whether the place itself says that the content is the known one."""
    return one.tag is not None and known.get(one.name, {}).get("tag") == one.tag
