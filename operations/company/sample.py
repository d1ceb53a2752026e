"""Fills an empty operational store with the sample company: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
from psycopg import sql

from affluent.errors import ConfigError
from affluent.settings import CONFIG_NAME, Workspace, load_workspace
from operations.company.simulator import Company, Progress
from operations.database import migrate
from operations.database.connection import Connection
from operations.database.server import running

COUNTED = (
    ("crm", "accounts"),
    ("crm", "opportunities"),
    ("erp", "sales_orders"),
    ("erp", "invoices"),
    ("erp", "credit_notes"),
    ("erp", "payments"),
    ("erp", "journal_lines"),
)


def fill(
    workspace: Workspace, *, years: int, seed: int, until: dt.date, progress: Progress
) -> dict[str, int]:
    """Let the company live ``years`` years up to ``until``; return rows by table.

    One transaction: a run that is killed leaves the store empty. Raises ConfigError when the
    store holds customers already.
    """
    with running(workspace) as store:
        migrate.upgrade(store.owner)
        with psycopg.connect(store.writer) as connection:
            if _has_customers(connection):
                raise ConfigError(
                    f"The operational store of {workspace.root} is not empty.",
                    remedy="Give another workspace; what is in a store is never overwritten.",
                )
            start = dt.date(until.year - years, until.month, 1) + dt.timedelta(days=31)
            company = Company(connection, start=start.replace(day=1), until=until, seed=seed)
            company.live(progress)
            return {table: _count(connection, schema, table) for schema, table in COUNTED}


def is_filled(root: Path) -> bool:
    """Whether the workspace at ``root`` exists and its operational store holds customers."""
    if not (root / CONFIG_NAME).exists():
        return False
    with running(load_workspace(root)) as store:
        migrate.upgrade(store.owner)
        with psycopg.connect(store.extractor) as connection:
            return _has_customers(connection)


def _has_customers(connection: Connection) -> bool:
    row = connection.execute("select exists (select from erp.customers)").fetchone()
    return bool(row and row[0])


def _count(connection: Connection, schema: str, table: str) -> int:
    query = sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
