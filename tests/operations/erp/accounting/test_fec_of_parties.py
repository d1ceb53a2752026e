"""Customers, suppliers and foreign amounts in the FEC, of a year and of the one that it opens."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from bookkeeping import Books
from trade import Trade

from operations.erp.accounting import fec
from operations.erp.accounting.errors import NothingToExport
from operations.erp.accounting.model import Posting
from operations.erp.accounting.year_end import close_year

MARCH = dt.date(2024, 3, 12)


def _rows(trade: Trade, path: Path, year: int) -> list[dict[str, str]]:
    """The lines of parties in the FEC of a year; writing it checks its rules."""
    file = path / f"123456789FEC{year}1231.txt"
    fec.write_fec(trade.connection, file, start=dt.date(year, 1, 1), end=dt.date(year, 12, 31))
    header, *lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    rows = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    return [row for row in rows if row["CompAuxNum"]]


@pytest.fixture
def books(trade: Trade) -> Books:
    """500 dollars owed to a supplier, posted as 460 euros."""
    made = Books(trade)
    made.post(
        "AC",
        MARCH,
        "supplier_invoice",
        "F-1",
        Posting("607", debit=Decimal(460)),
        Posting(
            "401",
            credit=Decimal(460),
            supplier_id=made.supplier,
            reference="F-1",
            currency_code="USD",
            document_amount=Decimal(-500),
        ),
    )
    return made


def test_a_supplier_and_his_dollars_are_in_the_file(
    trade: Trade, books: Books, tmp_path: Path
) -> None:
    (row,) = _rows(trade, tmp_path, 2024)
    number = trade.row("select supplier_number from erp.suppliers")
    assert (row["CompteNum"], row["CompAuxNum"], row["CompAuxLib"]) == (
        "401000",
        number,
        "Fonderie",
    )
    assert (row["Credit"], row["Montantdevise"], row["Idevise"]) == ("460,00", "-500,00", "USD")


def test_the_opening_of_the_next_year_keeps_them(
    trade: Trade, books: Books, tmp_path: Path
) -> None:
    close_year(trade.connection, year=2024)
    with pytest.raises(NothingToExport, match="from 2025-01-01"):
        _rows(trade, tmp_path, 2025)  # an opening alone is no year
    books.sell("10.00", dt.date(2025, 2, 1))
    opening, _ = _rows(trade, tmp_path, 2025)
    assert (opening["JournalCode"], opening["PieceRef"], opening["PieceDate"]) == (
        "AN",
        "F-1",
        "20240312",
    )
    assert (opening["Credit"], opening["Montantdevise"], opening["Idevise"]) == (
        "460,00",
        "-500,00",
        "USD",
    )
