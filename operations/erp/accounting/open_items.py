"""Open items: what each party owes or is owed, invoice by invoice, as of any day, by age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every

# The last day late of each bucket; what is later than all is the last one.
BUCKETS: Final = ((0, "not due"), (30, "1–30"), (60, "31–60"), (90, "61–90"))
LAST_BUCKET: Final = "91+"


@dataclass(frozen=True)
class OpenItem:
    """Lines of one party and reference that are not settled; amounts are debit less credit.

    ``document_amount`` is in ``currency_code`` where that is not the company's.
    """

    customer_id: int | None
    supplier_id: int | None
    party_number: str | None
    party_name: str | None
    reference: str | None
    item_on: dt.date
    due_on: dt.date
    amount: Decimal
    currency_code: str | None
    document_amount: Decimal | None
    days_late: int

    @property
    def bucket(self) -> str:
        """How late it is: not due, 1–30, 31–60, 61–90 or 91+ days."""
        for last_day, name in BUCKETS:
            if self.days_late <= last_day:
                return name
        return LAST_BUCKET


def open_items(
    connection: Connection, *, account_code: str, on: dt.date, company_id: int = 1
) -> list[OpenItem]:
    """What stood open on an account at the end of a day, oldest first; it sums to its balance.

    What was settled later is open then. A line without a reference is an item by itself.
    """
    return every(
        connection,
        OpenItem,
        "with open_lines as (select lines.*, entries.posted_on from erp.journal_lines as lines"
        "  join erp.journal_entries as entries using (entry_id)"
        "  left join erp.letterings using (lettering_id)"
        "  where entries.company_id = %(company)s and lines.account_code = %(account)s"
        "   and entries.posted_on <= %(on)s"
        "   and (lettered_on is null or lettered_on > %(on)s)),"
        " items as (select customer_id, supplier_id, reference, currency_code,"
        "   min(coalesce(item_on, posted_on)) as item_on, max(due_on) as due_on,"
        "   sum(debit - credit) as amount, sum(document_amount) as document_amount"
        "  from open_lines group by customer_id, supplier_id, reference, currency_code,"
        "   case when reference is null then journal_line_id end"
        "  having sum(debit - credit) <> 0),"
        " dated as (select items.customer_id, items.supplier_id,"
        "   coalesce(customers.customer_number, suppliers.supplier_number) as party_number,"
        "   coalesce(customers.name, suppliers.name) as party_name, items.reference,"
        "   items.item_on, coalesce(items.due_on, items.item_on"
        "    + coalesce(customers.payment_terms_days, suppliers.payment_terms_days, 0)) as due_on,"
        "   items.amount, items.currency_code, items.document_amount"
        "  from items left join erp.customers using (customer_id)"
        "  left join erp.suppliers using (supplier_id))"
        " select *, greatest(%(on)s::date - due_on, 0) as days_late from dated"
        " order by due_on, party_number, reference",
        {"company": company_id, "account": account_code, "on": on},
    )


def ageing(items: Iterable[OpenItem]) -> dict[str, Decimal]:
    """The amount of each bucket, in their order; all buckets are there."""
    sums = {name: Decimal(0) for _, name in BUCKETS} | {LAST_BUCKET: Decimal(0)}
    for item in items:
        sums[item.bucket] += item.amount
    return sums
