"""The hours of business between two instants: weekends, holidays, moved clocks."""

from __future__ import annotations

import datetime as dt

import pytest
from desk import at
from hypothesis import given, settings
from hypothesis import strategies as some

from operations.crm.tickets.calendar import Calendar, public_holidays
from operations.crm.tickets.errors import NoWorkingHours

MORNING, EVENING = dt.time(9), dt.time(18)
WEEK = Calendar(dict.fromkeys(range(1, 6), ((MORNING, EVENING),)))
SPLIT = Calendar(
    {weekday: ((MORNING, dt.time(12)), (dt.time(14), EVENING)) for weekday in range(1, 6)}
)
ALWAYS = Calendar({day: ((dt.time.min, dt.time(23, 59, 59)),) for day in range(1, 8)})


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-03-01 09:00", "2024-03-01 11:30", 2.5),
        ("2024-03-01 17:00", "2024-03-04 10:00", 2),  # over a weekend
        ("2024-03-02 10:00", "2024-03-03 20:00", 0),  # within one
        ("2024-04-30 17:00", "2024-05-02 10:00", 2),  # Labour Day
        ("2024-05-07 17:00", "2024-05-10 10:00", 2),  # 8 May and Ascension
        ("2024-03-29 17:00", "2024-04-02 10:00", 2),  # Easter Monday; the clock is moved
        ("2024-03-01 11:00", "2024-03-01 10:00", 0),  # the other way
        ("2024-12-31 17:00", "2025-01-02 10:00", 2),  # over a year's end
    ],
)
def test_business_time_between_two_instants(start: str, end: str, expected: float) -> None:
    assert WEEK.elapsed(at(start), at(end)) == hours(expected)


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2024-03-01 09:00", 4, "2024-03-01 13:00"),
        ("2024-03-01 16:00", 4, "2024-03-04 11:00"),
        ("2024-03-02 10:00", 1, "2024-03-04 10:00"),
        ("2024-03-01 09:00", 9, "2024-03-01 18:00"),  # the end of a day, not the next morning
        ("2024-04-30 16:00", 4, "2024-05-02 11:00"),
        ("2024-03-29 16:00", 4, "2024-04-02 11:00"),
    ],
)
def test_when_so_much_business_time_is_over(start: str, duration: int, expected: str) -> None:
    due = WEEK.after(at(start), hours(duration))
    assert due == at(expected)
    assert due.tzinfo is dt.UTC


def test_a_lunch_break_is_not_counted() -> None:
    assert SPLIT.after(at("2024-03-01 11:00"), hours(2)) == at("2024-03-01 15:00")
    assert SPLIT.elapsed(at("2024-03-01 11:00"), at("2024-03-01 15:00")) == hours(2)


def test_a_closing_day_of_the_company_is_not_counted() -> None:
    closed = Calendar(WEEK.hours, frozenset([dt.date(2024, 3, 4)]))
    assert closed.after(at("2024-03-01 17:00"), hours(2)) == at("2024-03-05 10:00")


@pytest.mark.parametrize(("night", "expected"), [("2024-03-30", 23), ("2024-10-26", 25)])
def test_a_night_on_which_the_clock_is_moved_counts_what_passes(night: str, expected: int) -> None:
    start = at(f"{night} 12:00")
    next_noon = at(f"{dt.date.fromisoformat(night) + dt.timedelta(days=1)} 12:00")
    gap = dt.timedelta(seconds=1)  # the last second of a day is outside
    assert ALWAYS.elapsed(start, next_noon) == hours(expected) - gap


def test_nobody_who_ever_answers_is_refused() -> None:
    for nobody in (Calendar({}), Calendar({1: ()})):
        with pytest.raises(NoWorkingHours):
            nobody.after(at("2024-03-01 09:00"), hours(1))


def test_french_holidays_are_known_with_the_movable_ones() -> None:
    assert {dt.date(2024, 4, 1), dt.date(2024, 5, 9), dt.date(2024, 5, 20)} <= public_holidays(2024)
    assert len(public_holidays(2024)) == 11


INSTANTS = some.datetimes(
    min_value=dt.datetime(2024, 1, 1),  # noqa: DTZ001  hypothesis wants it without a zone
    max_value=dt.datetime(2024, 12, 31),  # noqa: DTZ001
    timezones=some.just(dt.UTC),
).map(lambda instant: instant.replace(microsecond=0))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(start=INSTANTS, minutes=some.integers(1, 6000))
def test_what_is_due_after_so_much_time_is_so_much_time_away(
    start: dt.datetime, minutes: int
) -> None:
    duration = dt.timedelta(minutes=minutes)
    due = SPLIT.after(start, duration)
    assert SPLIT.elapsed(start, due) == duration
    second = dt.timedelta(seconds=1)
    assert SPLIT.elapsed(start, due - second) == duration - second
