"""Closing an order: what it has cost against what its output is worth.

A standard product keeps its standard cost: the difference is a variance (71359), beside the
variation of the stock (7135), which then shows what was spent. A product at average cost bears the
difference as far as it is still on hand; what has left has been sold at the cost that was expected,
and the rest is in the charges already.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.production import postings
from operations.erp.production.errors import NothingIssued, OrderNotReleased, TooEarly
from operations.erp.production.model import NOTHING, Costs, Order
from operations.erp.production.storage import (
    components,
    costs,
    last_reported_on,
    locked_order,
)
from operations.erp.stock.holding import hold
from operations.erp.stock.model import ACCOUNTS, Held
from operations.erp.stock.revaluations import revalue
from operations.money import to_cents

DOCUMENT = "production_order"


def close_order(connection: Connection, *, production_order_id: int, closed_on: dt.date) -> Decimal:
    """End an order, and post what it has cost more than its output is worth; return that variance.

    Below zero it has cost less. Nothing is reported on it afterwards. Raises OrderNotReleased,
    NothingIssued, TooEarly, PeriodClosed, NotFound.
    """
    order = locked_order(connection, production_order_id)
    number = order.production_order_number
    if order.status != "released":
        raise OrderNotReleased(number, order.status)
    earliest = last_reported_on(connection, production_order_id) or order.released_on
    if earliest is not None and closed_on < earliest:
        raise TooEarly("closing", closed_on, number=number, earliest=earliest)
    spent = costs(connection, production_order_id)
    parts = components(connection, production_order_id)
    if spent.good_quantity and parts and not any(part.issued for part in parts):
        raise NothingIssued(number)
    require_open(
        connection,
        closed_on,
        document=f"closing of production order {number}",
        company_id=order.company_id,
    )
    held = hold(
        connection, company_id=order.company_id, product_ids=[order.product_id], on=closed_on
    )[order.product_id]
    borne = borne_by_stock(held, spent)
    variance = spent.more_than_output - borne
    if borne:
        revalue(
            connection,
            company_id=order.company_id,
            revalued_on=closed_on,
            document_type=DOCUMENT,
            document_number=number,
            amounts={order.product_id: borne},
            reason="cost of production",
        )
    if variance and not held.is_average:
        _post_variance(connection, order, held, closed_on, variance)
    connection.execute(
        "update erp.production_orders set status = 'closed', closed_on = %s, material_amount = %s,"
        " work_amount = %s, output_amount = %s, stock_amount = %s, variance_amount = %s"
        " where production_order_id = %s",
        [
            closed_on,
            spent.material,
            spent.work,
            spent.output,
            borne,
            variance,
            production_order_id,
        ],
    )
    return variance


def borne_by_stock(held: Held, spent: Costs) -> Decimal:
    """How much of the difference what is on hand bears: at average cost, its share of the output.

    What was made last is taken to be here. The stock is never worth less than nothing.
    """
    if not held.is_average or not spent.good_quantity or held.quantity <= 0:
        return NOTHING
    here = min(held.quantity, spent.good_quantity)
    return max(to_cents(spent.more_than_output * here / spent.good_quantity), -held.value)


def _post_variance(
    connection: Connection, order: Order, held: Held, on: dt.date, variance: Decimal
) -> None:
    entry = postings.variance(
        postings.Closing(order.company_id, on, order.production_order_number),
        ACCOUNTS[held.kind],
        variance,
    )
    post_in_open(connection, entry)
