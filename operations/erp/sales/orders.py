"""Orders: what was promised to a customer. One over his credit limit is put on hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first, insert
from operations.erp.party.blocking import require_may_order
from operations.erp.sales.credit_control import hold_when_over_limit, lock_limited
from operations.erp.sales.exchange import rate_into_books
from operations.erp.sales.model import Line, at_rate, require_share
from operations.erp.sales.sellable import commission_of, require_sellable
from operations.errors import NotFound
from operations.numbering import next_number


@dataclass(frozen=True)
class Order:
    """An order as its deliveries and invoices need it."""

    order_id: int
    order_number: str
    company_id: int
    customer_id: int
    ordered_on: dt.date
    currency_code: str
    is_on_hold: bool
    has_down_payment: bool


def order(
    connection: Connection,
    *,
    customer_id: int,
    ordered_on: dt.date,
    lines: Sequence[Line],
    promised_on: dt.date | None = None,
    seller_name: str | None = None,
    quote_id: int | None = None,
    currency_code: str = "EUR",
    company_id: int = 1,
    seller_id: int | None = None,
    commission_rate: Decimal | None = None,
) -> int:
    """Take an order; return its key. ``quote_id`` is given by ``accept_quote`` alone.

    It is put on hold when the customer would owe more than his credit limit. The customer's own
    seller takes it when nobody is named; ``commission_rate`` is the seller's share of the net
    amount, 0 to 1, his own of that day when nothing is said.
    """
    lock_limited(connection, customer_id)
    buyer = require_may_order(connection, customer_id, on=ordered_on)
    require_sellable(connection, "order", buyer, lines, currency_code)
    if seller_id is None and seller_name is None:
        seller_id = buyer.seller_id
    own_commission = commission_of(connection, seller_id, ordered_on)
    commission = own_commission if commission_rate is None else commission_rate
    require_share(commission, what="The commission of the order")
    _, rate = rate_into_books(
        connection, company_id=company_id, currency_code=currency_code, on=ordered_on
    )
    order_id = insert(
        connection,
        "insert into erp.sales_orders (company_id, order_number, customer_id, quote_id,"
        " seller_id, seller_name, ordered_on, promised_on, status, currency_code, exchange_rate)"
        " values (%s, %s, %s, %s, %s, coalesce(%s, (select name from erp.employees"
        "  where employee_id = %s)), %s, %s, 'open', %s, %s) returning order_id",
        [
            company_id,
            next_number(connection, "order", company_id),
            customer_id,
            quote_id,
            seller_id,
            seller_name,
            seller_id,
            ordered_on,
            promised_on,
            currency_code,
            rate,
        ],
    )
    connection.execute(
        "with lines as (insert into erp.sales_order_lines (order_id, line_number, product_id,"
        "  quantity, unit_price, discount_rate, net_amount, net_amount_base, promised_on,"
        "  commission_rate)"
        " select %(order)s, line_number, product_id, quantity, unit_price, discount_rate, net,"
        "  base, %(promised)s::date, %(commission)s"
        " from unnest(%(products)s::bigint[], %(quantities)s::numeric[], %(prices)s::numeric[],"
        "  %(discounts)s::numeric[], %(nets)s::numeric[], %(bases)s::numeric[])"
        "  with ordinality as given"
        "  (product_id, quantity, unit_price, discount_rate, net, base, line_number)"
        " order by line_number returning order_line_id)"
        " insert into erp.sales_order_promises (order_line_id, promised_on, told_on)"
        " select order_line_id, %(promised)s, %(ordered)s from lines"
        " where %(promised)s::date is not null order by order_line_id",
        {
            "order": order_id,
            "ordered": ordered_on,
            "promised": promised_on,
            "commission": commission,
            "products": [line.product_id for line in lines],
            "quantities": [line.quantity for line in lines],
            "prices": [line.unit_price for line in lines],
            "discounts": [line.discount_rate for line in lines],
            "nets": [line.net_amount for line in lines],
            "bases": [at_rate(line.net_amount, rate).base for line in lines],
        },
    )
    hold_when_over_limit(
        connection, order_id=order_id, buyer=buyer, company_id=company_id, on=ordered_on
    )
    return order_id


def locked_order(connection: Connection, order_id: int) -> Order:
    """An order, kept from others until the transaction ends. Raises NotFound."""
    return locked_orders(connection, [order_id])[0]


def locked_orders(connection: Connection, order_ids: Sequence[int]) -> list[Order]:
    """Orders in the order of their keys, kept from others. Raises NotFound."""
    found = []
    for order_id in sorted(set(order_ids)):
        locked = first(
            connection,
            Order,
            "select order_id, order_number, company_id, customer_id, ordered_on, currency_code,"
            " exists (select from erp.sales_order_holds as holds"
            "  where holds.order_id = orders.order_id and released_on is null) as is_on_hold,"
            " exists (select from erp.invoices where invoices.order_id = orders.order_id"
            "  and kind = 'down_payment') as has_down_payment"
            " from erp.sales_orders as orders where order_id = %s for update",
            [order_id],
        )
        if locked is None:
            raise NotFound("order", order_id)
        found.append(locked)
    return found


def update_status(connection: Connection, order_ids: Sequence[int]) -> None:
    """An order is delivered, invoiced or cancelled when all of it is; else it is open."""
    connection.execute(
        "with sums as (select order_id, sum(quantity - cancelled_quantity) as wanted,"
        "  coalesce(sum((select sum(quantity) from erp.delivery_lines as delivered"
        "   where delivered.order_line_id = lines.order_line_id)), 0) as delivered,"
        "  coalesce(sum((select sum(quantity) from erp.invoice_lines as invoiced"
        "   where invoiced.order_line_id = lines.order_line_id)), 0) as invoiced"
        "  from erp.sales_order_lines as lines where order_id = any(%s) group by order_id),"
        " found as (select order_id, case when wanted = 0 then 'cancelled'"
        "   when invoiced = wanted then 'invoiced' when delivered = wanted then 'delivered'"
        "   else 'open' end as status from sums)"
        " update erp.sales_orders as orders set status = found.status from found"
        " where found.order_id = orders.order_id and found.status <> orders.status",
        [list(order_ids)],
    )
