"""Every table of the operational store lands, whole and exact: none can be forgotten."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from shaken import shake

from affluent.settings import PRODUCT_ROOT
from connectors.core.extract import extract
from connectors.core.landing import Landing, open_landing
from connectors.core.ledger import Incoming
from connectors.core.manifest import Manifest, Stream
from connectors.core.manifest_file import load_manifest
from connectors.core.verdict import Verdict
from connectors.sql.driver import SqlConnector
from operations.company.simulator import Company
from operations.company.sizes import SIZES
from operations.company.world import World
from operations.database.connection import Connection
from operations.database.server import Store
from operations.sync.commands import run_sync

# Tables that are no stream, and why.
LEFT_OUT = {
    "erp.sequences": "a counter of numbers: the documents bear them",
    "erp.tombstones": "tells of rows that went: they land as deleted in their own streams",
    "sync.inbox": "which messages were handled: nothing but a guard against handling them twice",
    "sync.outbox": "messages under way: what came of them stands in what they changed",
}
EVERYWHERE = {"created_at", "updated_at", "row_version", "changed_xid"}
TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "smallint": "integer",
    "text": "text",
    "character": "text",
    "character varying": "text",
    "jsonb": "text",
    "ARRAY": "text",
    "time without time zone": "text",
    "date": "date",
    "timestamp with time zone": "timestamp",
    "boolean": "boolean",
}


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return load_manifest(PRODUCT_ROOT / "connectors" / "operations" / "manifest.toml")


@pytest.fixture
def streams(manifest: Manifest) -> dict[str, Stream]:
    """Table → its stream."""
    return {stream.table or "": stream for stream in manifest.streams}


def _columns(connection: Connection) -> dict[str, dict[str, str]]:
    """Table → column → its type, in the words of a manifest."""
    rows = connection.execute(
        "select table_schema || '.' || table_name, column_name, data_type, numeric_precision,"
        " numeric_scale from information_schema.columns join information_schema.tables"
        "  using (table_schema, table_name)"
        " where table_schema in ('erp', 'crm', 'sync') and table_type = 'BASE TABLE'"
        " order by ordinal_position"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind, precision, scale in rows:
        said = f"decimal({precision},{scale})" if kind == "numeric" else TYPES[kind]
        found.setdefault(table, {})[column] = said
    return found


def _declared(stream: Stream) -> dict[str, str]:
    return {
        name: f"decimal({column.precision},{column.scale})"
        if column.type == "decimal"
        else column.type
        for name, column in stream.columns.items()
    }


def _keys(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Table → its primary key."""
    rows = connection.execute(
        "select indrelid::regclass::text, array_agg(attname::text order by place)"
        " from pg_index cross join lateral unnest(indkey) with ordinality as key (attnum, place)"
        " join pg_attribute on attrelid = indrelid and pg_attribute.attnum = key.attnum"
        " where indisprimary group by 1"
    ).fetchall()
    return {table: tuple(names) for table, names in rows}


def _is_summed(column: str, kind: str) -> bool:
    return kind == "decimal(18,2)" or (kind == "decimal(18,4)" and "quantity" in column)


def _to_write(connection: Connection, tables: Iterable[str]) -> str:
    """What connectors/operations must say of tables, to be pasted there."""
    columns, keys = _columns(connection), _keys(connection)
    blocks = ["Write into connectors/operations (and name a new file in parts):"]
    for table in sorted(tables):
        own = {name: kind for name, kind in columns[table].items() if name not in EVERYWHERE}
        summed = [name for name, kind in own.items() if _is_summed(name, kind)]
        control = [f"control = {json.dumps(summed)}"] if summed else []
        blocks.append(
            "\n".join(
                [
                    "[[streams]]",
                    f'name = "{table.partition(".")[2]}"',
                    f'table = "{table}"',
                    f"key = {json.dumps(keys[table])}",
                    *control,
                    "",
                    "[streams.columns]",
                    *(f'{name} = "{kind}"' for name, kind in own.items()),
                ]
            )
        )
    return "\n\n".join(blocks)


def test_every_table_is_a_stream_or_is_left_out_for_a_reason(
    connection: Connection, streams: dict[str, Stream]
) -> None:
    tables = set(_columns(connection))
    assert set(LEFT_OUT) <= tables
    assert sorted(set(streams) - tables) == []
    missing = tables - set(streams) - set(LEFT_OUT)
    assert not missing, _to_write(connection, missing)


def test_every_stream_has_all_columns_of_its_table(
    connection: Connection, streams: dict[str, Stream]
) -> None:
    columns = _columns(connection)
    different = {
        table
        for table, stream in streams.items()
        if table in columns and columns[table] != _declared(stream)
    }
    assert not different, _to_write(connection, different)


def test_what_is_to_be_written_is_what_a_manifest_understands(connection: Connection) -> None:
    text = _to_write(connection, ["erp.customers", "crm.accounts"])
    written = tomllib.loads(text.partition("\n")[2])["streams"]
    assert [stream["name"] for stream in written] == ["accounts", "customers"]
    customers = Stream.model_validate(written[1])
    assert (customers.key, customers.control) == (("customer_id",), ("credit_limit",))


