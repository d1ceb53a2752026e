"""What an update leaves behind in PostgreSQL's own files, and how it is overwritten.

The row that was stays in its page until that is used again, its values in the statistics of the
planner, and both in the journal (WAL). Locks each table while it is written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg
from psycopg import sql

from operations.crm.erasure.commands import SCHEMAS

_FILES = """
    select nspname || '.' || relname, pg_relation_filepath(pg_class.oid)
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = any(%s) and relkind = 'r'
    order by 1
"""


def tables_in_files(owner: str, data: Path, holds: Callable[[Path], bool]) -> list[str]:
    """Tables whose files still hold what ``holds`` looks for, in a page that is not used."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("checkpoint")
        rows = connection.execute(_FILES, [list(SCHEMAS)]).fetchall()
    return [
        str(name)
        for name, place in rows
        if any(holds(path) for path in sorted(data.glob(f"{place}*")) if path.is_file())
    ]


def overwrite(owner: str, tables: Iterable[str]) -> None:
    """Write tables anew, with their indexes and statistics."""
    with psycopg.connect(owner, autocommit=True) as connection:
        for table in tables:
            name = sql.Identifier(*table.split("."))
            connection.execute(sql.SQL("vacuum (full, analyze) {}").format(name))
        connection.execute("vacuum full pg_catalog.pg_statistic")


def renew_journal(owner: str) -> None:
    """Fill every segment of the journal anew, and let the old ones go.

    For the server that is the workspace's own: on another one the journal is its keeper's.
    """
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("alter system set wal_recycle = off")
        connection.execute("select pg_reload_conf()")
        row = connection.execute("select count(*) from pg_ls_waldir()").fetchone()
        for _ in range(int(row[0]) + 1 if row else 1):
            # A segment without a record is not switched; what is left of one is filled with zeros.
            connection.execute("select pg_logical_emit_message(false, 'affluent', 'renewed')")
            connection.execute("select pg_switch_wal()")
        connection.execute("checkpoint")
        connection.execute("alter system reset wal_recycle")
        connection.execute("select pg_reload_conf()")
