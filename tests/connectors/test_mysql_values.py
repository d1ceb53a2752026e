"""What MySQL can hold and others cannot: zero dates, unsigned numbers, 65 digits, 838 hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import embedded_mariadb
import pytest
from connector_fakes import rows_of
from sql_engines import MariaDb, connector_of, rows_read, stream_of, sync

from affluent.errors import SourceError
from connectors.core.landing import Landing
from connectors.core.manifest import Stream


@pytest.fixture
def database(mariadb_server: embedded_mariadb.Server) -> Iterator[MariaDb]:
    made = MariaDb(mariadb_server)
    yield made
    made.close()


def _stream(**fields: Any) -> Stream:
    return Stream.model_validate({"name": "t", "table": "t", "key": ["id"], **fields})


def _landed(landing: Landing, columns: str) -> list[tuple[Any, ...]]:
    return rows_of(landing, f"select {columns} from raw_shop.t order by id")


def _holds(database: MariaDb, columns: str, *rows: str) -> None:
    database.execute(f"create table t (id int primary key, {columns})")
    for number, row in enumerate(rows, start=1):
        database.execute(f"insert into t values ({number}, {row})")


@pytest.mark.parametrize(
    ("kind", "value", "lands"),
    [
        ("bigint unsigned", "18446744073709551615", Decimal(18446744073709551615)),
        ("int unsigned", "4294967295", 4294967295),
        ("tinyint(1)", "2", 2),
        ("tinyint(1)", "-1", -1),
        ("decimal(18,0)", "999999999999999999", Decimal(999999999999999999)),
        ("decimal(38,10)", "1234567890123456789012345678.0000000001",
         Decimal("1234567890123456789012345678.0000000001")),
        ("decimal(65,30)", "12345678901234567890123456789012345.000000000000000000000000000001",
         "12345678901234567890123456789012345.000000000000000000000000000001"),
        ("decimal(5,2) unsigned", "999.99", Decimal("999.99")),
        ("time(3)", "'-838:59:59.999'", "-838:59:59.999"),
        ("year", "2024", 2024),
        ("bit(1)", "b'1'", 1),
        ("bit(10)", "b'1000000001'", 513),
        ("double", "0.1", "0.1"),
        ("float", "16777217.0", "16777216"),
        ("enum('x','y')", "'y'", "y"),
        ("set('p','q')", "'p,q'", "p,q"),
        ("json", """'{"a": 1.10}'""", '{"a": 1.10}'),
        ("varbinary(4)", "x'00ff2c0a'", "\\x00ff2c0a"),
        ("blob", "x'22'", "\\x22"),
        ("varchar(20) character set latin1", "'é€'", "é€"),
        ("char(4)", "'a'", "a"),
        ("date", "'0001-01-01'", dt.date(1, 1, 1)),
        ("date", "'2024-02-29'", dt.date(2024, 2, 29)),
        ("datetime(6)", "'2024-03-01 09:00:00.000001'",
         dt.datetime.fromisoformat("2024-03-01 09:00:00.000001")),
    ],
)  # fmt: skip
def test_a_value_lands_exactly(
    database: MariaDb, landing: Landing, kind: str, value: str, lands: Any
) -> None:
    _holds(database, f"v {kind}", value, "null")
    result = sync(database, landing, _stream())
    assert (result.status, result.gap) == ("admitted", ""), result
    assert _landed(landing, "v") == [(lands,), (None,)]


def test_unsigned_ids_may_be_declared_integers_as_long_as_they_are(
    database: MariaDb, landing: Landing
) -> None:
    _holds(database, "v bigint unsigned", "7")
    stream = _stream(columns={"id": "integer", "v": "integer"}, control=["v"])
    assert sync(database, landing, stream).status == "admitted"
    assert _landed(landing, "v, typeof(v)") == [(7, "BIGINT")]
    database.execute("insert into t values (2, 9223372036854775808)")
    result = sync(database, landing, stream)
    assert "'v': 1 value not an integer: '9223372036854775808' (key 2)" in result.reason
    assert rows_of(landing, f"select v from {result.quarantine} order by id") == [
        ("7",), ("9223372036854775808",)
    ]  # fmt: skip


def test_a_small_integer_is_a_boolean_where_it_is_declared_one(
    database: MariaDb, landing: Landing
) -> None:
    _holds(database, "v tinyint(1), b bit(1)", "1, b'0'", "0, null")
    stream = _stream(columns={"id": "integer", "v": "boolean", "b": "boolean"})
    assert sync(database, landing, stream).status == "admitted"
    assert _landed(landing, "v, b") == [(True, False), (False, None)]
    database.execute("insert into t values (3, 2, null)")
    result = sync(database, landing, stream)
    assert (result.status, "1 value not a boolean: '2' (key 3)" in result.reason) == (
        *("refused", True),
    )


def test_zero_dates_land_empty_and_are_told(database: MariaDb, landing: Landing) -> None:
    _holds(
        database,
        "d date, m datetime, t timestamp null",
        "'0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00'",
        "'2024-03-01', '2024-03-01 00:00:00', '2024-03-01 00:00:00'",
    )
    result = sync(database, landing, _stream())
    assert result.status == "admitted"
    assert _landed(landing, "d, m, t")[0] == (None, None, None)
    assert "shop.t: column 'd': 1 zero date landed empty" in result.notes


def test_zero_dates_declared_as_text_land_as_they_stand(
    database: MariaDb, landing: Landing
) -> None:
    _holds(database, "d date", "'0000-00-00'", "'2024-00-10'")
    stream = _stream(columns={"id": "integer", "d": "text"})
    assert sync(database, landing, stream).notes == ()
    assert _landed(landing, "d") == [("0000-00-00",), ("2024-00-10",)]


@pytest.mark.parametrize("day", ["2024-00-10", "2024-02-00", "2024-02-30"])
def test_a_day_that_no_calendar_has_is_an_objection(
    database: MariaDb, landing: Landing, day: str
) -> None:
    database.execute("set sql_mode = 'ALLOW_INVALID_DATES'")
    _holds(database, "d date", "'2024-03-01'", f"'{day}'")
    result = sync(database, landing, _stream())
    assert result.status == "refused"
    assert f"column 'd': 1 value not a date: '{day}' (key 2)" in result.reason
    assert rows_of(landing, f"select d from {result.quarantine} order by id") == [
        *(("2024-03-01",), (day,))
    ]


def test_naive_times_land_in_utc_by_the_declared_zone(database: MariaDb, landing: Landing) -> None:
    _holds(
        database,
        "m datetime",
        "'2024-01-15 09:00:00'",  # CET
        "'2024-07-15 09:00:00'",  # CEST
        "'2024-10-27 02:30:00'",  # shown twice: the second
        "'2024-03-31 02:30:00'",  # leapt over: an hour on
    )
    sync(database, landing, _stream(time_zone="Europe/Paris"))
    assert [row[0].isoformat() for row in _landed(landing, "m")] == [
        "2024-01-15T08:00:00+00:00",
        "2024-07-15T07:00:00+00:00",
        "2024-10-27T01:30:00+00:00",
        "2024-03-31T01:30:00+00:00",
    ]


def test_timestamps_are_utc_whatever_the_zone_of_the_server(
    database: MariaDb, landing: Landing
) -> None:
    database.execute("set time_zone = '+09:00'")
    _holds(database, "m timestamp", "'2024-03-01 09:00:00'")
    sync(database, landing, _stream())
    assert _landed(landing, "m") == [(dt.datetime(2024, 3, 1, tzinfo=dt.UTC),)]


def test_clocks_that_are_set_back_lose_nothing(database: MariaDb, landing: Landing) -> None:
    """At 03:00 it is 02:00 again: what is written then bears times that were passed already."""
    _holds(database, "n text, m datetime", "'before', '2024-10-27 02:59:00'")
    stream = _stream(
        time_zone="Europe/Paris", strategy="watermark", cursor="m", deletes="none_immutable"
    )
    sync(database, landing, stream)
    database.execute("insert into t values (2, 'after', '2024-10-27 02:01:00')")
    result = sync(database, landing, stream)
    assert (result.rows_landed, result.was_reread) == (1, False)


def test_a_row_that_is_longer_than_a_packet_is_told(database: MariaDb) -> None:
    _holds(database, "a mediumtext, b mediumtext", "repeat('x', 600000), repeat('y', 600000)")
    stream = _stream()
    with pytest.raises(SourceError, match="longer than max_allowed_packet"):
        list(connector_of(database, stream).read(stream, None))


def test_nothing_can_be_written(database: MariaDb) -> None:
    database.execute(
        "create function wipe() returns int modifies sql data sql security definer"
        " begin delete from items; return 1; end"
    )
    database.execute("insert into items values (1, 'a', 1, null)")
    stream = stream_of(database, query="select wipe() as id", strategy="snapshot", cursor=None,
                       control=[], columns={})  # fmt: skip
    with pytest.raises(SourceError, match="READ ONLY transaction"):
        list(connector_of(database, stream).read(stream, None))
    assert database.execute("select count(*) from items") == [(1,)]


def test_a_cursor_of_text_may_hold_any_letter(database: MariaDb) -> None:
    _holds(database, "v varchar(20)", r"'a''\\b'", "'z'", "'A'")
    stream = _stream(strategy="watermark", cursor="v", deletes="none_immutable")
    events = list(connector_of(database, stream).read(stream, {"watermark": "b'\\"}))
    assert rows_read(events) == 1


def test_a_password_that_is_refused_is_told_without_it(database: MariaDb) -> None:
    database.dsn = database.dsn.replace("s3cret-word", "an0ther-word")
    with pytest.raises(SourceError, match="Access denied") as caught:
        connector_of(database, stream_of(database)).check()
    assert "an0ther" not in str(caught.value)
    assert caught.value.__suppress_context__
