"""The disk of the landing: what is said when nothing more can be written to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from affluent.errors import AffluentError

SAID = ("no space left", "file too large", "could not write", "disk quota", "not enough space")


class DiskFull(AffluentError):
    """The landing file could not be written; nothing of what was being written is in it."""


@contextmanager
def telling() -> Iterator[None]:
    """Turn DuckDB's word for a full disk into one with a remedy. Raises DiskFull."""
    try:
        yield
    except duckdb.Error as error:
        text = str(error)
        if not any(said in text.lower() for said in SAID):
            raise
        raise DiskFull(
            f"The landing cannot be written: {text.splitlines()[0].rstrip('.')}.",
            remedy="Make room on the disk of .affluent/, then refresh again: what had landed "
            "stands, nothing is half written, and pages that were kept are not read again.",
        ) from error
