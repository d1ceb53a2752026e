"""Excel: numbers as Excel shows them, days by the type of their cell, faults by their cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from connector_fakes import let_pass
from workbooks import boolean, day, error, formula, header, moment, number, text, workbook

from affluent.errors import SourceError
from connectors.core.manifest import Stream
from connectors.files.parsing import parse

HEADER = header("id", "amount", "sold_on")


def _stream(**overrides: Any) -> Stream:
    fields: dict[str, Any] = {
        "name": "sales",
        "file": "sales.xlsx",
        "columns": {"id": "text", "amount": "decimal", "sold_on": "date"},
    }
    return Stream.model_validate({**fields, **overrides})


def _rows(data: bytes, stream: Stream | None = None) -> list[tuple[Any, ...]]:
    parsed = parse(data, "sales.xlsx", stream or _stream())
    assert parsed.faults == ()
    return [tuple(row.values()) for row in parsed.table.to_pylist()]


def _sheet(*rows: Sequence[str | None], **options: Any) -> bytes:
    return workbook({"Ventes": [HEADER, *rows]}, **options)


@pytest.mark.parametrize(
    ("stored", "landed"),
    [
        ("1234.5599999999999", "1234.56"),
        ("0.30000000000000004", "0.3"),
        ("5", "5"),
        ("5.0", "5"),
        ("-0.07", "-0.07"),
        ("1E-05", "0.00001"),
        ("1.5E+20", "150000000000000000000"),
        ("123456789012.34", "123456789012.34"),
    ],
)
def test_a_number_lands_as_excel_shows_it(stored: str, landed: str) -> None:
    stream = _stream(columns={"id": "text", "amount": "text", "sold_on": "date"})
    if stored == "1.5E+20":
        stream = _stream(columns={"id": "text", "sold_on": "date"})
    data = _sheet([text("a"), number(stored, 3), None])
    assert _rows(data, stream) == [("a", landed, None)]


def test_days_moments_and_truth_land_by_the_type_of_their_cell() -> None:
    data = _sheet(
        [text("007"), boolean("1"), day("45292")], [None, boolean("0"), moment("45292.5")]
    )
    assert _rows(data) == [("007", "true", "2024-01-01"), (None, "false", "2024-01-01 12:00:00")]


def test_a_day_of_a_column_with_a_format_is_written_in_it() -> None:
    columns = {"sold_on": {"type": "date", "format": "%d/%m/%Y"}}
    rows = _rows(_sheet([None, None, day("45292")]), _stream(columns=columns))
    assert rows == [(None, None, "01/01/2024")]


def test_a_blank_row_is_left_out_and_the_lines_go_on() -> None:
    data = _sheet([text("a")], [], [text("b")], [text("")])
    parsed = parse(data, "sales.xlsx", _stream())
    assert parsed.table.column("id").to_pylist() == ["a", "b"]
    assert parsed.lines == [2, 4]


def test_the_header_may_stand_below_a_title() -> None:
    data = workbook({"V": [header("Sales of 2024"), [], HEADER, [text("a"), number("1")]]})
    assert _rows(data, _stream(header_row=3)) == [("a", "1", None)]


def test_the_sheet_is_the_declared_one_or_the_only_one_that_people_see() -> None:
    sheets = {"Notes": [header("x")], "Ventes": [HEADER, [text("a")]], "Old": [header("y")]}
    data = workbook(sheets, hidden=["Old"])
    assert _rows(data, _stream(sheet="Ventes")) == [("a", None, None)]
    with pytest.raises(SourceError, match=r"has 2 sheets: 'Notes', 'Ventes'") as unsaid:
        parse(data, "sales.xlsx", _stream())
    assert 'sheet = "Notes"' in unsaid.value.remedy
    with pytest.raises(SourceError, match="has no sheet 'Vente'; it has: 'Notes', 'Ventes'"):
        parse(data, "sales.xlsx", _stream(sheet="Vente"))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (error("#N/A"), "formulas that end in an error: B2 #N/A."),
        (error("#DIV/0!", "1/0"), "B2 #DIV/0!"),
        (formula("A1*2", None), "formulas that were never computed: B2."),
        (text("1 234,56"), "column 'amount': 1 number is not written with that decimal mark"),
        (
            number("12345678901234567"),
            "numbers of more than 15 digits, which Excel does not keep: B2",
        ),
    ],
)
def test_what_a_cell_does_not_say_is_refused_by_its_place(cell: str, said: str) -> None:
    parsed = parse(_sheet([text("a"), cell, None]), "sales.xlsx", _stream())
    assert said in parsed.faults[0]
    assert parsed.faults[0].startswith("sales.xlsx, sheet 'Ventes': ")
    assert parsed.remedy


def test_an_error_in_a_column_that_nobody_declared_is_not_looked_at() -> None:
    stream = _stream(columns={"id": "text"})
    assert parse(_sheet([text("a"), error("#REF!")]), "sales.xlsx", stream).faults == ()


def test_a_formula_lands_as_what_it_gave() -> None:
    assert _rows(_sheet([text("a"), formula("SUM(1,2)", "3"), None])) == [("a", "3", None)]


def test_numbers_typed_as_text_are_read_with_the_declared_mark_and_number_cells_as_they_are() -> (
    None
):
    data = _sheet([text("a"), text("1 234,56")], [text("b"), number("0.5")])
    assert _rows(data, _stream(decimal_mark=",")) == [("a", "1234.56", None), ("b", "0.5", None)]


@pytest.mark.parametrize(
    ("merged", "said"),
    [("A1:B1", "the header has merged cells, A1:B1"), ("A2:A3", "merged cells, of which only the")],
)
def test_merged_cells_are_refused(merged: str, said: str) -> None:
    data = _sheet([text("a")], [number("1")], merged=[merged])
    try:
        found = parse(data, "sales.xlsx", _stream())
    except SourceError as error_:
        assert said in error_.message
    else:
        assert said in found.faults[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "of the old kind"),
        (b"<html><table>", "is no Excel workbook"),
        (b"PK\x03\x04 but nothing of a workbook PK\x05\x06", "cannot be read as a workbook"),
    ],
)
def test_what_is_no_workbook_is_told_as_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        parse(data, "sales.xlsx", _stream())
    assert refused.value.remedy


def test_a_column_that_is_named_twice_and_an_empty_header_row_are_told() -> None:
    with pytest.raises(SourceError, match="the column 'id' stands twice"):
        parse(workbook({"V": [header("id", "id"), header("a", "b")]}), "s.xlsx", _stream())
    with pytest.raises(SourceError, match="row 1, where the header should stand, is empty"):
        parse(workbook({"V": [[], HEADER]}), "s.xlsx", _stream())


def test_an_empty_sheet_is_a_stream_without_a_row() -> None:
    assert parse(workbook({"V": []}), "s.xlsx", _stream()).table.num_rows == 0


def test_a_workbook_lands_and_its_faults_refuse_it(source: Any, put: Any) -> None:
    stream = _stream(key=["id"], control=["amount"])
    put("sales.xlsx", _sheet([text("a"), number("1.1")], [text("b"), number("2.2")]))
    assert source.sync(stream, let_pass).status == "admitted"
    put("sales.xlsx", _sheet([text("a"), error("#N/A")]))
    result = source.sync(stream, let_pass)
    assert result.status == "refused"
    assert "B2 #N/A" in result.reason
    assert source.landed("id, amount") == [("a", "1.1"), ("b", "2.2")]


def test_half_a_workbook_is_still_being_written(source: Any, put: Any) -> None:
    put("sales.xlsx", _sheet([text("a"), number("1.1")])[:-30])
    result = source.sync(_stream(), let_pass)
    assert result.status == "failed"
    assert "the workbook is not whole: it is still being written" in result.reason
