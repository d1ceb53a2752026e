"""Reading by transaction ids: what commits late, is deleted or restored is never missed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from connector_fakes import let_pass, rows_of
from embedded_postgres import Server
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import Batch, Deletes, Event
from connectors.core.extract import extract
from connectors.core.landing import Landing, open_landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest
from connectors.core.manifest_file import load_manifest
from connectors.sql.driver import SqlConnector

SCHEMA = """
create table tombstones (
    table_name text, row_key jsonb, changed_xid bigint default pg_current_xact_id()::text::bigint
);
create table items (
    id bigint primary key, name text, amount numeric(18, 2),
    updated_at timestamptz not null default clock_timestamp(),
    changed_xid bigint not null default pg_current_xact_id()::text::bigint
);
create function touch() returns trigger language plpgsql as $$ begin
    new.updated_at := clock_timestamp();
    new.changed_xid := pg_current_xact_id()::text::bigint;
    return new;
end $$;
create function bury() returns trigger language plpgsql as $$ begin
    insert into tombstones values ('public.items', jsonb_build_object('id', old.id));
    return null;
end $$;
create trigger touch before insert or update on items for each row execute function touch();
create trigger bury after delete on items for each row execute function bury();
alter table items enable always trigger touch, enable always trigger bury;
insert into items values (1, 'a', 0.10), (2, 'b', 0.20);
"""
COLUMNS = {
    "id": "integer",
    "name": "text",
    "amount": "decimal(18,2)",
    "updated_at": "timestamp",
    "changed_xid": "integer",
}


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


def _manifest(**overrides: Any) -> Manifest:
    stream = {
        "name": "items",
        "table": "public.items",
        "key": ["id"],
        "strategy": "horizon",
        "cursor": "changed_xid",
        "deletes": "tombstone",
        "control": ["amount"],
        "allow_empty": True,
        "columns": COLUMNS,
    }
    return Manifest.model_validate(
        {"tombstones": "public.tombstones", "streams": [{**stream, **overrides}]}
    )


def _sync(dsn: str, landing: Landing, **overrides: Any) -> StreamResult:
    manifest = _manifest(**overrides)
    connector = SqlConnector("shop", dsn, manifest)
    return extract(connector, manifest.streams[0], landing, let_pass)


def _events(dsn: str, state: dict[str, Any] | None) -> list[Event]:
    manifest = _manifest()
    return list(SqlConnector("shop", dsn, manifest).read(manifest.streams[0], state))


def _position(landing: Landing) -> dict[str, Any]:
    position = landing.position("shop", _manifest().streams[0])
    assert position is not None
    return dict(position)


def _landed(landing: Landing) -> dict[int, tuple[str, Decimal]]:
    found = rows_of(landing, "select id, name, amount from raw_shop.items where not _is_deleted")
    return {row[0]: (row[1], row[2]) for row in found}


def _names(landing: Landing) -> list[str]:
    return [name for _, (name, _) in sorted(_landed(landing).items())]


def test_a_transaction_that_wrote_before_and_commits_after_a_reading_is_read_by_the_next(
    dsn: str, items: psycopg.Connection, slow: psycopg.Connection, landing: Landing
) -> None:
    slow.execute("update items set name = 'late' where id = 1")
    items.execute("update items set name = 'early' where id = 2")
    _sync(dsn, landing)
    assert _names(landing) == ["a", "early"]
    slow.commit()
    result = _sync(dsn, landing)
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
    _sync(dsn, landing, **by_times)
    slow.commit()
    _sync(dsn, landing, **by_times)
    assert _names(landing) == ["a", "early"]  # no total differs: nobody ever reads it again


def test_only_what_may_have_moved_is_read(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    assert _sync(dsn, landing).rows_read == 2
    result = _sync(dsn, landing)
    assert (result.status, result.rows_read) == ("unchanged", 0)
    items.execute("update items set amount = 5 where id = 2")
    result = _sync(dsn, landing)
    assert (result.rows_read, result.rows_landed, result.was_reread) == (1, 1, False)
    assert result.watermark is not None
    assert result.watermark.endswith("+00")


def test_nothing_but_totals_is_asked_when_nothing_moved(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    _sync(dsn, landing)
    kinds = [type(event).__name__ for event in _events(dsn, _position(landing))]
    assert kinds == ["ControlTotals", "Checkpoint"]


def test_a_deletion_is_told_by_its_tombstone(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    _sync(dsn, landing)
    items.execute("delete from items where id = 2")
    told = [event for event in _events(dsn, _position(landing)) if isinstance(event, Deletes)]
    assert [event.keys.to_pydict() for event in told] == [{"id": [2]}]
    result = _sync(dsn, landing)
    assert (result.rows_read, result.rows_deleted, result.was_reread) == (0, 1, False)
    assert _names(landing) == ["a"]


def test_a_deletion_that_commits_late_is_told_too(
    dsn: str, items: psycopg.Connection, slow: psycopg.Connection, landing: Landing
) -> None:
    slow.execute("delete from items where id = 2")
    items.execute("update items set name = 'A' where id = 1")
    _sync(dsn, landing)
    assert _names(landing) == ["A", "b"]
    slow.commit()
    assert _sync(dsn, landing).rows_deleted == 1
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
        _sync(dsn, landing)
        open_still.commit()
    result = _sync(dsn, landing)
    assert (result.rows_deleted, result.was_reread) == (0, False)
    assert _names(landing) == ["a", "b again"]


def test_what_goes_without_a_tombstone_is_found_by_the_totals(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    _sync(dsn, landing)
    items.execute("truncate items")
    result = _sync(dsn, landing)
    assert result.was_reread
    assert _landed(landing) == {}


def test_a_row_put_back_as_it_was_is_found_by_the_sum_of_transactions(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    items.execute("create table kept as select * from items")
    items.execute("update items set name = 'A' where id = 1")
    _sync(dsn, landing)
    items.execute("alter table items disable trigger all")
    items.execute(
        "update items set name = kept.name, changed_xid = kept.changed_xid from kept"
        " where kept.id = items.id"
    )
    result = _sync(dsn, landing)
    assert result.was_reread
    assert "sum(changed_xid)" in result.notes[0]
    assert _names(landing) == ["a", "b"]


def test_people_are_not_shown_the_sum_of_transactions(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    _sync(dsn, landing)
    reading = landing.reading("shop", _manifest().streams[0])
    assert set(reading.source_totals) == {"rows", "sum(amount)"}


def test_another_database_under_the_same_name_is_read_whole(
    dsn: str, items: psycopg.Connection, landing: Landing, postgres_server: Server
) -> None:
    _sync(dsn, landing)
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
    _sync(other, landing)
    assert _names(landing) == ["x", "x"]


def test_transactions_that_went_back_are_read_whole(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    _sync(dsn, landing)
    position = _position(landing)
    ahead = {**position, "horizon": str(int(position["horizon"]) + 1_000_000)}
    assert not any(isinstance(event, Batch) for event in _events(dsn, position))
    assert sum(e.table.num_rows for e in _events(dsn, ahead) if isinstance(e, Batch)) == 2


def test_a_new_column_is_read_whole_though_no_row_was_touched(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    _sync(dsn, landing)
    items.execute("alter table items add column country text not null default 'FR'")
    result = _sync(dsn, landing)
    assert (result.rows_read, result.rows_landed) == (2, 2)
    assert "new column 'country'" in result.notes[0]
    assert rows_of(landing, "select distinct country from raw_shop.items") == [("FR",)]


def test_keys_may_be_compared_instead_of_tombstones(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    _sync(dsn, landing, deletes="id_reconcile")
    items.execute("alter table items disable trigger bury")
    items.execute("delete from items where id = 2")
    result = _sync(dsn, landing, deletes="id_reconcile")
    assert (result.rows_deleted, result.was_reread) == (1, False)


def test_a_column_that_holds_no_transactions_is_refused(
    dsn: str, items: psycopg.Connection, landing: Landing
) -> None:
    result = _sync(dsn, landing, cursor="amount")
    assert result.status == "failed"
    assert "column 'amount' is no bigint" in result.reason


def test_streams_of_one_snapshot_agree_and_one_that_fails_does_not_spoil_the_next(
    dsn: str, items: psycopg.Connection
) -> None:
    manifest = _manifest()
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


WRITERS = st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), WRITERS, st.integers(1, 3), st.sampled_from("xyz")),
        st.tuples(st.just("drop"), WRITERS, st.integers(1, 3)),
        st.tuples(st.just("id"), WRITERS),
        st.tuples(st.sampled_from(["commit", "rollback"]), WRITERS),
        st.tuples(st.just("sync")),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def river(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[River]:
    """One database and one landing for all examples of the property."""
    with ExitStack() as stack:
        path = tmp_path_factory.mktemp("river") / "landing.duckdb"
        yield River(postgres_server.database(), stack.enter_context(open_landing(path)), stack)


class River:
    """Three writers whose transactions overlap, and readings in between."""

    def __init__(self, dsn: str, landing: Landing, stack: ExitStack) -> None:
        self.dsn = dsn
        self.landing = landing
        self.example = 0
        self._owner = stack.enter_context(psycopg.connect(dsn, autocommit=True))
        self._owner.execute(SCHEMA)
        self.writers = [stack.enter_context(psycopg.connect(dsn)) for _ in range(3)]
        for writer in self.writers:
            writer.execute("set lock_timeout = '1ms'")
            writer.commit()

    def begin(self) -> None:
        """Start over: other rows, and a stream that was never read."""
        for writer in self.writers:
            writer.rollback()
        self._owner.execute("truncate items, tombstones; insert into items values (1, 'a', 1)")
        self.example += 1

    def sync(self) -> None:
        """Read; whatever is found must be found by its transaction, not by a differing total."""
        assert not _sync(self.dsn, self.landing, version=self.example).was_reread

    def take(self, step: tuple[Any, ...]) -> None:
        """One step of one writer; one that would wait for another writer gives up."""
        writer = self.writers[step[1]]
        try:
            match step:
                case ("put", _, key, name):
                    writer.execute(
                        "insert into items values (%(key)s, %(name)s, 1) on conflict (id)"
                        " do update set name = %(name)s",
                        {"key": key, "name": name},
                    )
                case ("drop", _, key):
                    writer.execute("delete from items where id = %s", [key])
                case ("id", _):
                    writer.execute("select pg_current_xact_id()")
                case ("commit", _):
                    writer.commit()
                case _:
                    writer.rollback()
        except psycopg.errors.LockNotAvailable:
            writer.rollback()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_interleaving_of_transactions_and_readings_lands_what_was_committed(
    river: River, steps: list[tuple[Any, ...]]
) -> None:
    river.begin()
    for step in steps:
        if step[0] == "sync":
            river.sync()
        else:
            river.take(step)
    for writer in river.writers:
        writer.commit()
    river.sync()
    rows = river.writers[0].execute("select id, name, amount from items").fetchall()
    river.writers[0].commit()
    assert _landed(river.landing) == {row[0]: (row[1], row[2]) for row in rows}
