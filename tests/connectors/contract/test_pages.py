"""Reading page by page: killed anywhere, written meanwhile, in any order, it ends right."""

from __future__ import annotations

import logging
import tempfile
from contextlib import ExitStack, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from connector_fakes import let_pass, refuse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from affluent.errors import SourceError
from connectors.core.extract import extract, fetch
from connectors.core.landing import Landing, open_landing
from tests.connectors.contract.harness import Killed
from tests.connectors.contract.odoo_harness import OdooHarness

WHOLE, PAGES = 3, 4  # of five rows in pages of two: three, and one of what moved meanwhile


def _kill() -> None:
    raise Killed


@pytest.mark.parametrize("page", range(1, PAGES + 1))
def test_killed_at_any_page_the_next_reading_goes_on_there(tmp_path: Path, page: int) -> None:
    harness, path = OdooHarness("19.0"), tmp_path / "landing.duckdb"
    harness.on_page(page, _kill)
    with open_landing(path) as landing, pytest.raises(Killed):
        fetch(harness.connector(), harness.stream, landing)
    harness.put(1, "written after the kill", "1.00")
    with open_landing(path) as landing:
        assert harness.live(landing) == {}
        result = extract(harness.connector(), harness.stream, landing, let_pass)
        assert (result.status, result.gap) == ("admitted", "")
        assert harness.live(landing) == harness.truth()
    # Only the page of the kill was asked for twice.
    assert harness.whole_pages == WHOLE + (1 if page <= WHOLE else 0)


def test_a_reading_that_was_received_and_not_settled_is_not_read_again(landing: Landing) -> None:
    harness = OdooHarness("19.0")
    fetch(harness.connector(), harness.stream, landing)
    asked = harness.pages_asked()
    extract(harness.connector(), harness.stream, landing, let_pass)
    assert harness.live(landing) == harness.truth()
    assert harness.pages_asked() == asked + 1


def test_pages_kept_under_another_manifest_are_not_gone_on_with(landing: Landing) -> None:
    harness = OdooHarness("19.0")
    harness.on_page(2, _kill)
    with pytest.raises(Killed):
        fetch(harness.connector(), harness.stream, landing)
    harness.stream = harness.stream.model_copy(update={"version": 2})
    extract(harness.connector(), harness.stream, landing, let_pass)
    assert harness.live(landing) == harness.truth()
    assert harness.pages_asked() == 2 + PAGES


def test_a_source_without_rows_lands_empty_and_goes_on(landing: Landing) -> None:
    harness = OdooHarness("19.0")
    for key in list(harness.truth()):
        harness.delete(key)
    assert extract(harness.connector(), harness.stream, landing, let_pass).status == "admitted"
    harness.put(7, "first", "1.00")
    extract(harness.connector(), harness.stream, landing, let_pass)
    assert harness.live(landing) == {7: ("first", Decimal("1.00"), True)}


def test_a_quiet_source_is_asked_little(landing: Landing) -> None:
    harness = OdooHarness("19.0")
    extract(harness.connector(), harness.stream, landing, let_pass)
    harness.pass_time(60)
    with harness.connector().snapshot() as reader:
        before = harness.server.calls
        assert extract(reader, harness.stream, landing, refuse).status == "unchanged"
        assert harness.server.calls - before == 3  # its fields, what moved, its totals


def test_keys_are_listed_at_the_cadence_of_the_manifest(landing: Landing) -> None:
    harness = OdooHarness("19.0")
    extract(harness.connector(), harness.stream, landing, let_pass)
    harness.server.log.clear()
    harness.pass_time(23 * 60)
    extract(harness.connector(), harness.stream, landing, let_pass)
    assert "crm.lead.search" not in harness.server.log
    harness.pass_time(2 * 60)
    extract(harness.connector(), harness.stream, landing, let_pass)
    assert "crm.lead.search" in harness.server.log


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.integers(1, 7),
            st.sampled_from(["a", "b", "é'\""]),
            st.sampled_from(["0.00", "0.01", "12345678901.25", "-3.10"]),
        ),
        st.tuples(st.sampled_from(["delete", "archive"]), st.integers(1, 7)),
        st.tuples(st.sampled_from(["kill", "cut", "put between"]), st.integers(1, 4)),
        st.sampled_from(["sync", "refuse", "late", "an hour"]),
    ),
    max_size=7,
)


@settings(max_examples=15, deadline=None)
@given(STEPS)
@example([("put", 1, "a", "0.00"), ("put between", 1), ("kill", 2), ("archive", 1)])
def test_any_interleaving_of_writes_readings_and_kills_converges(
    steps: list[str | tuple[Any, ...]],
) -> None:
    harness = OdooHarness("19.0")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "landing.duckdb"
        landing = stack.enter_context(open_landing(path))
        for step in (*steps, "sync"):
            _do(harness, landing, step)
            if step[0] == "kill":
                stack.close()
                landing = stack.enter_context(open_landing(path))
            harness.calm()
        assert harness.live(landing) == harness.truth()
        again = extract(harness.connector(), harness.stream, landing, refuse)
    assert (again.status, again.rows_landed, again.rows_deleted) == ("unchanged", 0, 0)


def _do(harness: OdooHarness, landing: Landing, step: str | tuple[Any, ...]) -> None:
    harness.pass_time(1)
    match step:
        case ("put", key, text, amount):
            harness.put(key, text, amount)
        case ("delete", key):
            harness.delete(key)
        case ("archive", key):
            harness.archive(key)
        case ("kill", page):
            harness.on_page(page, _kill)
            with suppress(Killed):
                extract(harness.connector(), harness.stream, landing, let_pass)
        case ("cut", page):
            harness.on_page(page, harness.error_in_a_good_answer)
            extract(harness.connector(), harness.stream, landing, let_pass)
        case ("put between", page):
            harness.on_page(page, lambda: harness.put(2, "between", "9.99"))
            extract(harness.connector(), harness.stream, landing, let_pass)
            assert harness.live(landing) == harness.truth()
        case "late":
            harness.put_late(3, "late", "4.00", minutes=5)
        case "an hour":
            harness.pass_time(60)
        case "refuse":
            extract(harness.connector(), harness.stream, landing, refuse)
        case "sync":
            extract(harness.connector(), harness.stream, landing, let_pass)
            assert harness.live(landing) == harness.truth()


def test_the_key_is_never_logged_nor_told(
    landing: Landing, caplog: pytest.LogCaptureFixture
) -> None:
    harness = OdooHarness("17.0")
    key = harness.server.key
    caplog.set_level(logging.DEBUG)
    harness.on_page(
        1,
        lambda: harness.respond(
            200,
            {},
            b'{"error":{"message":"x","data":{"name":"ValueError","message":"no '
            + key.encode()
            + b' here"}}}',
        ),
    )
    result = extract(harness.connector(), harness.stream, landing, let_pass)
    assert "no … here" in result.reason
    harness.on_page(1, lambda: (_ for _ in ()).throw(httpx.ReadError(f"broke at {key}")))
    again = extract(harness.connector(), harness.stream, landing, let_pass)
    told = [result.reason, again.reason, repr(harness.connector().__dict__), caplog.text]
    assert not [text for text in told if key in text]
    kept = landing._con.execute("select * from ops.batches").fetchall()
    assert key not in repr(kept)
    with pytest.raises(SourceError) as failed:
        harness.revoke()
        list(harness.connector().read(harness.stream, None))
    assert key not in str(failed.value)
    assert "ODOO_KEY" in failed.value.remedy
