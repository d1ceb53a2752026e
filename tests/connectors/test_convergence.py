"""Whatever the order of changes, readings, refusals and kills: in the end the landing is right."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from connector_fakes import (
    SOURCE,
    MemorySource,
    let_pass,
    live_items,
    refuse,
    snapshot_stream,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from affluent.errors import SourceError
from connectors.core.extract import extract, fetch, settle
from connectors.core.landing import Landing, open_landing

AMOUNTS = st.one_of(st.none(), st.decimals("-9999.99", "9999.99", places=2))
NAMES = st.one_of(st.none(), st.sampled_from(["a", "b", "", "é'\"", "a\x1fb"]))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(1, 4), NAMES, AMOUNTS),
        st.tuples(st.just("drop"), st.integers(1, 4)),
        st.sampled_from(["sync", "refuse", "cut", "kill", "fetch", "settle"]),
    ),
    max_size=8,
)
STREAM = snapshot_stream(allow_empty=True)


def _change(source: MemorySource, change: tuple[Any, ...]) -> None:
    if change[0] == "put":
        source.rows[change[1]] = change[2:]
    else:
        source.rows.pop(change[1], None)


def _run(source: MemorySource, landing: Landing, step: str) -> None:
    match step:
        case "sync":
            extract(source, STREAM, landing, let_pass)
            assert live_items(landing) == source.rows
        case "refuse":
            landing.ensure_stream(SOURCE, STREAM)
            before = live_items(landing)
            extract(source, STREAM, landing, refuse)
            assert live_items(landing) == before
        case "cut":
            source.fails_after_rows = SourceError("cut")
            extract(source, STREAM, landing, let_pass)
            source.fails_after_rows = None
        case "kill" | "fetch":
            fetch(source, STREAM, landing)
        case "settle":
            settle(SOURCE, STREAM, landing, let_pass)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_any_interleaving_of_changes_and_readings_converges(
    steps: list[str | tuple[Any, ...]],
) -> None:
    source = MemorySource({1: ("a", Decimal("0.10"))})
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "landing.duckdb"
        landing = stack.enter_context(open_landing(path))
        for step in (*steps, "sync"):
            if isinstance(step, tuple):
                _change(source, step)
                continue
            _run(source, landing, step)
            if step == "kill":
                stack.close()
                landing = stack.enter_context(open_landing(path))
        again = extract(source, STREAM, landing, refuse)
    assert (again.status, again.rows_landed, again.rows_deleted) == ("unchanged", 0, 0)
