"""True pipeline: how many deals were open at the end of each day, and what they were worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class _State:
    currency: str
    amount: Decimal
    probability: Decimal


class PipelineTruth:
    """The state of each deal from a day on; a deal that is closed has none."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}
        # Day → currency → number, amount, amount × probability, as that day changed them.
        self._changes: dict[dt.date, dict[str, tuple[int, Decimal, Decimal]]] = {}

    def set(
        self,
        deal: str,
        *,
        on: dt.date,
        currency: str,
        amount: Decimal | None,
        probability: Decimal,
    ) -> None:
        """A deal is open from a day on, worth ``amount``; None while nobody knows it."""
        self.close(deal, on=on)
        state = _State(currency, amount or NOTHING, probability)
        self._states[deal] = state
        self._change(on, state, 1)

    def close(self, deal: str, *, on: dt.date) -> None:
        """A deal is won, lost or gone: it is not open from a day on."""
        state = self._states.pop(deal, None)
        if state is not None:
            self._change(on, state, -1)

    def _change(self, on: dt.date, state: _State, sign: int) -> None:
        day = self._changes.setdefault(on, {})
        deals, amount, weighted = day.get(state.currency, (0, NOTHING, NOTHING))
        day[state.currency] = (
            deals + sign,
            amount + sign * state.amount,
            weighted + sign * state.amount * state.probability,
        )

    def by_day(self) -> dict[str, list[list[str]]]:
        """Currency → days of change, each with deals, amount and weighted amount at its end."""
        said: dict[str, list[list[str]]] = {}
        now: dict[str, tuple[int, Decimal, Decimal]] = {}
        for on, changes in sorted(self._changes.items()):
            for currency, change in sorted(changes.items()):
                deals, amount, weighted = now.get(currency, (0, NOTHING, NOTHING))
                now[currency] = (deals + change[0], amount + change[1], weighted + change[2])
                deals, amount, weighted = now[currency]
                said.setdefault(currency, []).append(
                    [on.isoformat(), str(deals), f"{amount:.2f}", f"{weighted.normalize():f}"]
                )
        return said
