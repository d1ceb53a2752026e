"""Lettering (lettrage): which lines of a party settle each other, to the cent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase

from operations.database.connection import Connection, every, insert
from operations.erp.accounting.errors import NotLetterable, NotSettled
from operations.erp.accounting.model import CLOSING_JOURNAL, RECEIVABLES
from operations.errors import NotFound
from operations.numbering import next_count

SHORTEST = 3


@dataclass(frozen=True)
class OpenLine:
    """A line of the ledger as lettering needs it."""

    journal_line_id: int
    entry_number: str
    posted_on: dt.date
    account_code: str
    company_id: int
    customer_id: int | None
    supplier_id: int | None
    lettering_id: int | None
    balance: Decimal


def letter(connection: Connection, *, line_ids: Sequence[int], on: dt.date) -> int:
    """Say that these lines settle each other; return the lettering's key.

    They are of one account and one party, lettered by nothing yet, and sum to zero. ``on`` is
    not before the last of them. Raises NotFound, NotLetterable, NotSettled.
    """
    lines = _locked(connection, line_ids)
    _require_one_party(lines)
    latest = max(line.posted_on for line in lines)
    if on < latest:
        raise NotLetterable(
            f"{_named(lines)} cannot be lettered on {on}: one of them is of {latest}.",
            remedy=f"Letter them on {latest} or later.",
        )
    gap = sum((line.balance for line in lines), Decimal(0))
    if gap:
        raise NotSettled(_named(lines), gap)
    return _write(connection, lines, on)


def letter_when_settled(
    connection: Connection,
    *,
    invoice_number: str,
    account_code: str = RECEIVABLES,
    company_id: int = 1,
    customer_id: int | None = None,
    supplier_id: int | None = None,
) -> int | None:
    """Letter the lines of an invoice, its credit notes and its payments once nothing is owed.

    It is found by its number among the lines of its own party: a supplier's numbers are theirs,
    and a line of another customer that names the invoice settles nothing of it.

    Return the lettering's key; None while something is open, or when nothing was posted.
    """
    lines = every(
        connection,
        OpenLine,
        _LINES + " where lines.reference = %s and lines.account_code = %s"
        " and entries.company_id = %s and lines.customer_id is not distinct from %s"
        " and lines.supplier_id is not distinct from %s and lines.lettering_id is null"
        " order by lines.journal_line_id for no key update of lines",
        [invoice_number, account_code, company_id, customer_id, supplier_id],
    )
    if not lines or sum((line.balance for line in lines), Decimal(0)):
        return None
    return _write(connection, lines, max(line.posted_on for line in lines))


def unletter(connection: Connection, *, lettering_id: int) -> None:
    """Open the lines of a lettering again: they did not belong together.

    Its code is not given again. Raises NotFound, NotLetterable.
    """
    found = connection.execute(
        "select code, undone_at is not null, exists (select from erp.journal_lines as lines"
        "  join erp.journal_entries using (entry_id)"
        "  where lines.lettering_id = letterings.lettering_id and journal_code = %s)"
        " from erp.letterings where lettering_id = %s for update",
        [CLOSING_JOURNAL, lettering_id],
    ).fetchone()
    if found is None:
        raise NotFound("lettering", lettering_id)
    code, is_undone, is_of_closed_year = found
    if is_undone:
        raise NotLetterable(
            f"Lettering {code} was undone already.", remedy="Nothing is to be done."
        )
    if is_of_closed_year:
        raise NotLetterable(
            f"Lettering {code} was carried over by the closing of its year.",
            remedy="Post the correction in an open period.",
        )
    connection.execute(
        "update erp.journal_lines set lettering_id = null where lettering_id = %s", [lettering_id]
    )
    connection.execute(
        "update erp.letterings set undone_at = clock_timestamp() where lettering_id = %s",
        [lettering_id],
    )


def code_of(count: int) -> str:
    """The code of the first, second … lettering: AAA, AAB … ZZZ, AAAA.

    >>> [code_of(1), code_of(2), code_of(26**3), code_of(26**3 + 1)]
    ['AAA', 'AAB', 'ZZZ', 'AAAA']
    """
    rest, length = count - 1, SHORTEST
    while rest >= 26**length:
        rest -= 26**length
        length += 1
    letters = ""
    for _ in range(length):
        rest, place = divmod(rest, 26)
        letters = ascii_uppercase[place] + letters
    return letters


_LINES = (
    "select lines.journal_line_id, entries.entry_number, entries.posted_on, lines.account_code,"
    " entries.company_id, lines.customer_id, lines.supplier_id, lines.lettering_id,"
    " lines.debit - lines.credit as balance"
    " from erp.journal_lines as lines join erp.journal_entries as entries using (entry_id)"
)


def _locked(connection: Connection, line_ids: Sequence[int]) -> list[OpenLine]:
    lines = every(
        connection,
        OpenLine,
        _LINES + " where lines.journal_line_id = any(%s)"
        " order by lines.journal_line_id for no key update of lines",
        [list(line_ids)],
    )
    missing = set(line_ids) - {line.journal_line_id for line in lines}
    if missing:
        raise NotFound("journal line", min(missing))
    if len(lines) < 2:
        raise NotLetterable(
            "A lettering has two lines at least.", remedy="Name the lines that settle each other."
        )
    return lines


def _require_one_party(lines: Sequence[OpenLine]) -> None:
    lettered = [line for line in lines if line.lettering_id is not None]
    if lettered:
        raise NotLetterable(
            f"{_named(lettered)} is lettered already.", remedy="Leave out what is settled."
        )
    if len({line.account_code for line in lines}) > 1:
        raise NotLetterable(
            f"{_named(lines)} are of several accounts.", remedy="Letter one account at a time."
        )
    if len({(line.company_id, line.customer_id, line.supplier_id) for line in lines}) > 1:
        raise NotLetterable(
            f"{_named(lines)} are of several parties.", remedy="Letter one party at a time."
        )


def _named(lines: Sequence[OpenLine]) -> str:
    """The lines by their entries, as a bookkeeper finds them."""
    return ", ".join(f"{line.entry_number} on {line.account_code}" for line in lines)


def _write(connection: Connection, lines: Sequence[OpenLine], on: dt.date) -> int:
    company_id = lines[0].company_id
    return insert(
        connection,
        "with lettering as (insert into erp.letterings (company_id, code, account_code,"
        "  customer_id, supplier_id, lettered_on) values (%s, %s, %s, %s, %s, %s)"
        "  returning lettering_id)"
        " update erp.journal_lines as lines set lettering_id = lettering.lettering_id"
        " from lettering where lines.journal_line_id = any(%s) returning lines.lettering_id",
        [
            company_id,
            code_of(next_count(connection, _series(company_id))),
            lines[0].account_code,
            lines[0].customer_id,
            lines[0].supplier_id,
            on,
            [line.journal_line_id for line in lines],
        ],
    )


def letter_carried(
    connection: Connection,
    *,
    items: Sequence[tuple[int, int | None, Sequence[int]]],
    closing_entry_id: int,
    opening_entry_id: int,
    on: dt.date,
    company_id: int,
) -> None:
    """Letter open items with the entry that closes them, so that only their opening is open.

    ``items`` has the line number of each in both entries, the lettering that settled it after the
    year's end, if any, and its lines. What is settled already takes both new lines, which are
    nothing together.
    """
    settled = [(position, key) for position, key, _ in items if key is not None]
    connection.execute(
        "update erp.journal_lines as lines set lettering_id = settled.lettering_id"
        " from unnest(%s::integer[], %s::bigint[]) as settled (line_number, lettering_id)"
        " where lines.entry_id in (%s, %s) and lines.line_number = settled.line_number",
        [
            [position for position, _ in settled],
            [key for _, key in settled],
            closing_entry_id,
            opening_entry_id,
        ],
    )
    still_open = [(position, lines) for position, key, lines in items if key is None]
    if not still_open:
        return
    count = len(still_open)
    last = next_count(connection, _series(company_id), taken=count)
    codes = [code_of(last - count + number) for number in range(1, count + 1)]
    connection.execute(
        "with items as (select * from unnest(%(positions)s::integer[], %(codes)s::text[])"
        "   as items (line_number, code)),"
        " closing as (select lines.*, items.code from items join erp.journal_lines as lines"
        "   on lines.entry_id = %(entry)s and lines.line_number = items.line_number),"
        " made as (insert into erp.letterings (company_id, code, account_code, customer_id,"
        "   supplier_id, lettered_on)"
        "  select %(company)s, code, account_code, customer_id, supplier_id, %(on)s from closing"
        "  returning lettering_id, code),"
        " settled as (select journal_line_id, code from closing union all"
        "  select * from unnest(%(lines)s::bigint[], %(codes_of_lines)s::text[]))"
        " update erp.journal_lines as lines set lettering_id = made.lettering_id"
        " from settled join made using (code)"
        " where lines.journal_line_id = settled.journal_line_id",
        {
            "positions": [position for position, _ in still_open],
            "codes": codes,
            "entry": closing_entry_id,
            "company": company_id,
            "on": on,
            "lines": [line for _, lines in still_open for line in lines],
            "codes_of_lines": [
                code for code, (_, lines) in zip(codes, still_open, strict=True) for _ in lines
            ],
        },
    )


def _series(company_id: int) -> str:
    """Codes are one series for the books of a company."""
    return "lettering" if company_id == 1 else f"lettering/{company_id}"
