"""The receivables sub-ledger: what each customer owed at the end of any day, by document.

It is read from the documents and their settlements, and sums to the balance of account 411: the
ledger's own view of the same is ``accounting/open_items.py``. It only reads.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import LiteralString

from operations.database.connection import Connection, every


@dataclass(frozen=True)
class Receivable:
    """A document of which something was open at the end of a day.

    ``kind`` is ``sale``, ``down_payment``, or ``cash`` and ``rebate``, which settled nothing yet
    and are below zero, like an invoice of which too much was paid. ``open_amount`` is in
    ``currency_code``, ``open_amount_base`` in company currency at the document's own rate.
    """

    kind: str
    document_id: int
    document_number: str
    customer_id: int
    document_on: dt.date
    due_on: dt.date
    currency_code: str
    amount: Decimal
    open_amount: Decimal
    open_amount_base: Decimal
    days_late: int
    is_disputed: bool


# What moved of an invoice, and of a payment, up to the end of a day: below zero what settles it.
SETTLED: LiteralString = (
    "settled as (select invoice_id, null::bigint as payment_id, null::bigint as rebate_id,"
    "   -gross_amount as amount, -gross_amount_base as amount_base"
    "   from erp.credit_notes where posted_on <= %(on)s"
    "  union all select invoice_id, null, null, -amount, -amount_base"
    "   from erp.payment_allocations where applied_on <= %(on)s"
    "  union all select null, payment_id, null, amount, amount_base + exchange_difference_amount"
    "   from erp.payment_allocations where applied_on <= %(on)s"
    "  union all select invoice_id, null, null, -gross_amount, -amount_base"
    "   from erp.down_payment_deductions where deducted_on <= %(on)s"
    "  union all select invoice_id, null, null, -amount, -amount"
    "   from erp.rebate_allocations where applied_on <= %(on)s"
    "  union all select null, null, rebate_id, amount, amount"
    "   from erp.rebate_allocations where applied_on <= %(on)s"
    "  union all select invoice_id, payment_id, null,"
    "    case when payment_id is null then -amount else amount end,"
    "    case when payment_id is null then -amount_base else amount_base end"
    "   from erp.write_offs where written_off_on <= %(on)s"
    "  union all select invoice_id, payment_id, rebate_id, amount, amount_base"
    "   from erp.refunds where refunded_on <= %(on)s)"
)


def receivables(
    connection: Connection, *, on: dt.date, company_id: int = 1, customer_id: int | None = None
) -> list[Receivable]:
    """What stood open at the end of a day, by due date; it sums to the balance of 411.

    What was settled later was open then. ``customer_id`` asks for one customer alone.
    """
    return every(
        connection,
        Receivable,
        f"with {SETTLED},"
        " by_invoice as (select invoice_id, sum(amount) as amount, sum(amount_base) as base"
        "  from settled where invoice_id is not null group by invoice_id),"
        " by_payment as (select payment_id, sum(amount) as amount, sum(amount_base) as base"
        "  from settled where payment_id is not null group by payment_id),"
        " by_rebate as (select rebate_id, sum(amount) as amount"
        "  from settled where rebate_id is not null group by rebate_id),"
        " items as (select kind, invoice_id as document_id, invoice_number as document_number,"
        "   customer_id, posted_on as document_on, due_on, currency_code,"
        "   gross_amount as amount, gross_amount + coalesce(by_invoice.amount, 0) as open_amount,"
        "   gross_amount_base + coalesce(base, 0) as open_amount_base,"
        "   exists (select from erp.disputes where disputes.invoice_id = invoices.invoice_id"
        "    and opened_on <= %(on)s and (settled_on is null or settled_on > %(on)s))"
        "    as is_disputed"
        "  from erp.invoices left join by_invoice using (invoice_id)"
        "  where company_id = %(company)s and posted_on <= %(on)s"
        "  union all"
        "  select 'cash', payment_id, payment_number, customer_id, paid_on, paid_on,"
        "   currency_code, -payments.amount, -payments.amount + coalesce(by_payment.amount, 0),"
        "   -amount_base + coalesce(base, 0), false"
        "  from erp.payments left join by_payment using (payment_id)"
        "  where company_id = %(company)s and paid_on <= %(on)s"
        "  union all"
        "  select 'rebate', rebate_id, rebate_number, customer_id, posted_on, posted_on,"
        "   companies.currency_code, -gross_amount, -gross_amount + coalesce(amount, 0),"
        "   -gross_amount + coalesce(amount, 0), false"
        "  from erp.rebates join erp.companies using (company_id)"
        "  left join by_rebate using (rebate_id)"
        "  where company_id = %(company)s and posted_on <= %(on)s)"
        # What the customer has paid too much is never late.
        " select items.*, case when open_amount > 0 then greatest(%(on)s::date - due_on, 0)"
        "  else 0 end as days_late from items"
        " where (open_amount <> 0 or open_amount_base <> 0)"
        " and (%(customer)s::bigint is null or customer_id = %(customer)s)"
        " order by due_on, document_number",
        {"on": on, "company": company_id, "customer": customer_id},
    )
