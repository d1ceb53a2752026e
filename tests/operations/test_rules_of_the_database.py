"""What the database refuses or does by itself, whoever writes, whatever the commands forgot."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.database.connection import Connection
from operations.database.server import Store

ENTRY = (
    "insert into erp.journal_entries (entry_number, journal_code, posted_on, document_type,"
    " document_number, description) values (%s, 'VT', '2024-03-01', 'invoice', 'INV1', 'x')"
    " returning entry_id"
)
LINE = (
    "insert into erp.journal_lines (entry_id, line_number, account_code, label, debit, credit)"
    " values (%s, %s, %s, 'x', %s, %s)"
)


def _entry(connection: Connection, number: str, debit: str, credit: str) -> int:
    row = connection.execute(ENTRY, [number]).fetchone()
    assert row is not None
    connection.execute(LINE, [row[0], 1, "411", Decimal(debit), 0])
    connection.execute(LINE, [row[0], 2, "707", 0, Decimal(credit)])
    return int(row[0])


def test_an_unbalanced_entry_is_refused_at_commit_and_named(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        _entry(connection, "JE00042", "100.00", "99.99")
        with pytest.raises(psycopg.errors.CheckViolation, match=r"JE00042 does not .* is 0\.01"):
            connection.commit()
    with psycopg.connect(own_store.owner) as connection:
        count = connection.execute("select count(*) from erp.journal_entries").fetchone()
        assert count == (0,)


def test_an_entry_without_lines_is_refused_at_commit(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        connection.execute(ENTRY, ["JE00043"])
        with pytest.raises(psycopg.errors.CheckViolation, match="JE00043 has no lines"):
            connection.commit()


@pytest.mark.parametrize(
    "change",
    [
        "update erp.journal_lines set debit = 101 where debit > 0 and entry_id = %(one)s",
        "delete from erp.journal_lines where credit > 0 and entry_id = %(one)s",
        "update erp.journal_lines set entry_id = %(two)s, line_number = 3"
        " where debit > 0 and entry_id = %(one)s",
    ],
)
def test_a_posted_entry_cannot_be_put_out_of_balance(own_store: Store, change: str) -> None:
    with psycopg.connect(own_store.owner) as connection:
        keys = {
            "one": _entry(connection, "JE00001", "100", "100"),
            "two": _entry(connection, "JE00002", "100", "100"),
        }
        connection.commit()
        connection.execute(change.encode(), keys)
        with pytest.raises(psycopg.errors.CheckViolation, match=r"JE0000\d does not balance"):
            connection.commit()


def test_balanced_entries_are_accepted(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        _entry(connection, "JE00001", "100", "100")
        connection.commit()


def test_a_line_has_one_side(connection: Connection) -> None:
    row = connection.execute(ENTRY, ["JE00001"]).fetchone()
    assert row is not None
    with pytest.raises(psycopg.errors.CheckViolation, match="one_side"):
        connection.execute(LINE, [row[0], 1, "411", 1, 1])


def test_over_delivery_past_the_command_is_refused(trade: Trade) -> None:
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    delivery = trade.row(
        "insert into erp.deliveries (delivery_number, order_id, delivered_on)"
        " values ('DLX', %s, %s) returning delivery_id",
        order_id,
        day(1),
    )
    insert = (
        "insert into erp.delivery_lines (delivery_id, line_number, order_line_id, product_id,"
        " quantity, unit_cost, cost_amount) values (%s, %s, %s, %s, %s, 1, 1)"
    )
    trade.connection.execute(insert, [delivery, 1, line, trade.pump, 10])
    with pytest.raises(psycopg.errors.CheckViolation, match=r"11.* delivered of 10.* ordered"):
        trade.connection.execute(insert, [delivery, 2, line, trade.pump, 1])


def test_a_document_number_is_given_once(trade: Trade) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        trade.connection.execute(
            "insert into erp.customers (customer_number, name, country_code, created_on)"
            " select customer_number, 'x', 'FR', created_on from erp.customers limit 1"
        )


def test_updated_at_moves_when_every_other_rule_is_switched_off(own_store: Store) -> None:
    with psycopg.connect(own_store.owner, autocommit=True) as connection:
        Trade(connection)
        seen = "select min(updated_at) from erp.customers"
        before = connection.execute(seen).fetchone()
        connection.execute("set session_replication_role = replica")
        connection.execute("update erp.customers set city = 'Lyon', updated_at = '2000-01-01'")
        after = connection.execute(seen).fetchone()
        assert before is not None
        assert after is not None
        assert after[0] > before[0]


def test_a_row_that_comes_with_an_old_time_gets_its_own(own_store: Store) -> None:
    old = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    with psycopg.connect(own_store.owner, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        row = connection.execute(
            "insert into erp.customers (customer_number, name, country_code, created_on,"
            " updated_at) values ('CX', 'x', 'FR', %s, %s) returning updated_at",
            [DAY, old],
        ).fetchone()
        assert row is not None
        assert row[0] > old


def test_the_extractor_reads_and_cannot_write(own_store: Store) -> None:
    with psycopg.connect(own_store.extractor, autocommit=True) as connection:
        assert connection.execute("select count(*) > 80 from erp.ledger_accounts").fetchone() == (
            True,
        )
        assert connection.execute("show default_transaction_read_only").fetchone() == ("on",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("update erp.ledger_accounts set name = 'x'")
        connection.execute("set default_transaction_read_only = off")
        for statement in (
            "update erp.ledger_accounts set name = 'x'",
            "delete from crm.opportunity_stages",
            "create table erp.x (a int)",
            "create table public.x (a int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_the_writer_takes_nothing_out_of_the_books(connection: Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("delete from erp.journal_lines")


def test_every_table_tells_when_its_rows_changed(connection: Connection) -> None:
    rows = connection.execute(
        "select table_schema || '.' || table_name, count(*) filter (where is_nullable = 'NO' and"
        " column_name in ('created_at', 'updated_at', 'row_version', 'changed_xid'))"
        " from information_schema.columns where table_schema in ('erp', 'crm', 'sync') group by 1"
    ).fetchall()
    assert len(rows) > 30
    assert sorted(name for name, stamps in rows if stamps != 4) == [
        "erp.sequences",
        "erp.tombstones",
        "sync.inbox",
        "sync.outbox",
    ]


def test_every_table_says_what_a_row_is(connection: Connection) -> None:
    rows = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema in ('erp', 'crm', 'sync') and coalesce(obj_description(format('%I.%I',"
        "  table_schema, table_name)::regclass), '') not like 'One row per%'"
    ).fetchall()
    assert rows == []


def test_each_change_raises_the_version_and_names_its_transaction(connection: Connection) -> None:
    read = "select row_version, changed_xid = pg_current_xact_id()::text::bigint from erp.journals"
    assert set(connection.execute(read.encode()).fetchall()) == {(1, False)}
    connection.execute("update erp.journals set name = name")
    assert set(connection.execute(read.encode()).fetchall()) == {(2, True)}


def test_what_is_deleted_leaves_a_tombstone(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        connection.execute("delete from erp.journals where journal_code = 'OD'")
        rows = connection.execute("select table_name, row_key from erp.tombstones").fetchall()
    assert rows == [("erp.journals", {"journal_code": "OD"})]


def test_a_key_that_a_row_gives_up_leaves_a_tombstone(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        connection.execute(
            "insert into erp.journals (journal_code, name) values ('XX', 'Odd'), ('YY', 'Other')"
        )
        connection.execute("update erp.journals set name = 'Same key', journal_code = journal_code")
        connection.execute("update erp.journals set journal_code = 'ZZ' where journal_code = 'XX'")
        rows = connection.execute("select table_name, row_key from erp.tombstones").fetchall()
    assert rows == [("erp.journals", {"journal_code": "XX"})]


def test_every_followed_table_tells_what_left_it(connection: Connection) -> None:
    rows = connection.execute(
        "select attrelid::regclass::text from pg_attribute where attname = 'changed_xid'"
        " and exists (select from pg_trigger where tgrelid = attrelid and tgname = 'bury')"
        " and 3 <> (select count(*) from pg_trigger where tgrelid = attrelid and tgenabled = 'A'"
        "  and tgname in ('bury', 'bury_key', 'refuse_emptying'))"
    ).fetchall()
    assert rows == []


def test_a_followed_table_is_not_emptied_without_a_trace(own_store: Store) -> None:
    with (
        psycopg.connect(own_store.owner) as connection,
        pytest.raises(psycopg.errors.CheckViolation, match=r"erp\.product_costs is followed"),
    ):
        connection.execute("truncate erp.product_costs")


def test_every_reference_has_an_index(connection: Connection) -> None:
    rows = connection.execute(
        "select conrelid::regclass::text, attname::text from pg_constraint"
        " join pg_attribute on attrelid = conrelid and attnum = conkey[1]"
        " where contype = 'f' and connamespace::regnamespace::text in ('erp', 'crm', 'sync')"
        " and not exists (select from pg_index where indrelid = conrelid"
        "   and indkey[0] = conkey[1])"
    ).fetchall()
    assert rows == []


# Two rows of one of several tables, which a column beside them names.
OF_SEVERAL_TABLES = ("crm.kept_apart", "crm.merges")


def test_every_key_of_another_row_is_a_foreign_key(connection: Connection) -> None:
    loose = connection.execute(
        "select attrelid::regclass::text || '.' || attname from pg_attribute"
        " join pg_class on pg_class.oid = attrelid and relkind = 'r'"
        " where relnamespace in ('erp'::regnamespace, 'crm'::regnamespace)"
        "  and attnum > 0 and right(attname, 3) = '_id' and atttypid = 'bigint'::regtype"
        "  and attidentity = '' and not exists (select from pg_constraint"
        "   where conrelid = attrelid and contype = 'f' and attnum = any(conkey))"
        "  and attrelid::regclass::text <> all(%s) order by 1",
        [list(OF_SEVERAL_TABLES)],
    ).fetchall()
    assert loose == []
