"""A figure beside the period before and the year before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from affluent.settings import Workspace
from serving.comparisons import Change, change, compare
from serving.metrics import Metrics
from serving.periods import Period
from serving.warehouse import open_warehouse


def test_a_figure_stands_beside_its_two_earlier_ones(small: Workspace) -> None:
    metrics = Metrics(open_warehouse(small.publications))
    quarter = Period(dt.date(2025, 10, 1), dt.date(2025, 12, 31))
    found = compare(metrics, ["revenue", "win_rate"], quarter)["revenue"]
    assert (found.value, found.previous, found.year_before) == (36300, 26400, 33000)
    assert found.since_previous == Change(Decimal(9900), Decimal("0.375"))
    assert found.since_year_before == Change(Decimal(3300), Decimal("0.1"))


def test_all_time_has_nothing_before_it(small: Workspace) -> None:
    metrics = Metrics(open_warehouse(small.publications))
    found = compare(metrics, ["revenue"], None)["revenue"]
    assert (found.previous, found.since_previous, found.since_year_before) == (None, None, None)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (None, Decimal(5), None),
        (Decimal(5), None, None),
        (Decimal(0), Decimal(5), Change(Decimal(5), None)),
        (Decimal(-100), Decimal(50), Change(Decimal(150), Decimal("1.5"))),
    ],
)
def test_a_change_needs_both_sides_and_a_rate_something_to_divide_by(
    earlier: Decimal | None, later: Decimal | None, expected: Change | None
) -> None:
    assert change(earlier, later) == expected
