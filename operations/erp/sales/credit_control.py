"""Credit limits: how much a customer may owe, and who lets an order go beyond it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first
from operations.erp.accounting.model import RECEIVABLES
from operations.erp.accounting.vat import tax_for
from operations.erp.party.commands import customer
from operations.erp.party.model import Customer
from operations.erp.sales.errors import MayNotRelease, NotOnHold, TooEarly
from operations.erp.sales.exchange import rate_into_books
from operations.erp.sales.model import at_rate
from operations.errors import InvalidValue, NotFound
from operations.money import to_cents


@dataclass(frozen=True)
class Exposure:
    """What a customer owes and is going to owe, VAT included, in company currency (encours).

    ``receivables`` is his balance on account 411: cash that is not applied yet lowers it.
    ``orders`` is what was ordered and is neither invoiced nor cancelled, delivered or not.
    ``advances`` are down-payments that were invoiced and that no invoice has deducted yet.
    """

    receivables: Decimal
    orders: Decimal
    advances: Decimal

    @property
    def amount(self) -> Decimal:
        """All that he will owe."""
        return self.receivables + self.orders - self.advances


@dataclass(frozen=True)
class _Open:
    receivables: Decimal
    orders_net: Decimal
    advances: Decimal


@dataclass(frozen=True)
class _Held:
    hold_id: int
    order_number: str
    held_on: dt.date
    excess: Decimal


@dataclass(frozen=True)
class _Employee:
    name: str
    left_on: dt.date | None
    approval_limit: Decimal | None


def exposure(connection: Connection, *, customer_id: int, company_id: int = 1) -> Exposure:
    """What a customer owes a company and has ordered from it, as the books stand now.

    Raises NotFound.
    """
    buyer = customer(connection, customer_id)
    found = first(
        connection,
        _Open,
        # Lines that are lettered sum to zero.
        "select (select coalesce(sum(lines.debit - lines.credit), 0)"
        "  from erp.journal_lines as lines join erp.journal_entries as entries using (entry_id)"
        "  where lines.customer_id = %(customer)s and lines.account_code = %(account)s"
        "  and lines.lettering_id is null and entries.company_id = %(company)s) as receivables,"
        " (select coalesce(sum(lines.net_amount_base"
        "   * (lines.quantity - lines.cancelled_quantity - coalesce(invoiced.quantity, 0))"
        "   / lines.quantity), 0)"
        "  from erp.sales_orders as orders join erp.sales_order_lines as lines using (order_id)"
        "  left join lateral (select sum(quantity) as quantity from erp.invoice_lines"
        "   where invoice_lines.order_line_id = lines.order_line_id) as invoiced on true"
        "  where orders.customer_id = %(customer)s and orders.company_id = %(company)s"
        "  and orders.status in ('open', 'delivered')) as orders_net,"
        " (select coalesce(sum(asked.gross_amount_base"
        "   - coalesce((select sum(gross_amount_base) from erp.credit_notes"
        "      where credit_notes.invoice_id = asked.invoice_id), 0)"
        "   - coalesce((select sum(net_amount_base + tax_amount_base)"
        "      from erp.down_payment_deductions"
        "      where down_payment_invoice_id = asked.invoice_id), 0)), 0)"
        "  from erp.invoices as asked where asked.customer_id = %(customer)s"
        "  and asked.company_id = %(company)s and asked.kind = 'down_payment') as advances",
        {"customer": customer_id, "company": company_id, "account": RECEIVABLES},
    )
    assert found is not None  # noqa: S101  a select without from has one row
    tax = tax_for(
        connection,
        company_id=company_id,
        party_country=buyer.country_code,
        party_vat_number=buyer.vat_number,
        customer_id=customer_id,
    )
    orders = to_cents(found.orders_net * (1 + tax.charged_rate))
    return Exposure(found.receivables, orders, found.advances)


def lock_limited(connection: Connection, customer_id: int) -> None:
    """Keep a customer with a limit from others: two orders do not both find room."""
    connection.execute(
        "select from erp.customers where customer_id = %s and credit_limit is not null"
        " for no key update",
        [customer_id],
    )


def hold_when_over_limit(
    connection: Connection, *, order_id: int, buyer: Customer, company_id: int, on: dt.date
) -> int | None:
    """Put an order on hold when its customer would owe more than he may; return the hold's key."""
    if buyer.credit_limit is None or buyer.credit_currency_code is None:
        return None
    _, rate = rate_into_books(
        connection, company_id=company_id, currency_code=buyer.credit_currency_code, on=on
    )
    limit = at_rate(buyer.credit_limit, rate).base
    owed = exposure(connection, customer_id=buyer.customer_id, company_id=company_id).amount
    if owed <= limit:
        return None
    held = connection.execute(
        "insert into erp.sales_order_holds (order_id, held_on, exposure_amount,"
        " credit_limit_amount) values (%s, %s, %s, %s) returning hold_id",
        [order_id, on, owed, limit],
    ).fetchone()
    return None if held is None else int(held[0])


def release_order(
    connection: Connection, *, order_id: int, released_on: dt.date, employee_id: int, reason: str
) -> None:
    """Let an order be delivered though its customer owes more than his limit.

    The employee's approval limit covers what is owed beyond it. Raises NotOnHold, MayNotRelease.
    """
    held = first(
        connection,
        _Held,
        "select hold_id, order_number, held_on, exposure_amount - credit_limit_amount as excess"
        " from erp.sales_order_holds join erp.sales_orders using (order_id)"
        " where order_id = %s and released_on is null for update of sales_order_holds",
        [order_id],
    )
    if held is None:
        raise NotOnHold(order_id)
    if released_on < held.held_on:
        raise TooEarly(
            "release",
            released_on,
            of=f"the hold of order {held.order_number}",
            earliest=held.held_on,
        )
    if not reason.strip():
        raise InvalidValue(
            f"Order {held.order_number} is released for no reason.", remedy="Say why it may go."
        )
    _require_right(connection, held, employee_id, released_on)
    connection.execute(
        "update erp.sales_order_holds set released_on = %s, released_by = %s, release_reason = %s"
        " where hold_id = %s",
        [released_on, employee_id, reason.strip(), held.hold_id],
    )


def _require_right(
    connection: Connection, held: _Held, employee_id: int, released_on: dt.date
) -> None:
    employee = first(
        connection,
        _Employee,
        "select name, left_on, approval_limit from erp.employees where employee_id = %s",
        [employee_id],
    )
    if employee is None:
        raise NotFound("employee", employee_id)
    has_left = employee.left_on is not None and employee.left_on < released_on
    limit = Decimal(0) if has_left else employee.approval_limit or Decimal(0)
    if limit < held.excess:
        raise MayNotRelease(held.order_number, employee.name, excess=held.excess, limit=limit)
