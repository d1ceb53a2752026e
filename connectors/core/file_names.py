"""What the name of a file in a manifest says: one file or many, and in which format."""

from __future__ import annotations

import re
from typing import Literal

FileFormat = Literal["csv", "xlsx", "parquet", "jsonl"]
FILE = "_file"  # of a stream of many files: the one that brought the row
SUFFIXES: dict[str, FileFormat] = {
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "parquet": "parquet",
    "pq": "parquet",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
}


def is_pattern(name: object) -> bool:
    """Whether a name stands for many files: it holds ``*``, ``?`` or ``[``."""
    return isinstance(name, str) and re.search(r"[*?\[]", name) is not None


def format_of(name: str) -> FileFormat:
    """The format that a name says, a ``.gz`` at its end left aside; csv when it says none."""
    bare = name.lower().rstrip("*?").removesuffix(".gz")
    return SUFFIXES.get(bare.rpartition(".")[2], "csv")
