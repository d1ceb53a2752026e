"""Every engine alike: one snapshot, exact decimals, nothing lost, nothing written."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from connector_fakes import rows_of
from sql_engines import (
    Database,
    MariaDb,
    Postgres,
    Sqlite,
    connector_of,
    rows_read,
    stream_of,
    sync,
)

from affluent.errors import SourceError
from connectors.core.contract import Batch, ControlTotals, Deletes
from connectors.core.extract import fetch
from connectors.core.landing import Landing, open_landing

ENGINES = ("postgresql", "mysql", "sqlite")
NOON = "2024-03-01 12:00:00"


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Database]:
    """A database with two items."""
    made: Database
    if request.param == "postgresql":
        made = Postgres(request.getfixturevalue("dsn"))
    elif request.param == "mysql":
        made = MariaDb(request.getfixturevalue("mariadb_server"))
    else:
        made = Sqlite(tmp_path / "shop.db")
    made.execute(f"insert into items values (1, 'a', 0.10, '{NOON}'), (2, 'é😀', 0.20, '{NOON}')")
    yield made
    made.close()


def _live(landing: Landing, columns: str = "id, name, amount") -> list[tuple[Any, ...]]:
    return rows_of(
        landing, f"select {columns} from raw_shop.items where not _is_deleted order by 1"
    )


def test_rows_land_typed_and_exact(database: Database, landing: Landing) -> None:
    database.execute("insert into items values (3, 'x', 1234567890123.45, null)")
    result = sync(database, landing)
    assert (result.status, result.rows_landed, result.gap) == ("admitted", 3, ""), result
    assert _live(landing) == [
        (1, "a", Decimal("0.10")),
        (2, "é😀", Decimal("0.20")),
        (3, "x", Decimal("1234567890123.45")),
    ]
    noon = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
    assert _live(landing, "distinct updated_at") == [(noon,), (None,)]
    types = {row[0]: row[1] for row in rows_of(landing, "describe raw_shop.items")}
    assert [types[name] for name in ("id", "name", "amount", "updated_at")] == [
        *("BIGINT", "VARCHAR", "DECIMAL(18,2)", "TIMESTAMP WITH TIME ZONE")
    ]


def test_a_text_lands_letter_by_letter(database: Database, landing: Landing) -> None:
    names = ["", '"', "a,b", "line\nend", "cr\r\n", "tab\t", "\\", "''", "\\N", "NULL", " x "]
    for number, name in enumerate(names, start=10):
        escaped = name.replace("'", "''")
        if database.engine == "mysql":
            escaped = escaped.replace("\\", "\\\\")
        database.execute(f"insert into items values ({number}, '{escaped}', 1, null)")
    sync(database, landing)
    landed = rows_of(landing, "select name from raw_shop.items where id >= 10 order by id")
    assert [row[0] for row in landed] == names


def test_a_second_reading_of_the_same_lands_nothing(database: Database, landing: Landing) -> None:
    sync(database, landing)
    result = sync(database, landing)
    assert (result.status, result.rows_landed, result.rows_deleted) == ("unchanged", 0, 0)


def test_only_what_moved_since_the_watermark_is_read_and_ties_are_read_again(
    database: Database, landing: Landing
) -> None:
    database.execute("insert into items values (3, 'old', 1, '2023-01-01 00:00:00')")
    sync(database, landing)
    database.execute(f"insert into items values (4, 'tie', 1, '{NOON}')")
    result = sync(database, landing, stream_of(database, lookback_minutes=0))
    assert (result.rows_read, result.rows_landed, result.was_reread) == (3, 1, False)


def test_the_look_back_reads_what_committed_late(database: Database, landing: Landing) -> None:
    sync(database, landing)
    database.execute("insert into items values (3, 'late', 1, '2024-03-01 11:55:00')")
    result = sync(database, landing)
    assert (result.rows_landed, result.was_reread) == (1, False)


def test_what_came_later_than_the_look_back_is_found_by_the_control_totals(
    database: Database, landing: Landing
) -> None:
    sync(database, landing)
    database.execute("insert into items values (3, 'late', 1, '2023-03-01 11:55:00')")
    database.execute("update items set amount = 900 where id = 1")
    result = sync(database, landing)
    assert result.was_reread
    assert "sum(amount): the source says 901.2, the landing would have" in result.notes[0]
    assert len(_live(landing)) == 3
    assert result.gap == ""


def test_a_transaction_that_is_open_while_we_read_is_read_by_the_next(
    database: Database, landing: Landing
) -> None:
    with database.open_transaction() as slow:
        slow.execute(f"insert into items values (3, 'late', 1, '{NOON}')")
        assert sync(database, landing).rows_landed == 2
        slow.commit()
    assert sync(database, landing).rows_landed == 1


def test_a_deletion_is_seen_and_a_row_that_comes_back_is_revived(
    database: Database, landing: Landing
) -> None:
    sync(database, landing)
    database.execute("delete from items where id = 1")
    result = sync(database, landing)
    assert (result.rows_deleted, result.was_reread) == (1, False)
    database.execute(f"insert into items values (1, 'a', 0.10, '{NOON}')")
    assert sync(database, landing).rows_landed == 1
    assert len(_live(landing)) == 2


def test_a_row_whose_flag_says_that_it_is_gone_is_gone(
    database: Database, landing: Landing
) -> None:
    database.execute("alter table items add column is_deleted int")
    database.execute("update items set is_deleted = 1 where id = 1")
    columns = {**stream_of(database).model_dump()["columns"], "is_deleted": "integer"}
    stream = stream_of(database, deletes="soft_flag", flag="is_deleted", columns=columns)
    assert sync(database, landing, stream).gap == ""
    assert _live(landing, "id") == [(2,)]
    database.execute("update items set is_deleted = 1, updated_at = '2024-03-02 12:00:00'")
    result = sync(database, landing, stream)
    assert (result.rows_deleted, result.was_reread) == (1, False)
    database.execute("update items set is_deleted = 0, updated_at = '2024-03-03 12:00:00'")
    assert sync(database, landing, stream).rows_landed == 2
    database.execute("delete from items where id = 2")
    assert sync(database, landing, stream).was_reread
    assert _live(landing, "id") == [(1,)]


def test_a_stream_read_whole_lands_its_deletions(database: Database, landing: Landing) -> None:
    stream = stream_of(database, strategy="snapshot", cursor=None)
    sync(database, landing, stream)
    database.execute("delete from items where id = 1")
    assert sync(database, landing, stream).rows_deleted == 1


def test_a_query_is_a_stream_too(database: Database, landing: Landing) -> None:
    stream = stream_of(database, query="select * from items where amount > 0.15;")
    assert sync(database, landing, stream).rows_landed == 1


def test_an_empty_table_lands(database: Database, landing: Landing) -> None:
    database.execute("delete from items")
    result = sync(database, landing)
    assert (result.status, result.rows_read) == ("admitted", 0)


def test_all_that_is_read_is_of_one_snapshot(database: Database) -> None:
    stream = stream_of(database)
    with connector_of(database, stream).snapshot() as reader:
        assert rows_read(reader.read(stream, None)) == 2
        database.execute(f"insert into items values (3, 'c', 1, '{NOON}')")
        database.execute("delete from items where id = 1")
        events = list(reader.read(stream, {"watermark": NOON}))
    assert rows_read(events) == 2
    totals = [event for event in events if isinstance(event, ControlTotals)]
    assert totals == [ControlTotals(2, {"amount": Decimal("0.30")})]


def test_the_same_table_in_two_batches_with_a_change_between_is_one_snapshot(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("mysql.session.ROWS_A_BATCH", "postgres.session.ROWS_A_BATCH"):
        monkeypatch.setattr(f"connectors.sql.{place}", 1)
    monkeypatch.setattr("connectors.sql.sqlite.session.ROWS_AT_ONCE", 1)
    database.execute(f"insert into items values (3, 'c', 1, '{NOON}')")
    stream = stream_of(database)
    events = connector_of(database, stream).read(stream, None)
    first = next(event for event in events if isinstance(event, Batch))
    if database.engine != "mysql":  # the line of a MySQL is busy with the rows until the last
        database.execute("update items set amount = 1000000")
    rest = list(events)
    totals = next(event for event in rest if isinstance(event, ControlTotals))
    assert first.table.num_rows + rows_read(rest) == 3
    assert totals.sums == {"amount": Decimal("1.30")}


def test_a_reading_that_is_killed_between_batches_lands_nothing_and_the_next_one_all(
    database: Database, landing_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: Any) -> Any:
        raise Killed

    with open_landing(landing_path) as landing:
        stream = stream_of(database)
        with monkeypatch.context() as patch:
            patch.setattr("connectors.sql.reading.ControlTotals", killed)
            with pytest.raises(Killed):
                fetch(connector_of(database, stream), stream, landing)
    with open_landing(landing_path) as landing:
        assert landing.position("shop", stream_of(database)) is None
        assert sync(database, landing).rows_landed == 2


def test_no_more_than_one_connection_is_open(database: Database) -> None:
    stream = stream_of(database)
    before = database.connections()
    with connector_of(database, stream).snapshot() as reader:
        for _ in range(3):
            list(reader.read(stream, None))
        next(reader.read(stream, None))
        assert database.connections() - before == 1
    until = time.monotonic() + 5  # a server hears of it a moment later
    while time.monotonic() < until and database.connections() > before:
        time.sleep(0.01)
    # SQLite lets go of a file only when every connection of the process does.
    assert database.connections() - before <= (database.engine == "sqlite")


def test_a_statement_that_runs_too_long_is_stopped(database: Database) -> None:
    stream = stream_of(
        database, query=database.slow, strategy="snapshot", cursor=None, control=[], columns={}
    )
    connector = connector_of(database, stream, timeout_seconds=1)
    with pytest.raises(SourceError) as caught:
        list(connector.read(stream, None))
    words = ("statement timeout", "max_statement_time", "longer than 1 s")
    assert any(word in str(caught.value) for word in words)


def test_a_column_that_vanished_or_changed_type_is_refused(
    database: Database, landing: Landing
) -> None:
    stream = stream_of(database, columns={})
    sync(database, landing, stream)
    database.execute("alter table items add column vat_id varchar(20)")
    result = sync(database, landing, stream)
    assert result.notes == ("shop.items: new column 'vat_id' (varchar); it lands from now on",)
    database.execute("alter table items drop column name")
    result = sync(database, landing, stream)
    assert result.status == "refused"
    assert "column 'name' (varchar) has vanished" in result.reason


def test_a_key_or_cursor_that_vanished_is_told_by_name(
    database: Database, landing: Landing
) -> None:
    database.execute("alter table items rename column updated_at to changed_at")
    result = sync(database, landing)
    assert result.status == "failed"
    assert "column 'updated_at', of its key, cursor or flag, has vanished" in result.reason


def test_a_table_that_is_not_there_is_told_and_the_next_stream_is_read(
    database: Database,
) -> None:
    stream = stream_of(database)
    broken = stream.model_copy(update={"table": database.table.replace("items", "nothing")})
    with connector_of(database, stream).snapshot() as reader:
        with pytest.raises(SourceError, match="nothing") as caught:
            list(reader.read(broken, None))
        assert "s3cret" not in str(caught.value)
        assert rows_read(reader.read(stream, None)) == 2


def test_a_cursor_ahead_of_the_clock_does_not_hide_what_comes_next(
    database: Database, landing: Landing
) -> None:
    database.execute("update items set updated_at = '2037-01-01 00:00:00' where id = 1")
    zone = {"time_zone": "Europe/Paris"}  # SQLite's times have none
    sync(database, landing, stream_of(database, **zone))
    now = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S}"
    database.execute(f"insert into items values (3, 'now', 1, '{now}')")
    result = sync(database, landing, stream_of(database, **zone))
    assert (result.rows_landed, result.was_reread) == (1, False)


def test_the_keys_of_flagged_rows_are_all_that_is_told_of_them(database: Database) -> None:
    database.execute("alter table items add column gone_at date")
    database.execute("update items set gone_at = '2024-03-01' where id = 2")
    columns = {**stream_of(database).model_dump()["columns"], "gone_at": "date"}
    stream = stream_of(database, deletes="soft_flag", flag="gone_at", columns=columns)
    events = list(connector_of(database, stream).read(stream, {"watermark": NOON}))
    assert rows_read(events) == 1
    told = [event.keys.to_pydict() for event in events if isinstance(event, Deletes)]
    assert told == [{"id": [2]}]
