"""Credit notes of suppliers: for what went back, never came, cost too much or bore too much VAT."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.model import PAYABLES, PURCHASE_JOURNAL, Posting, reversed_sides
from operations.erp.accounting.periods import require_open
from operations.erp.accounting.vat import Tax
from operations.erp.party.suppliers import supplier
from operations.erp.purchasing import credit_rows, postings
from operations.erp.purchasing.credit_plan import (
    Given,
    InvoicedLine,
    Reason,
    invoiced_lines,
    planned,
)
from operations.erp.purchasing.errors import TooEarly
from operations.erp.purchasing.model import spread
from operations.erp.purchasing.ordered import locked_orders
from operations.erp.purchasing.owed import OpenInvoice, locked_invoices
from operations.erp.purchasing.references import require_new_credit_note
from operations.erp.purchasing.return_plan import paid_parts
from operations.erp.purchasing.revaluations import Change, borne_here, revalue_stock
from operations.erp.purchasing.taxes import Taxed, limited, taxed, taxes_of
from operations.errors import InvalidValue, NotFound
from operations.money import require_cents, to_cents
from operations.numbering import next_number


def credit(
    connection: Connection,
    *,
    supplier_invoice_id: int,
    supplier_reference: str,
    posted_on: dt.date,
    reason: Reason,
    lines: Mapping[int, Decimal] | None = None,
    tax_amount: Decimal | None = None,
) -> int:
    """Record what a supplier gives back of an invoice; return the credit note's key.

    ``lines`` says for each invoice line the quantity that went back (``return``) or never came
    (``quantity``), or the amount ex VAT (``price``), in the invoice's currency; ``tax_amount`` is
    for the reason ``tax`` alone. A difference that it covers blocks the invoice no more. Raises
    OverCredit, DuplicateReference, NotInDocument, NoLines, TooEarly, NotFound, InvalidValue,
    PeriodClosed.
    """
    invoice = _locked(connection, supplier_invoice_id)
    number = invoice.supplier_invoice_number
    document = f"credit note of supplier invoice {number}"
    if posted_on < invoice.posted_on:
        raise TooEarly(
            "credit note", posted_on, of=f"supplier invoice {number}", earliest=invoice.posted_on
        )
    require_new_credit_note(
        connection,
        supplier_reference,
        seller=supplier(connection, invoice.supplier_id),
        company_id=invoice.company_id,
    )
    require_open(connection, posted_on, document=document, company_id=invoice.company_id)
    invoiced = invoiced_lines(connection, supplier_invoice_id)
    plan = planned(number, invoiced, reason, lines or {}, invoice.exchange_rate)
    taxes = taxes_of(connection, {line.tax_code for line in invoiced})
    if reason == "tax":
        parts = [_tax_alone(invoice, invoiced, taxes, tax_amount)]
    else:
        parts = _taxes(invoice, document, plan, taxes)
    changes = _changes(connection, plan)
    borne = borne_here(connection, changes, company_id=invoice.company_id)
    own_number = next_number(connection, "supplier_credit_note", invoice.company_id)
    place = postings.Place(invoice.company_id, posted_on, "supplier_credit_note", own_number)
    sums = credit_rows.Sums.of(plan, parts)
    note_id = credit_rows.write(
        connection,
        place,
        invoice,
        supplier_reference=supplier_reference,
        reason=reason,
        plan=plan,
        parts=parts,
        sums=sums,
        stock_amounts=_by_line(plan, changes, [part.stock_amount_base for part in borne]),
    )
    entry = postings.entry(
        PURCHASE_JOURNAL,
        place,
        [
            invoice.owed(sums.gross_base, sums.gross).posting(-1),
            *_given_back(plan),
            *(
                posting
                for part in parts
                for posting in reversed_sides(part.tax.lines_of(part.posted_amount_base))
            ),
        ],
    )
    if entry is not None:
        post_in_open(connection, entry)
    revalue_stock(connection, place, borne)
    credit_rows.close_covered(connection, supplier_invoice_id, posted_on)
    letter_when_settled(
        connection,
        invoice_number=number,
        account_code=PAYABLES,
        company_id=invoice.company_id,
        supplier_id=invoice.supplier_id,
    )
    return note_id


def _locked(connection: Connection, supplier_invoice_id: int) -> OpenInvoice:
    """The invoice, after its orders: returns and receipts wait too. Raises NotFound."""
    rows = connection.execute(
        "select distinct purchase_order_id from erp.supplier_invoice_lines"
        " join erp.purchase_order_lines using (purchase_order_line_id)"
        " where supplier_invoice_id = %s",
        [supplier_invoice_id],
    ).fetchall()
    locked_orders(connection, sorted(row[0] for row in rows))
    found = locked_invoices(connection, [supplier_invoice_id]).get(supplier_invoice_id)
    if found is None:
        raise NotFound("supplier invoice", supplier_invoice_id)
    return found


def _taxes(
    invoice: OpenInvoice, document: str, plan: Sequence[Given], taxes: Mapping[str | None, Tax]
) -> list[Taxed]:
    net = sum((given.net_amount for given in plan), Decimal(0))
    return limited(
        taxed(
            (
                (taxes.get(given.line.tax_code), given.net_amount, given.net_amount_base)
                for given in plan
            ),
            invoice.exchange_rate,
        ),
        left=invoice.tax_amount - invoice.credited_tax,
        left_base=invoice.tax_amount_base - invoice.credited_tax_base,
        is_last=net == invoice.net_amount - invoice.credited_net,
        exchange_rate=invoice.exchange_rate,
        document=document,
    )


def _tax_alone(
    invoice: OpenInvoice,
    invoiced: Sequence[InvoicedLine],
    taxes: Mapping[str | None, Tax],
    amount: Decimal | None,
) -> Taxed:
    """VAT that was charged too high, on the code of the largest line that bears any."""
    left = invoice.tax_amount - invoice.credited_tax
    given = amount or Decimal(0)
    require_cents(given, what="The VAT of the credit note")
    if not 0 < given <= left:
        raise InvalidValue(
            f"Supplier invoice {invoice.supplier_invoice_number}: a VAT of {given} cannot be "
            f"credited, {left} is left of it.",
            remedy=f"Give an amount above zero, and at most {left}.",
        )
    bearing = [line for line in invoiced if line.tax_code and taxes[line.tax_code].charged_rate]
    largest = max(bearing, key=lambda line: line.net_amount)
    left_base = invoice.tax_amount_base - invoice.credited_tax_base
    base = left_base if given == left else min(to_cents(given * invoice.exchange_rate), left_base)
    return Taxed(taxes[largest.tax_code], Decimal(0), Decimal(0), given, base)


def _given_back(plan: Sequence[Given]) -> list[Posting]:
    """What was claimed and is now less debt, and by how much the charge was too high."""
    sums: dict[tuple[str, int | None, str | None], Decimal] = {}
    for given in plan:
        for account, cost_centre_id, amount in (
            (postings.CREDITS_EXPECTED, None, given.expected_amount_base),
            (postings.INVOICED_NOT_RECEIVED, None, given.pending_amount_base),
            (given.line.account_code, given.line.cost_centre_id, given.cost_amount_base),
        ):
            key = (account, cost_centre_id, given.line.tax_code)
            sums[key] = sums.get(key, Decimal(0)) + amount
    return [
        postings.debit(account, -amount, cost_centre_id, tax_code)
        for (account, cost_centre_id, tax_code), amount in sums.items()
    ]


def _changes(connection: Connection, plan: Sequence[Given]) -> list[Change]:
    """What a better price takes off the goods that came, by receipt line."""
    cheaper = {
        given.line.supplier_invoice_line_id: given.cost_amount_base
        for given in plan
        if not given.quantity and given.line.quantity and given.cost_amount_base
    }
    if not cheaper:
        return []
    paid = paid_parts(connection, invoice_line_ids=list(cheaper))
    changes = []
    for key, amount in cheaper.items():
        own = [part for part in paid if part.supplier_invoice_line_id == key]
        shares = spread(amount, [part.quantity for part in own]) if own else []
        changes += [
            Change(part.receipt_line_id, part.quantity, -share, invoice_line_id=key)
            for part, share in zip(own, shares, strict=True)
        ]
    return changes


def _by_line(
    plan: Sequence[Given], changes: Sequence[Change], amounts: Sequence[Decimal]
) -> list[Decimal]:
    """By how much the stock is worth less, for each line of the credit note."""
    lowered: dict[int | None, Decimal] = {}
    for change, amount in zip(changes, amounts, strict=True):
        key = change.invoice_line_id
        lowered[key] = lowered.get(key, Decimal(0)) - amount
    return [lowered.get(given.line.supplier_invoice_line_id, Decimal(0)) for given in plan]
