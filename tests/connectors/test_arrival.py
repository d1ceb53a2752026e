"""The arrival check: a batch that breaks its contract is refused whole, in words that help.

The only tests that import Great Expectations, which takes seconds: one group, one worker.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from connector_fakes import SOURCE, MemorySource, rows_of, snapshot_stream

from connectors.core.extract import extract
from connectors.core.landing import Landing, open_landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Manifest, Stream
from connectors.core.manifest_file import load_manifest
from connectors.files.driver import FilesConnector

STREAM = Stream.model_validate(
    {
        "name": "sales",
        "file": "sales.csv",
        "key": ["id"],
        "control": ["amount"],
        "columns": {
            "id": "integer",
            "customer": {"type": "text", "required": True},
            "amount": "decimal",
            "sold_on": {"type": "date", "format": "%d/%m/%Y"},
            "shipped_on": {"type": "date", "format": "%Y%m%d"},
            "seen_at": "timestamp",
            "is_paid": "boolean",
        },
    }
)
HEADER = "id,customer,amount,sold_on,shipped_on,seen_at,is_paid\n"
GOOD = HEADER + "1,ann,1.10,31/01/2024,20240131,2024-01-31T10:00:00Z,true\n2,bob,,,,,\n"

Deliver = Callable[..., StreamResult]


@pytest.fixture
def deliver(tmp_path: Path, landing: Landing) -> Deliver:
    """Puts a file where the source exports to, and brings it through its arrival check."""

    def delivered(content: str, stream: Stream = STREAM) -> StreamResult:
        path = tmp_path / "sales.csv"
        path.write_text(content)
        minute_ago = time.time() - 60
        os.utime(path, (minute_ago, minute_ago))
        connector = FilesConnector("crm", tmp_path, Manifest(streams=(stream,)))
        return extract(connector, stream, landing)

    return delivered


def test_a_good_file_is_admitted_and_the_expectations_counted(deliver: Deliver) -> None:
    result = deliver(GOOD)
    assert (result.status, result.reason, result.rows_landed) == ("admitted", "", 2)
    assert result.expectations == 12


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1.10", "1.1.0", "column 'amount': 1 value not a decimal: '1.1.0' (line 2)."),
        ("1.10", "1e3", "not a decimal: '1e3' (line 2)."),
        ("1.10", "٣", "not a decimal: '٣' (line 2)."),
        ("2,bob", "2.0,bob", "column 'id': 1 value not an integer: '2.0' (line 3)."),
        (
            "31/01/2024",
            "31/02/2024",
            "column 'sold_on': 1 value not a date like %d/%m/%Y: '31/02/2024' (line 2).",
        ),
        ("31/01/2024", "2024-01-31", "not a date like %d/%m/%Y: '2024-01-31' (line 2)."),
        ("20240131", "2024131", "not a date like %Y%m%d: '2024131' (line 2)."),
        ("20240131", "20240230", "not a date like %Y%m%d: '20240230' (line 2)."),
        ("10:00:00Z", "25:00:00Z", "not a timestamp: '2024-01-31T25:00:00Z' (line 2)."),
        ("true", "vrai", "column 'is_paid': 1 value not a boolean: 'vrai' (line 2)."),
        ("bob", "", "column 'customer' is required, and empty in 1 row: line 3."),
        ("bob", '""', "column 'customer' is required, and empty in 1 row: line 3."),
        ("2,bob", ",bob", "column 'id' is required, and empty in 1 row: line 3."),
        ("2,bob", "1,bob", "the key id stands more than once in 2 rows: '1' (line 2), '1' (l"),
        ("customer", "client", "missing: customer. It has: id, amount, sold_on"),
    ],
)
def test_what_breaks_the_contract_is_named_with_its_line(
    deliver: Deliver, old: str, new: str, words: str
) -> None:
    result = deliver(GOOD.replace(old, new, 1))
    assert result.status == "refused"
    assert result.reason.startswith("crm.sales: ")
    assert words in result.reason
    assert result.remedy


@pytest.mark.parametrize("content", ["", "\n", HEADER])
def test_an_empty_file_is_refused_and_older_data_stands(
    deliver: Deliver, landing: Landing, content: str
) -> None:
    assert deliver(content).reason == "crm.sales: there is not one row."
    deliver(GOOD)
    assert deliver(content).status == "refused"
    assert rows_of(landing, "select count(*) from raw_crm.sales where not _is_deleted") == [(2,)]


def test_a_refused_file_is_quarantined_whole_and_the_corrected_one_admitted(
    deliver: Deliver, landing: Landing
) -> None:
    deliver(GOOD)
    wrong = GOOD.replace("1.10", "a").replace("2,bob", "3,bob")
    refused = deliver(wrong)
    assert refused.status == "refused"
    kept = rows_of(landing, f"select id, amount from {refused.quarantine} order by id")
    assert kept == [("1", "a"), ("3", None)]
    assert rows_of(landing, "select id, amount from raw_crm.sales order by id") == [
        ("1", "1.10"),
        ("2", None),
    ]
    again = deliver(wrong)
    assert (again.status, again.quarantine) == ("refused", refused.quarantine)
    corrected = deliver(wrong.replace(",a,", ",7,"))
    assert (corrected.status, corrected.rows_landed, corrected.rows_deleted) == ("admitted", 2, 1)


def test_every_fault_of_a_batch_is_told_at_once_and_only_the_first_values(
    deliver: Deliver,
) -> None:
    rows = "".join(f"{n},,x{n},,,,\n" for n in range(1, 21))
    reasons = deliver(HEADER + rows).reason.splitlines()
    assert reasons == [
        "crm.sales: column 'customer' is required, and empty in 20 rows: "
        "line 2, line 3, line 4, line 5, line 6, ….",
        "crm.sales: column 'amount': 20 values not a decimal: "
        "'x1' (line 2), 'x2' (line 3), 'x3' (line 4), 'x4' (line 5), 'x5' (line 6), ….",
    ]


def test_rows_are_counted_where_lines_do_not_tell(deliver: Deliver) -> None:
    result = deliver(GOOD.replace("ann", '"an\nn"').replace("bob", ""))
    assert "empty in 1 row: key 2." in result.reason


def test_rows_of_a_database_are_named_by_their_key(landing: Landing) -> None:
    stream = snapshot_stream(
        columns={"id": "integer", "name": {"type": "date", "required": True}, "amount": "decimal"}
    )
    source = MemorySource({7: ("soon", Decimal(1)), 8: (None, None)})
    result = extract(source, stream, landing)
    assert "column 'name': 1 value not a date: 'soon' (key 7)." in result.reason
    assert "column 'name' is required, and empty in 1 row: key 8." in result.reason


def test_a_database_column_of_another_type_is_refused(landing: Landing) -> None:
    stream = snapshot_stream(
        control=[], columns={"id": "integer", "name": "text", "amount": "boolean"}
    )
    result = extract(MemorySource({1: ("a", Decimal(1))}), stream, landing)
    assert result.reason == (
        "shop.items: column 'amount' is declared boolean and is decimal(18,2)."
    )


def test_a_table_without_rows_is_refused_unless_it_may_be_empty(landing: Landing) -> None:
    empty = MemorySource({})
    assert extract(empty, snapshot_stream(), landing).status == "refused"
    assert extract(empty, snapshot_stream(allow_empty=True), landing).status == "admitted"
    assert landing.reading(SOURCE, snapshot_stream()).rows_total == 0
    assert extract(empty, snapshot_stream(), landing).status == "refused"


def test_an_empty_table_must_have_its_columns(landing: Landing) -> None:
    columns = {"id": "integer", "amount": "decimal(18,2)", "name": "text", "city": "text"}
    stream = snapshot_stream(allow_empty=True, columns=columns)
    result = extract(MemorySource({}), stream, landing)
    assert result.reason == "shop.items: missing: city. It has: id, name, amount."


def test_the_check_needs_no_network(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the arrival check reached for the network")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    assert deliver(GOOD).status == "admitted"


def test_a_key_of_two_files_is_refused_though_they_come_on_two_days(
    tmp_path: Path, landing: Landing
) -> None:
    columns = {"id": "integer", "amount": "decimal"}
    stream = Stream.model_validate(
        {"name": "sales", "file": "sales_*.csv", "key": ["id"], "columns": columns}
    )
    connector = FilesConnector("crm", tmp_path, Manifest(streams=(stream,)))
    (tmp_path / "sales_1.csv").write_text("id,amount\n1,1\n")
    assert extract(connector, stream, landing).status == "admitted"
    (tmp_path / "sales_2.csv").write_text("id,amount\n1,2\n2,3\n")
    result = extract(connector, stream, landing)
    assert result.status == "refused"
    assert "'1' (sales_1.csv, line 2), '1' (sales_2.csv, line 2)" in result.reason
    assert rows_of(landing, "select id, amount from raw_crm.sales") == [("1", "1")]


def test_sixty_thousand_real_rows_are_judged_in_seconds(shared_data: Path, tmp_path: Path) -> None:
    stream = load_manifest(_retailer() / "manifest.toml").stream("sales")
    folder = shared_data / "baraa_crm_erp" / "source_crm"
    connector = FilesConnector("crm", folder, Manifest(streams=(stream,)))
    with open_landing(tmp_path / "landing.duckdb") as landing:
        began = time.monotonic()
        result = extract(connector, stream, landing)
        took = time.monotonic() - began
        totals = landing.reading("crm", stream)
    assert (result.status, result.rows_landed) == ("admitted", 60_398)
    assert totals.landed_totals["sum(sls_sales)"] == Decimal(29_355_502)
    assert took < 60, f"{took:.1f} s, the import of Great Expectations included"


def _retailer() -> Any:
    return Path(__file__).parents[2] / "examples" / "retailer" / "sources" / "crm"
