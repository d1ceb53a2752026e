"""``affluent source add sql`` declares the tables of a database: keys, and how they change."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from source_shell import Shell
from test_adding_files import declared

from affluent.settings import load_workspace


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """An SQLite file with three tables, named by SHOP_URL."""
    path = tmp_path / "shop.db"
    con = sqlite3.connect(path)
    con.executescript(
        "create table orders (id integer primary key, total text, updated_at timestamp);"
        "create table order_lines (order_id integer, line integer, sku text,"
        " primary key (order_id, line));"
        "create table log (at timestamp, modified_at timestamp, said text);"
        "insert into orders values (1, '1.10', '2024-01-01 00:00:00');"
    )
    monkeypatch.setenv("SHOP_URL", f"sqlite:///{path}")
    return con


def add(shell: Shell, *options: str) -> int:
    """Add the database as the source ``shop``."""
    return shell.run("add", "sql", "--url", "env:SHOP_URL", "--name", "shop", *options)


def test_tables_are_declared_with_their_keys_and_a_proposed_cursor(
    shell: Shell, database: sqlite3.Connection
) -> None:
    assert add(shell) == 0
    streams = declared(shell)
    assert {name: (one.key, one.cursor) for name, one in streams.items()} == {
        "log": ((), None),
        "order_lines": (("order_id", "line"), None),
        "orders": (("id",), "updated_at"),
    }
    assert "orders: orders; 3 columns; key id; changes by updated_at" in shell.out
    assert "no primary key" in shell.out
    assert load_workspace(shell.root).config.sources["shop"].url == "env:SHOP_URL"


def test_only_the_tables_that_are_named_are_declared(
    shell: Shell, database: sqlite3.Connection
) -> None:
    assert add(shell, "--table", "orders, log") == 0
    assert sorted(declared(shell)) == ["log", "orders"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("url", "options", "code", "said"),
    [
        ("env:SHOP_URL", ["--table", "ordrs"], 2, "has no table 'ordrs': log, order_lines, orders"),
        ("env:NOWHERE", [], 2, "NOWHERE is not set; the source shop needs it"),
        ("sqlite:///shop.db", [], 2, "a secret is not written here"),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(
    url: str, options: list[str], code: int, said: str, shell: Shell
) -> None:
    before = shell.config.read_bytes()
    assert shell.run("add", "sql", "--url", url, "--name", "shop", *options) == code
    assert said in shell.err
    assert shell.config.read_bytes() == before
    assert not (shell.root / "sources").exists()
