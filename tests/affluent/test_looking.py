"""Discover, preview and reset: what a source has, without and with what has landed."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_shell import Shell
from test_adding_files import put

from affluent.settings import load_workspace
from connectors.core.extract import extract
from connectors.core.landing import Landing, open_landing
from connectors.core.ledger import Incoming
from connectors.core.manifest import Stream
from connectors.core.verdict import Verdict
from connectors.registry import connector_for, manifest_for


def _let_pass(landing: Landing, incoming: Incoming, stream: Stream) -> Verdict:
    return Verdict()


def _sync(root: Path) -> str:
    workspace = load_workspace(root)
    stream = manifest_for(workspace, "shop").stream("orders")
    with open_landing(workspace.landing_path) as landing:
        return extract(connector_for(workspace, "shop"), stream, landing, _let_pass).status


@pytest.fixture
def shop(shell: Shell) -> Shell:
    """A workspace with a source ``shop`` of one stream, ``orders``."""
    put(shell.root / "data", "orders.csv", "id,amount,note\n1,1.10,a\n2,2.20,\n")
    assert shell.run("add", "files", "--path", "acme/data", "--name", "shop") == 0
    return shell


def test_discover_shows_the_columns_and_what_no_model_reads_yet(shop: Shell) -> None:
    assert shop.run("discover", "shop") == 0
    assert "orders: 3 columns" in shop.out
    assert "id integer, amount decimal, note text" in shop.out
    assert "no staging model reads it yet" in shop.out
    assert "– sales_lines: not brought; it would feed dim_sales_contexts," in shop.out
    assert "document_number, line_number, order_number" in shop.out


def test_discover_says_what_a_model_lacks(shop: Shell) -> None:
    models = shop.root / "sources" / "shop" / "models"
    (models / "staging").mkdir(parents=True)
    (models / "staging" / "stg_shop__orders.sql").write_text(
        "select * from {{ source('shop', 'orders') }}"
    )
    (models / "int_products__mapped_from_shop.sql").write_text("select 'shop' as source_name")
    assert shop.run("discover", "shop") == 0
    assert "no staging model" not in shop.out
    assert "✗ products: its model lacks product_id, product_number" in shop.out


def test_discover_of_the_store_needs_no_store(shell: Shell) -> None:
    text = shell.config.read_text(encoding="utf-8")
    shell.config.write_text(f'{text}[sources.operations]\nkind = "operations"\n')
    assert shell.run("discover", "operations") == 0
    assert "✓ sales_lines → dim_sales_contexts, fct_cost_events, fct_sales_lines," in shell.out


def test_preview_shows_the_first_rows_and_lands_nothing(shop: Shell) -> None:
    assert shop.run("preview", "shop.orders", "--rows", "1") == 0
    assert "1.10" in shop.out
    assert "2.20" not in shop.out
    assert not load_workspace(shop.root).landing_path.exists()
    assert shop.run("preview", "shop") == 2
    assert "Take one of: shop.orders" in shop.err
    assert shop.run("preview", "shop.nothing") == 2


def test_preview_shows_what_would_be_refused_too(shop: Shell) -> None:
    put(shop.root / "data", "orders.csv", 'id,amount,note\n1,"1 234,50",a\n')
    assert shop.run("preview", "shop.orders") == 0
    assert "1 234,50" in shop.out
    assert "decimal_mark" in shop.out


def test_reset_forgets_the_place_and_keeps_the_rows(
    shop: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shop.run("reset", "shop.orders", "--yes") == 2
    assert "Nothing of shop.orders has landed yet" in shop.err
    assert (_sync(shop.root), _sync(shop.root)) == ("admitted", "unchanged")
    assert shop.run("reset", "shop.orders", "--dry-run") == 0
    assert "2 rows have landed" in shop.out
    assert _sync(shop.root) == "unchanged"
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    assert shop.run("reset", "shop") == 0
    workspace = load_workspace(shop.root)
    stream = manifest_for(workspace, "shop").stream("orders")
    with open_landing(workspace.landing_path) as landing:
        assert landing.position("shop", stream) is None
        assert landing.reading("shop", stream).rows_total == 2
    assert shop.run("reset", "shop.orders") == 0
    assert "is remembered" in shop.out
    assert _sync(shop.root) == "admitted"
