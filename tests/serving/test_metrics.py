"""A question about KPIs gets the exact figure, in an order that does not change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from affluent.errors import ConfigError
from affluent.settings import Workspace
from serving.metrics import Metrics
from serving.warehouse import open_warehouse
from tests.serving import small_company

# Σ over 12 months of 100 × month × (1+2+3+4) in 2024; a tenth more in 2025; one undated line.
REVENUE_2024, REVENUE_2025 = Decimal(78000), Decimal(85800)
UNDATED = Decimal("7.77")
YEAR_2025 = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}


@pytest.fixture(scope="module")
def metrics(small: Workspace) -> Iterator[Metrics]:
    warehouse = open_warehouse(small.publications)
    yield Metrics(warehouse)
    warehouse.close()


def test_without_dates_all_time_is_counted_and_undated_lines_too(metrics: Metrics) -> None:
    frame = metrics.query(["revenue", "gross_margin"])
    assert frame.rows() == [
        (REVENUE_2024 + REVENUE_2025 + UNDATED, Decimal(65520) + UNDATED),
    ]


def test_both_days_of_a_span_are_included(metrics: Metrics) -> None:
    tenth = dt.date(2025, 1, 10)
    assert metrics.query(["revenue"], start=tenth, end=tenth).item() == Decimal(1100)
    after = tenth + dt.timedelta(days=1)
    assert metrics.query(["revenue"], start=after, end=after).item() is None


def test_a_month_that_is_cut_by_the_span_counts_its_days_only(metrics: Metrics) -> None:
    frame = metrics.query(
        ["revenue"], by=["month"], start=dt.date(2025, 1, 11), end=dt.date(2025, 3, 9)
    )
    assert frame.rows() == [(dt.date(2025, 2, 1), Decimal(2200))]


def test_amounts_of_eighteen_digits_are_exact(tmp_path: Path, semantic: Path) -> None:
    great = Decimal("9999999999999999.99")
    home = small_company.workspace(tmp_path)
    small_company.published(
        home,
        semantic,
        without=(small_company.SALES,),
        extra="insert into marts.fct_sales_lines select 'k' || n, 'nobody', 'erp', 'invoice',"
        " 'd' || n, 'd' || n, 'c1', 'p1', null, date '2025-01-01', 1,"
        f" cast({great} as decimal(18, 2)), 0.01, cast({great} as decimal(18, 2)) - 0.01, true,"
        " null from range(3) as t (n)",
    )
    found = Metrics(open_warehouse(home.publications)).query(["revenue", "cost_of_sales"])
    assert found.rows() == [(3 * great, Decimal("0.03"))]


def test_no_money_is_a_float_averages_included(metrics: Metrics) -> None:
    kpis = metrics.catalogue.kpis.items()
    money = [name for name, kpi in kpis if kpi.unit == "currency" and metrics.is_available(name)]
    assert {"average_order_value", "average_won_deal"} <= set(money)
    frame = metrics.query(money)
    assert all(isinstance(dtype, pl.Decimal) for dtype in frame.schema.values()), frame.schema


def test_namesakes_stay_apart(metrics: Metrics) -> None:
    frame = metrics.query(["revenue"], by=["customer"], **YEAR_2025)
    assert frame.columns == ["customer_number", "customer", "revenue"]
    assert [row for row in frame.rows() if row[1] == "Durand"] == [
        ("C00001", "Durand", Decimal(8580)),
        ("C00002", "Durand", Decimal(17160)),
    ]


def test_columns_are_the_dimensions_then_the_kpis_as_asked(metrics: Metrics) -> None:
    frame = metrics.query(["win_rate", "revenue", "customers"], by=["year", "country"])
    assert frame.columns == ["year", "country", "win_rate", "revenue", "customers"]


def test_rows_are_in_the_order_of_the_dimensions_absent_ones_last(metrics: Metrics) -> None:
    frame = metrics.query(["revenue"], by=["segment", "year"])
    keys = frame.select("segment", "year").rows()
    first, second = dt.date(2024, 1, 1), dt.date(2025, 1, 1)
    assert keys == [
        ("Industry", first),
        ("Industry", second),
        ("Trade", first),
        ("Trade", second),
        (None, first),
        (None, second),
        (None, None),
    ]


def test_kpis_of_two_facts_meet_on_an_absent_value(metrics: Metrics) -> None:
    frame = metrics.query(["revenue", "won_deals", "open_deals"], by=["seller"], **YEAR_2025)
    absent = [row for row in frame.rows() if row[0] is None]
    assert absent == [(None, Decimal(34320), None, 24)]
    assert frame["seller"].n_unique() == frame.height


def test_a_rate_without_denominator_is_absent_and_not_zero(metrics: Metrics) -> None:
    frame = metrics.query(["win_rate", "won_deals"], by=["customer"])
    rates = {row[0]: row[2] for row in frame.rows()}
    assert rates == {"C00001": 1.0, "C00002": 1.0, "C00003": 0.0, "C00004": None}


def test_a_rate_of_a_group_is_its_own_sums_and_no_mean_of_rates(metrics: Metrics) -> None:
    rate = metrics.query(["gross_margin_rate"]).item()
    assert rate == pytest.approx(65527.77 / 163807.77, abs=1e-15)


def test_the_open_pipeline_is_that_of_the_end_and_never_summed(metrics: Metrics) -> None:
    assert metrics.query(["open_pipeline"], **YEAR_2025).item() == Decimal(96000)
    quarters = metrics.query(["open_pipeline"], by=["quarter"], **YEAR_2025)
    assert quarters["open_pipeline"].to_list() == [60000, 72000, 84000, 96000]


def test_the_open_pipeline_of_any_day_is_what_stood_at_its_end(
    metrics: Metrics, small: Workspace
) -> None:
    for day in ("2024-01-01", "2024-01-21", "2024-06-20", "2025-02-28", "2025-11-24"):
        expected = metrics.warehouse.frame(
            "select sum(amount_base), count(*) from marts.fct_opportunities"
            " where created_on <= $day and (closed_on is null or closed_on > $day)",
            {"day": dt.date.fromisoformat(day)},
        ).row(0)
        for start in (None, dt.date.fromisoformat(day)):
            found = metrics.query(
                ["open_pipeline", "open_deals"], start=start, end=dt.date.fromisoformat(day)
            )
            assert found.row(0) == expected, day


def test_a_month_cut_short_shows_the_balance_of_its_last_day(metrics: Metrics) -> None:
    end = dt.date(2025, 3, 10)
    months = metrics.query(["open_deals"], by=["month"], start=dt.date(2025, 1, 15), end=end)
    assert months["month"].to_list() == [dt.date(2025, n, 1) for n in (1, 2, 3)]
    assert months["open_deals"].to_list()[:2] == [13, 14]
    assert months["open_deals"].to_list()[2] == metrics.query(["open_deals"], end=end).item()


def test_a_group_that_moved_long_ago_carries_its_balance_on(metrics: Metrics) -> None:
    span = {"start": dt.date(2025, 1, 5), "end": dt.date(2025, 1, 20)}
    days = metrics.query(["open_deals"], by=["customer", "day"], **span)
    assert days.height == 4 * 16
    offers = days.filter(days["customer_number"] == "C00004")["open_deals"].to_list()
    assert offers == [13] * 16


def test_balances_of_a_year_by_month_and_seller_add_up_to_those_by_month(
    metrics: Metrics,
) -> None:
    whole = metrics.query(["open_pipeline"], by=["month"], **YEAR_2025)
    parts = metrics.query(["open_pipeline"], by=["month", "seller"], **YEAR_2025)
    summed = parts.group_by("month", maintain_order=True).agg(pl.col("open_pipeline").sum())
    assert summed["open_pipeline"].to_list() == whole["open_pipeline"].to_list()
    assert whole.height == 12


def test_a_share_of_two_balances_is_that_of_the_day_not_a_sum_of_shares(metrics: Metrics) -> None:
    span = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 5, 31)}
    months = metrics.query(["consent_coverage"], by=["month"], **span)
    assert months["consent_coverage"].to_list() == [0, 0.5, 1 / 3, 1 / 3, 0]
    day = dt.date(2025, 2, 28)
    assert metrics.query(["consent_coverage", "valid_consents"], end=day).row(0) == (0.5, 1)


def test_top_gives_the_greatest_of_the_first_kpi(metrics: Metrics) -> None:
    frame = metrics.query(["revenue", "orders"], by=["customer"], top=2, **YEAR_2025)
    assert frame["customer_number"].to_list() == ["C00004", "C00003"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"country": ["Germany"]}, Decimal(25740)),
        ({"customer": ["C00001", "C00002"]}, Decimal(25740)),
        ({"segment": [None]}, Decimal(17160)),
        ({"segment": [None, "Trade"], "category": ["Tools"]}, Decimal(17160)),
        ({"country": ["Atlantis"]}, None),
        ({"country": []}, None),
        ({"country": ["' or true --", "{{ 1 / 0 }}", "$first_day"]}, None),
    ],
)
def test_a_filter_keeps_the_values_named(
    metrics: Metrics, where: dict[str, list[str | None]], expected: Decimal | None
) -> None:
    assert metrics.query(["revenue"], where=where, **YEAR_2025).item() == expected


def test_a_filter_holds_for_kpis_of_each_fact(metrics: Metrics) -> None:
    frame = metrics.query(["revenue", "won_deals"], where={"seller": ["Seller 1"]}, **YEAR_2025)
    assert frame.rows() == [(Decimal(8580), 12)]


def test_an_unknown_kpi_is_refused_with_the_nearest(metrics: Metrics) -> None:
    with pytest.raises(ConfigError, match="no KPI 'revenu'; did you mean 'revenue'") as refused:
        metrics.query(["revenu"])
    assert "gross_margin" in refused.value.remedy


def test_an_unknown_dimension_is_refused_with_the_nearest(metrics: Metrics) -> None:
    with pytest.raises(ConfigError, match="'custommer'; did you mean 'customer'") as refused:
        metrics.query(["revenue"], by=["custommer"])
    assert "month" in refused.value.remedy


def test_a_dimension_that_a_kpi_lacks_is_refused_naming_both(metrics: Metrics) -> None:
    with pytest.raises(ConfigError, match="'revenue' cannot be cut by 'team'") as refused:
        metrics.query(["won_deals", "revenue"], by=["team"])
    assert "seller" in refused.value.remedy
    assert "team" not in refused.value.remedy


def test_a_kpi_whose_facts_are_empty_is_not_available(tmp_path: Path, semantic: Path) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic, without=small_company.DEALS)
    metrics = Metrics(open_warehouse(home.publications))
    assert [metrics.is_available(name) for name in ("revenue", "won_deals", "open_pipeline")] == [
        True,
        False,
        False,
    ]


def test_every_kpi_says_what_it_means(metrics: Metrics) -> None:
    for kpi in metrics.catalogue.kpis.values():
        assert kpi.labels["en"] and kpi.labels["fr"] and kpi.descriptions["en"], kpi.name
        assert kpi.owner and kpi.facts, kpi.name
