"""Reads a file that nobody is writing."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from affluent.errors import SourceError

FRESH_SECONDS = 1.0
PAUSE_SECONDS = 0.2


def read_quiet(path: Path) -> tuple[bytes, dt.datetime]:
    """The bytes of a file that nobody is writing, and when it was last written.

    Raises SourceError when the file moves while it is read, or is not there.
    """
    try:
        before = path.stat()
        if time.time() - before.st_mtime < FRESH_SECONDS:
            time.sleep(PAUSE_SECONDS)
        data = path.read_bytes()
        after = path.stat()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror}.",
            remedy="Put the file there, readable by the user who runs affluent.",
        ) from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, len(data)):
        raise SourceError(
            f"{path} is still being written.",
            remedy="Nothing to do: the next refresh reads it. Better: write the file under "
            "another name, then rename it.",
        )
    return data, dt.datetime.fromtimestamp(after.st_mtime, dt.UTC)
