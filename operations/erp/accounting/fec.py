"""The FEC (fichier des écritures comptables) of a fiscal year, as the French tax office reads it.

Account numbers are filled with zeros to six digits ("37" → "370000"): the rule wants three at
least. The file is UTF-8, ISO 8859-15 or ASCII, which article A 47 A-1 (XII 1°) allows alike; XI 3°
wants that whoever gets it is told which.

A year after the first begins with its opening balances, journal AN: the entry that the closing of
the year before posted; or, when it was never closed, accounts of classes 1 to 5 as they stood (the
parties' one by one), and the result of all years before as 110 or 119.
"""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from affluent.errors import LawBroken
from operations.database.connection import Connection
from operations.erp.accounting.errors import NothingToExport
from operations.erp.accounting.fec_lines import Line, fec_lines
from operations.errors import InvalidValue
from standards.fec import Examined, Fault, examine
from standards.fec.columns import COLUMNS
from standards.fec.faults import listed

DIGITS: Final = 6
# EBCDIC, which part III of the article names, is for other copies than the FEC.
ENCODINGS: Final = ("ascii", "utf-8", "iso-8859-15")


def write_fec(
    connection: Connection,
    path: Path,
    *,
    start: dt.date,
    end: dt.date,
    company_id: int = 1,
    encoding: str = "utf-8",
) -> Examined:
    """Write a company's FEC of the days from ``start`` to ``end``; return what was counted in it.

    The file appears whole, and only when it obeys the rules; until then an older one stands.
    Characters that ``encoding`` has not lose their accents. Raises InvalidValue, NothingToExport,
    LawBroken.
    """
    if encoding not in ENCODINGS:
        raise InvalidValue(
            f"The FEC cannot be written in {encoding}.",
            remedy=f"Give one of: {', '.join(ENCODINGS)}.",
        )
    lines = fec_lines(connection, start=start, end=end, company_id=company_id)
    if not lines:
        raise NothingToExport(
            f"Nothing was posted from {start} to {end}.",
            remedy="Name a fiscal year of the books: affluent erp periods lists their months.",
        )
    beside = path.with_name(f".{path.name}.writing")
    try:
        with beside.open("wb") as handle:
            handle.writelines(encoded(row, encoding) for row in text(lines))
            handle.flush()
            os.fsync(handle.fileno())
        examined = examine(beside.read_bytes(), closed_on=end)
        if not examined.is_chronological:  # of others' files it is only remarked on
            examined.faults.append(Fault(0, "its entries are not in the order of their days"))
        if examined.faults:
            raise LawBroken(
                listed(examined.faults, of=f"The FEC from {start} to {end} breaks rules"),
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
        # A document is posted on its own day; what an opening carries over is older.
        f"{line.piece_on:%Y%m%d}" if line.piece_on else day,
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


def encoded(row: str, encoding: str) -> bytes:
    """A row as bytes; what the encoding has not loses its accent, or becomes a question mark.

    >>> encoded("Łódź – café", "ascii"), encoded("Żory: 5 €, café", "iso-8859-15")
    (b'?odz ? cafe', b'Zory: 5 \\xa4, caf\\xe9')
    """
    try:
        return row.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(_nearest(character, encoding) for character in row)


def _nearest(character: str, encoding: str) -> bytes:
    for candidate in (character, unicodedata.normalize("NFKD", character)[:1]):
        try:
            return candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
    return b"?"
