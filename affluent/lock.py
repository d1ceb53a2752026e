"""One refresh at a time in a workspace: a lock that dies with the process that holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from affluent.errors import AlreadyRunning


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold ``path`` for the length of the block.

    Raises AlreadyRunning at once, naming the other process, when another one holds it. The
    kernel releases the lock when its holder ends, however it ends: nothing is left to clean.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise AlreadyRunning(
                f"Another refresh of this workspace is running (process {holder}).",
                remedy="Wait for it to end; `affluent status` tells what it published.",
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
