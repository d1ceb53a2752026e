"""The larger sizes: a life that is written several times over obeys what the first one does."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from stdnum.fr import siren
from stdnum.util import get_cc_module

from operations.company import sample
from operations.company.copies import make_functions, write_copies
from operations.company.simulator import Company
from operations.company.sizes import SIZES
from operations.company.world import World
from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.proofs.commands import broken

START = dt.date(2024, 1, 1)
COPIES = 3


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def _indexes(connection: Connection) -> list[tuple[str, bool]]:
    """Each index as it would be made again, and whether it may be read."""
    return connection.execute(
        "select pg_get_indexdef(indexrelid), indisvalid from pg_index"
        " join pg_class on pg_class.oid = indrelid"
        " where relnamespace in ('erp'::regnamespace, 'crm'::regnamespace) order by 1"
    ).fetchall()


def test_copies_obey_what_must_always_hold(own_store: Store) -> None:
    tables = ("erp.invoices", "erp.journal_lines", "erp.stock_moves", "crm.opportunities")
    with psycopg.connect(own_store.owner) as connection:
        size = replace(SIZES["small"], copies=COPIES)
        until = START + dt.timedelta(days=40)
        Company(World(connection, start=START, until=until, seed=7, size=size)).live(
            lambda *_: None
        )
        connection.execute("set constraints all immediate")
        lived = {table: _count(connection, table) for table in tables}
        numbered = dict(
            connection.execute("select kind, last_number from erp.sequences").fetchall()
        )
        indexes = _indexes(connection)
        write_copies(connection, copies=COPIES, numbered=numbered, progress=lambda *_: None)
        assert _indexes(connection) == indexes
        connection.commit()
        assert {table: _count(connection, table) for table in tables} == {
            table: COPIES * count for table, count in lived.items()
        }
        assert broken(connection) == []
        # Foreign keys were off while it loaded: the database itself looks again.
        connection.execute(
            "do $$ declare link record; begin for link in select conrelid::regclass as place,"
            " conname from pg_constraint where contype = 'f' and connamespace::regnamespace::text"
            " in ('erp', 'crm') loop execute format('alter table %s alter constraint %I"
            " not enforced', link.place, link.conname); execute format('alter table %s alter"
            " constraint %I enforced', link.place, link.conname); end loop; end $$"
        )
        numbers = connection.execute(
            "select count(distinct invoice_number), count(distinct customer_id) from erp.invoices"
        ).fetchone()
        assert numbers is not None
        assert numbers[0] == COPIES * lived["erp.invoices"]
        sirens = [
            row[0]
            for row in connection.execute(
                "select siren from erp.customers where siren is not null"
            ).fetchall()
        ]
        abroad = connection.execute(
            "select country_code, vat_number from erp.customers"
            " where country_code <> 'FR' and vat_number is not null"
        ).fetchall()
    assert len(set(sirens)) == len(sirens) > 0
    assert len(set(abroad)) == len(abroad) > 0
    for country, number in abroad:
        rule = get_cc_module(country.lower(), "vat")
        assert rule is not None
        assert rule.is_valid(number), number
    assert all(siren.is_valid(number) for number in sirens)


def test_numbers_of_copies_go_on_past_five_digits(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        make_functions(connection, {"journal_entry": 60_000, "invoice/2": 7})
        asked = {
            ("JE00001", 1): "JE60001",
            ("JE50000", 1): "JE110000",
            ("JE00001", 20): "JE1200001",
            ("INV2-00003", 2): "INV2-00017",
            ("Q-7", 1): "Q-7",
        }
        for (number, copy), expected in asked.items():
            row = connection.execute(
                "select pg_temp.renumber(number, pg_temp.prefix(number), pg_temp.place(number),"
                " pg_temp.shift(number), %s) from (select %s::text as number)",
                [copy, number],
            ).fetchone()
            assert row == (expected,)


def test_the_truth_of_a_larger_size_says_how_the_numbers_of_its_copies_move(
    own_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SIZES, "medium", replace(SIZES["small"], copies=2))
    monkeypatch.setattr(sample, "_first_day", lambda _years, _until: START)
    sample.simulate(
        own_store.owner,
        until=START + dt.timedelta(days=10),
        size="medium",
        truth_folder=tmp_path,
    )
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["copies"] == 2
    with psycopg.connect(own_store.extractor) as connection:
        known = {row[0] for row in connection.execute("select account_number from crm.accounts")}
    lived = {
        number
        for firm in truth["identities"].values()
        for number in firm["records"].get("account", [])
    }
    moved = {f"A{int(number[1:]) + truth['numbered']['account']:05d}" for number in lived}
    assert lived | moved == known
    assert not lived & moved
