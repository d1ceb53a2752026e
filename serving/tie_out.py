"""The tie-out certificate: what each source said of itself, against what stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from serving.manifest import Manifest

Verdict = Literal["tied", "gap", "unknown"]


@dataclass(frozen=True)
class Total:
    """One sum of one stream on both sides; ``gap`` is ours less theirs."""

    source: str
    stream: str
    measure: str
    theirs: Decimal | None
    ours: Decimal | None
    gap: Decimal | None

    @property
    def verdict(self) -> Verdict:
        """Unknown where one side did not say."""
        if self.gap is None:
            return "unknown"
        return "gap" if self.gap else "tied"


def totals(manifest: Manifest) -> list[Total]:
    """Every control total of a publication; what does not tie comes first."""
    found = [
        Total(
            stream.source,
            stream.stream,
            total.measure,
            total.source_value,
            total.landed_value,
            total.gap,
        )
        for stream in manifest.streams
        for total in stream.control_totals
    ]
    order = {"gap": 0, "unknown": 1, "tied": 2}
    return sorted(found, key=lambda total: order[total.verdict])


def by_source(found: Sequence[Total]) -> dict[str, dict[str, int]]:
    """Source → how many of its totals tie, do not, or are not known on both sides."""
    counts: dict[str, dict[str, int]] = {}
    for total in found:
        kept = counts.setdefault(total.source, {"tied": 0, "gap": 0, "unknown": 0})
        kept[total.verdict] += 1
    return counts
