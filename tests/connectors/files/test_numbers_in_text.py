"""Numbers as a country writes them: read as declared, and never guessed where two readings fit."""

from __future__ import annotations

from typing import Any

import pytest
from file_sources import sales

from affluent.errors import SourceError
from connectors.files.numbers import plain
from connectors.files.parsing import parse


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("1234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234\u00a0567,8", ",", "1234567.8"),
        ("1.234,56", ",", "1234.56"),
        ("-1.234.567", ",", "-1234567"),
        ("1'234.50", ".", "1234.50"),
        ("1,234.56", ".", "1234.56"),
        ("12", ",", "12"),
        (" 12.5 ", None, "12.5"),
        ("1.234", ",", None),
        ("1234.56", ",", None),
        ("1,234.56", ",", None),
        ("1,234", ".", None),
        ("1,5", None, None),
        ("12 34,5", ",", None),
        ("1.2.3", ",", None),
        ("abc", ",", None),
    ],
)
def test_a_number_is_read_by_its_mark_or_not_at_all(
    text: str, mark: str | None, number: str | None
) -> None:
    assert plain(text, mark) == number


def _parse(amounts: list[str], **overrides: Any) -> Any:
    rows = "".join(f"{n};a;{amount}\n" for n, amount in enumerate(amounts, start=1))
    return parse(f"id;name;amount\n{rows}".encode(), "ventes.csv", sales(**overrides))


def test_a_french_file_is_read_with_its_comma() -> None:
    parsed = _parse(["1 234,56", "", "-0,5", "7"], decimal_mark=",")
    assert parsed.table.column("amount").to_pylist() == ["1234.56", None, "-0.5", "7"]
    assert parsed.faults == ()


def test_an_english_number_in_a_french_file_is_refused_with_its_line() -> None:
    parsed = _parse(["1,5", "1,234.56", "2.5"], decimal_mark=",")
    assert parsed.faults == (
        "ventes.csv: column 'amount': 2 numbers are not written with that decimal mark (it is "
        "declared a comma): '1,234.56' (line 3), '2.5' (line 4).",
    )
    assert "in one way" in parsed.remedy


def test_a_french_number_where_nothing_is_declared_says_what_to_declare() -> None:
    parsed = _parse(["1 234,56", "2,5"])
    assert "none is declared" in parsed.faults[0]
    assert 'decimal_mark = ","' in parsed.remedy


def test_what_is_no_number_is_left_to_the_arrival_check() -> None:
    assert _parse(["n/a", "1.5"]).faults == ()


def test_encoding_and_separator_are_found_and_said() -> None:
    data = "id;name;amount\n1;Crème à 5 €;1\n".encode("cp1252")
    parsed = parse(data, "ventes.csv", sales())
    assert parsed.table.to_pylist() == [{"id": "1", "name": "Crème à 5 €", "amount": "1"}]
    assert parsed.notes == (
        "ventes.csv: encoding cp1252 and ';' between columns, as found: not declared",
    )
    declared = sales(encoding="cp1252", delimiter=";")
    assert parse(data, "ventes.csv", declared).notes == ()


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    for codec in ("utf-8-sig", "utf-16"):
        data = "id,name,amount\n1,a,1\n".encode(codec)
        assert parse(data, "v.csv", sales()).table.column_names == ["id", "name", "amount"]


def test_two_separators_that_fit_alike_are_refused() -> None:
    with pytest.raises(SourceError, match=r"both ',' and ';' may part the columns"):
        parse(b"a;b,c\n1;2,3\n", "v.csv", sales())


def test_two_exports_in_one_file_are_told() -> None:
    with pytest.raises(SourceError, match=r"line 3 \(1 fields\)") as refused:
        parse(b"id,name,amount\n1,a,1\n2;b;2\n", "v.csv", sales())
    assert "two exports were put into one file" in refused.value.remedy


def test_a_header_may_stand_below_other_lines() -> None:
    data = b"Export of 2024-01-31\n\nid,name,amount\n1,a,1\n2,b\n"
    with pytest.raises(SourceError, match=r"line 5 \(2 fields\)"):
        parse(data, "v.csv", sales(header_row=3))
    parsed = parse(data[:-4], "v.csv", sales(header_row=3))
    assert (parsed.table.num_rows, parsed.first_line) == (1, 4)
