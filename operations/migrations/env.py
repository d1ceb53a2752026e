"""How Alembic reaches the store: by the dsn that ``operations/database/migrate.py`` gives it."""

from __future__ import annotations

import psycopg
from alembic import context
from sqlalchemy import create_engine, pool


def run() -> None:
    """Run the migrations, each in its own transaction, under a lock of the whole database."""
    dsn = context.config.attributes["dsn"]
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        context.configure(
            connection=connection, version_table_schema="public", transaction_per_migration=True
        )
        with context.begin_transaction():
            context.run_migrations()


run()
