"""The deal-to-cash thread: what became of a deal or an order, document by document, with the books.

It only reads: the command line prints it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.errors import InvalidValue, NotFound


@dataclass(frozen=True)
class EntryLine:
    """A line of a journal entry, in company currency."""

    entry_number: str
    account_code: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Step:
    """A document of the thread, in the order of time.

    ``amount`` is ex VAT for an opportunity, a quote, an order and a cancellation, with VAT from
    the invoice on, both in ``currency_code``; for a delivery what the goods cost, in company
    currency. A payment counts with what it pays of this thread; its entry is shown whole.
    """

    kind: str
    number: str
    on: dt.date
    amount: Decimal | None
    currency_code: str
    lines: tuple[EntryLine, ...] = ()


@dataclass(frozen=True)
class _Found:
    kind: str
    number: str
    on: dt.date
    amount: Decimal | None
    currency_code: str
    company_id: int | None
    document_type: str | None
    entry_id: int | None


@dataclass(frozen=True)
class _Line(EntryLine):
    entry_id: int
    company_id: int
    document_type: str
    document_number: str


def thread(
    connection: Connection, *, opportunity_id: int | None = None, order_id: int | None = None
) -> list[Step]:
    """The documents of a deal, or of an order and the deal that it came from.

    Raises InvalidValue, NotFound.
    """
    if (opportunity_id is None) == (order_id is None):
        raise InvalidValue(
            "A thread begins with a deal or with an order.", remedy="Name one of them, not both."
        )
    found = every(connection, _Found, _STEPS, {"opportunity": opportunity_id, "order": order_id})
    if not found:
        thing = "order" if opportunity_id is None else "opportunity"
        raise NotFound(thing, order_id if opportunity_id is None else opportunity_id)
    lines = _lines(connection, found)
    return [
        Step(
            step.kind,
            step.number,
            step.on,
            step.amount,
            step.currency_code,
            lines.get(_key(step), ()),
        )
        for step in found
    ]


def _key(step: _Found) -> object:
    """Where the entries of a step are found: by their key, or by their document."""
    return step.entry_id or (step.company_id, step.document_type, step.number)


def _lines(
    connection: Connection, steps: Sequence[_Found]
) -> Mapping[object, tuple[EntryLine, ...]]:
    posted = [step for step in steps if step.document_type is not None]
    found = every(
        connection,
        _Line,
        "with documents as (select * from unnest(%s::bigint[], %s::text[], %s::text[])"
        "  as named (company_id, document_type, document_number))"
        " select entry_number, account_code, debit, credit, entries.entry_id,"
        "  entries.company_id, entries.document_type, entries.document_number"
        " from erp.journal_entries as entries join erp.journal_lines using (entry_id)"
        " where entry_id = any(%s) or (entries.document_number = any(%s)"
        "  and (entries.company_id, document_type, document_number) in (select * from documents))"
        " order by entry_id, line_number",
        [
            [step.company_id for step in posted],
            [step.document_type for step in posted],
            [step.number for step in posted],
            [step.entry_id for step in steps if step.entry_id is not None],
            [step.number for step in posted],
        ],
    )
    sorted_lines: dict[object, list[EntryLine]] = {}
    for line in found:
        shown = EntryLine(line.entry_number, line.account_code, line.debit, line.credit)
        for key in (
            line.entry_id,
            (line.company_id, line.document_type, line.document_number),
        ):
            sorted_lines.setdefault(key, []).append(shown)
    return {key: tuple(lines) for key, lines in sorted_lines.items()}


_STEPS = """
    with named_orders as (
        select order_id, quote_id from erp.sales_orders left join erp.quotes using (quote_id)
        where order_id = %(order)s or quotes.opportunity_id = %(opportunity)s
    ),
    deals as (
        select %(opportunity)s::bigint as opportunity_id
        union select opportunity_id from erp.quotes join named_orders using (quote_id)
    ),
    named_invoices as (
        select invoice_id from erp.invoice_lines
        join erp.sales_order_lines using (order_line_id) join named_orders using (order_id)
        union select invoice_id from erp.invoices join named_orders using (order_id)
        where kind = 'down_payment'
    ),
    steps as (
        select 1 as place, 'opportunity' as kind, opportunity_number as number,
            coalesce(closed_on, created_on) as on, amount, currency_code,
            null::bigint as company_id, null as document_type, null::bigint as entry_id
        from crm.opportunities join deals using (opportunity_id)
        union all
        select 2, 'quote', quote_number, quoted_on,
            (select sum(net_amount) from erp.quote_lines
                where quote_lines.quote_id = quotes.quote_id),
            currency_code, company_id, null, null
        from erp.quotes
        where quote_id in (select quote_id from named_orders)
            or opportunity_id in (select opportunity_id from deals)
        union all
        select 3, 'order', order_number, ordered_on,
            (select sum(net_amount) from erp.sales_order_lines as lines
                where lines.order_id = orders.order_id),
            currency_code, company_id, null, null
        from erp.sales_orders as orders join named_orders using (order_id)
        union all
        select 4, 'cancellation', order_number, cancelled_on, -sum(cancelled.net_amount),
            currency_code, company_id, null, null
        from erp.sales_order_cancellations as cancelled
        join erp.sales_order_lines using (order_line_id)
        join erp.sales_orders using (order_id) join named_orders using (order_id)
        group by order_number, cancelled_on, currency_code, company_id
        union all
        select 5, 'delivery', delivery_number, delivered_on,
            (select sum(cost_amount) from erp.delivery_lines as lines
                where lines.delivery_id = deliveries.delivery_id),
            companies.currency_code, company_id, 'delivery', null
        from erp.deliveries join named_orders using (order_id)
        join erp.companies using (company_id)
        union all
        select 6, case kind when 'sale' then 'invoice' else kind end, invoice_number, posted_on,
            gross_amount, currency_code, company_id, 'invoice', null
        from erp.invoices join named_invoices using (invoice_id)
        union all
        select 7, 'credit_note', credit_note_number, posted_on, -gross_amount, currency_code,
            company_id, 'credit_note', null
        from erp.credit_notes join named_invoices using (invoice_id)
        union all
        select 8, case when entry_id is null then 'payment' else 'cash_application' end,
            payment_number, applied_on, sum(paid.amount), currency_code, company_id,
            case when entry_id is null then 'payment' end, entry_id
        from erp.payment_allocations as paid join named_invoices using (invoice_id)
        join erp.payments using (payment_id)
        group by payment_number, applied_on, currency_code, company_id, entry_id
        union all
        select 8, 'rebate_application', rebate_number, applied_on, sum(given.amount),
            companies.currency_code, company_id, null, entry_id
        from erp.rebate_allocations as given join named_invoices using (invoice_id)
        join erp.rebates using (rebate_id) join erp.companies using (company_id)
        group by rebate_number, applied_on, companies.currency_code, company_id, entry_id
        union all
        select 9, 'write_off', invoice_number, written_off_on, -amount, written.currency_code,
            written.company_id, null, entry_id
        from erp.write_offs as written join named_invoices using (invoice_id)
        join erp.invoices using (invoice_id)
        union all
        select 10, 'refund', refund_number, refunded_on, -amount, currency_code, company_id,
            'refund', null
        from erp.refunds join named_invoices using (invoice_id)
    )
    select kind, number, steps.on, amount, currency_code, company_id, document_type, entry_id
    from steps order by steps.on, place, number, entry_id
"""
