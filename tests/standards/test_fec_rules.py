"""Each rule of the FEC is broken once, on a line that is named."""

from __future__ import annotations

import datetime as dt

import pytest

from standards.fec import Fault, examine
from standards.fec.columns import COLUMNS
from standards.fec.faults import listed
from tests.standards.ledgers import SIGNED, YEAR_2023, Line, line, signed, text

# Field → value put into the third line (a customer's, debit), the rule it breaks, its weight.
BROKEN = [
    ("EcritureNum", "", "EcritureNum is empty", True),
    ("EcritureDate", "", "EcritureDate is empty", True),
    ("EcritureDate", "20230229", "EcritureDate is not a day written YYYYMMDD", True),
    ("EcritureDate", "10/03/2023", "EcritureDate is not a day written YYYYMMDD", True),
    ("CompteNum", "", "CompteNum is empty", True),
    ("CompteNum", "CLIENT", "CompteNum does not begin with a digit of the chart", True),
    ("CompteNum", "41", "CompteNum does not begin with three digits of the chart", False),
    ("CompteNum", "911000", "CompteNum does not begin with three digits of the chart", False),
    ("Debit", "1 120,00", "Debit is not an amount", True),
    ("Debit", "120,005", "Debit is not an amount", True),
    ("Debit", "120.00", "Debit has a decimal point", False),
    ("Credit", "0,01", "Debit and Credit are both given", False),
    ("JournalCode", "", "JournalCode is empty", False),
    ("JournalLib", "", "JournalLib is empty", False),
    ("CompteLib", "", "CompteLib is empty", False),
    ("CompAuxLib", "", "CompAuxNum has no CompAuxLib", False),
    ("PieceRef", " ", "PieceRef is empty", False),
    ("PieceDate", "", "PieceDate is empty", False),
    ("PieceDate", "2023", "PieceDate is not a day written YYYYMMDD", False),
    ("EcritureLib", "", "EcritureLib is empty", False),
    ("EcritureLet", "", "DateLet has no EcritureLet", False),
    ("DateLet", "20231301", "DateLet is not a day written YYYYMMDD", False),
    ("ValidDate", "", "ValidDate is empty", False),
    ("Montantdevise", "dix", "Montantdevise is not an amount", False),
    ("Montantdevise", "1,00", "Montantdevise has no Idevise", False),
    ("Idevise", "USD", "Idevise has no Montantdevise", False),
]


def _spoilt(field: str, value: str) -> list[Line]:
    lines = [dict(one) for one in YEAR_2023]
    lines[2][field] = value
    return lines


def _faults(lines: list[Line], **options: object) -> list[Fault]:
    return examine(text(lines, **options).encode()).faults  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "value", "words", "is_grave"), BROKEN)
def test_a_broken_rule_is_named_with_its_line(
    field: str, value: str, words: str, is_grave: bool
) -> None:
    found = [fault for fault in _faults(_spoilt(field, value)) if fault.rule.startswith(words)]
    assert [(fault.line, fault.is_grave) for fault in found] == [(4, is_grave)]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("Sens", "X", "Sens is not D, C, +1 or -1"),
        ("Sens", "", "Sens is empty"),
        ("Montant", "12o", "Montant is not an amount"),
    ],
)
def test_an_amount_without_a_sense_is_named(field: str, value: str, words: str) -> None:
    lines = signed(YEAR_2023)
    lines[2][field] = value
    found = [fault for fault in _faults(lines, columns=SIGNED) if fault.rule.startswith(words)]
    assert [(fault.line, fault.is_grave) for fault in found] == [(4, True)]


def test_an_entry_that_does_not_balance_is_named_at_its_first_line() -> None:
    assert _faults(_spoilt("Debit", "120,01")) == [
        Fault(4, "entry VT 1 does not balance: debit less credit is 0.01")
    ]


def test_entries_balance_each_in_its_journal() -> None:
    lines = [
        line("VT 7", "20230101", "411000", "10,00"),
        line("AC 7", "20230101", "401000", "-10,00"),
    ]
    assert [fault.line for fault in _faults(lines)] == [2, 3]


def test_an_entry_of_two_days_is_named() -> None:
    lines = _spoilt("EcritureDate", "20230311")
    assert _faults(lines) == [Fault(4, "entry VT 1 has lines of 2 days", is_grave=False)]


def test_a_line_with_a_field_too_many_is_named_and_nothing_is_guessed() -> None:
    broken = text(YEAR_2023).replace("Stocks", "Stocks\t", 1)
    found = examine(broken.encode())
    assert found.faults == [Fault(15, "19 fields where the header has 18")]
    assert found.frame is None


def test_an_empty_line_is_named() -> None:
    rows = text(YEAR_2023, end="\n").split("\n")
    rows.insert(3, "")
    assert examine("\n".join(rows).encode()).faults == [Fault(4, "the line is empty")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "the first line does not name the columns"),
        ("id,amount\n1,2\n", "the first line does not name the columns"),
        (text(YEAR_2023, separator=";"), "parted by a semicolon"),
        (text(YEAR_2023, columns=COLUMNS[:-1]), "these columns are missing: Idevise"),
        (text(YEAR_2023).replace("PieceDate", "PieceRef", 1), "the column PieceRef stands twice"),
        ("<?xml version='1.0'?><comptabilite/>", "this is XML"),
    ],
)
def test_what_is_no_fec_says_why(content: str, words: str) -> None:
    found = examine(content.encode())
    assert found.frame is None
    assert [words in fault.rule for fault in found.faults] == [True]


def test_columns_in_another_order_are_read_and_named() -> None:
    swapped = ("JournalCode", "EcritureNum", "JournalLib", *COLUMNS[3:])
    found = examine(text(YEAR_2023, columns=swapped).encode())
    assert [(fault.line, fault.is_grave) for fault in found.faults] == [(1, False)]
    assert found.entries == 6


def test_a_header_alone_is_named() -> None:
    assert _faults([]) == [Fault(0, "the file has no entries")]


@pytest.mark.parametrize(
    ("closed_on", "words"), [("2022-12-31", "after"), ("2026-01-31", "24 months")]
)
def test_a_day_of_another_year_is_named(closed_on: str, words: str) -> None:
    found = examine(text(YEAR_2023).encode(), closed_on=dt.date.fromisoformat(closed_on))
    assert found.faults[0].line == 2
    assert words in found.faults[0].rule


def test_a_year_of_24_months_is_allowed() -> None:
    found = examine(text(YEAR_2023).encode(), closed_on=dt.date(2024, 12, 31))
    assert found.faults == []


def test_the_order_of_a_journal_is_no_fault() -> None:
    found = examine(text(list(reversed(YEAR_2023))).encode())
    assert (found.faults, found.is_chronological) == ([], False)


def test_a_rule_broken_everywhere_names_its_first_lines_and_counts_them() -> None:
    lines = [line(f"OD {n}", "20230101", "512000", "0,00", PieceRef="") for n in range(1, 151)]
    found = _faults(lines)
    assert len(found) == 101
    assert "150 lines" in {fault.rule.rpartition("in ")[2] for fault in found}
    assert listed(found, of="a.txt").startswith("a.txt, line 2: PieceRef is empty")
    assert listed(found, of="a.txt").endswith("and 96 more.")


def test_letters_that_are_none_are_named() -> None:
    found = examine(b"\xef\xbb\xbf" + text(YEAR_2023).encode("iso8859-15"))
    assert found.faults[0] == Fault(2, "a character is not UTF-8 with BOM")
