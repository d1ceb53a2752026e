"""Fills an empty operational store with the sample company: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from affluent.errors import ConfigError
from affluent.settings import CONFIG_NAME, Workspace, load_workspace
from operations.company.copies import write_copies
from operations.company.one_core import on_one_core
from operations.company.simulator import Company, Progress
from operations.company.sizes import SIZES
from operations.company.world import World
from operations.database import migrate
from operations.database.connection import Connection
from operations.database.server import running

# The day up to which it lives when nobody says another.
UNTIL: Final = dt.date(2025, 12, 31)
COUNTED = (
    ("crm", "accounts"),
    ("crm", "opportunities"),
    ("erp", "sales_orders"),
    ("erp", "invoices"),
    ("erp", "credit_notes"),
    ("erp", "payments"),
    ("erp", "journal_lines"),
)


# Two simulations at once would both find the store empty. Readers are not held up, except by the
# larger sizes while their indexes are made anew.
LOCK_OUT = "lock table erp.customers in share row exclusive mode"


def _silent(_day: dt.date, _done: int, _total: int) -> None:
    """Say nothing of the progress."""


def fill(
    workspace: Workspace,
    *,
    years: int,
    seed: int,
    until: dt.date,
    progress: Progress,
    size: str = "small",
) -> dict[str, int]:
    """Let the company live in the store of a workspace, started for it; see ``simulate``.

    What the simulator knows is written beside the data, ``truth.json``.
    """
    with running(workspace) as store:
        migrate.upgrade(store.owner)
        give_keys_again(store.owner)
        # The larger sizes are loaded in bulk, which only the owner may.
        dsn = store.writer if SIZES[size].copies == 1 else store.owner
        return simulate(
            dsn,
            years=years,
            seed=seed,
            until=until,
            progress=progress,
            named=f"of {workspace.root}",
            size=size,
            truth_folder=workspace.root,
            is_beside=workspace.config.operations.url is None,
        )


def simulate(
    dsn: str,
    *,
    years: int = 2,
    seed: int = 7,
    until: dt.date,
    progress: Progress = _silent,
    named: str | None = None,
    size: str = "small",
    truth_folder: Path | None = None,
    is_beside: bool = False,
) -> dict[str, int]:
    """Let the company live ``years`` years up to ``until``, included; return rows by table.

    The same seed writes the same rows into a new store, and the same bytes of truth. One
    transaction, and the truth is written before it ends: a run that is killed leaves the store
    empty, and the next one writes both. Raises ConfigError, speaking of the store as ``named``,
    when it holds customers already. ``is_beside`` says that the server is on this machine.
    """
    with psycopg.connect(dsn) as connection:
        connection.execute(LOCK_OUT)
        if _has_customers(connection):
            raise ConfigError(
                f"The operational store {named or _name(connection)} is not empty.",
                remedy="Give another workspace; what is in a store is never overwritten.",
            )
        start = _first_day(years, until)
        world = World(connection, start=start, until=until, seed=seed, size=SIZES[size])
        beside = on_one_core(connection.info.backend_pid) if is_beside else nullcontext()
        with beside:
            Company(world).live(progress)
        numbered = _numbered(connection)
        _copy(world, numbered, progress)
        if truth_folder is not None:
            world.truth.write(
                truth_folder,
                start=start,
                until=until,
                copies=world.size.copies,
                numbered=numbered,
            )
        return {table: _count(connection, schema, table) for schema, table in COUNTED}


def give_keys_again(dsn: str) -> None:
    """Let tables count on from their last key: a killed run has drawn some that nobody bears.

    As the owner, so that the same seed gives the same keys after it too.
    """
    with psycopg.connect(dsn) as connection:
        rows = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where table_schema in ('erp', 'crm', 'sync') and is_identity = 'YES'"
        ).fetchall()
        for schema, table, column in rows:
            place, key = sql.Identifier(schema, table), sql.Identifier(column)
            row = connection.execute(
                sql.SQL("select coalesce(max({}), 0) + 1 from {}").format(key, place)
            ).fetchone()
            connection.execute(
                sql.SQL("alter table {} alter column {} restart with {}").format(
                    place, key, sql.Literal(1 if row is None else row[0])
                )
            )


def _copy(world: World, numbered: dict[str, int], progress: Progress) -> None:
    """The larger sizes: the life that was lived, written many times over."""
    if world.size.copies == 1:
        return

    def report(_table: str, done: int, total: int) -> None:
        progress(world.until, done, total)

    write_copies(world.connection, copies=world.size.copies, numbered=numbered, progress=report)
    world.connection.execute("analyze")


def _numbered(connection: Connection) -> dict[str, int]:
    """How many numbers of each kind were given out."""
    rows = connection.execute("select kind, last_number from erp.sequences").fetchall()
    return dict(rows)


def is_filled(root: Path) -> bool:
    """Whether the workspace at ``root`` exists and its operational store holds customers."""
    if not (root / CONFIG_NAME).exists():
        return False
    with running(load_workspace(root)) as store:
        migrate.upgrade(store.owner)
        with psycopg.connect(store.extractor) as connection:
            return _has_customers(connection)


def _first_day(years: int, until: dt.date) -> dt.date:
    """The first of the month after ``until``, so many years before: whole months only."""
    after = (until.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return after.replace(year=after.year - years)


def _name(connection: Connection) -> str:
    """Which store it is, without its secrets."""
    return f"{connection.info.host or 'of this machine'}/{connection.info.dbname}"


def _has_customers(connection: Connection) -> bool:
    row = connection.execute("select exists (select from erp.customers)").fetchone()
    return bool(row and row[0])


def _count(connection: Connection, schema: str, table: str) -> int:
    query = sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
