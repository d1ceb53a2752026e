"""A build stands as long as nothing that it was made of has moved, and nobody wrote to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from affluent.settings import Workspace, load_workspace
from affluent.workspace import create
from connectors.core import ledger
from pipelines import standing


@pytest.fixture
def built(tmp_path: Path) -> Workspace:
    """A workspace whose build passed, made of "this"."""
    create(tmp_path / "company")
    workspace = load_workspace(tmp_path / "company")
    (workspace.dbt_dir / "target").mkdir(parents=True)
    workspace.build_path.write_text("tables", encoding="utf-8")
    standing.has_passed(workspace, "this")
    return workspace


@pytest.fixture
def books() -> Iterator[duckdb.DuckDBPyConnection]:
    """A landing's books, with one landed table."""
    with duckdb.connect() as connection:
        for statement in ledger.TABLES:
            connection.execute(statement)
        connection.execute("create schema raw_shop; create table raw_shop.sales (number integer)")
        yield connection


def _batch(books: duckdb.DuckDBPyConnection, seq: int, *, landed: int, deleted: int = 0) -> None:
    books.execute(
        "insert into ops.batches (seq, source, stream, read_at, rows_landed, rows_deleted)"
        " values (?, 'shop', 'sales', '2025-12-31', ?, ?)",
        [seq, landed, deleted],
    )


def test_what_was_made_of_the_same_stands(built: Workspace) -> None:
    assert standing.stands(built, "this")
    assert not standing.stands(built, "that")


def test_what_was_written_to_since_does_not_stand(built: Workspace) -> None:
    built.build_path.write_text("spoilt", encoding="utf-8")
    assert not standing.stands(built, "this")


def test_a_build_that_did_not_end_does_not_stand(built: Workspace) -> None:
    standing.has_begun(built)
    assert not standing.stands(built, "this")


def test_a_build_that_is_gone_does_not_stand(built: Workspace) -> None:
    built.build_path.unlink()
    assert not standing.stands(built, "this")


def test_a_landing_differs_once_a_row_was_landed_or_deleted(
    books: duckdb.DuckDBPyConnection,
) -> None:
    seen = [ledger.version(books)]
    _batch(books, 1, landed=3)
    seen.append(ledger.version(books))
    _batch(books, 2, landed=0, deleted=1)
    seen.append(ledger.version(books))
    books.execute("alter table raw_shop.sales add column amount decimal(18, 2)")
    seen.append(ledger.version(books))
    assert len(set(seen)) == len(seen)


def test_a_landing_is_the_same_after_a_reading_that_brought_nothing(
    books: duckdb.DuckDBPyConnection,
) -> None:
    _batch(books, 1, landed=3)
    before = ledger.version(books)
    _batch(books, 2, landed=0)
    assert ledger.version(books) == before
