"""Invoices: what was delivered and not yet invoiced, with the cost at which it left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.periods import require_open
from operations.erp.accounting.vat import Tax
from operations.erp.party.commands import customer
from operations.erp.sales import postings
from operations.erp.sales.deductions import deductions, write_deductions
from operations.erp.sales.errors import InvoiceBeforeTheLast, NothingToInvoice, NotOneInvoice
from operations.erp.sales.exchange import rate_into_books
from operations.erp.sales.model import NOTHING, Amount, at_rate, net_amount, require_amount
from operations.erp.sales.orders import Order, locked_orders
from operations.erp.sales.taxes import sales_taxes, taxed
from operations.numbering import next_number


@dataclass(frozen=True)
class _Due:
    """What is to be invoiced of an order line, and what those goods cost."""

    order_line_id: int
    product_id: int
    kind: str
    quantity: Decimal
    unit_price: Decimal
    discount_rate: Decimal
    commission_rate: Decimal
    cost_amount: Decimal

    @property
    def net(self) -> Decimal:
        return net_amount(self.quantity, self.unit_price, self.discount_rate)


def invoice(
    connection: Connection,
    *,
    order_id: int,
    posted_on: dt.date,
    freight_amount: Decimal = Decimal(0),
    deduct_down_payments: bool = True,
) -> int:
    """Invoice what was delivered of an order up to a day; return the invoice's key.

    ``freight_amount`` is the transport billed on top, ex VAT, in the currency of the order. What
    was paid in advance of the order is deducted, as far as the invoice goes.
    """
    return collective_invoice(
        connection,
        order_ids=[order_id],
        posted_on=posted_on,
        freight_amount=freight_amount,
        deduct_down_payments=deduct_down_payments,
    )


def collective_invoice(
    connection: Connection,
    *,
    order_ids: Sequence[int],
    posted_on: dt.date,
    freight_amount: Decimal = Decimal(0),
    deduct_down_payments: bool = True,
) -> int:
    """Invoice what was delivered of several orders of one customer; return the invoice's key.

    Raises NotFound, NotOneInvoice, InvoiceBeforeTheLast, PeriodClosed, NothingToInvoice, NoRate.
    """
    orders = locked_orders(connection, order_ids)
    named = ", ".join(order.order_number for order in orders)
    _require_one_buyer(orders, named)
    keys = [order.order_id for order in orders]
    _require_not_before_the_last(connection, keys, named, posted_on)
    company_id, currency_code = orders[0].company_id, orders[0].currency_code
    require_open(connection, posted_on, document=f"invoice of order {named}", company_id=company_id)
    require_amount(freight_amount, what=f"The freight of order {named}")
    buyer = customer(connection, orders[0].customer_id)
    due = _delivered_not_invoiced(connection, keys, posted_on)
    if not due:
        raise NothingToInvoice(named, posted_on)
    taxes = sales_taxes(
        connection,
        company_id=company_id,
        buyer=buyer,
        product_ids=[None, *(line.product_id for line in due)],
        on=posted_on,
    )
    books, rate = rate_into_books(
        connection, company_id=company_id, currency_code=currency_code, on=posted_on
    )
    nets = [at_rate(line.net, rate) for line in due]
    freight = at_rate(freight_amount, rate)
    parts = taxed(
        [(line.kind, net, taxes[line.product_id]) for line, net in zip(due, nets, strict=True)],
        (freight, taxes[None]),
        rate,
    )
    due_on = buyer.due_on(posted_on)
    tax = sum((part.tax for part in parts), NOTHING)
    net = sum(nets, freight)
    number = next_number(connection, "invoice", company_id)
    invoice_id = insert(
        connection,
        "insert into erp.invoices (company_id, invoice_number, customer_id, order_id, posted_on,"
        " due_on, currency_code, exchange_rate, net_amount, tax_amount, gross_amount,"
        " net_amount_base, tax_amount_base, gross_amount_base, freight_amount,"
        " freight_amount_base, tax_rate, tax_code)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning invoice_id",
        [
            company_id,
            number,
            buyer.customer_id,
            keys[0],
            posted_on,
            due_on,
            currency_code,
            rate,
            net.document,
            tax.document,
            net.document + tax.document,
            net.base,
            tax.base,
            net.base + tax.base,
            freight.document,
            freight.base,
            taxes[None].charged_rate,
            taxes[None].code,
        ],
    )
    _write_lines(connection, invoice_id, due, nets, [taxes[line.product_id] for line in due])
    advanced = [order.order_id for order in orders if order.has_down_payment]
    plan = (
        deductions(connection, order_ids=advanced, on=posted_on, owed=net + tax)
        if advanced and deduct_down_payments
        else []
    )
    entry = postings.invoiced(
        number,
        posted_on,
        parts,
        buyer.customer_id,
        deducted=[less for _, less in plan],
        due_on=due_on,
        books=books,
    )
    if entry is not None:
        entry_id = post_in_open(connection, entry)
        if plan:
            write_deductions(
                connection, invoice_id=invoice_id, on=posted_on, plan=plan, entry_id=entry_id
            )
            letter_when_settled(
                connection,
                invoice_number=number,
                company_id=books.company_id,
                customer_id=buyer.customer_id,
            )
    _close_when_whole(connection, keys)
    return invoice_id


def _require_one_buyer(orders: Sequence[Order], named: str) -> None:
    if len({(order.customer_id, order.company_id, order.currency_code) for order in orders}) != 1:
        raise NotOneInvoice(named)


def _require_not_before_the_last(
    connection: Connection, order_ids: Sequence[int], named: str, posted_on: dt.date
) -> None:
    """Delivered less invoiced is the cost of the goods only when invoices follow in time."""
    row = connection.execute(
        "select max(posted_on) from erp.invoices join erp.invoice_lines using (invoice_id)"
        " join erp.sales_order_lines as lines using (order_line_id)"
        " where lines.order_id = any(%s)",
        [order_ids],
    ).fetchone()
    if row is not None and row[0] is not None and posted_on < row[0]:
        raise InvoiceBeforeTheLast(named, posted_on, latest=row[0])


def _delivered_not_invoiced(
    connection: Connection, order_ids: Sequence[int], posted_on: dt.date
) -> list[_Due]:
    """Delivered less invoiced, by order line: as every invoice takes all, so does the cost."""
    return every(
        connection,
        _Due,
        "with delivered as (select order_line_id, sum(quantity) as quantity,"
        "  sum(cost_amount) as cost_amount from erp.delivery_lines"
        "  join erp.deliveries using (delivery_id)"
        "  where order_id = any(%(orders)s) and delivered_on <= %(day)s group by order_line_id),"
        " invoiced as (select order_line_id, sum(invoice_lines.quantity) as quantity,"
        "  sum(cost_amount) as cost_amount from erp.invoice_lines"
        "  join erp.sales_order_lines using (order_line_id)"
        "  where order_id = any(%(orders)s) group by order_line_id)"
        " select lines.order_line_id, lines.product_id, products.kind,"
        "  delivered.quantity - coalesce(invoiced.quantity, 0) as quantity,"
        "  lines.unit_price, lines.discount_rate, lines.commission_rate,"
        "  delivered.cost_amount - coalesce(invoiced.cost_amount, 0) as cost_amount"
        " from delivered join erp.sales_order_lines as lines using (order_line_id)"
        " join erp.products using (product_id)"
        " left join invoiced using (order_line_id)"
        " where delivered.quantity > coalesce(invoiced.quantity, 0)"
        " order by lines.order_id, lines.line_number",
        {"orders": order_ids, "day": posted_on},
    )


def _close_when_whole(connection: Connection, order_ids: Sequence[int]) -> None:
    """An order is done when all of it that was not cancelled is invoiced."""
    connection.execute(
        "update erp.sales_orders as orders set status = 'invoiced' where order_id = any(%s)"
        " and (select sum(quantity - cancelled_quantity) from erp.sales_order_lines as lines"
        "  where lines.order_id = orders.order_id)"
        " = (select sum(invoiced.quantity) from erp.sales_order_lines as lines"
        "  join erp.invoice_lines as invoiced using (order_line_id)"
        "  where lines.order_id = orders.order_id)",
        [order_ids],
    )


def _write_lines(
    connection: Connection,
    invoice_id: int,
    due: Sequence[_Due],
    nets: Sequence[Amount],
    taxes: Sequence[Tax],
) -> None:
    connection.execute(
        "insert into erp.invoice_lines (invoice_id, line_number, order_line_id, product_id,"
        " quantity, unit_price, discount_rate, net_amount, net_amount_base, tax_rate, tax_code,"
        " cost_amount, commission_rate)"
        " select %s, line_number, order_line_id, product_id, quantity, unit_price, discount_rate,"
        "  net, base, tax_rate, tax_code, cost_amount, commission_rate"
        " from unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[], %s::numeric[], %s::text[], %s::numeric[], %s::numeric[])"
        "  with ordinality as lines (order_line_id, product_id, quantity, unit_price,"
        "   discount_rate, net, base, tax_rate, tax_code, cost_amount, commission_rate,"
        "   line_number)",
        [
            invoice_id,
            [line.order_line_id for line in due],
            [line.product_id for line in due],
            [line.quantity for line in due],
            [line.unit_price for line in due],
            [line.discount_rate for line in due],
            [net.document for net in nets],
            [net.base for net in nets],
            [tax.charged_rate for tax in taxes],
            [tax.code for tax in taxes],
            [line.cost_amount for line in due],
            [line.commission_rate for line in due],
        ],
    )
