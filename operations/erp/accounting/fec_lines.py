"""What the FEC says of a year: the ledger's lines, and the balances that open the year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.accounting.fiscal_years import is_opened
from operations.erp.accounting.model import CLOSING_JOURNAL, OPENING_JOURNAL
from operations.erp.accounting.openings import Opening, computed_openings


@dataclass(frozen=True)
class Line:
    """A line of the ledger with all that the FEC says of it.

    ``piece_on`` is the day of its document where that is not the entry's: on opening lines.
    """

    journal_code: str
    journal_name: str
    entry_number: str
    posted_on: dt.date
    account_code: str
    account_name: str
    party_number: str | None
    party_name: str | None
    document_number: str
    label: str
    debit: Decimal
    credit: Decimal
    lettering_code: str | None = None
    lettered_on: dt.date | None = None
    currency_code: str | None = None
    document_amount: Decimal | None = None
    piece_on: dt.date | None = None


def fec_lines(
    connection: Connection, *, start: dt.date, end: dt.date, company_id: int
) -> list[Line]:
    """The lines of a year, opening first; none when nothing was posted in it.

    The opening is the posted one when the year before was closed, else it is computed.
    """
    posted = _posted(connection, start, end, company_id)
    if is_opened(connection, start=start, company_id=company_id):
        # An opening alone is no year.
        return posted if any(line.journal_code != OPENING_JOURNAL for line in posted) else []
    return [*_computed(connection, start, company_id), *posted] if posted else []


def _posted(connection: Connection, start: dt.date, end: dt.date, company_id: int) -> list[Line]:
    """The lines of the year; a letter of a later day does not belong to it."""
    return every(
        connection,
        Line,
        "select entries.journal_code, journals.name as journal_name, entries.entry_number,"
        " entries.posted_on, lines.account_code, accounts.name as account_name,"
        " coalesce(customers.customer_number, suppliers.supplier_number) as party_number,"
        " coalesce(customers.name, suppliers.name) as party_name,"
        " case when entries.document_type = 'year_opening' and lines.reference is not null"
        "  then lines.reference else entries.document_number end as document_number, lines.label,"
        " lines.item_on as piece_on, lines.debit, lines.credit,"
        " letterings.code as lettering_code, letterings.lettered_on, lines.currency_code,"
        " lines.document_amount"
        " from erp.journal_lines as lines"
        " join erp.journal_entries as entries using (entry_id)"
        " join erp.journals using (journal_code)"
        " join erp.ledger_accounts as accounts using (account_code)"
        " left join erp.customers on customers.customer_id = lines.customer_id"
        " left join erp.suppliers on suppliers.supplier_id = lines.supplier_id"
        " left join erp.letterings on letterings.lettering_id = lines.lettering_id"
        "  and letterings.lettered_on <= %(end)s"
        " where entries.company_id = %(company)s"
        "  and entries.posted_on between %(start)s and %(end)s"
        "  and entries.journal_code <> %(closing)s"
        " order by entries.posted_on, entries.document_type = 'year_opening' desc,"
        "  length(entries.entry_number), entries.entry_number,"
        "  lines.line_number",
        {"start": start, "end": end, "company": company_id, "closing": CLOSING_JOURNAL},
    )


def _computed(connection: Connection, start: dt.date, company_id: int) -> list[Line]:
    row = connection.execute(
        "select name from erp.journals where journal_code = %s", [OPENING_JOURNAL]
    ).fetchone()
    journal_name = OPENING_JOURNAL if row is None else str(row[0])
    openings = computed_openings(connection, start=start, company_id=company_id)
    return [_opening_line(opening, start, journal_name) for opening in openings]


def _opening_line(opening: Opening, start: dt.date, journal_name: str) -> Line:
    number = f"{OPENING_JOURNAL}{start:%Y%m%d}"
    return Line(
        journal_code=OPENING_JOURNAL,
        journal_name=journal_name,
        entry_number=number,
        posted_on=start,
        account_code=opening.account_code,
        account_name=opening.account_name,
        party_number=opening.party_number,
        party_name=opening.party_name,
        document_number=number,
        label="À nouveaux",
        debit=max(opening.balance, Decimal(0)),
        credit=max(-opening.balance, Decimal(0)),
    )
