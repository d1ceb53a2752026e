"""Reads files that nobody is writing, whole and unpacked."""

from __future__ import annotations

import datetime as dt
import gzip
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

from affluent.errors import SourceError
from connectors.core.file_names import FileFormat
from connectors.files.folder import Found, LocalFolder, Place, unreadable

FRESH_SECONDS = 1.0
PAUSE_SECONDS = 0.2
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
ZIP_END = b"PK\x05\x06"
ZIP_END_WITHIN = 65_557  # its own 22 bytes and the longest comment


class StillWritten(SourceError):
    """A file that is not finished: it moves while it is read, or lacks its end."""


def wait_for_writers(found: Sequence[Found]) -> None:
    """A file written within the last second may go on being written: give it a moment."""
    now = time.time()
    if any(now - one.modified_at.timestamp() < FRESH_SECONDS for one in found):
        time.sleep(PAUSE_SECONDS)


def read_finished(place: Place, before: Found, file_format: FileFormat) -> bytes:
    """The bytes of a file, unpacked, that is as it was when it was found.

    Raises StillWritten when it is not, or when its format says that its end is missing.
    """
    name = place.name_of(before.name)
    data = place.read(before.name)
    after = place.look(before.name)
    if after is None:
        raise unreadable(name, "it is gone")
    if before != after or len(data) != after.size:
        raise StillWritten(
            f"{name} is still being written.",
            remedy="Nothing to do: the next refresh reads it. Better: write the file under "
            "another name, then rename it.",
        )
    return _whole(data, name, file_format)


def require_content(data: bytes, name: str) -> None:
    """Raise StillWritten for a file without a byte: among others it would be a file emptied.

    An export without a row has a header still.
    """
    if not data:
        raise _cut(name, "it has no byte")


def read_quiet(path: Path) -> tuple[bytes, dt.datetime]:
    """The bytes of a file that nobody is writing, and when it was last written.

    Raises SourceError when the file moves while it is read, or is not there.
    """
    place = LocalFolder(path.parent)
    found = place.look(path.name)
    if found is None:
        raise unreadable(str(path), "No such file or directory")
    wait_for_writers([found])
    return read_finished(place, found, "csv"), found.modified_at


def _whole(data: bytes, name: str, file_format: FileFormat) -> bytes:
    """The content, unpacked. Raises StillWritten when its end is missing."""
    if data.startswith(GZIP):
        try:
            data = gzip.decompress(data)
        except (EOFError, OSError, zlib.error) as error:
            raise _cut(name, f"the gzip file is not whole ({error})") from error
    if file_format == "parquet" and data.startswith(PARQUET) and not data.endswith(PARQUET):
        raise _cut(name, "the Parquet file has no footer")
    is_zip = data.startswith(ZIP)
    if file_format == "xlsx" and is_zip and ZIP_END not in data[-ZIP_END_WITHIN:]:
        raise _cut(name, "the workbook is not whole")
    return data


def _cut(name: str, why: str) -> StillWritten:
    return StillWritten(
        f"{name}: {why}: it is still being written, or was cut on its way.",
        remedy="Nothing to do if it is on its way: the next refresh reads it; else send it again.",
    )
