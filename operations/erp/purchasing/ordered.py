"""What was ordered and how much of it is still to come: read and locked for what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import LiteralString

from operations.database.connection import Connection, every
from operations.erp.purchasing.errors import OrderNotOpen
from operations.errors import NotFound


@dataclass(frozen=True)
class Order:
    """An order as what follows it needs it."""

    purchase_order_id: int
    purchase_order_number: str
    company_id: int
    supplier_id: int
    ordered_on: dt.date
    confirmed_on: dt.date | None
    currency_code: str
    home_currency: str
    status: str


@dataclass(frozen=True)
class OrderedLine:
    """A line of an order and how much of it came; ``received`` is less what went back.

    ``kind`` is the product's; ``is_invoiced``: an invoice names the line, received or not.
    """

    purchase_order_line_id: int
    line_number: int
    product_id: int
    quantity: Decimal
    unit_price: Decimal
    cancelled: Decimal
    over_receipt_rate: Decimal
    received: Decimal
    kind: str
    is_invoiced: bool

    @property
    def to_come(self) -> Decimal:
        """What is still to come; never below zero, though more may have come than was ordered."""
        return max(self.quantity - self.cancelled - self.received, Decimal(0))

    @property
    def may_come(self) -> Decimal:
        """What may still be received: with the tolerance more than is to come."""
        allowed = (self.quantity - self.cancelled) * (1 + self.over_receipt_rate)
        return max(allowed - self.received, Decimal(0))


def cancel(connection: Connection, quantities: Mapping[int, Decimal]) -> None:
    """Take so much of these order lines off what is to come."""
    connection.execute(
        "update erp.purchase_order_lines as lines"
        " set cancelled_quantity = least(lines.quantity, cancelled_quantity + given.quantity)"
        " from unnest(%s::bigint[], %s::numeric[]) as given (key, quantity)"
        " where purchase_order_line_id = given.key and given.quantity > 0",
        [list(quantities), list(quantities.values())],
    )


def locked_order(connection: Connection, purchase_order_id: int) -> Order:
    """An order, kept from others until the transaction ends. Raises NotFound."""
    return locked_orders(connection, [purchase_order_id])[purchase_order_id]


def locked_orders(connection: Connection, purchase_order_ids: Sequence[int]) -> dict[int, Order]:
    """Orders by key, all locked, in one order for all commands. Raises NotFound."""
    found = _locked(connection, "orders.purchase_order_id = any(%s)", purchase_order_ids)
    by_key = {order.purchase_order_id: order for order in found}
    for key in purchase_order_ids:
        if key not in by_key:
            raise NotFound("purchase order", key)
    return by_key


def orders_of_lines(connection: Connection, order_line_ids: Sequence[int]) -> list[Order]:
    """The orders that these lines are of, locked."""
    return _locked(
        connection,
        "orders.purchase_order_id in (select purchase_order_id from erp.purchase_order_lines"
        " where purchase_order_line_id = any(%s))",
        order_line_ids,
    )


def order_lines(connection: Connection, orders: Sequence[Order]) -> list[OrderedLine]:
    """The lines of locked orders, with what came of each."""
    return every(
        connection,
        OrderedLine,
        "select lines.purchase_order_line_id, lines.line_number, lines.product_id,"
        " lines.quantity, lines.unit_price, lines.cancelled_quantity as cancelled,"
        " lines.over_receipt_rate, products.kind,"
        " exists (select from erp.supplier_invoice_lines as invoiced"
        "  where invoiced.purchase_order_line_id = lines.purchase_order_line_id) as is_invoiced,"
        " coalesce((select sum(quantity) from erp.receipt_lines as came"
        "   where came.purchase_order_line_id = lines.purchase_order_line_id), 0)"
        "  - coalesce((select sum(returned.quantity) from erp.supplier_return_lines as returned"
        "   join erp.receipt_lines as came using (receipt_line_id)"
        "   where came.purchase_order_line_id = lines.purchase_order_line_id), 0) as received"
        " from erp.purchase_order_lines as lines join erp.products using (product_id)"
        " where lines.purchase_order_id = any(%s)"
        " order by lines.purchase_order_id, lines.line_number",
        [[order.purchase_order_id for order in orders]],
    )


def require_to_come(found: Order) -> None:
    """Refuse an order of which nothing is to come. Raises OrderNotOpen."""
    if found.status != "open":
        raise OrderNotOpen(found.purchase_order_number, found.status)


def close_when_whole(
    connection: Connection, found: Order, lines: Sequence[OrderedLine] | None = None
) -> None:
    """Set the status by what is to come: a return for replacement opens an order again.

    ``lines`` are the order's as they are now; they are asked for when they are not given.
    """
    now = order_lines(connection, [found]) if lines is None else lines
    if any(line.to_come for line in now):
        status = "open"
    else:
        status = "received" if any(line.received for line in now) else "cancelled"
    if status != found.status:
        connection.execute(
            "update erp.purchase_orders set status = %s where purchase_order_id = %s",
            [status, found.purchase_order_id],
        )


def _locked(connection: Connection, which: LiteralString, keys: Sequence[int]) -> list[Order]:
    return every(
        connection,
        Order,
        "select purchase_order_id, purchase_order_number, company_id, supplier_id, ordered_on,"
        " confirmed_on, currency_code, (select currency_code from erp.companies"
        "  where companies.company_id = orders.company_id) as home_currency, status"
        f" from erp.purchase_orders as orders where {which}"
        " order by purchase_order_id for update",
        [list(keys)],
    )
