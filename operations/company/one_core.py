"""Who waits for each other on one core: the simulator and the server's process that answers it.

They take turns 170,000 times. On two cores each turn wakes a core that went to sleep meanwhile:
a year of the life took 14.3–15.2 s on two idle cores, and 12.7–13.0 s on one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def on_one_core(backend_pid: int) -> Iterator[None]:
    """Keep this thread and a server's process of this machine on one core in the block.

    Where the system has no such thing, or does not allow it, they run where they like.
    """
    if sys.platform != "linux":
        yield
        return
    allowed = os.sched_getaffinity(0)
    # Not all on the first one: tests let several companies live at once.
    core = sorted(allowed)[os.getpid() % len(allowed)]
    with suppress(OSError):
        os.sched_setaffinity(backend_pid, {core})
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, allowed)
            os.sched_setaffinity(backend_pid, allowed)
