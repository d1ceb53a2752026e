"""``affluent source``: add a source to the workspace, look at what is there.

One file a command, or a kind for ``source add KIND``; each registers itself with the applications
of ``app.py`` when it is imported here. Rooms are imported inside each command, as in ``cli.py``.
"""

from affluent.sources import (
    checking,
    discovering,
    fec,
    files,
    odoo,
    previewing,
    resetting,
    scaffolding,
    sql,
)
from affluent.sources.app import source_app

__all__ = [
    "checking",
    "discovering",
    "fec",
    "files",
    "odoo",
    "previewing",
    "resetting",
    "scaffolding",
    "source_app",
    "sql",
]
