"""What suppliers are owed on any day, invoice by invoice: together the balance of account 401.

Beside it what three other accounts hold, from the documents: goods not invoiced (4081), invoiced
goods not received (4861), credit notes expected (4098).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every


@dataclass(frozen=True)
class Payable:
    """An open invoice of a supplier; below zero when the supplier owes.

    ``is_blocked``: it differed from its order on that day, and nobody had settled it.
    """

    supplier_invoice_id: int
    supplier_invoice_number: str
    supplier_reference: str
    supplier_id: int
    supplier_number: str
    supplier_name: str
    posted_on: dt.date
    due_on: dt.date
    currency_code: str
    open_amount: Decimal
    open_amount_base: Decimal
    is_blocked: bool


@dataclass(frozen=True)
class Awaited:
    """What the documents say of the accounts between purchase and debt, in company currency."""

    not_invoiced: Decimal
    not_received: Decimal
    credits_expected: Decimal


def payables(connection: Connection, *, on: dt.date, company_id: int = 1) -> list[Payable]:
    """What was open at the end of a day, by due date; what was settled later is open then."""
    return every(
        connection,
        Payable,
        "select * from (select invoices.supplier_invoice_id, invoices.supplier_invoice_number,"
        "  invoices.supplier_reference, invoices.supplier_id, suppliers.supplier_number,"
        "  suppliers.name as supplier_name, invoices.posted_on, invoices.due_on,"
        "  invoices.currency_code,"
        "  invoices.gross_amount - coalesce(given.gross, 0) - coalesce(paid.settled, 0)"
        "   as open_amount,"
        "  invoices.gross_amount_base - coalesce(given.gross_base, 0)"
        "   - coalesce(paid.settled_base, 0) as open_amount_base,"
        "  exists (select from erp.match_exceptions as waiting"
        "   where waiting.supplier_invoice_id = invoices.supplier_invoice_id"
        "    and raised_on <= %(on)s and (closed_on is null or closed_on > %(on)s)) as is_blocked"
        "  from erp.supplier_invoices as invoices join erp.suppliers using (supplier_id)"
        "  left join lateral (select sum(gross_amount) as gross,"
        "   sum(gross_amount_base) as gross_base from erp.supplier_credit_notes as notes"
        "   where notes.supplier_invoice_id = invoices.supplier_invoice_id"
        "    and notes.posted_on <= %(on)s) as given on true"
        "  left join lateral (select sum(allocations.amount + discount_amount) as settled,"
        "   sum(settled_amount_base) as settled_base"
        "   from erp.supplier_payment_allocations as allocations"
        "   join erp.supplier_payments as payments using (supplier_payment_id)"
        "   where allocations.supplier_invoice_id = invoices.supplier_invoice_id"
        "    and payments.paid_on <= %(on)s) as paid on true"
        "  where invoices.company_id = %(company)s and invoices.posted_on <= %(on)s) as open"
        " where open_amount <> 0 or open_amount_base <> 0 order by due_on, supplier_invoice_id",
        {"on": on, "company": company_id},
    )


def awaited(connection: Connection, *, on: dt.date, company_id: int = 1) -> Awaited:
    """What 4081, 4861 and 4098 hold at the end of a day, as the documents say."""
    (found,) = every(
        connection,
        Awaited,
        "with came as (select coalesce(sum(amount_base), 0) as amount"
        "  from erp.receipt_lines join erp.receipts using (receipt_id)"
        "  where company_id = %(company)s and received_on <= %(on)s),"
        " matched as (select coalesce(sum(receipt_amount_base), 0) as amount,"
        "  coalesce(sum(invoice_amount_base) filter (where is_later), 0) as later"
        "  from erp.invoice_matches join erp.receipt_lines using (receipt_line_id)"
        "  join erp.receipts using (receipt_id)"
        "  where company_id = %(company)s and matched_on <= %(on)s),"
        " back as (select coalesce(sum(uninvoiced_amount_base), 0) as amount"
        "  from erp.supplier_return_lines join erp.supplier_returns using (supplier_return_id)"
        "  where company_id = %(company)s and returned_on <= %(on)s),"
        " expected as (select coalesce(sum(amount_base), 0) as amount"
        "  from erp.expected_credits join erp.supplier_return_lines using (supplier_return_line_id)"
        "  join erp.supplier_returns using (supplier_return_id)"
        "  where company_id = %(company)s and returned_on <= %(on)s),"
        " pending as (select coalesce(sum(pending_amount_base), 0) as amount"
        "  from erp.supplier_invoice_lines join erp.supplier_invoices using (supplier_invoice_id)"
        "  where company_id = %(company)s and posted_on <= %(on)s),"
        " given as (select coalesce(sum(expected_amount_base), 0) as expected,"
        "  coalesce(sum(pending_amount_base), 0) as pending"
        "  from erp.supplier_credit_note_lines"
        "  join erp.supplier_credit_notes using (supplier_credit_note_id)"
        "  where company_id = %(company)s and posted_on <= %(on)s)"
        " select (came.amount - matched.amount - back.amount)::numeric(18, 2) as not_invoiced,"
        " (pending.amount - matched.later - given.pending)::numeric(18, 2) as not_received,"
        " (expected.amount - given.expected)::numeric(18, 2) as credits_expected"
        " from came, matched, back, expected, pending, given",
        {"on": on, "company": company_id},
    )
    return found
