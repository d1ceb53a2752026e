"""What was delivered by a day and not invoiced then, and what it is worth. It only reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from operations.database.connection import Connection, every
from operations.erp.accounting.currencies import rate_on
from operations.erp.party.commands import customer
from operations.erp.party.companies import company
from operations.erp.sales.model import net_amount
from operations.erp.sales.revenue import REVENUE, shared
from operations.erp.sales.taxes import sales_taxes
from operations.money import to_cents

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class ToInvoice:
    """What an order is worth that was delivered and not invoiced; amounts ex VAT but the tax.

    ``sold``: by the account that it will be earned on, in the currency of the order.
    """

    order_id: int
    order_number: str
    customer_id: int
    currency_code: str
    exchange_rate: Decimal
    sold: Mapping[str, Decimal]
    tax_amount_base: Decimal

    @property
    def net_amount(self) -> Decimal:
        """In the currency of the order."""
        return sum(self.sold.values(), NOTHING)

    @property
    def sold_base(self) -> dict[str, Decimal]:
        """In company currency by the account that it will be earned on."""
        return shared(self.sold, self.exchange_rate)

    @property
    def net_amount_base(self) -> Decimal:
        """In company currency."""
        return to_cents(self.net_amount * self.exchange_rate)


@dataclass(frozen=True)
class _Line:
    order_id: int
    order_number: str
    customer_id: int
    currency_code: str
    product_id: int
    kind: str
    quantity: Decimal
    unit_price: Decimal
    discount_rate: Decimal


def to_invoice(connection: Connection, *, on: dt.date, company_id: int = 1) -> list[ToInvoice]:
    """What was delivered by the end of a day and not invoiced then, by order.

    Raises NoRate, NoTaxCode.
    """
    lines = every(
        connection,
        _Line,
        "with delivered as (select order_line_id, sum(quantity) as quantity"
        "  from erp.delivery_lines join erp.deliveries using (delivery_id)"
        "  where company_id = %(company)s and delivered_on <= %(on)s group by 1),"
        " invoiced as (select order_line_id, sum(quantity) as quantity"
        "  from erp.invoice_lines join erp.invoices using (invoice_id)"
        "  where company_id = %(company)s and posted_on <= %(on)s group by 1)"
        " select orders.order_id, orders.order_number, orders.customer_id, orders.currency_code,"
        "  lines.product_id, products.kind,"
        "  delivered.quantity - coalesce(invoiced.quantity, 0) as quantity,"
        "  lines.unit_price, lines.discount_rate"
        " from delivered join erp.sales_order_lines as lines using (order_line_id)"
        " join erp.sales_orders as orders using (order_id)"
        " join erp.products using (product_id)"
        " left join invoiced using (order_line_id)"
        " where delivered.quantity > coalesce(invoiced.quantity, 0)"
        " order by orders.customer_id, orders.order_id, lines.line_number",
        {"company": company_id, "on": on},
    )
    home = company(connection, company_id).currency_code
    rates = {
        code: rate_on(connection, from_currency=code, to_currency=home, on=on)
        for code in {line.currency_code for line in lines}
    }
    found = []
    for customer_id, bought in groupby(lines, key=lambda line: line.customer_id):
        of_customer = list(bought)
        taxes = sales_taxes(
            connection,
            company_id=company_id,
            buyer=customer(connection, customer_id),
            product_ids=[line.product_id for line in of_customer],
            on=on,
        )
        for _, of_order in groupby(of_customer, key=lambda line: line.order_id):
            worth = [
                (line, net_amount(line.quantity, line.unit_price, line.discount_rate))
                for line in of_order
            ]
            sold: dict[str, Decimal] = {}
            for each, net in worth:
                account = REVENUE[each.kind].sales
                sold[account] = sold.get(account, NOTHING) + net
            line = worth[0][0]
            rate = rates[line.currency_code]
            tax = sum((net * taxes[each.product_id].charged_rate for each, net in worth), NOTHING)
            found.append(
                ToInvoice(
                    order_id=line.order_id,
                    order_number=line.order_number,
                    customer_id=customer_id,
                    currency_code=line.currency_code,
                    exchange_rate=rate,
                    sold=sold,
                    tax_amount_base=to_cents(tax * rate),
                )
            )
    return [each for each in found if each.net_amount]
