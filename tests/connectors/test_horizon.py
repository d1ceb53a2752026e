"""Reading by transaction ids: what commits late, is deleted or restored is never missed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from connector_fakes import rows_of
from embedded_postgres import Server
from horizon_source import SCHEMA, landed, manifest_of, sync
from psycopg.conninfo import conninfo_to_dict

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import Batch, Deletes, Event
from connectors.core.landing import Landing
from connectors.core.manifest_file import load_manifest
from connectors.sql.driver import SqlConnector


@pytest.fixture
def items(source_db: psycopg.Connection) -> psycopg.Connection:
    """A table of two items that keeps its transactions, and what was deleted."""
    source_db.execute(SCHEMA)
    return source_db


@pytest.fixture
def slow(dsn: str, items: Any) -> Iterator[psycopg.Connection]:
    """A second connection, whose transaction lasts until it is told to end."""
    with psycopg.connect(dsn) as connection:
        yield connection


def _events(dsn: str, state: dict[str, Any] | None) -> list[Event]:
    manifest = manifest_of()
    return list(SqlConnector("shop", dsn, manifest).read(manifest.streams[0], state))


def _position(landing: Landing) -> dict[str, Any]:
    position = landing.position("shop", manifest_of().streams[0])
    assert position is not None
    return dict(position)


def _names(landing: Landing) -> list[str]:
    return [name for _, (name, _) in sorted(landed(landing).items())]


def test_a_transaction_that_wrote_before_and_commits_after_a_reading_is_read_by_the_next(
    dsn: str, items: psycopg.Connection, slow: psycopg.Connection, landing: Landing
) -> None:
    slow.execute("update items set name = 'late' where id = 1")
    items.execute("update items set name = 'early' where id = 2")
    sync(dsn, landing)
    assert _names(landing) == ["a", "early"]
    slow.commit()
    result = sync(dsn, landing)
    assert (result.status, result.was_reread) == ("admitted", False)
    assert _names(landing) == ["late", "early"]


def test_by_times_and_without_look_back_such_a_change_is_lost(
    dsn: str, items: psycopg.Connection, slow: psycopg.Connection, landing: Landing
) -> None:
    by_times = {
        "strategy": "watermark",
        "cursor": "updated_at",
        "deletes": "id_reconcile",
        "lookback_minutes": 0,
    }
    slow.execute("update items set name = 'late' where id = 1")
    items.execute("update items set name = 'early' where id = 2")
    sync(dsn, landing, **by_times)
    slow.commit()
    sync(dsn, landing, **by_times)
    assert _names(landing) == ["a", "early"]  # no total differs: nobody ever reads it again


def test_only_what_may_have_moved_is_read(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    assert sync(dsn, landing).rows_read == 2
    result = sync(dsn, landing)
    assert (result.status, result.rows_read) == ("unchanged", 0)
    items.execute("update items set amount = 5 where id = 2")
    result = sync(dsn, landing)
    assert (result.rows_read, result.rows_landed, result.was_reread) == (1, 1, False)
    assert result.watermark is not None
    assert result.watermark.endswith("+00")


def test_nothing_but_totals_is_asked_when_nothing_moved(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    sync(dsn, landing)
    kinds = [type(event).__name__ for event in _events(dsn, _position(landing))]
    assert kinds == ["ControlTotals", "Checkpoint"]


def test_a_deletion_is_told_by_its_tombstone(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    sync(dsn, landing)
    items.execute("delete from items where id = 2")
    told = [event for event in _events(dsn, _position(landing)) if isinstance(event, Deletes)]
    assert [event.keys.to_pydict() for event in told] == [{"id": [2]}]
    result = sync(dsn, landing)
    assert (result.rows_read, result.rows_deleted, result.was_reread) == (0, 1, False)
    assert _names(landing) == ["a"]


def test_a_deletion_that_commits_late_is_told_too(
    dsn: str, items: psycopg.Connection, slow: psycopg.Connection, landing: Landing
) -> None:
    slow.execute("delete from items where id = 2")
    items.execute("update items set name = 'A' where id = 1")
    sync(dsn, landing)
    assert _names(landing) == ["A", "b"]
    slow.commit()
    assert sync(dsn, landing).rows_deleted == 1
    assert _names(landing) == ["A"]


def test_a_row_written_again_by_an_older_transaction_than_its_deletion_stays(
    dsn: str, items: psycopg.Connection, slow: psycopg.Connection, landing: Landing
) -> None:
    with psycopg.connect(dsn) as open_still:
        slow.execute("select pg_current_xact_id()")
        open_still.execute("select pg_current_xact_id()")  # the horizon stands here
        items.execute("delete from items where id = 2")
        slow.execute("insert into items values (2, 'b again', 7)")
        slow.commit()
        sync(dsn, landing)
        open_still.commit()
    result = sync(dsn, landing)
    assert (result.rows_deleted, result.was_reread) == (0, False)
    assert _names(landing) == ["a", "b again"]


def test_what_goes_without_a_tombstone_is_found_by_the_totals(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    sync(dsn, landing)
    items.execute("truncate items")
    result = sync(dsn, landing)
    assert result.was_reread
    assert landed(landing) == {}


def test_a_row_put_back_as_it_was_is_found_by_the_sum_of_transactions(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    items.execute("create table kept as select * from items")
    items.execute("update items set name = 'A' where id = 1")
    sync(dsn, landing)
    items.execute("alter table items disable trigger all")
    items.execute(
        "update items set name = kept.name, changed_xid = kept.changed_xid from kept"
        " where kept.id = items.id"
    )
    result = sync(dsn, landing)
    assert result.was_reread
    assert "sum(changed_xid)" in result.notes[0]
    assert _names(landing) == ["a", "b"]


def test_people_are_not_shown_the_sum_of_transactions(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    sync(dsn, landing)
    reading = landing.reading("shop", manifest_of().streams[0])
    assert set(reading.source_totals) == {"rows", "sum(amount)"}


def test_another_database_under_the_same_name_is_read_whole(
    dsn: str, items: psycopg.Connection, landing: Landing, postgres_server: Server
) -> None:
    sync(dsn, landing)
    items.close()
    other = postgres_server.database()
    with psycopg.connect(other, autocommit=True) as restored:
        restored.execute(SCHEMA)
        # Same rows and same sum of transactions: only whose they are can tell.
        restored.execute("alter table items disable trigger all")
        for row in rows_of(landing, "select id, changed_xid from raw_shop.items"):
            restored.execute(
                "update items set name = 'x', changed_xid = %s where id = %s", [row[1], row[0]]
            )
    assert conninfo_to_dict(other)["dbname"] != conninfo_to_dict(dsn)["dbname"]
    sync(other, landing)
    assert _names(landing) == ["x", "x"]


def test_transactions_that_went_back_are_read_whole(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    sync(dsn, landing)
    position = _position(landing)
    ahead = {**position, "horizon": str(int(position["horizon"]) + 1_000_000)}
    assert not any(isinstance(event, Batch) for event in _events(dsn, position))
    assert sum(e.table.num_rows for e in _events(dsn, ahead) if isinstance(e, Batch)) == 2


def test_a_new_column_is_read_whole_though_no_row_was_touched(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    sync(dsn, landing)
    items.execute("alter table items add column country text not null default 'FR'")
    result = sync(dsn, landing)
    assert (result.rows_read, result.rows_landed) == (2, 2)
    assert "new column 'country'" in result.notes[0]
    assert rows_of(landing, "select distinct country from raw_shop.items") == [("FR",)]


def test_keys_may_be_compared_instead_of_tombstones(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    sync(dsn, landing, deletes="id_reconcile")
    items.execute("alter table items disable trigger bury")
    items.execute("delete from items where id = 2")
    result = sync(dsn, landing, deletes="id_reconcile")
    assert (result.rows_deleted, result.was_reread) == (1, False)


def test_a_column_that_holds_no_transactions_is_refused(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    result = sync(dsn, landing, cursor="amount")
    assert result.status == "failed"
    assert "column 'amount' is no bigint" in result.reason


def test_streams_of_one_snapshot_agree_and_one_that_fails_does_not_spoil_the_next(
    dsn: str, items: psycopg.Connection
) -> None:
    manifest = manifest_of()
    stream = manifest.streams[0]
    broken = stream.model_copy(update={"table": "public.nothing"})

    def rows(reader: Any) -> int:
        return sum(e.table.num_rows for e in reader.read(stream, None) if isinstance(e, Batch))

    with SqlConnector("shop", dsn, manifest).snapshot() as reader:
        assert rows(reader) == 2
        items.execute("insert into items values (3, 'c', 1)")
        assert rows(reader) == 2
        with pytest.raises(SourceError, match="does not exist"):
            list(reader.read(broken, None))
        assert rows(reader) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('cursor = "changed_xid"', "", "strategy horizon needs cursor"),
        ('key = ["id"]', "", "strategy horizon needs key"),
        ('"public.items"', '"items"', 'and table = "schema.table"'),
        ('strategy = "horizon"', 'strategy = "watermark"', 'needs strategy = "horizon"'),
        ('tombstones = "public.gone"', "", "name their table: tombstones"),
    ],
)
def test_a_horizon_that_cannot_be_read_is_told(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "manifest.toml"
    text = (
        'tombstones = "public.gone"\n[[streams]]\nname = "items"\ntable = "public.items"\n'
        'key = ["id"]\nstrategy = "horizon"\ncursor = "changed_xid"\ndeletes = "tombstone"\n'
    )
    path.write_text(text)
    assert load_manifest(path).streams[0].control == ("changed_xid",)
    path.write_text(text.replace(old, new))
    with pytest.raises(ConfigError, match=words):
        load_manifest(path)
