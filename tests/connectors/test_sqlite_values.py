"""SQLite types values, not columns: what does not fit its column is an objection, never a 0."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from connector_fakes import rows_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sql_engines import Sqlite, connector_of, stream_of, sync

from affluent.errors import SourceError
from connectors.core.contract import ControlTotals
from connectors.core.landing import Landing
from connectors.core.manifest import Stream
from connectors.sql.sqlite.exact import is_decimal


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Sqlite]:
    made = Sqlite(tmp_path / "shop.db")
    yield made
    made.close()


def _stream(**fields: Any) -> Stream:
    return Stream.model_validate({"name": "t", "table": "t", "key": ["id"], **fields})


def _holds(database: Sqlite, kind: str, *values: str) -> None:
    database.execute(f"create table t (id integer primary key, v {kind})")
    for number, value in enumerate(values, start=1):
        database.execute(f"insert into t values ({number}, {value})")


def _landed(landing: Landing, columns: str = "v") -> list[Any]:
    return [row[0] for row in rows_of(landing, f"select {columns} from raw_shop.t order by id")]


@pytest.mark.parametrize(
    ("kind", "value", "lands"),
    [
        ("decimal(18,2)", "0.10", Decimal("0.10")),
        ("decimal(18,2)", "0.1 + 0.2", Decimal("0.30")),
        ("decimal(18,2)", "-7", Decimal("-7.00")),
        ("decimal(18,2)", "12345678901.23", Decimal("12345678901.23")),
        ("decimal(18,4)", "'0.1250'", Decimal("0.1250")),
        ("integer", "9223372036854775807", 9223372036854775807),
        ("integer", "5.0", 5),
        ("real", "0.1", "0.1"),
        ("real", "1e22", "1e+22"),
        ("text", "1.10", "1.1"),
        ("", "x'00ff'", "\\x00ff"),
        ("boolean", "1", True),
        ("date", "'2024-02-29'", dt.date(2024, 2, 29)),
        ("datetime", "'2024-03-01 09:00:00.5'",
         dt.datetime(2024, 3, 1, 9, 0, 0, 500000, tzinfo=dt.UTC)),
        ("datetime", "'2024-03-01T09:00:00+02:00'", dt.datetime(2024, 3, 1, 7, tzinfo=dt.UTC)),
        ("datetime", "'2024-03-01T09:00Z'", dt.datetime(2024, 3, 1, 9, tzinfo=dt.UTC)),
    ],
)  # fmt: skip
def test_a_value_lands_exactly(
    database: Sqlite, landing: Landing, kind: str, value: str, lands: Any
) -> None:
    _holds(database, kind, value, "null")
    result = sync(database, landing, _stream())
    assert (result.status, result.gap) == ("admitted", ""), result
    assert _landed(landing) == [lands, None]


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("decimal(18,2)", "'abc'", "not a decimal(18, 2): 'abc' (key 2)"),
        ("decimal(18,2)", "''", "not a decimal(18, 2): '' (key 2)"),
        ("decimal(18,2)", "0.125", "not a decimal(18, 2): '0.125' (key 2)"),
        ("decimal(18,2)", "x'31'", "not a decimal(18, 2): '1' (key 2)"),
        ("decimal(5,2)", "1000", "not a decimal(5, 2): '1000' (key 2)"),
        ("decimal(38,2)", "123456789012345678.91", "not a decimal(38, 2)"),
        ("decimal(18,2)", "9e999", "not a decimal(18, 2): 'Inf' (key 2)"),
        ("integer", "'12 pieces'", "not an integer: '12 pieces' (key 2)"),
        ("integer", "1.5", "not an integer: '1.5' (key 2)"),
        ("boolean", "2", "not a boolean: '2' (key 2)"),
        ("date", "'2024-02-30'", "not a date: '2024-02-30' (key 2)"),
        ("date", "20240301", "not a date: '20240301' (key 2)"),
        ("datetime", "'yesterday'", "not a timestamp: 'yesterday' (key 2)"),
        ("datetime", "'2024-03-01 25:00:00'", "not a timestamp: '2024-03-01 25:00:00' (key 2)"),
    ],
)
def test_a_value_that_does_not_fit_is_an_objection_and_is_kept_as_it_was_sent(
    database: Sqlite, landing: Landing, kind: str, value: str, said: str
) -> None:
    _holds(database, kind, "null", value)
    result = sync(database, landing, _stream(control=["v"]))
    assert (result.status, result.rows_landed) == ("refused", 0)
    assert said in result.reason
    assert "declare the column as text" in result.remedy
    kept = rows_of(landing, f"select v from {result.quarantine} where id = 2")[0][0]
    sent = database.execute("select v from t where id = 2")[0][0]
    assert kept == (sent if isinstance(sent, str) else kept)
    assert kept is not None


def test_what_is_declared_in_the_manifest_counts_more_than_the_column_says(
    database: Sqlite, landing: Landing
) -> None:
    _holds(database, "text", "'1.10'", "'123456789012345678901234567890.12'")
    stream = _stream(columns={"id": "integer", "v": "decimal(38,2)"}, control=["v"])
    assert sync(database, landing, stream).gap == ""
    assert _landed(landing) == [Decimal("1.10"), Decimal("123456789012345678901234567890.12")]
    database.execute("update t set v = '1_000' where id = 1")
    assert "'1_000' (key 1)" in sync(database, landing, stream).reason


def test_a_misfit_that_comes_later_is_refused_and_older_data_stands(
    database: Sqlite, landing: Landing
) -> None:
    _holds(database, "decimal(18,2)", "1.5")
    sync(database, landing, _stream())
    database.execute("update t set v = 'n/a'")
    assert sync(database, landing, _stream()).status == "refused"
    assert _landed(landing) == [Decimal("1.50")]
    database.execute("update t set v = 2")
    assert sync(database, landing, _stream()).status == "admitted"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.decimals("-99999999999.99", "99999999999.99", places=2), max_size=6))
def test_amounts_kept_as_floating_numbers_are_summed_to_the_cent(values: list[Decimal]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sums.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("create table t (id integer primary key, v decimal(18, 2))")
            connection.executemany(
                "insert into t (v) values (?)", [[float(value)] for value in values]
            )
            connection.commit()
        made = Sqlite.__new__(Sqlite)
        made.dsn = f"sqlite:///{path}"
        stream = _stream(control=["v"])
        events = list(connector_of(made, stream).read(stream, None))
    totals = next(event for event in events if isinstance(event, ControlTotals))
    assert totals.sums["v"] == sum(values, Decimal(0))
    landed = [v for e in events if hasattr(e, "table") for v in e.table["v"].to_pylist()]
    assert landed == values


@pytest.mark.parametrize(
    ("text", "fits"),
    [("1.10", True), ("-0.5", True), (" 7 ", True), ("1.100", True), ("1.105", False),
     ("1000", False), ("1,5", False), ("1e2", False), ("٣", False), ("", False), (".", False)],
)  # fmt: skip
def test_a_text_is_a_decimal_or_not(text: str, fits: bool) -> None:
    assert is_decimal(text, 5, 2) is fits


def test_a_query_lands_as_the_columns_that_it_selects(database: Sqlite, landing: Landing) -> None:
    _holds(database, "decimal(18,2)", "0.10", "5")
    stream = _stream(table=None, query="with x as (select * from t) select * from x order by v")
    assert sync(database, landing, stream).status == "admitted"
    assert _landed(landing) == [Decimal("0.10"), Decimal("5.00")]


def test_nothing_can_be_written(database: Sqlite) -> None:
    stream = stream_of(database, query="delete from items returning *")
    with pytest.raises(SourceError, match="syntax error"):
        list(connector_of(database, stream).read(stream, None))
    with connector_of(database, stream_of(database)).snapshot() as reader:
        session: Any = reader.session
        for statement in ("delete from items", "create temp table x (a)", "vacuum"):
            with pytest.raises(sqlite3.OperationalError):
                session._con.execute(statement)


def test_a_file_that_is_missing_or_no_database_is_told(tmp_path: Path) -> None:
    made = Sqlite.__new__(Sqlite)
    made.dsn = f"sqlite:///{tmp_path}/none.db"
    stream = _stream()
    with pytest.raises(SourceError, match="unable to open database file"):
        connector_of(made, stream).check()
    (tmp_path / "none.db").write_text("this is a letter, not a database, and long enough for one")
    with pytest.raises(SourceError, match="file is not a database"):
        connector_of(made, stream).check()


def test_transactions_are_not_told(database: Sqlite) -> None:
    stream = stream_of(database, strategy="horizon", cursor="id", deletes="id_reconcile")
    with pytest.raises(SourceError):
        list(connector_of(database, stream).read(stream, None))
