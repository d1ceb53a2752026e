"""SQL Server: the T-SQL that it is asked, letter by letter, and what becomes of the answers."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from connector_fakes import let_pass, rows_of
from sqlserver_stub import Error, Stub

from affluent.errors import ConfigError, SourceError
from connectors.core.contract import Note
from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.manifest import Manifest, Stream
from connectors.sql.driver import SqlConnector

DSN = "sqlserver://reader:s3cret%3B}word@erp.example.com/GESCOM"
SHAPE = [
    ("DL_No", "int", None),
    ("AR_Ref", "varchar(19)", None),
    ("DL_MontantHT", "numeric(24,6)", None),
    ("Prix", "money", None),
    ("Taux", "float", None),
    ("Info libre]", "nvarchar(69)", None),
    ("cbModification", "datetime", None),
    ("cbVersion", "timestamp", None),
]
ROWS = pa.table(
    {
        "DL_No": pa.array([7], pa.int64()),
        "AR_Ref": ["BAAR01 "],
        "DL_MontantHT": pa.array([Decimal("1234567890123456.789012")], pa.decimal128(24, 6)),
        "Prix": pa.array([Decimal("0.1000")], pa.decimal128(19, 4)),
        "Taux": ["1.0000000000000001e-001"],
        "Info libre]": ["é"],
        "cbModification": pa.array([dt.datetime.fromisoformat("2024-07-15 09:00:00.003333")]),
        "cbVersion": pa.array([1999], pa.int64()),
    }
)
ONE_SNAPSHOT = (
    ("snapshot_isolation_state", [("1",)]),
    ("min_active_rowversion", [("2001",)]),
    ("describe_first_result_set", SHAPE),
)
TOTALS = (r"count\(\*\)", [("1", "1234567890123456.789012", "2024-07-15T09:00:00.003333",
                            "2026-11-24T19:00:00.0000000")])  # fmt: skip


def _stream(**fields: Any) -> Stream:
    known: dict[str, Any] = {
        "name": "lines",
        "table": "dbo.F_DOCLIGNE",
        "key": ["DL_No"],
        "strategy": "watermark",
        "cursor": "cbModification",
        "control": ["DL_MontantHT"],
        "time_zone": "Europe/Paris",
    }
    return Stream.model_validate({**known, **fields})


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Stub:
    stub = Stub(*ONE_SNAPSHOT, TOTALS, ("select ", ROWS))
    monkeypatch.setitem(sys.modules, "mssql_python", stub)  # type: ignore[arg-type]
    return stub


def _read(stream: Stream, state: Any = None) -> list[Any]:
    connector = SqlConnector("sage", DSN, Manifest(streams=(stream,), timeout_seconds=60))
    return list(connector.read(stream, state))


def test_the_snapshot_is_opened_before_anything_is_read_and_rolled_back(driver: Stub) -> None:
    _read(_stream())
    assert driver.asked[:6] == [
        "rollback",
        "set lock_timeout 10000",
        "select convert(varchar(20), cast(min_active_rowversion() as bigint))",
        "select convert(varchar(5), snapshot_isolation_state) from sys.databases "
        "where database_id = db_id()",
        "rollback",
        "set transaction isolation level snapshot",
    ]
    assert driver.asked[-1] == "rollback"
    assert (driver.timeout, driver.is_open, len(driver.connected)) == (60, False, 1)


def test_the_address_becomes_what_the_driver_understands(driver: Stub) -> None:
    _read(_stream())
    assert driver.connected == [
        "Server={erp.example.com,1433};Database={GESCOM};UID={reader};PWD={s3cret;}}word};"
        "Encrypt={yes};TrustServerCertificate={no};ApplicationIntent={ReadOnly};"
    ]


def test_the_t_sql_of_a_first_reading(driver: Stub) -> None:
    _read(_stream())
    shape, rows, totals = driver.asked[6:9]
    assert shape == (
        "select name, system_type_name, error_message from sys.dm_exec_describe_first_result_set("
        "N'select * from [dbo].[F_DOCLIGNE] as base', null, 0) order by column_ordinal"
    )
    assert rows == (
        "select cast(base.[DL_No] as bigint) as [DL_No], base.[AR_Ref] as [AR_Ref], "
        "base.[DL_MontantHT] as [DL_MontantHT], "
        "cast(base.[Prix] as decimal(19, 4)) as [Prix], "
        "convert(varchar(40), cast(base.[Taux] as float), 3) as [Taux], "
        "base.[Info libre]]] as [Info libre]]], "
        "cast(base.[cbModification] as datetime2(6)) as [cbModification], "
        "cast(base.[cbVersion] as bigint) as [cbVersion] "
        "from [dbo].[F_DOCLIGNE] as base"
    )
    assert totals == (
        "select convert(nvarchar(max), coalesce(count(*), 0)) as rows_live, "
        "convert(varchar(50), coalesce(sum(cast(base.[DL_MontantHT] as decimal(38, 6))), 0)) "
        "as s0, "
        "convert(varchar(33), max(cast(base.[cbModification] as datetime2(6))), 126) as high, "
        "convert(varchar(33), sysutcdatetime(), 126) as clock "
        "from [dbo].[F_DOCLIGNE] as base"
    )


def test_the_t_sql_of_a_later_reading(driver: Stub) -> None:
    _read(_stream(), {"watermark": "2024-07-15T09:00:00.003333"})
    rows, keys = driver.asked[7], driver.asked[9]
    # Ten minutes of look-back, and the hour that a clock shows twice.
    assert rows.endswith(
        "from [dbo].[F_DOCLIGNE] as base where (base.[cbModification] >= "
        "cast('2024-07-15T07:50:00.003333' as datetime2(6)) or base.[cbModification] is null)"
    )
    assert keys == (
        "select cast(base.[DL_No] as bigint) as [DL_No] from [dbo].[F_DOCLIGNE] as base"
    )


def test_a_rowversion_is_read_from_the_first_that_was_not_settled(driver: Stub) -> None:
    driver.answers = (
        *ONE_SNAPSHOT,
        (r"count\(\*\)", [("1", "0", "2001", None)]),
        ("select ", ROWS),
    )
    events = _read(_stream(cursor="cbVersion"), {"watermark": "1990"})
    assert driver.asked[7].endswith(
        "where (base.[cbVersion] >= cast(cast(1990 as bigint) as binary(8)) "
        "or base.[cbVersion] is null)"
    )
    assert "'2001' as high" in driver.asked[8]
    assert events[-1].state["watermark"] == "2001"


def test_a_flag_and_a_query(driver: Stub) -> None:
    driver.answers = (
        *ONE_SNAPSHOT[:2],
        ("describe_first", [("id", "int", None), ("gone", "bit", None)]),
        (r"count\(\*\)|sum\(case", [("0",)]),
        ("select ", ROWS.select(["DL_No"]).rename_columns(["id"]).append_column("gone", [[True]])),
    )
    _read(_stream(table=None, query="select 'it''s' as x;", key=["id"], strategy="snapshot",
                  cursor=None, control=[], deletes="soft_flag", flag="gone"))  # fmt: skip
    assert "N'select * from (select ''it''''s'' as x) as base'" in driver.asked[6]
    assert driver.asked[7].endswith(
        "from (select 'it''s' as x) as base where (base.[gone] is null or base.[gone] = 0)"
    )


def test_rows_land_typed_and_exact(driver: Stub, landing: Landing) -> None:
    stream = _stream()
    connector = SqlConnector("sage", DSN, Manifest(streams=(stream,)))
    result = extract(connector, stream, landing, let_pass)
    assert (result.status, result.gap, result.notes) == ("admitted", "", ()), result
    assert rows_of(landing, "select * from raw_sage.lines")[0][:8] == (
        *(7, "BAAR01 ", Decimal("1234567890123456.789012"), Decimal("0.1000")),
        *("1.0000000000000001e-001", "é"),
        dt.datetime(2024, 7, 15, 7, 0, 0, 3333, tzinfo=dt.UTC),
        1999,
    )


def test_what_a_database_without_snapshots_lacks_is_said(driver: Stub) -> None:
    driver.answers = (("snapshot_isolation_state", [("0",)]), *driver.answers)
    notes = [event.text for event in _read(_stream()) if isinstance(event, Note)]
    assert "set transaction isolation level read committed" in driver.asked
    assert len(notes) == 1
    assert "ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON" in notes[0]


def test_a_table_that_is_not_there_is_told(driver: Stub) -> None:
    message = "Invalid object name 'dbo.F_DOCLIGNE'."
    driver.answers = (("describe_first", [(None, None, message)]), *driver.answers)
    with pytest.raises(SourceError, match="Invalid object name"):
        _read(_stream())


def test_what_the_server_says_is_told_without_the_password(driver: Stub) -> None:
    fault = Error("Driver Error: x; DDBC Error: [Microsoft][SQL Server]Lock request time out.")
    driver.answers = (*ONE_SNAPSHOT, ("select cast", fault))
    with pytest.raises(SourceError) as caught:
        _read(_stream())
    assert "GESCOM at erp.example.com:1433: Lock request time out." in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "rollback" in driver.asked[-2:]


def test_a_driver_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mssql_python", None)
    with pytest.raises(ConfigError, match=r"affluent\[sqlserver\]"):
        _read(_stream())


def test_an_empty_answer_has_its_columns(driver: Stub) -> None:
    driver.answers = (*ONE_SNAPSHOT, TOTALS, ("select ", ROWS.slice(0, 0)))
    batch = next(event for event in _read(_stream()) if hasattr(event, "table"))
    assert batch.table.schema.field("DL_MontantHT").type == pa.decimal128(24, 6)
