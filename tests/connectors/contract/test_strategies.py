"""Each strategy and each way to see deletions converges, killed or written meanwhile."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from connector_fakes import let_pass, live_items
from paged_source import PagedSource, paged_stream

from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from tests.connectors.contract.harness import Killed

WAYS: dict[str, dict[str, Any]] = {
    "stamps and keys": {},
    "stamps and a flag": {"deletes": "soft_flag", "flag": "gone"},
    "stamps and a list of archived rows": {"deletes": "archived_list"},
    "whole": {"strategy": "snapshot"},
    "rising keys": {"strategy": "sequence"},
    "links": {"strategy": "delta_link"},
}
HAS_FLAG = ("stamps and a flag", "stamps and a list of archived rows")


def _source() -> PagedSource:
    source = PagedSource()
    for key in range(1, 6):
        source.put(key, f"n{key}", f"{key}.10")
    return source


def _truth(source: PagedSource) -> dict[int, tuple[str, Decimal]]:
    return {k: (r["name"], r["amount"]) for k, r in source.rows.items() if not r["gone"]}


def _sync(source: PagedSource, landing: Landing, way: str) -> StreamResult:
    return extract(source, paged_stream(**WAYS[way]), landing, let_pass)


def _change(source: PagedSource, way: str) -> None:
    """One new row, and where the strategy can see it, one changed and one gone."""
    source.put(6, "new", "6.60")
    if way == "rising keys":
        return
    source.put(2, "changed", "2.22")
    if way in HAS_FLAG:
        source.put(3, "away", "3.10", gone=True)
    else:
        source.delete(3)


@pytest.mark.parametrize("way", WAYS)
def test_what_changes_lands_and_then_nothing_does(landing: Landing, way: str) -> None:
    source = _source()
    for change in (lambda: None, lambda: _change(source, way), lambda: None):
        change()
        result = _sync(source, landing, way)
        assert (result.status in {"admitted", "unchanged"}, result.gap) == (True, "")
        assert live_items(landing) == _truth(source)
    assert result.rows_landed + result.rows_deleted == 0
    assert not result.was_reread


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("page", [1, 2, 3])
def test_killed_at_a_page_and_written_meanwhile(landing: Landing, way: str, page: int) -> None:
    source = _source()

    def killed(number: int) -> None:
        if number == page:
            raise Killed

    source.on_page = killed
    with suppress(Killed):
        _sync(source, landing, way)
    _change(source, way)
    result = _sync(source, landing, way)
    assert (result.status, result.gap) == ("admitted", "")
    assert live_items(landing) == _truth(source)


@pytest.mark.parametrize("way", ["stamps and keys", "stamps and a flag", "whole", "links"])
def test_written_between_two_pages(landing: Landing, way: str) -> None:
    source = _source()
    source.on_page = lambda number: _change(source, way) if number == 2 else None
    result = _sync(source, landing, way)
    assert (result.status, result.gap) == ("admitted", "")
    assert live_items(landing) == _truth(source)


def test_a_link_that_has_expired_means_all_again(landing: Landing) -> None:
    source = _source()
    _sync(source, landing, "links")
    _change(source, "links")
    source.oldest = len(source.log)
    result = _sync(source, landing, "links")
    assert "items: the source's list of changes has expired: read whole" in result.notes
    assert live_items(landing) == _truth(source)


def test_a_number_that_was_given_early_and_commits_late_is_found_by_the_totals(
    landing: Landing,
) -> None:
    source = _source()
    del source.rows[4]
    _sync(source, landing, "rising keys")
    source.put(4, "late", "4.10")
    result = _sync(source, landing, "rising keys")
    assert result.was_reread
    assert live_items(landing) == _truth(source)


def test_a_stamp_of_next_year_hides_nothing(landing: Landing) -> None:
    source = _source()
    source.rows[1]["stamp"] = "2027-01-01T00:00:00"
    _sync(source, landing, "stamps and keys")
    source.minute += 60
    source.put(2, "changed", "2.00")
    result = _sync(source, landing, "stamps and keys")
    assert (result.rows_landed, result.was_reread) == (1, False)
