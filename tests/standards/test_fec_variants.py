"""A FEC says the same in each form that the rule allows, and in each encoding met in life."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from affluent.settings import PRODUCT_ROOT
from standards.fec import Named, examine, named
from standards.fec.columns import COLUMNS
from tests.standards.ledgers import SIGNED, YEAR_2023, line, signed, text

REAL_FILES = sorted((PRODUCT_ROOT.parent / "shared" / "data" / "fec").glob("*.txt"))


@pytest.mark.parametrize("separator", ["\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_both_separators_and_all_ends_of_lines_are_read(separator: str, end: str) -> None:
    found = examine(text(YEAR_2023, separator=separator, end=end).encode())
    assert found.faults == []
    assert (found.lines, found.entries) == (15, 6)
    assert found.debit == found.credit == Decimal("1710.00")
    assert (found.first_on, found.last_on) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("iso8859-15", "ISO 8859-15"),
        ("cp1252", "Windows-1252"),
        ("cp1140", "EBCDIC"),
        ("utf-16", "UTF-16"),
    ],
)
def test_every_encoding_gives_the_same_letters(encoding: str, said: str) -> None:
    found = examine(text(YEAR_2023).encode(encoding))
    assert (found.encoding, found.faults) == (said, [])
    assert found.frame is not None
    assert found.frame["EcritureLib"][2] == "Écriture à 1 €"


def test_empty_lines_at_the_end_are_no_lines() -> None:
    found = examine(f"{text(YEAR_2023)}\r\n\r\n".encode())
    assert (found.lines, found.faults) == (15, [])


def test_plain_letters_are_told_as_ascii() -> None:
    plain = [{**one, "EcritureLib": "Vente", "JournalLib": "J"} for one in YEAR_2023]
    plain = [{**one, "CompteLib": "C", "CompAuxLib": one["CompAuxNum"]} for one in plain]
    assert examine(text(plain).encode("ascii")).encoding == "ASCII"


@pytest.mark.parametrize(("debit", "credit"), [("D", "C"), ("d", "c"), ("+1", "-1")])
def test_an_amount_with_its_sense_is_a_debit_or_a_credit(debit: str, credit: str) -> None:
    words = {"D": debit, "C": credit}
    lines = [{**one, "Sens": words[one["Sens"]]} for one in signed(YEAR_2023)]
    found, plain = examine(text(lines, columns=SIGNED).encode()), examine(text(YEAR_2023).encode())
    assert found.has_signed_amounts
    assert found.faults == []
    assert found.frame is not None
    assert plain.frame is not None
    for name in ("debit", "credit"):
        assert found.frame[name].to_list() == plain.frame[name].to_list()


def test_amounts_are_cents_whatever_their_zeros_and_signs() -> None:
    amounts = ("7", "7,5", "-7,05", "+007,0500", "")
    lines = [line("OD 1", "20230101", "512000", "0", Debit=amount) for amount in amounts]
    found = examine(text(lines).encode())
    assert found.frame is not None
    assert found.frame["debit"].to_list() == [700, 750, -705, 705, 0]


def test_names_of_columns_are_known_whatever_their_capitals_and_blanks() -> None:
    header, _, rest = text(YEAR_2023).partition("\r\n")
    header = header.replace("Montantdevise", " MontantDevise ").replace("PieceRef", "PièceRef")
    found = examine(f"{header}\r\n{rest}".encode())
    assert found.faults == []
    assert found.frame is not None
    assert "Montantdevise" in found.frame.columns


def test_columns_that_the_rule_does_not_know_are_kept() -> None:
    lines = [{**one, "Analytique": "Lyon"} for one in YEAR_2023]
    found = examine(text(lines, columns=(*COLUMNS, "Analytique")).encode())
    assert found.faults == []
    assert found.frame is not None
    assert set(found.frame["Analytique"]) == {"Lyon"}


def test_a_quotation_mark_is_a_character_like_any_other() -> None:
    lines = [{**one, "EcritureLib": 'Vis 3" dite "la longue'} for one in YEAR_2023]
    found = examine(text(lines).encode())
    assert (found.lines, found.faults) == (15, [])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("123456782FEC20231231.txt", Named("123456782", dt.date(2023, 12, 31), True)),
        ("123456782fec20231231.TXT", Named("123456782", dt.date(2023, 12, 31), True)),
        ("acme__123456782FEC20231231 (2).txt", Named("123456782", dt.date(2023, 12, 31))),
        ("123456782FEC20231331.txt", Named("123456782")),
        ("0123456782FEC20231231.txt", Named()),
        ("export.txt", Named()),
    ],
)
def test_the_name_of_a_file_says_company_and_closing(name: str, expected: Named) -> None:
    assert named(name) == expected


def test_a_file_of_receipts_and_payments_has_its_own_columns() -> None:
    columns = (*COLUMNS, "DateRglt", "ModeRglt", "NatOp", "IdClient")
    lines = [{**one, "DateRglt": "20230401", "ModeRglt": "CB"} for one in YEAR_2023]
    assert examine(text(lines, columns=columns).encode()).faults == []
    lines[2]["DateRglt"] = "avril"
    found = examine(text(lines, columns=columns).encode()).faults
    assert [(fault.line, fault.rule) for fault in found] == [
        (4, "DateRglt is not a day written YYYYMMDD")
    ]


@pytest.mark.skipif(not REAL_FILES, reason="no file of a real firm is here")
def test_the_file_of_a_real_firm_obeys_the_rules() -> None:
    """Separated by bars, with the three columns of a firm that keeps books of its cash."""
    found = examine(REAL_FILES[0].read_bytes())
    assert found.faults == []
    assert (found.lines, found.entries) == (1982, 694)
    assert found.debit == found.credit == Decimal("241578.42")
