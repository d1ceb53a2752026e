"""The FEC of the books is what the tax office's rules say, and nothing else is written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from trade import Trade, day

from affluent.errors import LawBroken
from operations.erp.accounting import fec
from operations.erp.accounting.commands import post
from operations.erp.accounting.errors import NothingToExport
from operations.erp.accounting.fiscal_years import fiscal_year
from operations.erp.accounting.model import Entry, Posting
from operations.erp.accounting.trial_balance import total, trial_balance
from operations.erp.sales import commands as sales
from operations.errors import InvalidValue
from standards.fec import examine

Row = dict[str, str]
START, END = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


def _sell_and_be_paid(trade: Trade) -> None:
    """An invoice paid whole in 2024, and another one that stays open."""
    invoice_id = trade.invoiced()
    trade.invoiced()
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(40),
        allocations={invoice_id: Decimal(1200)},
    )


def _read(path: Path) -> list[Row]:
    header, *lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def _written(trade: Trade, path: Path, start: dt.date = START, end: dt.date = END) -> list[Row]:
    fec.write_fec(trade.connection, path, start=start, end=end)
    return _read(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "123456789FEC20241231.txt"


def test_a_year_of_the_books_obeys_every_rule_and_balances(trade: Trade, path: Path) -> None:
    _sell_and_be_paid(trade)
    counted = fec.write_fec(trade.connection, path, start=START, end=END)
    assert (counted.lines, counted.entries) == (12, 5)
    assert (counted.debit, counted.credit) == total(trial_balance(trade.connection, end=END))
    assert examine(path.read_bytes(), closed_on=END).faults == []


def test_a_line_says_who_what_and_how_it_was_settled(trade: Trade, path: Path) -> None:
    _sell_and_be_paid(trade)
    line = next(row for row in _written(trade, path) if row["CompAuxNum"])
    number = trade.row("select customer_number from erp.customers")
    assert line == {
        "JournalCode": "VT",
        "JournalLib": "Ventes",
        "EcritureNum": line["EcritureNum"],
        "EcritureDate": "20240303",
        "CompteNum": "411000",
        "CompteLib": "Clients",
        "CompAuxNum": number,
        "CompAuxLib": "Atelier du Forez",
        "PieceRef": line["EcritureLib"].removeprefix("Invoice "),
        "PieceDate": "20240303",
        "EcritureLib": line["EcritureLib"],
        "Debit": "1200,00",
        "Credit": "0,00",
        "EcritureLet": "AAA",
        "DateLet": "20240410",
        "ValidDate": "20240303",
        "Montantdevise": "",
        "Idevise": "",
    }


def test_lines_come_by_date_then_by_number(trade: Trade, path: Path) -> None:
    for on in (day(9), day(2)):
        lines = (Posting("627", debit=Decimal(5)), Posting("512", credit=Decimal(5)))
        post(trade.connection, Entry("OD", on, "statement", "OD1", "Fees", lines))
    rows = _written(trade, path)
    assert [row["EcritureDate"] for row in rows] == ["20240303"] * 2 + ["20240310"] * 2
    assert rows[0]["EcritureNum"] > rows[2]["EcritureNum"]


def test_tabs_and_ends_of_lines_in_a_name_become_spaces(trade: Trade, path: Path) -> None:
    trade.invoiced(customer=trade.register("Dupont\t& Fils\r\nLyon\x0b"))
    rows = _written(trade, path)
    assert {row["CompAuxLib"] for row in rows} == {"", "Dupont & Fils Lyon"}


def test_a_letter_of_the_next_year_is_not_in_this_one(trade: Trade, path: Path) -> None:
    _sell_and_be_paid(trade)
    rows = _written(trade, path, end=day(39))
    assert {row["EcritureLet"] for row in rows} == {""}


def test_the_next_year_opens_with_balances_by_customer_and_the_result(
    trade: Trade, path: Path
) -> None:
    _sell_and_be_paid(trade)
    lines = (Posting("627", debit=Decimal(5)), Posting("512", credit=Decimal(5)))
    post(trade.connection, Entry("OD", dt.date(2025, 2, 1), "statement", "OD1", "Fees", lines))
    rows = _written(trade, path, dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    opening = {
        (row["CompteNum"], row["CompAuxLib"]): (row["Debit"], row["Credit"])
        for row in rows
        if row["JournalCode"] == "AN"
    }
    assert opening == {
        ("370000", ""): ("0,00", "1200,00"),
        ("411000", "Atelier du Forez"): ("1200,00", "0,00"),
        ("445710", ""): ("0,00", "400,00"),
        ("512000", ""): ("1200,00", "0,00"),
        ("110000", ""): ("0,00", "800,00"),
    }
    assert rows[0]["EcritureNum"] == "AN20250101"
    assert len(rows) == 7


def test_a_fiscal_year_bears_the_number_of_the_year_in_which_it_ends() -> None:
    assert fiscal_year(2024, first_month=1) == (START, END)
    assert fiscal_year(2024, first_month=7) == (dt.date(2023, 7, 1), dt.date(2024, 6, 30))
    assert fiscal_year(2024, first_month=3) == (dt.date(2023, 3, 1), dt.date(2024, 2, 29))


def test_a_year_without_entries_is_refused_and_an_older_file_stands(
    trade: Trade, path: Path
) -> None:
    path.write_text("older")
    with pytest.raises(NothingToExport, match="from 2024-01-01 to 2024-12-31"):
        _written(trade, path)
    assert path.read_text() == "older"


def test_a_file_that_would_break_a_rule_is_not_written(
    trade: Trade, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sell_and_be_paid(trade)
    path.write_text("older")
    monkeypatch.setattr(fec, "_comma", str)
    with pytest.raises(LawBroken, match="line 2: Debit has a decimal point"):
        _written(trade, path)
    assert [(found.name, found.read_text()) for found in path.parent.iterdir()] == [
        (path.name, "older")
    ]


def test_entries_out_of_the_order_of_their_days_are_not_written(
    trade: Trade, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sell_and_be_paid(trade)
    in_order = fec.fec_lines(trade.connection, start=START, end=END, company_id=1)
    monkeypatch.setattr(fec, "fec_lines", lambda *_, **__: in_order[::-1])
    with pytest.raises(LawBroken, match="not in the order of their days"):
        _written(trade, path)
    assert not path.exists()


def test_the_books_know_no_two_accounts_that_become_one_in_the_fec(trade: Trade) -> None:
    accounts = trade.connection.execute("select account_code from erp.ledger_accounts").fetchall()
    assert len({code.ljust(fec.DIGITS, "0") for (code,) in accounts}) == len(accounts)
    with pytest.raises(Exception, match="ledger_accounts_six_digits"):
        trade.connection.execute("insert into erp.ledger_accounts values ('41100', 'x')")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "Łódź & Œuvres €"),
        ("iso-8859-15", "?ódz & Œuvres €"),
        ("ascii", "?odz & ?uvres ?"),
    ],
)
def test_a_file_is_written_in_the_encoding_that_is_asked_for(
    trade: Trade, path: Path, encoding: str, name: str
) -> None:
    trade.invoiced(customer=trade.register("Łódź & Œuvres €"))
    found = fec.write_fec(trade.connection, path, start=START, end=END, encoding=encoding)
    assert (found.encoding.lower().replace(" ", "-"), found.faults) == (encoding, [])
    assert f"\t{name}\t" in path.read_bytes().decode(encoding)


def test_an_encoding_that_the_rule_does_not_allow_is_refused(trade: Trade, path: Path) -> None:
    with pytest.raises(InvalidValue, match="cannot be written in cp1252"):
        fec.write_fec(trade.connection, path, start=START, end=END, encoding="cp1252")


def test_the_trial_balance_is_of_a_span_of_days(trade: Trade) -> None:
    _sell_and_be_paid(trade)
    whole = {line.account_code: line.balance for line in trial_balance(trade.connection)}
    assert whole == {
        "37": -1200,
        "411": 1200,
        "44571": -400,
        "512": 1200,
        "6037": 1200,
        "707": -2000,
    }
    april = trial_balance(trade.connection, start=dt.date(2024, 4, 1), end=END)
    assert [(line.account_code, line.debit, line.credit) for line in april] == [
        ("411", 0, 1200),
        ("512", 1200, 0),
    ]
    march = trial_balance(trade.connection, end=dt.date(2024, 3, 31))
    assert {line.account_code: line.balance for line in march}["411"] == 2400
    assert total(march) == (3600, 3600)
