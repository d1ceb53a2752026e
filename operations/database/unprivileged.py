"""Runs PostgreSQL's programs as root's guest: PostgreSQL refuses to run as root.

Only for a root user on Linux (containers, continuous integration). Elsewhere the programs run as
whoever calls them.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from pathlib import Path

GUEST = "nobody"
# From linux/capability.h and linux/prctl.h.
CAP_DAC_READ_SEARCH = 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2


def is_needed() -> bool:
    """Whether this process is root on Linux."""
    return sys.platform == "linux" and os.geteuid() == 0


def guest_id() -> int | None:
    """The guest's user number, when there is one."""
    return pwd.getpwnam(GUEST).pw_uid if is_needed() else None


def own(path: Path) -> None:
    """Give ``path`` to the guest, when there is one."""
    if is_needed():
        guest = pwd.getpwnam(GUEST)
        os.chown(path, guest.pw_uid, guest.pw_gid)


def dropped() -> Callable[[], None] | None:
    """What a child does before it becomes PostgreSQL: it turns into the guest.

    It keeps the right to walk through folders that are closed to others, so that a workspace
    under /root can hold its store. None when nothing is to be dropped.
    """
    if not is_needed():
        return None
    guest = pwd.getpwnam(GUEST)
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    mask = 1 << CAP_DAC_READ_SEARCH
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)

    def become_guest() -> None:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setresgid(guest.pw_gid, guest.pw_gid, guest.pw_gid)
        os.setresuid(guest.pw_uid, guest.pw_uid, guest.pw_uid)
        # Where a container withholds the capability, folders open to all still work.
        if libc.capset(header, sets) == 0:
            libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0)

    return become_guest
