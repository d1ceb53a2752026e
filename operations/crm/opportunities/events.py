"""How a change of a deal is told: of which day it is, and by whom.

The rows of ``crm.opportunity_events`` are written by the triggers of ``crm.opportunities`` alone:
no change escapes them, whoever writes. A command says before it writes what they cannot know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from operations.crm.opportunities.errors import NotAsToldLater
from operations.database.connection import Connection


def say(connection: Connection, *, on: dt.date, by: str | None) -> None:
    """Tell the triggers the day and the author of the next statement that writes deals."""
    connection.execute(
        "select set_config('crm.changed_on', %s, true), set_config('crm.changed_by', %s, true)",
        [on.isoformat(), by or ""],
    )


def require_forward_for_all(
    connection: Connection, *, owner_id: int, fields: Sequence[str], on: dt.date
) -> None:
    """Refuse when an open deal of an owner was changed, in one of these fields, after that day."""
    row = connection.execute(
        "select opportunity_number, field, changed_on from crm.opportunities"
        " join crm.opportunity_events using (opportunity_id)"
        " where owner_id = %s and closed_on is null and field = any(%s) and changed_on > %s"
        " order by changed_on desc limit 1",
        [owner_id, list(fields), on],
    ).fetchone()
    if row is not None:
        raise NotAsToldLater(row[0], row[1], on, told=row[2])
