"""Average cost, whatever comes and goes: the sum of what left and what is here is what came."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from operations.erp.stock import valuation
from operations.erp.stock.model import Held

DAY = dt.date(2024, 3, 1)
NOTHING = Held(1, "P00001", "goods", "average", False, Decimal(0), Decimal(0), None, None)
QUANTITIES = st.decimals(min_value="0.0001", max_value=1000, places=4)
VALUES = st.decimals(min_value=0, max_value=100_000, places=2)


@given(receipts=st.lists(st.tuples(QUANTITIES, VALUES), min_size=1), parts=st.lists(QUANTITIES))
def test_nothing_is_worth_nothing_and_no_cent_is_lost(
    receipts: list[tuple[Decimal, Decimal]], parts: list[Decimal]
) -> None:
    held = NOTHING
    came = Decimal(0)
    for quantity, value in receipts:
        change = valuation.entering(held, quantity, said=value, on=DAY, is_bought=True)
        held = valuation.after(held, change)
        came += value
    left = Decimal(0)
    for part in [*parts, held.quantity]:
        quantity = min(part, held.quantity)
        if not quantity:
            break
        change = valuation.leaving(held, quantity, said=None, on=DAY, is_returned=False)
        held = valuation.after(held, change)
        left -= change.value
        assert held.value >= 0
        assert held.value == 0 or held.quantity > 0
    assert left + held.value == came


def test_goods_that_go_back_dearer_than_all_that_is_here_take_all_and_leave_a_variance() -> None:
    held = Held(1, "P00001", "goods", "average", False, Decimal(4), Decimal(100), Decimal(25), None)
    change = valuation.leaving(held, Decimal(3), said=Decimal(120), on=DAY, is_returned=True)
    assert (change.value, change.said, change.variance) == (-100, -120, -20)
