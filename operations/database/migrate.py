"""Brings the operational store to the newest schema, whatever it has now."""

from __future__ import annotations

from pathlib import Path

import psycopg

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
LOCK = 0x_AFF_1E47  # of the whole database: two processes never migrate at once


def upgrade(dsn: str) -> None:
    """Run the migrations that the database lacks, each in a transaction of its own.

    Quick when there are none: Alembic, half a second to import, is not imported then.
    """
    if version(dsn) == newest():
        return
    with psycopg.connect(dsn, autocommit=True) as guard:
        guard.execute("select pg_advisory_lock(%s)", [LOCK])
        if version(dsn) == newest():
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["dsn"] = dsn
        command.upgrade(config, "head")


def version(dsn: str) -> str | None:
    """The schema's version, None for an empty database."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        found = connection.execute("select to_regclass('public.alembic_version')").fetchone()
        if found is None or found[0] is None:
            return None
        row = connection.execute("select version_num from public.alembic_version").fetchone()
        return None if row is None else str(row[0])


def newest() -> str:
    """The newest version that this product has: files are named by it."""
    return max(path.name.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