def test_every_stream_is_keyed_as_its_table_and_read_by_transactions(
    connection: Connection, streams: dict[str, Stream]
) -> None:
    keys = _keys(connection)
    assert {table: stream.key for table, stream in streams.items()} == {
        table: keys[table] for table in streams
    }
    for stream in streams.values():
        assert (stream.strategy, stream.cursor, stream.deletes, stream.allow_empty) == (
            "horizon",
            "changed_xid",
            "tombstone",
            True,
        ), stream.name


def test_every_amount_and_quantity_is_summed_at_the_source(
    connection: Connection, streams: dict[str, Stream]
) -> None:
    columns = _columns(connection)
    missing = {
        (table, name)
        for table, stream in streams.items()
        for name, kind in columns[table].items()
        if _is_summed(name, kind) and name not in stream.control
    }
    assert missing == set()


def _let_pass(landing: Landing, incoming: Incoming, stream: Stream) -> Verdict:
    """What an arrival check judges is tested elsewhere."""
    del landing, incoming, stream
    return Verdict()


def _measured(stream: Stream) -> list[str]:
    return [name for name in stream.control if name != stream.cursor]


def _source(connection: Connection, stream: Stream) -> list[Decimal]:
    sums = [f"coalesce(sum({name}), 0)" for name in _measured(stream)]
    query = f"select {', '.join(['count(*)', *sums])} from {stream.table}"
    return [Decimal(value) for value in connection.execute(query.encode()).fetchone() or ()]


def _landed(landing: Landing, stream: Stream) -> list[Decimal]:
    totals = landing.reading("operations", stream).landed_totals
    return [totals[measure] for measure in ("rows", *(f"sum({n})" for n in _measured(stream)))]


@contextmanager
def _reading(store: Store, manifest: Manifest, folder: Path) -> Iterator[Any]:
    """What brings a stream to a landing of its own and gives its live rows."""
    connector = SqlConnector("operations", store.extractor, manifest)
    with open_landing(folder / "landing.duckdb") as landing:

        def read(name: str) -> list[Any]:
            result = extract(connector, manifest.stream(name), landing, _let_pass)
            assert (result.gap, result.was_reread) == ("", False)
            query = f"select * from raw_operations.{name} where not _is_deleted"
            return landing._con.execute(query).to_arrow_table().to_pylist()

        yield read


def test_a_change_that_commits_after_a_reading_is_read_by_the_next(
    own_store: Store, manifest: Manifest, tmp_path: Path
) -> None:
    with (
        psycopg.connect(own_store.writer) as early,
        psycopg.connect(own_store.writer) as late,
        _reading(own_store, manifest, tmp_path) as read,
    ):
        late.execute("update erp.companies set name = 'Late' where company_id = 1")
        early.execute(
            "insert into erp.cost_centres (cost_centre_code, name) values ('A', 'Atelier')"
        )
        early.commit()
        assert [row["name"] for row in read("companies")] == ["Maison mère"]
        assert len(read("cost_centres")) == 1
        late.commit()
        assert [row["name"] for row in read("companies")] == ["Late"]


def test_a_row_deleted_from_the_store_lands_as_deleted(
    own_store: Store, manifest: Manifest, tmp_path: Path
) -> None:
    with (
        psycopg.connect(own_store.owner, autocommit=True) as owner,
        _reading(own_store, manifest, tmp_path) as read,
    ):
        before = {row["journal_code"] for row in read("journals")}
        owner.execute("delete from erp.journals where journal_code = 'OD'")
        assert {row["journal_code"] for row in read("journals")} == before - {"OD"}


@pytest.mark.slow
def test_what_a_small_store_holds_lands_whole_and_exact(
    own_store: Store, manifest: Manifest, tmp_path: Path
) -> None:
    until = dt.date(2024, 4, 15)
    with psycopg.connect(own_store.writer) as connection:
        world = World(connection, dt.date(2024, 3, 1), until, seed=7, size=SIZES["small"])
        Company(world).live(lambda *_: None)
    run_sync(own_store.writer, today=until)
    connector = SqlConnector("operations", own_store.extractor, manifest)
    with (
        open_landing(tmp_path / "landing.duckdb") as landing,
        psycopg.connect(own_store.extractor) as source,
        connector.snapshot() as reader,
    ):
        filled = 0
        for stream in manifest.streams:
            result: Any = extract(reader, stream, landing, _let_pass)
            assert (result.status, result.gap, result.notes) == ("admitted", "", ()), stream.name
            said = _source(source, stream)
            assert _landed(landing, stream) == said, stream.name
            filled += said[0] > 0
        assert filled > 60
        for stream in manifest.streams:
            assert extract(reader, stream, landing, _let_pass).status == "unchanged", stream.name

    with (
        open_landing(tmp_path / "landing.duckdb") as landing,
        psycopg.connect(own_store.owner, autocommit=True) as owner,
    ):
        deleted = shake(owner, manifest.streams, changes=1000, seed=11)
        with connector.snapshot() as reader:
            results = [extract(reader, each, landing, _let_pass) for each in manifest.streams]
        assert sum(result.rows_landed + result.rows_deleted for result in results) == 1000
        assert sum(result.rows_deleted for result in results) == deleted
        for stream, result in zip(manifest.streams, results, strict=True):
            assert (result.gap, result.was_reread) == ("", False), stream.name
            assert _landed(landing, stream) == _source(owner, stream), stream.name
