"""Spans of days: fiscal presets, the span before, the year before."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.periods import PRESETS, Period, aligned_year_before, buckets, preset, readable_grain

day = dt.date.fromisoformat


def span(text: str) -> Period:
    first, last = text.split("/")
    return Period(day(first), day(last))


@pytest.mark.parametrize(
    ("name", "today", "starts", "expected"),
    [
        ("this_year", "2025-06-15", 1, "2025-01-01/2025-06-15"),
        ("this_year", "2025-06-15", 7, "2024-07-01/2025-06-15"),
        ("this_year", "2025-07-01", 7, "2025-07-01/2025-07-01"),
        ("last_year", "2025-06-15", 4, "2024-04-01/2025-03-31"),
        ("this_quarter", "2025-06-15", 2, "2025-05-01/2025-06-15"),
        ("last_quarter", "2025-06-15", 2, "2025-02-01/2025-04-30"),
        ("last_quarter", "2025-01-15", 1, "2024-10-01/2024-12-31"),
        ("last_month", "2024-03-31", 1, "2024-02-01/2024-02-29"),
        ("this_month", "2024-03-31", 1, "2024-03-01/2024-03-31"),
        ("last_12_months", "2025-12-31", 1, "2025-01-01/2025-12-31"),
        ("last_12_months", "2024-02-29", 1, "2023-03-01/2024-02-29"),
        ("last_12_months", "2025-06-15", 1, "2024-06-16/2025-06-15"),
    ],
)
def test_a_preset_follows_the_fiscal_year(
    name: str, today: str, starts: int, expected: str
) -> None:
    assert preset(name, today=day(today), fiscal_year_start=starts) == span(expected)


@pytest.mark.parametrize(
    ("name", "today", "expected"),
    [
        ("this_month", "2025-03-06", "2025-03-03/2025-03-06"),
        ("last_month", "2025-03-06", "2025-02-03/2025-03-02"),
        ("this_quarter", "2025-05-05", "2025-05-05/2025-05-05"),
        # The year before has 53 weeks, and its last month the odd one.
        ("last_quarter", "2025-02-10", "2024-10-28/2025-02-02"),
        ("last_month", "2025-02-10", "2024-12-23/2025-02-02"),
        ("last_year", "2025-02-10", "2024-01-29/2025-02-02"),
    ],
)
def test_a_fiscal_year_of_weeks_is_cut_as_the_days_of_the_warehouse_are(
    name: str, today: str, expected: str
) -> None:
    found = preset(name, today=day(today), fiscal_year_start=2, fiscal_weeks="4-4-5")
    assert found == span(expected)


def test_all_time_has_no_days_and_an_unknown_name_is_refused() -> None:
    assert preset("all_time", today=day("2025-01-01"), fiscal_year_start=1) is None
    with pytest.raises(ValueError, match="no period 'yesterday'"):
        preset("yesterday", today=day("2025-01-01"), fiscal_year_start=1)


@pytest.mark.parametrize(
    ("period", "before", "year_before"),
    [
        ("2025-01-01/2025-03-31", "2024-10-01/2024-12-31", "2024-01-01/2024-03-31"),
        ("2024-03-01/2024-03-31", "2024-02-01/2024-02-29", "2023-03-01/2023-03-31"),
        ("2025-02-01/2025-02-28", "2025-01-01/2025-01-31", "2024-02-01/2024-02-29"),
        ("2024-02-29/2024-02-29", "2024-02-28/2024-02-28", "2023-02-28/2023-02-28"),
        ("2025-01-01/2025-01-10", "2024-12-22/2024-12-31", "2024-01-01/2024-01-10"),
        ("2025-01-01/2025-12-31", "2024-01-01/2024-12-31", "2024-01-01/2024-12-31"),
    ],
)
def test_the_two_earlier_spans(period: str, before: str, year_before: str) -> None:
    assert span(period).before() == span(before)
    assert span(period).year_before() == span(year_before)


@given(st.dates(dt.date(1995, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 900))
def test_the_span_before_ends_the_day_before(first: dt.date, length: int) -> None:
    period = Period(first, first + dt.timedelta(days=length))
    assert period.before().end == period.start - dt.timedelta(days=1)
    assert period.year_before().end < period.end


@given(
    st.sampled_from([name for name in PRESETS if name != "all_time"]),
    st.dates(dt.date(1995, 1, 1), dt.date(2050, 1, 1)),
    st.integers(1, 12),
)
def test_no_preset_reaches_into_the_future(name: str, today: dt.date, starts: int) -> None:
    period = preset(name, today=today, fiscal_year_start=starts)
    assert period is not None
    assert period.start <= period.end <= today


@pytest.mark.parametrize(
    ("grain", "first", "count"),
    [
        ("day", "2024-02-20", 15),
        ("week", "2024-02-19", 3),
        ("month", "2024-02-01", 2),
        ("quarter", "2024-01-01", 1),
        ("year", "2024-01-01", 1),
    ],
)
def test_buckets_cover_every_day(grain: str, first: str, count: int) -> None:
    found = buckets(span("2024-02-20/2024-03-05"), grain)
    assert (found[0], len(found)) == (day(first), count)


def test_weeks_of_the_year_before_begin_on_the_same_weekday() -> None:
    period = span("2025-10-01/2025-12-31")
    assert aligned_year_before(period, "week").start.weekday() == period.start.weekday()


@given(st.dates(dt.date(1995, 1, 1), dt.date(2020, 1, 1)), st.integers(0, 9000))
def test_a_chart_never_has_more_than_forty_marks(first: dt.date, length: int) -> None:
    period = Period(first, first + dt.timedelta(days=length))
    assert len(buckets(period, readable_grain(period))) <= 41


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="is after"):
        span("2025-02-01/2025-01-01")
