"""psql on the operational store, for the person who keeps it running."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from affluent.settings import Workspace, child_environment
from operations.database import migrate, programs
from operations.database.server import running


def psql(workspace: Workspace, arguments: Sequence[str] = ()) -> int:
    """Open psql as the store's owner, with further arguments; return its exit code."""
    with running(workspace) as store:
        migrate.upgrade(store.owner)
        dsn, password = without_password(store.owner)
        command = [os.fspath(programs.program("psql")), "--dbname", dsn, *arguments]
        return subprocess.call(command, env={**child_environment(workspace), **password})


def without_password(dsn: str) -> tuple[str, dict[str, str]]:
    """The dsn without its password, and the password as libpq's variable.

    Arguments of a program are shown to everyone on the machine; its environment is not.
    """
    parts = conninfo_to_dict(dsn)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {} if password is None else {"PGPASSWORD": str(password)}
