"""The list of reasons for which deals are won and lost."""

from __future__ import annotations

import re
from typing import Literal, get_args

from operations.crm.opportunities.errors import UnknownReason
from operations.database.connection import Connection, insert
from operations.erp.party.model import require_name
from operations.errors import InvalidValue, NotFound

Outcome = Literal["won", "lost"]


def add_reason(connection: Connection, *, outcome: Outcome, reason_code: str, name: str) -> int:
    """Put a reason on the list, or back on it; return its key. Raises InvalidValue."""
    if outcome not in get_args(Outcome):
        raise InvalidValue(
            f"The reason {name!r} is for deals that are {outcome!r}.",
            remedy=f"Give one of: {', '.join(get_args(Outcome))}.",
        )
    if not re.fullmatch("[a-z_]+", reason_code):
        raise InvalidValue(
            f"The code of the reason {name!r} is {reason_code!r}.",
            remedy="Give small letters and underscores, such as lead_time.",
        )
    require_name(name, of="reason")
    return insert(
        connection,
        "insert into crm.outcome_reasons (outcome, reason_code, name) values (%s, %s, %s)"
        " on conflict (outcome, reason_code) do update"
        " set name = excluded.name, is_active = true returning outcome_reason_id",
        [outcome, reason_code, name.strip()],
    )


def retire_reason(connection: Connection, *, outcome: Outcome, reason_code: str) -> None:
    """Take a reason off the list; deals that were decided for it keep it. Raises NotFound."""
    retired = connection.execute(
        "update crm.outcome_reasons set is_active = false where outcome = %s and reason_code = %s",
        [outcome, reason_code],
    )
    if not retired.rowcount:
        raise NotFound(f"reason why deals are {outcome}", reason_code)


def reason_id(
    connection: Connection, *, opportunity_number: str, outcome: Outcome, reason: str
) -> int:
    """The key of a reason, by its code or its name. Raises UnknownReason with those on the list."""
    rows = connection.execute(
        "select outcome_reason_id, reason_code, name from crm.outcome_reasons"
        " where outcome = %s and is_active order by reason_code",
        [outcome],
    ).fetchall()
    said = reason.strip().casefold()
    for key, code, name in rows:
        if said in (code, name.casefold()):
            return int(key)
    raise UnknownReason(opportunity_number, reason, known=[row[1] for row in rows])
