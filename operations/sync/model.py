"""What goes over between an account and its customer, and who wins when both were changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Winner = Literal["erp", "crm", "recent", "person"]
Side = Literal["erp", "crm"]
Value = str | None
Values = Mapping[str, Value]

FIELDS: Final = ("name", "legal_id", "country_code", "city", "seller")
BOTH_CHANGED: Final = "changed on both sides"


@dataclass(frozen=True)
class Changed:
    """When a field was changed last on either side since both agreed; None: not known."""

    crm_at: dt.datetime | None = None
    erp_at: dt.datetime | None = None

    @property
    def latest(self) -> Side:
        """Who changed it last; the ERP when nobody can say."""
        if self.crm_at is not None and (self.erp_at is None or self.crm_at > self.erp_at):
            return "crm"
        return "erp"


@dataclass(frozen=True)
class Decision:
    """What is to become of a field.

    ``keep``: whose value stands, None when a person must say; ``is_conflict``: both had changed it.
    """

    field: str
    keep: Side | None
    is_conflict: bool


def decide(
    field: str,
    *,
    winner: Winner,
    agreed: Values,
    crm: Value,
    erp: Value,
    changed: Changed,
) -> Decision | None:
    """Whose value of a field goes over; None when both have the same.

    Who alone has changed it since both agreed brings the new value. Where they never agreed, as
    when an account and a customer are linked that both stood before, a blank is filled. What both
    have changed is decided by the field's rule.
    """
    if crm == erp:
        return None
    if field in agreed:
        if crm == agreed[field]:
            return Decision(field, "erp", is_conflict=False)
        if erp == agreed[field]:
            return Decision(field, "crm", is_conflict=False)
    elif crm is None or erp is None:
        return Decision(field, "erp" if crm is None else "crm", is_conflict=False)
    keep: Side | None = None if winner == "person" else "erp"
    if winner == "recent":
        keep = changed.latest
    elif winner in {"crm", "erp"}:
        keep = "crm" if winner == "crm" else "erp"
    return Decision(field, keep, is_conflict=True)
