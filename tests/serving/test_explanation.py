"""Behind each figure stand its documents, and they add up to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from affluent.errors import ConfigError
from affluent.settings import Workspace
from serving.explanation import explain
from serving.metrics import Metrics
from serving.proof_sheet import print_explanation, print_sheets
from serving.warehouse import open_warehouse

MARCH = {"start": dt.date(2025, 3, 1), "end": dt.date(2025, 3, 31)}


@pytest.fixture(scope="module")
def metrics(small: Workspace) -> Iterator[Metrics]:
    warehouse = open_warehouse(small.publications)
    yield Metrics(warehouse)
    warehouse.close()


def test_a_figure_of_a_customer_and_month_is_its_invoice_lines(metrics: Metrics) -> None:
    (found,) = explain(metrics, "revenue", where={"customer": "C00003"}, **MARCH)
    row = found.rows.row(0, named=True)
    assert found.rows.height == 1
    assert (row["document_number"], row["posted_on"]) == ("202503-3", dt.date(2025, 3, 10))
    assert row["revenue"] == found.figure == Decimal(990)
    assert found.proved


@pytest.mark.parametrize("kpi", ["revenue", "cost_of_sales", "open_pipeline", "won_deals"])
def test_the_rows_add_up_to_the_figure(metrics: Metrics, kpi: str) -> None:
    (found,) = explain(metrics, kpi)
    assert found.rows.height > 0
    assert found.proved
    assert found.rows[kpi].sum() == found.figure


def test_a_row_that_is_missing_is_told(metrics: Metrics, monkeypatch: pytest.MonkeyPatch) -> None:
    behind = metrics.rows_behind

    def fewer(kpi: str, **asked: object) -> tuple[str, dict[str, object]]:
        sql, values = behind(kpi, **asked)  # type: ignore[arg-type]
        return f"select * from ({sql}) where row_key <> 'k202503-3'", values

    monkeypatch.setattr(metrics, "rows_behind", fewer)
    (found,) = explain(metrics, "revenue", **MARCH)
    assert found.proved is False


def test_a_ratio_is_explained_by_what_is_divided_and_by_the_divisor(metrics: Metrics) -> None:
    parts = list(explain(metrics, "win_rate", **MARCH))
    assert [part.kpi.name for part in parts] == ["won_deals", "closed_deals"]
    assert all(part.proved for part in parts)


def test_a_count_of_customers_is_no_sum_of_its_rows(metrics: Metrics) -> None:
    (found,) = explain(metrics, "customers")
    assert found.proved is None
    assert found.rows.height > found.figure


def test_moves_that_cancel_are_no_part_of_a_balance(metrics: Metrics) -> None:
    (found,) = explain(metrics, "open_deals")
    assert set(found.rows["stage"]) == {"Offer"}


def test_a_name_is_found_whatever_its_case(metrics: Metrics) -> None:
    (found,) = explain(metrics, "revenue", where={"customer": 'ünal & söhne "bau" <gmbh>'})
    assert found.proved
    assert found.rows.height == 24


def test_namesakes_must_be_told_apart(metrics: Metrics) -> None:
    with pytest.raises(ConfigError, match=r"2 of customer are called 'Durand': C00001, C00002"):
        list(explain(metrics, "revenue", where={"customer": "Durand"}))


def test_an_unknown_value_is_refused(metrics: Metrics) -> None:
    with pytest.raises(ConfigError, match="No country of 'revenue' is called 'Atlantis'"):
        list(explain(metrics, "revenue", where={"country": "Atlantis"}))


def test_what_is_printed_says_whether_it_is_proved(
    small: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    print_explanation(small, "revenue", where={}, limit=2, **MARCH)
    said = capsys.readouterr().out
    assert "202503-1" in said
    assert "202503-4" not in said
    assert "✓" in said
    assert "2" in said.splitlines()[-1]


def test_a_sheet_tells_meaning_parts_and_today_s_value(
    small: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    print_sheets(small, ["win_rate", "gross_margin"])
    said = capsys.readouterr().out
    assert "won_deals ÷ closed_deals" in said
    assert "coalesce(revenue, 0) - coalesce(cost_of_sales, 0)" in said
    assert "fct_opportunities" in said
    assert "customer" in said
