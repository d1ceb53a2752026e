"""What programs read is exact; what people read is in their language."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from affluent.i18n import Words
from affluent.settings import Workspace
from serving import answers, standing
from serving import format as fmt
from serving.catalogue import Catalogue, Kpi
from serving.manifest import StreamReading
from serving.printing import exact, to_csv, to_json

REVENUE = Kpi("revenue", {"en": "Revenue"}, {"en": ""}, "currency", "sales", "up", ())
CATALOGUE = Catalogue({"revenue": REVENUE}, ("customer", "month"))
FRAME = pl.DataFrame(
    {
        "customer": ['Bau "GmbH", Ulm', None],
        "month": [dt.date(2025, 3, 1), None],
        "revenue": [Decimal("29356250.00"), None],
    }
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("29356250.00"), "29356250"),
        (Decimal("0.10"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.00"), "0"),
        (Decimal("9999999999999999.99"), "9999999999999999.99"),
        (4238 / 6711, "0.6315005215318135"),
        (1e-7, "0.0000001"),
        (18484, "18484"),
        (0, "0"),
        (None, ""),
    ],
)
def test_a_figure_is_written_without_loss(value: Any, text: str) -> None:
    assert exact(value) == text


@pytest.mark.parametrize(
    ("grain", "text"),
    [
        ("year", "2025"),
        ("quarter", "2025-Q3"),
        ("month", "2025-07"),
        ("week", "2025-07-01"),
        ("day", "2025-07-01"),
    ],
)
def test_a_bucket_of_time_is_written_short(grain: str, text: str) -> None:
    assert exact(dt.date(2025, 7, 1), grain) == text


def test_csv_has_a_header_and_quotes_what_needs_it() -> None:
    assert to_csv(FRAME) == ('customer,month,revenue\n"Bau ""GmbH"", Ulm",2025-03,29356250\n,,\n')


def test_json_keeps_figures_as_numbers_and_absent_ones_as_null() -> None:
    text = to_json(FRAME, CATALOGUE)
    assert '"revenue": 29356250}' in text
    assert json.loads(text, parse_float=Decimal)[1] == {
        "customer": None,
        "month": None,
        "revenue": None,
    }


def test_the_command_prints_one_line_a_group(
    small: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.print_figures(small, names=["revenue", "orders"], by=["year"], output="csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["year", "revenue", "orders"],
        ["2024", "78000", "48"],
        ["2025", "85800", "48"],
        ["", "7.77", "1"],
    ]


def test_the_table_is_labelled_and_formatted(
    small: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.print_figures(small, names=["revenue", "win_rate"], by=["customer", "year"])
    out = capsys.readouterr().out
    assert "Win rate" in out and "€34,320" in out and 'Ünal & Söhne "Bau" <GmbH>' in out


def test_status_says_what_is_published_and_from_what(
    small: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    standing.print_status(small)
    out = capsys.readouterr().out
    assert "Publication 1 of 1 Jan 2026 at 06:12 (Europe/Paris)" in out
    assert out.index("Nothing is wrong.") < out.index("Publication 1")
    assert "erp: 1 stream, 97 rows, read" in out and "erp.invoice_lines" not in out
    standing.print_status(small, every_stream=True)
    assert "erp.invoice_lines: 97 rows" in capsys.readouterr().out


def test_a_stream_that_is_behind_stands_under_its_source() -> None:
    readings = [
        StreamReading(source="erp", stream="orders", rows_total=1),
        StreamReading(source="erp", stream="lines", rows_total=0, status="refused"),
        StreamReading(source="crm", stream="leads", rows_total=1200),
        StreamReading(source="shop", stream="tills", rows_total=1, status="failed"),
        StreamReading(source="shop", stream="sales", rows_total=2, status="failed"),
    ]
    found = list(standing._of_sources(readings, Words("fr"), "UTC"))
    assert [line.replace(NARROW, " ") for line in found] == [
        "erp : 2 flux, 1 ligne, lu le –",
        "  erp.lines: 0 ligne, lu le –, dernier lot refusé",
        "crm : 1 flux, 1 200 lignes, lu le –",
        "shop : 2 flux, 3 lignes, lu le –, illisible",
    ]
    assert Words("en").counted("status.rows", 0) == "0 rows"


def test_the_catalogue_lists_kpis_and_dimensions(
    small: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.print_catalogue(small)
    out = capsys.readouterr().out
    assert "gross_margin_rate" in out and "customer, " in out


NARROW, NO_BREAK, MINUS = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("call", "english", "french"),
    [
        (lambda to: _figure("29356250.5", "currency", to), "€29,356,250.50", "29 356 250,50_€"),
        (lambda to: _figure("29356250", "currency", to), "€29,356,250", "29 356 250_€"),
        (lambda to: _figure("29356250", "currency", to, compact=True), "€29.4M", "29,4_M_€"),
        (lambda to: _figure("4966215", "currency", to, compact=True), "€4.97M", "4,97_M_€"),
        (lambda to: _figure("-1234.5", "currency", to), "−€1,234.50", "−1 234,50_€"),
        (lambda to: _figure("0.39812", "ratio", to), "39.8%", "39,8_%"),
        (lambda to: _figure("18484", "count", to), "18,484", "18 484"),
        (lambda to: _figure("51.5", "days", to), "51.5", "51,5"),
        (lambda to: fmt.figure(None, "currency", language=to), "–", "–"),
        (lambda to: fmt.change(Decimal("0.1234"), "currency", language=to), "+12.3%", "+12,3_%"),
        (lambda to: fmt.change(Decimal("-0.012"), "ratio", language=to), "−1.2_pt", "−1,2_pts"),
        (lambda to: fmt.change(Decimal(0), "count", language=to), "0.0%", "0,0_%"),
        (lambda to: fmt.bucket(dt.date(2025, 8, 1), "month", language=to), "Aug 2025", "août 2025"),
        (lambda to: fmt.bucket(dt.date(2025, 7, 1), "quarter", language=to), "Q3 2025", "T3 2025"),
    ],
)
def test_people_read_figures_in_their_language(
    call: Callable[[str], str], english: str, french: str
) -> None:
    wanted = french.replace(" ", NARROW) if "août" not in french and "T3" not in french else french
    assert call("en").replace(NO_BREAK, "_") == english
    assert call("fr").replace(NO_BREAK, "_") == wanted


def _figure(value: str, unit: Any, language: str, *, compact: bool = False) -> str:
    return fmt.figure(Decimal(value), unit, language=language, currency="EUR", compact=compact)


def test_cents_stand_in_every_row_of_a_column_where_one_has_them() -> None:
    from serving.format import figure, is_whole

    assert is_whole(Decimal("150343.00"))
    assert not is_whole(Decimal("150343.10"))
    assert figure(Decimal(150343), "currency", language="en") == "€150,343"
    assert figure(Decimal(150343), "currency", language="en", cents=True) == "€150,343.00"
