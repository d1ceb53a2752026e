"""The landing: all of a batch or nothing of it, and always the source's latest word."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from connector_fakes import (
    SOURCE,
    MemorySource,
    let_pass,
    live_items,
    refuse,
    rows_of,
    snapshot_stream,
)

from affluent.errors import AlreadyRunning, SourceError
from affluent.settings import PRODUCT_ROOT
from connectors.core import ledger
from connectors.core.columns import hash_expression
from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Event,
    SnapshotComplete,
    State,
)
from connectors.core.extract import extract, fetch, settle
from connectors.core.landing import Landing, open_landing
from connectors.core.manifest import Stream

TWO = {1: ("a", Decimal("0.10")), 2: ("b", Decimal("0.20"))}


def test_an_ensured_stream_is_empty_and_typed(landing: Landing) -> None:
    landing.ensure_stream(SOURCE, snapshot_stream())
    types = {row[0]: row[1] for row in rows_of(landing, "describe raw_shop.items")}
    assert types == {
        "id": "BIGINT",
        "name": "VARCHAR",
        "amount": "DECIMAL(18,2)",
        "_extra": "VARCHAR",
        "_key": "BIGINT",
        "_hash": "UBIGINT",
        "_seq": "BIGINT",
        "_extracted_at": "TIMESTAMP WITH TIME ZONE",
        "_is_deleted": "BOOLEAN",
    }
    assert live_items(landing) == {}


def test_new_changed_deleted_and_returning_rows(landing: Landing) -> None:
    source = MemorySource(TWO)
    first = extract(source, snapshot_stream(), landing, let_pass)
    assert (first.status, first.rows_read, first.rows_landed) == ("admitted", 2, 2)

    source.rows = {1: ("A", Decimal("0.10")), 3: ("c", None)}
    second = extract(source, snapshot_stream(), landing, let_pass)
    assert (second.rows_landed, second.rows_deleted) == (2, 1)
    assert live_items(landing) == source.rows

    source.rows[2] = ("b", Decimal("0.20"))
    third = extract(source, snapshot_stream(), landing, let_pass)
    assert (third.rows_landed, third.rows_deleted) == (1, 0)
    assert live_items(landing) == source.rows


def test_a_row_that_did_not_change_is_not_written_again(landing: Landing) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    source.rows[2] = ("b", Decimal("0.21"))
    extract(source, snapshot_stream(), landing, let_pass)
    assert rows_of(landing, "select id, _seq from raw_shop.items order by id") == [(1, 1), (2, 2)]


def test_when_nothing_changed_nothing_lands_and_nothing_is_checked(landing: Landing) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    again = extract(source, snapshot_stream(), landing, refuse)
    assert (again.status, again.rows_read, again.rows_landed) == ("unchanged", 2, 0)


def test_tombstones_delete_what_they_name_and_no_more(landing: Landing) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    source.rows, source.deletes = {2: ("b", Decimal("0.20"))}, [1]
    result = extract(source, snapshot_stream(), landing, let_pass)
    assert result.rows_deleted == 1
    assert live_items(landing) == source.rows


def test_a_refused_batch_stands_whole_in_quarantine_and_older_data_stands(
    landing: Landing,
) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    source.rows = {1: ("wrong", Decimal(9)), 3: ("wrong", Decimal(9))}
    result = extract(source, snapshot_stream(), landing, refuse)
    assert (result.status, result.reason) == ("refused", "shop.items: refused.")
    assert result.quarantine == 'quarantine."shop__items__2"'
    assert rows_of(landing, f"select id, name from {result.quarantine}") == [
        (1, "wrong"),
        (3, "wrong"),
    ]
    assert live_items(landing) == TWO
    kept = "select status, json_extract_string(reason, '$.reason') from ops.batches where seq = 2"
    assert rows_of(landing, kept) == [("refused", "shop.items: refused.")]

    source.rows = {1: ("right", Decimal(9))}
    assert extract(source, snapshot_stream(), landing, let_pass).status == "admitted"
    assert live_items(landing) == source.rows


def test_a_batch_that_is_refused_every_night_is_kept_once(landing: Landing) -> None:
    source = MemorySource(TWO)
    places = {extract(source, snapshot_stream(), landing, refuse).quarantine for _ in range(3)}
    assert len(places) == 1
    source.rows[3] = ("c", None)
    assert extract(source, snapshot_stream(), landing, refuse).quarantine not in places


def test_a_refused_batch_does_not_move_the_position(landing: Landing) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    before = landing.position(SOURCE, snapshot_stream())
    source.rows[3] = ("c", None)
    extract(source, snapshot_stream(), landing, refuse)
    assert landing.position(SOURCE, snapshot_stream()) == before
    extract(source, snapshot_stream(), landing, let_pass)
    assert landing.position(SOURCE, snapshot_stream()) != before


def test_killed_between_fetch_and_settle_the_next_run_converges(landing_path: Path) -> None:
    source = MemorySource(TWO)
    with open_landing(landing_path) as landing:
        fetch(source, snapshot_stream(), landing)
    source.rows = {2: ("B", Decimal(5))}
    with open_landing(landing_path) as landing:
        assert live_items(landing) == {}
        extract(source, snapshot_stream(), landing, let_pass)
        assert live_items(landing) == source.rows
        assert rows_of(landing, "select count(*) from ops.incoming") == [(0,)]


def test_what_waits_can_be_settled_by_another_process(landing_path: Path) -> None:
    with open_landing(landing_path) as landing:
        fetch(MemorySource(TWO), snapshot_stream(), landing)
    with open_landing(landing_path) as landing:
        assert settle(SOURCE, snapshot_stream(), landing, let_pass).status == "admitted"
        assert live_items(landing) == TWO


@pytest.mark.parametrize("step", ["move_state", "note_batch", "forget_incoming"])
def test_killed_in_the_middle_of_admission_nothing_lands(
    landing: Landing, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    source.rows = {2: ("B", Decimal(5)), 3: ("c", None)}
    fetch(source, snapshot_stream(), landing)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, step, killed)
        with pytest.raises(KeyboardInterrupt):
            settle(SOURCE, snapshot_stream(), landing, let_pass)
    assert live_items(landing) == TWO
    position = landing.position(SOURCE, snapshot_stream())
    assert position is not None
    assert position["watermark"] == "2"
    assert settle(SOURCE, snapshot_stream(), landing, let_pass).status == "admitted"
    assert live_items(landing) == source.rows


def test_killed_while_reading_nothing_waits_and_nothing_lands(landing_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from connector_fakes import MemorySource, snapshot_stream\n"
        "from connectors.core.landing import open_landing\n"
        "from connectors.core.extract import fetch\n"
        "class Dies(MemorySource):\n"
        "    def read(self, stream, state):\n"
        "        yield next(iter(super().read(stream, state)))\n"
        "        os._exit(9)\n"
        "with open_landing(Path(sys.argv[1])) as landing:\n"
        "    fetch(Dies({1: ('a', None)}), snapshot_stream(), landing)\n"
    )
    path = f"{PRODUCT_ROOT}:{Path(__file__).parent}"
    run = subprocess.run(
        [sys.executable, "-c", program, str(landing_path)], env={"PYTHONPATH": path}, check=False
    )
    assert run.returncode == 9
    with open_landing(landing_path) as landing:
        assert landing.incoming(SOURCE, snapshot_stream()) is None
        extract(MemorySource(TWO), snapshot_stream(), landing, let_pass)
        assert live_items(landing) == TWO


def test_a_source_that_fails_half_way_leaves_what_had_landed(landing: Landing) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    source.rows = {}
    source.fails_after_rows = SourceError("shop: the line is cut.", remedy="Mend the line.")
    result = extract(source, snapshot_stream(), landing, let_pass)
    assert (result.status, result.reason) == ("failed", "shop: the line is cut.")
    assert result.remedy == "Mend the line."
    assert live_items(landing) == TWO
    reading = landing.reading(SOURCE, snapshot_stream())
    assert (reading.status, reading.rows_total) == ("failed", 2)


def test_fewer_rows_than_counted_are_refused(landing: Landing) -> None:
    source = MemorySource(TWO)
    source.counted = 3
    result = extract(source, snapshot_stream(), landing, let_pass)
    assert result.status == "refused"
    assert result.reason == "shop.items: rows: the source says 3, the landing would have 2"


def test_settling_without_a_fetch_says_so(landing: Landing) -> None:
    result = settle(SOURCE, snapshot_stream(), landing, let_pass)
    assert (result.status, result.reason) == ("failed", "shop.items: nothing was fetched.")


def test_decimals_are_exact(landing: Landing) -> None:
    largest = Decimal("9999999999999999.99")
    source = MemorySource({1: ("x", Decimal("0.1")), 2: ("y", Decimal("0.2")), 3: ("z", largest)})
    result = extract(source, snapshot_stream(), landing, let_pass)
    assert result.gap == ""
    assert live_items(landing)[3][1] == largest
    small = "select sum(amount) from raw_shop.items where id < 3"
    assert rows_of(landing, small) == [(Decimal("0.30"),)]
    reading = landing.reading(SOURCE, snapshot_stream())
    assert reading.landed_totals["sum(amount)"] == Decimal("10000000000000000.29")
    assert reading.landed_totals == reading.source_totals


def test_without_a_key_equal_rows_are_counted(landing: Landing) -> None:
    stream = snapshot_stream(key=[], control=[])
    source = MemorySource({1: ("a", None)})
    three = pa.concat_tables([source.table()] * 3)
    source.table = lambda: three  # type: ignore[method-assign]
    source.counted = 3
    assert extract(source, stream, landing, let_pass).rows_landed == 3
    source.table = lambda: three.slice(1)  # type: ignore[method-assign]
    source.counted = 2
    result = extract(source, stream, landing, let_pass)
    assert (result.rows_landed, result.rows_deleted) == (0, 1)


def test_keys_of_several_columns_are_not_confused(landing: Landing) -> None:
    source = MemorySource({1: ('2","a', None), 12: ("a", None)})
    extract(source, snapshot_stream(key=["id", "name"]), landing, let_pass)
    assert len(live_items(landing)) == 2
    assert rows_of(landing, "select count(distinct _key) from raw_shop.items") == [(2,)]


def test_rows_that_differ_only_in_where_a_value_ends_are_told_apart(landing: Landing) -> None:
    digest = hash_expression(["a", "b"])
    values = "(values ('1', '2'), ('1' || chr(31) || 'b=2', null), ('1', null), (null, '1'))"
    distinct = f"select count(distinct {digest}) from {values} as t(a, b)"
    assert rows_of(landing, distinct) == [(4,)]


class KeyedSource(MemorySource):
    """Sends the rows of ``moved``, and a list of all keys."""

    moved: tuple[int, ...] = ()

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        if state is None:
            yield from super().read(stream, state)
            return
        rows = self.table()
        yield Batch(rows.filter(pc.is_in(rows.column("id"), pa.array(self.moved, pa.int64()))))
        yield ControlTotals(len(self.rows), {"amount": sum(a or 0 for _, a in self.rows.values())})
        yield SnapshotComplete(rows.select(["id"]))
        yield Checkpoint({})


def test_a_row_that_took_anothers_place_unseen_is_told_by_the_keys(landing: Landing) -> None:
    stream = snapshot_stream(strategy="watermark", cursor="id")
    source = KeyedSource({1: ("a", Decimal(1)), 2: ("b", Decimal(2)), 3: ("c", Decimal(3))})
    extract(source, stream, landing, let_pass)
    assert extract(source, stream, landing, let_pass).status == "unchanged"

    # As many rows, of the same sum, and none of them sent: only the keys say that one took
    # another's place.
    source.rows = {1: ("a", Decimal(1)), 2: ("b", Decimal(2)), 4: ("c", Decimal(3))}
    result = extract(source, stream, landing, let_pass)
    assert (result.rows_landed, result.rows_deleted, result.was_reread) == (1, 1, True)
    assert live_items(landing) == source.rows


def test_what_landed_with_texts_as_keys_goes_on(landing: Landing) -> None:
    stream = snapshot_stream(strategy="watermark", cursor="id")
    source = KeyedSource(TWO)
    extract(source, stream, landing, let_pass)
    for column in ("_key", "_hash"):
        landing._con.execute(f"alter table raw_shop.items alter {column} type varchar")
    source.rows = {2: ("B", Decimal("0.20")), 3: ("c", None)}
    source.moved = (2, 3)
    result = extract(source, stream, landing, let_pass)
    assert (result.rows_landed, result.rows_deleted) == (2, 1)
    assert live_items(landing) == source.rows
    assert extract(source, stream, landing, let_pass).status == "unchanged"


def test_a_number_that_became_a_text_is_refused_and_what_had_landed_stands(
    landing: Landing,
) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    texts = source.table().set_column(0, "id", pa.array(["A1", "A2"]))
    source.table = lambda: texts  # type: ignore[method-assign]
    result = extract(source, snapshot_stream(), landing, let_pass)
    assert result.status == "refused"
    assert "column 'id' was bigint and is now varchar" in result.reason
    assert live_items(landing) == TWO


def test_a_batch_is_not_kept_in_memory_once_it_is_written(landing: Landing) -> None:
    rows, batches = 50_000, 12
    most = 0

    class Large(MemorySource):
        def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
            nonlocal most
            del stream, state
            before = pa.total_allocated_bytes()
            for number in range(batches):
                ids = pa.array(range(number * rows, (number + 1) * rows), pa.int64())
                amounts = pa.nulls(rows, pa.decimal128(18, 2))
                yield Batch(pa.table({"id": ids, "name": pa.nulls(rows), "amount": amounts}))
                most = max(most, pa.total_allocated_bytes() - before)

    fetch(Large({}), snapshot_stream(), landing)
    assert 0 < most < 4 * rows * 24  # the one that is written, the next one, and their copies


def test_a_changed_manifest_lands_the_stream_anew(landing: Landing) -> None:
    source = MemorySource(TWO)
    extract(source, snapshot_stream(), landing, let_pass)
    result = extract(source, snapshot_stream(version=2), landing, let_pass)
    assert (result.status, result.rows_landed, result.rows_deleted) == ("admitted", 2, 0)
    assert live_items(landing) == TWO


def test_a_stream_that_only_adds_keeps_what_the_source_forgets(landing: Landing) -> None:
    stream = snapshot_stream(deletes="none_immutable")
    source = MemorySource(TWO)
    extract(source, stream, landing, let_pass)
    source.rows = {3: ("c", Decimal(1))}
    result = extract(source, stream, landing, let_pass)
    assert (result.status, result.rows_deleted) == ("admitted", 0)
    assert set(live_items(landing)) == {1, 2, 3}


def test_a_column_that_bears_one_of_our_names_is_refused(landing: Landing) -> None:
    source = MemorySource(TWO)
    renamed = source.table().rename_columns(["id", "_key", "amount"])
    source.table = lambda: renamed  # type: ignore[method-assign]
    result = extract(source, snapshot_stream(), landing, let_pass)
    assert result.status == "failed"
    assert "column '_key'" in result.reason


def _hold(path: Path, is_held: object, may_end: object) -> None:
    with open_landing(path):
        is_held.set()  # type: ignore[attr-defined]
        may_end.wait(20)  # type: ignore[attr-defined]


def test_a_landing_file_that_another_process_holds_is_told(landing_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    is_held, may_end = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(landing_path, is_held, may_end))
    other.start()
    try:
        assert is_held.wait(20)
        with (
            pytest.raises(AlreadyRunning, match="Another process holds"),
            open_landing(landing_path),
        ):
            pass
    finally:
        may_end.set()
        other.join()


def test_the_landing_is_light_to_import() -> None:
    program = (
        "import sys, connectors.core.landing, connectors.core.extract, connectors.registry\n"
        "print([m for m in ('great_expectations', 'pandas', 'pyarrow') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=PRODUCT_ROOT,
    )
    assert run.stdout.strip() == "[]"


def test_a_stream_with_history_keeps_every_version_that_ended(landing: Landing) -> None:
    stream = snapshot_stream(history=True)
    for rows in (
        {1: ("a", Decimal(1)), 2: ("b", Decimal(2))},
        {1: ("a", Decimal(1)), 2: ("b", Decimal(3))},
        {1: ("a", Decimal(1)), 2: ("b", Decimal(3))},
        {2: ("b", Decimal(4))},
    ):
        extract(MemorySource(rows), stream, landing, let_pass)
    kept = "select id, amount, _ended_seq from history.shop__items order by _ended_seq, id"
    assert [row[:2] for row in rows_of(landing, kept)] == [
        *((2, Decimal(2)), (1, Decimal(1)), (2, Decimal(3)))
    ]
    anew = snapshot_stream(history=True, version=2)
    extract(MemorySource({2: ("b", Decimal(4)), 3: ("c", Decimal(5))}), anew, landing, let_pass)
    assert len(rows_of(landing, kept)) == 3  # row 2 is as it was, row 1 had ended
    extract(MemorySource({2: ("b", Decimal(4))}), anew, landing, let_pass)
    assert rows_of(landing, kept)[3][:2] == (3, Decimal(5))
    plain = snapshot_stream(name="others")
    extract(MemorySource({1: ("a", Decimal(1))}), plain, landing, let_pass)
    tables = "select table_name from information_schema.tables where table_schema = 'history'"
    assert rows_of(landing, tables) == [("shop__items",)]
