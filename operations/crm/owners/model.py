"""An owner, and when they may own: while they work here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from operations.crm.owners.errors import NotEmployed


@dataclass(frozen=True)
class Owner:
    """An employee, from the day they were hired to the day they left, both included."""

    employee_id: int
    employee_number: str
    name: str
    hired_on: dt.date
    left_on: dt.date | None


def require_employed(owner: Owner, on: dt.date) -> None:
    """Refuse an owner who is not here yet, or no more. Raises NotEmployed."""
    if on < owner.hired_on:
        raise NotEmployed(owner.employee_number, on, since=f"hired on {owner.hired_on}")
    if owner.left_on is not None and on > owner.left_on:
        raise NotEmployed(owner.employee_number, on, since=f"left on {owner.left_on}")
