"""Files of a workspace that are no database: logs, journals, manifests, what dbt compiled.

Found by their bytes; text gives way in place, what cannot be cut (a cache of dbt's) is removed and
made anew by whoever needs it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from operations.crm.erasure.model import pattern
from privacy.person import Person, address_of

PIECE = 16 * 1024 * 1024
BINARY = {".msgpack", ".gpickle", ".pickle", ".pyc", ".parquet", ".xlsx", ".gz", ".zip"}


def needles(person: Person) -> list[bytes]:
    """What is looked for: addresses, whole names and the person's own numbers, in small letters."""
    found = {value.lower().encode() for value in (*person.addresses, *person.everywhere)}
    return sorted(found, key=len, reverse=True)


def holds(path: Path, wanted: Sequence[bytes]) -> bool:
    """Whether the bytes of a file hold one of ``wanted``; capitals of ASCII count as small."""
    if not wanted:
        return False
    overlap = max(len(needle) for needle in wanted)
    tail = b""
    with path.open("rb") as handle:
        while piece := handle.read(PIECE):
            seen = (tail + piece).lower()
            if any(needle in seen for needle in wanted):
                return True
            tail = piece[-overlap:]
    return False


def files(folder: Path) -> Iterator[Path]:
    """All files below a folder, no links followed: a link's target is not the workspace's."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path


def erase(path: Path, person: Person, pseudonym: str) -> str:
    """Take the person out of a file's text, or the file away; say which."""
    if path.suffix in BINARY:
        path.unlink()
        return "removed"
    try:
        content = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        path.unlink()
        return "removed"
    for values, instead in (
        (person.addresses, address_of(pseudonym)),
        (person.everywhere, pseudonym),
    ):
        if values:
            content = re.sub(pattern(values), instead, content, flags=re.IGNORECASE)
    making = path.with_name(f".{path.name}.making")
    making.write_text(content, encoding="utf-8")
    stands = path.stat()
    making.chmod(stands.st_mode & 0o777)
    os.chown(making, stands.st_uid, stands.st_gid)
    os.replace(making, path)  # noqa: PTH105 the atomic step, by its name
    return "rewritten"
