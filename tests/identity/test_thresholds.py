"""Where to join and where to ask follow from the probabilities."""

from __future__ import annotations

import polars as pl
import pytest

from identity.thresholds import chosen


def test_what_is_joined_leaves_two_wrong_in_a_hundred_as_expected() -> None:
    limits = chosen(pl.Series([1.0] * 90 + [0.8] * 10 + [0.3] * 50 + [0.0] * 500))
    assert limits.join == pytest.approx(0.8)
    assert limits.queue == pytest.approx(0.3)


def test_nothing_likelier_wrong_than_right_is_joined() -> None:
    assert chosen(pl.Series([1.0] * 10_000 + [0.4] * 10)).join == 0.5


def test_without_any_pair_there_is_still_a_threshold() -> None:
    limits = chosen(pl.Series([], dtype=pl.Float64))
    assert limits.queue < limits.join
