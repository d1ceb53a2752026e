"""What goods are worth when they enter and leave the own stock: pure.

Average: what leaves takes its share of all that is there; the last piece takes all that is left.
Standard: everything moves at the cost in force on its day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from operations.erp.catalog.model import NoCostInForce
from operations.erp.stock.errors import NegativeStock, NoValueKnown, StandardInAnotherCurrency
from operations.erp.stock.model import Held
from operations.money import PRICE_DECIMALS, to_cents

UNIT = Decimal(1).scaleb(-PRICE_DECIMALS)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Change:
    """What a move does to the own stock, both above zero for goods that come in.

    ``said`` is the value on the other side of the entry; where the stock takes another one, the
    difference is a cost variance.
    """

    quantity: Decimal
    value: Decimal
    said: Decimal
    unit_cost: Decimal

    @property
    def variance(self) -> Decimal:
        """What the goods cost more than the stock takes for them; less, when they leave."""
        return self.said - self.value


def per_unit(value: Decimal, quantity: Decimal) -> Decimal:
    """What one unit is worth, as precisely as costs are kept."""
    return (value / quantity).quantize(UNIT, ROUND_HALF_UP)


def after(held: Held, change: Change) -> Held:
    """The stock once the move is made."""
    quantity, value = held.quantity + change.quantity, held.value + change.value
    average = per_unit(value, quantity) if quantity > 0 else held.average_cost
    return replace(held, quantity=quantity, value=value, average_cost=average)


def entering(
    held: Held, quantity: Decimal, *, said: Decimal | None, on: dt.date, is_bought: bool
) -> Change:
    """Goods come in. Raises NoValueKnown, NoCostInForce.

    At standard cost bought goods enter at that cost; what comes back does at the cost with which
    it had left.
    """
    if said is not None and (held.is_average or not is_bought):
        return Change(quantity, said, said, per_unit(said, quantity))
    unit_cost = _unit_cost(held, on)
    value = to_cents(quantity * unit_cost)
    if held.is_average and held.quantity > 0:
        value = to_cents(quantity * held.value / held.quantity)
    return Change(quantity, value, value if said is None else said, unit_cost)


def leaving(
    held: Held, quantity: Decimal, *, said: Decimal | None, on: dt.date, is_returned: bool
) -> Change:
    """Goods go out. Raises NegativeStock, NoCostInForce.

    Goods that go back to their supplier leave at standard cost, whatever they had cost.
    """
    if held.is_average:
        return _leaving_at_average(held, quantity, said)
    if said is not None and not is_returned:
        return Change(-quantity, -said, -said, per_unit(said, quantity))
    unit_cost = _unit_cost(held, on)
    value = to_cents(quantity * unit_cost)
    return Change(-quantity, -value, -value if said is None else -said, unit_cost)


def _leaving_at_average(held: Held, quantity: Decimal, said: Decimal | None) -> Change:
    if quantity > held.quantity:
        raise NegativeStock(
            held.product_number, "the own stock", asked=quantity, there=held.quantity
        )
    if quantity == held.quantity:
        value = held.value
    elif said is not None:
        value = min(said, held.value)
    else:
        value = to_cents(quantity * held.value / held.quantity)
    unit_cost = per_unit(value, quantity)
    return Change(-quantity, -value, -value if said is None else -said, unit_cost)


def _unit_cost(held: Held, on: dt.date) -> Decimal:
    """The standard cost; of what is valued by average the last one, when there was any."""
    if held.is_average and held.average_cost is not None:
        return held.average_cost
    if not held.is_home_currency:
        raise StandardInAnotherCurrency(held.product_number, held.currency_code)
    if held.standard_cost is not None:
        return held.standard_cost
    if held.is_average:
        raise NoValueKnown(held.product_number, on)
    raise NoCostInForce(held.product_number, on)
