"""A year end: months closed, the result carried over, the next year opened item by item."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from bookkeeping import Books, balances, entry, look_at_rules
from trade import Trade

from operations.erp.accounting import fec
from operations.erp.accounting.allocation import allocate_result
from operations.erp.accounting.fiscal_years import closed_years
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.manual_entries import post_manual_entry
from operations.erp.accounting.model import Posting
from operations.erp.accounting.open_items import open_items
from operations.erp.accounting.trial_balance import year_balance
from operations.erp.accounting.year_end import close_year
from standards.fec import examine

MARCH, JUNE, DECEMBER = (dt.date(2024, month, 15) for month in (3, 6, 12))
NEW_YEAR, END_OF_2025 = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


def _paid(books: Books, invoice: str, amount: str, on: dt.date) -> None:
    books.post(
        "BQ",
        on,
        "payment",
        f"PAY-{invoice}-{on.month}",
        Posting("512", debit=Decimal(amount)),
        Posting("411", credit=Decimal(amount), customer_id=books.trade.customer, reference=invoice),
    )
    letter_when_settled(
        books.trade.connection, invoice_number=invoice, customer_id=books.trade.customer
    )


def _opening(trade: Trade) -> list[tuple[str, str | None, str]]:
    """The lines of the opening entry of 2025: account, reference, debit less credit."""
    rows = trade.connection.execute(
        "select account_code, reference, debit - credit from erp.journal_lines"
        " join erp.journal_entries using (entry_id) where entry_number = 'AN20250101'"
        " order by line_number"
    ).fetchall()
    return [(code, reference, str(balance)) for code, reference, balance in rows]


def _fec(trade: Trade, path: Path, year: int) -> list[dict[str, str]]:
    """The FEC of a year, which obeys the rules, as rows by the names of their columns."""
    file = path / f"123456789FEC{year}1231.txt"
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    fec.write_fec(trade.connection, file, start=start, end=end)
    assert examine(file.read_bytes(), closed_on=end).faults == []
    header, *lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def test_a_year_is_closed_and_the_next_one_opens_with_what_is_left(
    trade: Trade, tmp_path: Path
) -> None:
    books = Books(trade)
    # 2024: capital is paid in; three sales, of which one is paid, one in part; a purchase; wear.
    books.post(
        "OD",
        MARCH,
        "manual_entry",
        "ME-1",
        Posting("512", debit=Decimal(10000)),
        Posting("101", credit=Decimal(10000)),
    )
    paid = books.sell("1000.00", MARCH)
    part = books.sell("2000.00", JUNE)
    unpaid = books.sell("500.00", DECEMBER)
    bought = books.buy("700.00", JUNE)
    _paid(books, paid, "1200.00", JUNE)
    _paid(books, part, "400.00", DECEMBER)
    post_manual_entry(
        trade.connection,
        journal_code="OD",
        posted_on=dt.date(2024, 12, 31),
        description="Dotation 2024",
        lines=[Posting("681", debit=Decimal(300)), Posting("2815", credit=Decimal(300))],
    )
    # Before 2024 is closed, a customer pays in January what was open at its end.
    _paid(books, unpaid, "600.00", dt.date(2025, 1, 10))

    closed = close_year(trade.connection, year=2024)
    look_at_rules(trade)

    # All twelve months are frozen; products 3500 less charges 1000 are the result.
    assert closed.result_amount == Decimal("2500.00")
    assert trade.row(
        "select count(*) from erp.periods where status = 'open' and ends_on <= '2024-12-31'"
    ) == (0)
    # The opening: each open invoice by itself, other balances by account, the result on 120.
    assert _opening(trade) == [
        ("101", None, "-10000.00"),
        ("2815", None, "-300.00"),
        ("401", bought, "-840.00"),
        ("411", part, "2000.00"),
        ("411", unpaid, "600.00"),
        ("44566", None, "140.00"),
        ("44571", None, "-700.00"),
        ("512", None, "11600.00"),
        ("120", None, "-2500.00"),
    ]
    # The closing sets the same to zero against 891, so that sums over both years count once.
    assert entry(trade, "CL20241231")[-1] == ("891", "2500.00", "")
    assert balances(trade, "411", "512", "120", "891") == {
        "411": "2000.00",
        "512": "12200.00",
        "120": "-2500.00",
        "891": "2500.00",
    }

    # 2025 starts from there: charges and products at nothing.
    books.sell("100.00", dt.date(2025, 2, 1))
    year = {
        line.account_code: [line.opening, line.debit, line.credit, line.closing]
        for line in year_balance(trade.connection, start=NEW_YEAR, end=END_OF_2025)
    }
    assert year["707"] == [0, 0, 100, -100]
    assert year["411"] == [2600, 120, 600, 2120]
    assert "681" not in year

    # The rest of the invoice of 2024 is paid: its opening line is what it settles.
    _paid(books, part, "2000.00", dt.date(2025, 3, 3))
    look_at_rules(trade)
    items = open_items(trade.connection, account_code="411", on=dt.date(2025, 3, 3))
    assert [(str(item.amount), item.item_on) for item in items] == [("120.00", dt.date(2025, 2, 1))]

    # The FEC of 2024 has no entry that empties charges and products, nor letters of 2025 …
    rows = _fec(trade, tmp_path, 2024)
    assert {row["JournalCode"] for row in rows} == {"AC", "BQ", "OD", "VT"}
    assert {row["PieceRef"] for row in rows if row["EcritureLet"]} == {paid, f"PAY-{paid}-6"}
    # … that of 2025 begins with the posted opening, each item with its document and its day.
    rows = _fec(trade, tmp_path, 2025)
    opening = [row for row in rows if row["JournalCode"] == "AN"]
    assert rows[: len(opening)] == opening
    assert len(opening) == 9
    item = next(row for row in opening if row["PieceRef"] == part)
    payment = next(row for row in rows if row["PieceRef"] == f"PAY-{part}-3" and row["CompAuxNum"])
    assert (item["PieceDate"], item["EcritureDate"], item["Debit"]) == (
        "20240615",
        "20250101",
        "2000,00",
    )
    assert item["EcritureLet"] == payment["EcritureLet"] != ""
    supplier = next(row for row in opening if row["PieceRef"] == bought)
    assert (supplier["CompAuxLib"], supplier["Credit"]) == ("Fonderie", "840,00")

    # In May the partners decide: 5 % to the legal reserve, a dividend, the rest carried.
    allocate_result(
        trade.connection, year=2024, decided_on=dt.date(2025, 5, 20), dividends=Decimal(1000)
    )
    assert entry(trade, "AR2024") == [
        ("120", "2500.00", ""),
        ("1061", "", "125.00"),
        ("457", "", "1000.00"),
        ("110", "", "1375.00"),
    ]

    # And 2025 closes in its turn, with its own result alone.
    assert close_year(trade.connection, year=2025).result_amount == Decimal("100.00")
    look_at_rules(trade)
    assert balances(trade, "120", "110", "1061") == {
        "120": "-100.00",
        "110": "-1375.00",
        "1061": "-125.00",
    }
    assert [year.fiscal_year for year in closed_years(trade.connection)] == [2024, 2025]
