"""The operational store as a command needs it: opened, and left as it was after a dry run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from operations.database.connection import Connection

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


@contextmanager
def reading(workspace: Path) -> Iterator[Connection]:
    """The store of a workspace, started and brought up to date, for reading alone."""
    with _opened(workspace, writes=False) as connection:
        yield connection


@contextmanager
def writing(workspace: Path, *, dry_run: bool) -> Iterator[Connection]:
    """The store for one command: committed when all went well, undone after a dry run.

    The rules that the database looks at when a transaction ends are looked at in a dry run too.
    """
    with _opened(workspace, writes=True) as connection:
        yield connection
        if dry_run:
            connection.execute("set constraints all immediate")
            connection.rollback()


@contextmanager
def _opened(workspace: Path, *, writes: bool) -> Iterator[Connection]:
    import psycopg

    from affluent.settings import load_workspace
    from operations.database import migrate
    from operations.database.server import running

    with running(load_workspace(workspace)) as store:
        migrate.upgrade(store.owner)
        with psycopg.connect(store.writer if writes else store.extractor) as connection:
            yield connection
