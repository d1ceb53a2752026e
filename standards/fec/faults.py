"""What is wrong with a file: the line, the rule, and whether its figures would be wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

SHOWN: Final = 5


@dataclass(frozen=True, order=True)
class Fault:
    """A rule that a line breaks; line 1 is the header, line 0 the file as a whole.

    ``is_grave``: figures made from the file would be wrong, or could not be made; what is not
    grave breaks the published rule all the same.
    """

    line: int
    rule: str
    is_grave: bool = True

    def __str__(self) -> str:
        return f"line {self.line}: {self.rule}" if self.line else self.rule


def listed(faults: Iterable[Fault], *, of: str) -> str:
    """The first faults of the file named ``of``, in the order of its lines, and how many more."""
    found = sorted(faults)
    shown = "; ".join(str(fault) for fault in found[:SHOWN])
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"{of}, {shown}{more}."
