"""PostgreSQL as a source: one snapshot a reading, exact decimals, nothing lost at the cursor."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from connector_fakes import let_pass, rows_of
from embedded_postgres import Server

from affluent.errors import SourceError
from connectors.core.contract import Batch, ControlTotals
from connectors.core.extract import extract, fetch
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest, Stream
from connectors.sql.driver import SqlConnector

TOUCH = """
create function touch() returns trigger language plpgsql as
$$ begin new.updated_at := now(); return new; end $$;
create trigger touch before insert or update on items for each row execute function touch();
alter table items enable always trigger touch
"""


@pytest.fixture
def items(source_db: psycopg.Connection) -> psycopg.Connection:
    """A table of items with a cursor kept by a trigger, and two rows."""
    source_db.execute(
        "create table items (id bigint generated always as identity primary key, name text,"
        " amount numeric(18, 2), updated_at timestamptz not null default now())"
    )
    source_db.execute(TOUCH)
    source_db.execute("insert into items (name, amount) values ('a', 0.10), ('b', 0.20)")
    return source_db


def _stream(**overrides: Any) -> Stream:
    fields: dict[str, Any] = {
        "name": "items",
        "table": "public.items",
        "key": ["id"],
        "strategy": "watermark",
        "cursor": "updated_at",
        "control": ["amount"],
        "columns": {
            "id": "integer",
            "name": "text",
            "amount": "decimal(18,2)",
            "updated_at": "timestamp",
        },
    }
    return Stream.model_validate({**fields, **overrides})


def _connector(dsn: str, stream: Stream) -> SqlConnector:
    return SqlConnector("shop", dsn, Manifest(streams=(stream,)))


def _sync(dsn: str, landing: Landing, stream: Stream | None = None) -> StreamResult:
    stream = stream or _stream()
    return extract(_connector(dsn, stream), stream, landing, let_pass)


def _names(landing: Landing) -> list[str]:
    live = "select name from raw_shop.items where not _is_deleted order by id"
    return [row[0] for row in rows_of(landing, live)]


def test_rows_land_typed_and_exact(dsn: str, items: Any, landing: Landing) -> None:
    result = _sync(dsn, landing)
    assert (result.status, result.rows_read, result.rows_landed) == ("admitted", 2, 2)
    assert rows_of(landing, "select sum(amount) from raw_shop.items") == [(Decimal("0.30"),)]
    types = {row[0]: row[1] for row in rows_of(landing, "describe raw_shop.items")}
    assert types["amount"] == "DECIMAL(18,2)"
    assert types["updated_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types["id"] == "BIGINT"


def test_a_second_reading_of_the_same_lands_nothing(dsn: str, items: Any, landing: Landing) -> None:
    _sync(dsn, landing)
    before = rows_of(landing, "select * from raw_shop.items order by id")
    result = _sync(dsn, landing)
    assert (result.status, result.rows_landed, result.rows_deleted) == ("unchanged", 0, 0)
    assert rows_of(landing, "select * from raw_shop.items order by id") == before


def test_only_what_moved_since_the_watermark_is_read(
    dsn: str, items: Any, landing: Landing
) -> None:
    items.execute("alter table items disable trigger touch")
    items.execute("update items set updated_at = now() - interval '1 hour' where name = 'a'")
    items.execute("alter table items enable always trigger touch")
    _sync(dsn, landing)
    items.execute("update items set amount = 5 where name = 'b'")
    result = _sync(dsn, landing)
    assert (result.rows_read, result.rows_landed, result.was_reread) == (1, 1, False)


def test_a_commit_that_comes_late_is_not_lost(dsn: str, items: Any, landing: Landing) -> None:
    with psycopg.connect(dsn) as slow:
        slow.execute("insert into items (name, amount) values ('late', 1)")
        items.execute("insert into items (name, amount) values ('early', 2)")
        _sync(dsn, landing)  # the watermark is now after the slow transaction's start
        assert _names(landing) == ["a", "b", "early"]
        slow.commit()
    result = _sync(dsn, landing)
    assert (result.rows_landed, result.was_reread) == (1, False)
    assert "late" in _names(landing)


def test_a_commit_later_than_the_look_back_is_found_by_the_control_totals(
    dsn: str, items: Any, landing: Landing
) -> None:
    stream = _stream(lookback_minutes=0)
    with psycopg.connect(dsn) as slow:
        slow.execute("insert into items (name, amount) values ('late', 1)")
        items.execute("insert into items (name, amount) values ('early', 2)")
        _sync(dsn, landing, stream)
        slow.commit()
    result = _sync(dsn, landing, stream)
    assert result.was_reread
    assert result.rows_landed == 1
    assert "late" in _names(landing)


def test_a_deletion_is_seen_and_a_row_that_comes_back_is_revived(
    dsn: str, items: Any, landing: Landing
) -> None:
    _sync(dsn, landing)
    items.execute("create table kept as select * from items where name = 'b'")
    items.execute("delete from items where name = 'b'")
    result = _sync(dsn, landing)
    assert (result.status, result.rows_deleted, result.was_reread) == ("admitted", 1, False)
    assert _names(landing) == ["a"]
    flagged = "select name, _is_deleted from raw_shop.items order by id"
    assert rows_of(landing, flagged) == [("a", False), ("b", True)]
    items.execute("insert into items overriding system value select * from kept")
    assert _sync(dsn, landing).rows_landed == 1
    assert _names(landing) == ["a", "b"]


def test_a_change_that_does_not_touch_the_cursor_is_found_and_the_stream_read_again(
    dsn: str, items: Any, landing: Landing
) -> None:
    items.execute("insert into items (name, amount) values ('c', 7)")
    items.execute("alter table items disable trigger touch")
    items.execute("update items set updated_at = now() - interval '1 day' where name <> 'c'")
    _sync(dsn, landing)
    items.execute("update items set amount = 900 where name = 'a'")
    result = _sync(dsn, landing)
    assert result.status == "admitted"
    assert result.was_reread
    assert result.rows_landed == 1
    assert result.gap == ""
    assert "sum(amount): the source says 907.2, the landing would have 7.3" in result.notes[0]
    assert rows_of(landing, "select amount from raw_shop.items where name = 'a'") == [
        (Decimal("900.00"),)
    ]


def test_control_totals_of_source_and_landing_are_kept(
    dsn: str, items: Any, landing: Landing
) -> None:
    seq = _sync(dsn, landing).seq
    kept = rows_of(
        landing, "select seq, measure, source_value, landed_value from ops.control_totals"
    )
    assert sorted(kept) == [
        (seq, "rows", Decimal(2), Decimal(2)),
        (seq, "sum(amount)", Decimal("0.3"), Decimal("0.3")),
    ]
    reading = landing.reading("shop", _stream())
    assert reading.source_totals == reading.landed_totals
    assert reading.rows_total == 2


def test_rows_totals_and_keys_are_of_one_snapshot(dsn: str, items: Any) -> None:
    items.execute("insert into items (name, amount) select 'x', 1 from generate_series(1, 50000)")
    events = _connector(dsn, _stream()).read(_stream(), None)
    first = next(events)
    assert isinstance(first, Batch)
    items.execute("delete from items where name = 'a'")
    items.execute("update items set amount = 1000000")
    rows = first.table.num_rows
    totals = None
    for event in events:
        if isinstance(event, Batch):
            rows += event.table.num_rows
        if isinstance(event, ControlTotals):
            totals = event
    assert totals == ControlTotals(50_002, {"amount": Decimal("50000.30")})
    assert rows == 50_002


def test_numeric_without_precision_is_text_and_keeps_every_digit(
    dsn: str, source_db: psycopg.Connection, landing: Landing
) -> None:
    source_db.execute("create table t (id int, n numeric, w numeric(20, 2), f float8)")
    source_db.execute("insert into t values (1, 12345678901234567.891, 123456789012345678.91, 0.1)")
    stream = Stream.model_validate(
        {"name": "t", "table": "t", "key": ["id"], "control": ["w", "n"]}
    )
    result = _sync(dsn, landing, stream)
    assert result.gap == ""
    assert rows_of(landing, "select n, w, f from raw_shop.t") == [
        ("12345678901234567.891", Decimal("123456789012345678.91"), "0.1")
    ]


def test_times_are_utc_whatever_the_servers_zone(
    dsn: str, source_db: psycopg.Connection, landing: Landing
) -> None:
    assert source_db.execute("show timezone").fetchone() == ("Asia/Tokyo",)
    source_db.execute("create table t (id int, seen_at timestamptz)")
    source_db.execute("insert into t values (1, '2024-03-01 09:00:00+09')")
    stream = Stream.model_validate(
        {"name": "t", "table": "t", "key": ["id"], "strategy": "watermark", "cursor": "seen_at"}
    )
    result = _sync(dsn, landing, stream)
    midnight = dt.datetime(2024, 3, 1, 0, 0, tzinfo=dt.UTC)
    assert rows_of(landing, "select seen_at from raw_shop.t") == [(midnight,)]
    assert result.watermark == "2024-03-01 00:00:00+00"


def test_a_cursor_ahead_of_the_clock_does_not_hide_what_comes_next(
    dsn: str, items: Any, landing: Landing
) -> None:
    items.execute("alter table items disable trigger touch")
    items.execute("update items set updated_at = now() + interval '1 year' where name = 'a'")
    items.execute("alter table items enable always trigger touch")
    _sync(dsn, landing)
    items.execute("update items set name = 'B' where name = 'b'")
    assert _sync(dsn, landing).rows_landed == 1
    assert _names(landing) == ["a", "B"]


def test_an_added_column_lands_and_is_reported(dsn: str, items: Any, landing: Landing) -> None:
    _sync(dsn, landing)
    items.execute("alter table items add column vat_id text")
    result = _sync(dsn, landing)
    assert result.status == "admitted"
    assert result.notes == ("shop.items: new column 'vat_id' (varchar); it lands from now on",)
    items.execute("update items set vat_id = 'FR1' where name = 'a'")
    assert _sync(dsn, landing).rows_landed == 1
    assert rows_of(landing, "select name, vat_id from raw_shop.items order by id") == [
        ("a", "FR1"),
        ("b", None),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("alter table items drop column name", "column 'name' (varchar) has vanished"),
        (
            "alter table items alter column name type bigint using 1",
            "column 'name' was varchar and is now bigint",
        ),
    ],
)
def test_a_column_that_vanished_or_changed_type_is_refused_with_the_choice(
    dsn: str, items: Any, landing: Landing, change: str, words: str
) -> None:
    stream = _stream(columns={})
    _sync(dsn, landing, stream)
    items.execute(change)
    result = _sync(dsn, landing, stream)
    assert result.status == "refused"
    assert words in result.reason
    assert "raise the stream's version" in result.remedy
    assert _names(landing) == ["a", "b"]
    accepted = _sync(dsn, landing, _stream(columns={}, version=2))
    assert (accepted.status, accepted.rows_landed) == ("admitted", 2)


def test_a_key_that_vanished_is_told_by_name(dsn: str, items: Any, landing: Landing) -> None:
    _sync(dsn, landing)
    items.execute("alter table items rename column updated_at to changed_at")
    result = _sync(dsn, landing)
    assert result.status == "failed"
    assert "'updated_at', of its key, cursor or flag, has vanished" in result.reason
    assert _names(landing) == ["a", "b"]


def test_fewer_rows_than_the_source_counts_are_refused(
    dsn: str, items: Any, landing: Landing
) -> None:
    stream = _stream(deletes="none_immutable")
    _sync(dsn, landing, stream)
    items.execute("delete from items where name = 'a'")
    result = _sync(dsn, landing, stream)
    assert result.status == "refused"
    assert "rows: the source says 1, the landing would have 2" in result.reason
    assert _names(landing) == ["a", "b"]


def test_a_query_is_a_stream_too(dsn: str, items: Any, landing: Landing) -> None:
    stream = _stream(table=None, query="select * from items where amount > 0.15;")
    assert _sync(dsn, landing, stream).rows_landed == 1
    assert _names(landing) == ["b"]


def test_a_table_that_is_not_there_is_told_without_secrets(dsn: str, items: Any) -> None:
    connector = _connector(dsn, _stream(table="public.nothing"))
    with pytest.raises(SourceError) as caught:
        connector.check()
    assert 'relation "public.nothing" does not exist' in str(caught.value)
    assert "s3cret" not in _everything(caught.value)


def test_a_password_that_is_refused_or_a_database_that_is_down_is_told_without_secrets(
    tmp_path: Any, landing: Landing
) -> None:
    dsn = "postgresql://reader:s3cret-word@127.0.0.1:1/books"
    with pytest.raises(SourceError) as caught:
        _connector(dsn, _stream()).check()
    assert "books at 127.0.0.1:1" in str(caught.value)
    assert "Connection refused" in str(caught.value)
    assert "connect_timeout" not in str(caught.value)
    assert caught.value.exit_code == 3
    assert "s3cret" not in _everything(caught.value)


def test_a_database_that_goes_down_leaves_the_older_data(
    dsn: str, items: Any, landing: Landing, postgres_server: Server
) -> None:
    _sync(dsn, landing)
    postgres_server.stop()
    try:
        fetched = fetch(_connector(dsn, _stream()), _stream(), landing)
        result = _sync(dsn, landing)
    finally:
        postgres_server.start()
    assert fetched.status == result.status == "failed"
    assert "does not answer" in result.reason
    assert "Start the database" in result.remedy
    assert _names(landing) == ["a", "b"]
    assert _sync(dsn, landing).status == "unchanged"


def test_nothing_can_be_written_to_the_source(dsn: str, items: Any) -> None:
    items.execute(
        "create function wipe() returns setof items language sql as 'delete from items returning *'"
    )
    stream = _stream(table=None, query="select * from wipe()")
    with pytest.raises(SourceError, match="read-only transaction"):
        list(_connector(dsn, stream).read(stream, None))
    assert items.execute("select count(*) from items").fetchone() == (2,)


def _everything(error: BaseException | None) -> str:
    """An error's words and those of all that it carries."""
    words = ""
    while error is not None:
        words += repr(error) + str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return words
