"""psql on the operational store, for the person who keeps it running."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from affluent.settings import Workspace
from operations.database import migrate, programs
from operations.database.server import running


def psql(workspace: Workspace, arguments: Sequence[str] = ()) -> int:
    """Open psql as the store's owner, with further arguments; return its exit code."""
    with running(workspace) as store:
        migrate.upgrade(store.owner)
        command = [os.fspath(programs.program("psql")), "--dbname", store.owner, *arguments]
        return subprocess.call(command)
