"""Who wins when both sides have changed a field: read and set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from operations.database.connection import Connection, every
from operations.erp.party.model import require_name
from operations.errors import InvalidValue, NotFound
from operations.sync.model import Winner


@dataclass(frozen=True)
class FieldRule:
    """The rule of a field, and why it is so."""

    field: str
    winner: Winner
    reason: str


def field_rules(connection: Connection) -> list[FieldRule]:
    """The rule of every field that goes over."""
    return every(
        connection, FieldRule, "select field, winner, reason from sync.field_rules order by 1", []
    )


def set_rule(connection: Connection, *, field: str, winner: Winner, reason: str) -> None:
    """Say who wins on a field from now on. Raises NotFound, InvalidValue."""
    if winner not in get_args(Winner):
        raise InvalidValue(
            f"The rule of {field} cannot be {winner!r}.",
            remedy=f"Give one of: {', '.join(get_args(Winner))}.",
        )
    require_name(reason, of=f"reason for the rule of {field}")
    changed = connection.execute(
        "update sync.field_rules set winner = %s, reason = %s where field = %s",
        [winner, reason.strip(), field],
    )
    if changed.rowcount == 0:
        raise NotFound("field", field)
