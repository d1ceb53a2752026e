"""Where files lie: a folder of this machine. ``remote.py``: any other place."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from affluent.errors import SourceError
from connectors.core.file_names import is_pattern


@dataclass(frozen=True)
class Found:
    """A file as its place names it, before it is read.

    ``tag`` stands for its content, where the place keeps such: the same tag, the same content.
    """

    name: str
    size: int
    modified_at: dt.datetime
    tag: str | None = None


class Place(Protocol):
    """What files are read from; every method raises SourceError when it does not answer."""

    def name_of(self, name: str) -> str:
        """A file's name for people, with its place and without a secret."""

    def exists(self) -> bool:
        """Whether the place itself is there."""

    def find(self, name: str) -> list[Found]:
        """The files that a name or a pattern means, by name; what nobody finished left out."""

    def look(self, name: str) -> Found | None:
        """The file of that name, None when there is none."""

    def read(self, name: str) -> bytes:
        """The content of a file."""


# Written by programs while they write, or beside what they hold open: never anybody's data.
LOCKS = ("~$", ".~lock.")
UNFINISHED = (
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".swp",
    ".lock",
    "~",
)


def is_unfinished(name: str) -> bool:
    """Whether a file's name says that it is hidden, a lock, or still being written."""
    last = name.rpartition("/")[2]
    return last.startswith((".", "_", *LOCKS)) or last.lower().endswith(UNFINISHED)


class LocalFolder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.normpath(root))

    def __str__(self) -> str:
        return str(self.root)

    def name_of(self, name: str) -> str:
        """The whole path."""
        return str(self.root / name)

    def exists(self) -> bool:
        """Whether the folder is there."""
        return self.root.is_dir()

    def find(self, name: str) -> list[Found]:
        """The files that a name or a pattern means, by name."""
        if not is_pattern(name):
            one = self.look(name)
            return [one] if one else []
        paths = (path for path in self.root.glob(name) if path.is_file())
        names = sorted(path.relative_to(self.root).as_posix() for path in paths)
        found = [self.look(name) for name in names if not is_unfinished(name)]
        return [one for one in found if one is not None]

    def look(self, name: str) -> Found | None:
        """The file of that name, None when there is none. Raises SourceError."""
        path = self.root / name
        try:
            stat = path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(str(path), error.strerror or str(error)) from error
        if not path.is_file():
            return None
        return Found(name, stat.st_size, dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC))

    def read(self, name: str) -> bytes:
        """The content of a file. Raises SourceError."""
        try:
            return (self.root / name).read_bytes()
        except OSError as error:
            raise unreadable(self.name_of(name), error.strerror or str(error)) from error


def unreadable(name: str, why: str) -> SourceError:
    """What is said of a file that is there and does not open."""
    return SourceError(
        f"{name} cannot be read: {why}.",
        remedy="Put the file there, readable by the user who runs affluent.",
    )
