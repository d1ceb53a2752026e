"""Where to join, where to ask: chosen from the probabilities themselves, without labels.

What does not belong here: the probabilities (``comparing``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from identity.model import Thresholds

if TYPE_CHECKING:
    import polars as pl

WRONG_AMONG_JOINED: Final = 0.02
MISSED_BELOW_QUEUE: Final = 0.01


def chosen(probabilities: pl.Series) -> Thresholds:
    """The thresholds for pairs with these probabilities.

    If each probability is right, their mean over the joined pairs is the share that is joined
    rightly, and their sum over those below the queue is how many matches nobody will see. Joined is
    as much as leaves ``WRONG_AMONG_JOINED``, but nothing below 0.5 or, whatever the mean, below
    what is likelier wrong; asked is down to where ``MISSED_BELOW_QUEUE`` of the expected matches
    lie below, but not below 0.05.
    """
    import polars as pl

    falling = probabilities.sort(descending=True)
    if falling.is_empty():
        return Thresholds(join=0.9, queue=0.2)
    summed = falling.cum_sum()
    total = float(summed[-1])
    right = summed / pl.Series(range(1, len(falling) + 1))
    joined = int((right >= 1 - WRONG_AMONG_JOINED).sum())
    join = min(max(float(falling[joined - 1]) if joined else 0.85, 0.5), 0.85)
    seen = int((summed < (1 - MISSED_BELOW_QUEUE) * total).sum())
    queue = min(max(float(falling[min(seen, len(falling) - 1)]), 0.05), join)
    return Thresholds(join=join, queue=queue)
