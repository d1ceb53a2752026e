"""The rows of a supplier's credit note, and the differences that it settles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.purchasing.credit_plan import Given, Reason
from operations.erp.purchasing.owed import OpenInvoice
from operations.erp.purchasing.postings import Place
from operations.erp.purchasing.taxes import Taxed, charged, charged_base


@dataclass(frozen=True)
class Sums:
    """What a credit note is worth, in its currency and (``_base``) in the company's."""

    net: Decimal
    tax: Decimal
    net_base: Decimal
    tax_base: Decimal

    @classmethod
    def of(cls, plan: Sequence[Given], parts: Sequence[Taxed]) -> Sums:
        """The sums of its lines and its VAT."""
        return cls(
            sum((given.net_amount for given in plan), Decimal(0)),
            charged(parts),
            sum((given.net_amount_base for given in plan), Decimal(0)),
            charged_base(parts),
        )

    @property
    def gross(self) -> Decimal:
        """What is owed less, in its currency."""
        return self.net + self.tax

    @property
    def gross_base(self) -> Decimal:
        """What is owed less, in company currency."""
        return self.net_base + self.tax_base


def write(
    connection: Connection,
    place: Place,
    invoice: OpenInvoice,
    *,
    supplier_reference: str,
    reason: Reason,
    plan: Sequence[Given],
    parts: Sequence[Taxed],
    sums: Sums,
    stock_amounts: Sequence[Decimal],
) -> int:
    """Write the credit note and its lines; return its key."""
    note_id = insert(
        connection,
        "insert into erp.supplier_credit_notes (supplier_credit_note_number, company_id,"
        " supplier_invoice_id, supplier_id, supplier_reference, posted_on, reason, currency_code,"
        " exchange_rate, net_amount, tax_amount, gross_amount, net_amount_base, tax_amount_base,"
        " gross_amount_base) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning supplier_credit_note_id",
        [
            place.number,
            place.company_id,
            invoice.supplier_invoice_id,
            invoice.supplier_id,
            supplier_reference.strip(),
            place.on,
            reason,
            invoice.currency_code,
            invoice.exchange_rate,
            sums.net,
            sums.tax,
            sums.gross,
            sums.net_base,
            sums.tax_base,
            sums.gross_base,
        ],
    )
    rates = {part.tax.code: part.tax.charged_rate for part in parts}
    connection.execute(
        "insert into erp.supplier_credit_note_lines (supplier_credit_note_id, line_number,"
        " supplier_invoice_line_id, quantity, net_amount, net_amount_base, tax_rate,"
        " expected_amount_base, pending_amount_base, stock_amount_base)"
        " select %s, line_number, invoice_line, quantity, net, net_base, rate, expected, pending,"
        "  stock"
        " from unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::numeric[], %s::numeric[]) with ordinality as lines (invoice_line,"
        "  quantity, net, net_base, rate, expected, pending, stock, line_number)",
        [
            note_id,
            [given.line.supplier_invoice_line_id for given in plan],
            [given.quantity for given in plan],
            [given.net_amount for given in plan],
            [given.net_amount_base for given in plan],
            [rates.get(given.line.tax_code or "", Decimal(0)) for given in plan],
            [given.expected_amount_base for given in plan],
            [given.pending_amount_base for given in plan],
            list(stock_amounts),
        ],
    )
    return note_id


def close_covered(connection: Connection, supplier_invoice_id: int, on: dt.date) -> None:
    """Close the differences that the credit notes of an invoice cover together.

    A price when so much was given back of its line, a quantity when nothing of the line is to
    come, VAT when so much of it was, an expense when so much of the invoice was.
    """
    connection.execute(
        "update erp.match_exceptions as waiting set status = 'credited',"
        " closed_on = greatest(raised_on, %(on)s)"
        " where supplier_invoice_id = %(key)s and closed_on is null"
        " and difference_amount_base > 0 and case reason"
        "  when 'price' then difference_amount_base <= (select sum(given.net_amount_base)"
        "   from erp.supplier_credit_note_lines as given"
        "   join erp.supplier_credit_notes as notes using (supplier_credit_note_id)"
        "   where given.supplier_invoice_line_id = waiting.supplier_invoice_line_id"
        "    and notes.reason = 'price')"
        "  when 'quantity' then (select lines.pending_quantity"
        "    - coalesce((select sum(quantity) from erp.invoice_matches as matches"
        "     where matches.supplier_invoice_line_id = lines.supplier_invoice_line_id"
        "      and matches.is_later), 0)"
        "    - coalesce((select sum(quantity) from erp.supplier_credit_note_lines as given"
        "     join erp.supplier_credit_notes as notes using (supplier_credit_note_id)"
        "     where given.supplier_invoice_line_id = lines.supplier_invoice_line_id"
        "      and notes.reason = 'quantity'), 0) <= 0"
        "   from erp.supplier_invoice_lines as lines"
        "   where lines.supplier_invoice_line_id = waiting.supplier_invoice_line_id)"
        "  when 'tax' then difference_amount_base <= (select sum(tax_amount_base)"
        "   from erp.supplier_credit_notes as notes where notes.reason = 'tax'"
        "    and notes.supplier_invoice_id = waiting.supplier_invoice_id)"
        "  else difference_amount_base <= (select sum(net_amount_base)"
        "   from erp.supplier_credit_notes as notes"
        "   where notes.supplier_invoice_id = waiting.supplier_invoice_id) end",
        {"on": on, "key": supplier_invoice_id},
    )
