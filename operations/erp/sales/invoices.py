"""Invoices: what was delivered and not yet invoiced, with the cost at which it left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert, insert_all
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.party.commands import customer
from operations.erp.sales import postings
from operations.erp.sales.deliveries import locked_order
from operations.erp.sales.errors import InvoiceBeforeTheLast, NothingToInvoice
from operations.erp.sales.model import net_amount, totals
from operations.numbering import next_number


@dataclass(frozen=True)
class _Due:
    """What is to be invoiced of an order line, and what those goods cost."""

    order_line_id: int
    product_id: int
    quantity: Decimal
    unit_price: Decimal
    discount_rate: Decimal
    cost_amount: Decimal

    @property
    def net(self) -> Decimal:
        return net_amount(self.quantity, self.unit_price, self.discount_rate)


def invoice(connection: Connection, *, order_id: int, posted_on: dt.date) -> int:
    """Invoice what was delivered of an order up to a day; return the invoice's key."""
    order = locked_order(connection, order_id)
    _require_not_before_the_last(connection, order_id, order.order_number, posted_on)
    require_open(connection, posted_on, document=f"invoice of order {order.order_number}")
    buyer = customer(connection, order.customer_id)
    due = _delivered_not_invoiced(connection, order_id, posted_on)
    if not due:
        raise NothingToInvoice(order.order_number, posted_on)
    sums = totals((line.net, buyer.tax_rate) for line in due)
    number = next_number(connection, "invoice")
    invoice_id = insert(
        connection,
        "insert into erp.invoices (invoice_number, customer_id, order_id, posted_on, due_on,"
        " currency_code, net_amount, tax_amount, gross_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning invoice_id",
        [
            number,
            buyer.customer_id,
            order_id,
            posted_on,
            posted_on + dt.timedelta(days=buyer.payment_terms_days),
            order.currency_code,
            sums.net_amount,
            sums.tax_amount,
            sums.gross_amount,
        ],
    )
    insert_all(
        connection,
        "insert into erp.invoice_lines (invoice_id, line_number, order_line_id, product_id,"
        " quantity, unit_price, discount_rate, net_amount, tax_rate, cost_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                invoice_id,
                position,
                line.order_line_id,
                line.product_id,
                line.quantity,
                line.unit_price,
                line.discount_rate,
                line.net,
                buyer.tax_rate,
                line.cost_amount,
            )
            for position, line in enumerate(due, start=1)
        ],
    )
    entry = postings.invoiced(number, posted_on, sums, buyer.customer_id)
    if entry is not None:
        post_in_open(connection, entry)
    _close_when_whole(connection, order_id)
    return invoice_id


def _require_not_before_the_last(
    connection: Connection, order_id: int, order_number: str, posted_on: dt.date
) -> None:
    """Delivered less invoiced is the cost of the goods only when invoices follow in time."""
    row = connection.execute(
        "select max(posted_on) from erp.invoices where order_id = %s", [order_id]
    ).fetchone()
    if row is not None and row[0] is not None and posted_on < row[0]:
        raise InvoiceBeforeTheLast(order_number, posted_on, latest=row[0])


def _delivered_not_invoiced(
    connection: Connection, order_id: int, posted_on: dt.date
) -> list[_Due]:
    """Delivered less invoiced, by order line: as every invoice takes all, so does the cost."""
    return every(
        connection,
        _Due,
        "with delivered as (select order_line_id, sum(quantity) as quantity,"
        "  sum(cost_amount) as cost_amount from erp.delivery_lines"
        "  join erp.deliveries using (delivery_id)"
        "  where order_id = %s and delivered_on <= %s group by order_line_id),"
        " invoiced as (select order_line_id, sum(quantity) as quantity,"
        "  sum(cost_amount) as cost_amount from erp.invoice_lines"
        "  join erp.invoices using (invoice_id) where order_id = %s group by order_line_id)"
        " select lines.order_line_id, lines.product_id,"
        "  delivered.quantity - coalesce(invoiced.quantity, 0) as quantity,"
        "  lines.unit_price, lines.discount_rate,"
        "  delivered.cost_amount - coalesce(invoiced.cost_amount, 0) as cost_amount"
        " from delivered join erp.sales_order_lines as lines using (order_line_id)"
        " left join invoiced using (order_line_id)"
        " where delivered.quantity > coalesce(invoiced.quantity, 0) order by lines.line_number",
        [order_id, posted_on, order_id],
    )


def _close_when_whole(connection: Connection, order_id: int) -> None:
    """An order is done when all that was ordered is invoiced."""
    connection.execute(
        "update erp.sales_orders set status = 'invoiced' where order_id = %s"
        " and (select sum(quantity) from erp.sales_order_lines where order_id = %s)"
        " = (select sum(quantity) from erp.invoice_lines join erp.invoices using (invoice_id)"
        "    where order_id = %s)",
        [order_id, order_id, order_id],
    )
