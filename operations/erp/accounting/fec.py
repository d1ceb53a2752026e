"""The FEC (fichier des écritures comptables) of a fiscal year, as the French tax office reads it.

Account numbers are filled with zeros to six digits ("37" → "370000"): the rule wants three at
least. A year after the first begins with its opening balances, journal AN: accounts of classes 1
to 5 as they stood (the customers' one by one), and the result of all years before as 110 or 119.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from affluent.errors import LawBroken
from operations.database.connection import Connection, every
from operations.erp.accounting.errors import NothingToExport
from operations.erp.accounting.fec_rules import COLUMNS, Examined, examine
from operations.erp.accounting.model import OPENING_JOURNAL

DIGITS: Final = 6
CARRIED_PROFIT: Final = "110"
CARRIED_LOSS: Final = "119"
SHOWN_FAULTS: Final = 5


@dataclass(frozen=True)
class Line:
    """A line of the ledger with all that the FEC says of it."""

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


@dataclass(frozen=True)
class _Opening:
    account_code: str
    account_name: str
    party_number: str | None
    party_name: str | None
    balance: Decimal


def fiscal_year(year: int, *, first_month: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a fiscal year; it bears the number of the year it ends in."""
    start = dt.date(year if first_month == 1 else year - 1, first_month, 1)
    return start, start.replace(year=start.year + 1) - dt.timedelta(days=1)


def write_fec(
    connection: Connection, path: Path, *, start: dt.date, end: dt.date, company_id: int = 1
) -> Examined:
    """Write a company's FEC of the days from ``start`` to ``end``; return what was counted in it.

    The file appears whole, and only when it obeys the rules; until then an older one stands.
    Raises NothingToExport, LawBroken.
    """
    posted = _posted(connection, start, end, company_id)
    if not posted:
        raise NothingToExport(
            f"Nothing was posted from {start} to {end}.",
            remedy="Name a fiscal year of the books: affluent erp periods lists their months.",
        )
    lines = [*_openings(connection, start, company_id), *posted]
    beside = path.with_name(f".{path.name}.writing")
    try:
        with beside.open("w", encoding="utf-8", newline="") as handle:
            handle.writelines(text(lines))
            handle.flush()
            os.fsync(handle.fileno())
        examined = examine(beside)
        if examined.faults:
            shown = "; ".join(str(fault) for fault in examined.faults[:SHOWN_FAULTS])
            raise LawBroken(
                f"The FEC from {start} to {end} breaks {len(examined.faults)} rules: {shown}.",
                remedy="Correct these documents in the books; nothing was written.",
            )
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return examined


def text(lines: Iterable[Line]) -> Iterator[str]:
    """The rows of the file, header first, each with the end of its line."""
    yield "\t".join(COLUMNS) + "\r\n"
    for line in lines:
        yield "\t".join(_fields(line)) + "\r\n"


def _fields(line: Line) -> list[str]:
    day = f"{line.posted_on:%Y%m%d}"
    return [
        _clean(line.journal_code),
        _clean(line.journal_name),
        _clean(line.entry_number),
        day,
        line.account_code.ljust(DIGITS, "0"),
        _clean(line.account_name),
        _clean(line.party_number or ""),
        _clean(line.party_name or ""),
        _clean(line.document_number),
        day,  # a document is posted on its own day
        _clean(line.label),
        _comma(line.debit),
        _comma(line.credit),
        line.lettering_code or "",
        f"{line.lettered_on:%Y%m%d}" if line.lettered_on else "",
        day,  # what is posted is never changed: it is valid from its day on
        "" if line.document_amount is None else _comma(line.document_amount),
        line.currency_code or "",
    ]


def _clean(value: str) -> str:
    """A field without tabs, ends of lines or other white space that a reader could split at."""
    return " ".join(value.split())


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _posted(connection: Connection, start: dt.date, end: dt.date, company_id: int) -> list[Line]:
    """The lines of the year; a letter of a later day does not belong to it."""
    return every(
        connection,
        Line,
        "select entries.journal_code, journals.name as journal_name, entries.entry_number,"
        " entries.posted_on, lines.account_code, accounts.name as account_name,"
        " coalesce(customers.customer_number, suppliers.supplier_number) as party_number,"
        " coalesce(customers.name, suppliers.name) as party_name,"
        " entries.document_number, lines.label, lines.debit, lines.credit,"
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
        " order by entries.posted_on, length(entries.entry_number), entries.entry_number,"
        "  lines.line_number",
        {"start": start, "end": end, "company": company_id},
    )


def _openings(connection: Connection, start: dt.date, company_id: int) -> list[Line]:
    """The opening balances, computed: classes 1 to 5 as they stood, the result carried over."""
    found = every(
        connection,
        _Opening,
        "select lines.account_code, accounts.name as account_name,"
        " coalesce(customers.customer_number, suppliers.supplier_number) as party_number,"
        " coalesce(customers.name, suppliers.name) as party_name,"
        " sum(lines.debit - lines.credit) as balance"
        " from erp.journal_lines as lines"
        " join erp.journal_entries as entries using (entry_id)"
        " join erp.ledger_accounts as accounts using (account_code)"
        " left join erp.customers on customers.customer_id = lines.customer_id"
        " left join erp.suppliers on suppliers.supplier_id = lines.supplier_id"
        " where entries.company_id = %s and entries.posted_on < %s"
        "  and accounts.account_class between 1 and 5"
        " group by lines.account_code, accounts.name, customers.customer_number, customers.name,"
        "  suppliers.supplier_number, suppliers.name"
        " having sum(lines.debit - lines.credit) <> 0"
        " order by lines.account_code, party_number",
        [company_id, start],
    )
    result = -sum((opening.balance for opening in found), Decimal(0))
    if result:
        code = CARRIED_LOSS if result > 0 else CARRIED_PROFIT
        name = _account_name(connection, code)
        found.append(_Opening(code, name, None, None, result))
    journal = _journal_name(connection)
    return [_opening_line(opening, start, journal) for opening in found]


def _opening_line(opening: _Opening, start: dt.date, journal_name: str) -> Line:
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


def _account_name(connection: Connection, code: str) -> str:
    query = "select name from erp.ledger_accounts where account_code = %s"
    row = connection.execute(query, [code]).fetchone()
    return code if row is None else str(row[0])


def _journal_name(connection: Connection) -> str:
    query = "select name from erp.journals where journal_code = %s"
    row = connection.execute(query, [OPENING_JOURNAL]).fetchone()
    return OPENING_JOURNAL if row is None else str(row[0])
