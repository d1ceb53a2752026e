"""What an arrival check says of a batch; the check itself is in ``arrival.py``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Good when there is no reason against it; ``expectations``: how many were evaluated."""

    reasons: tuple[str, ...] = ()
    expectations: int = 0

    @property
    def is_good(self) -> bool:
        return not self.reasons
