"""A lead and its life: new, worked on, qualified; then converted, or put aside with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from operations.crm.accounts.errors import MergedAway
from operations.crm.leads.errors import (
    LeadDecided,
    LeadNotDisqualified,
    LeadNotQualified,
)
from operations.errors import InvalidValue

OPEN: Final = ("new", "working", "qualified")


@dataclass(frozen=True)
class Lead:
    """A lead as it stands; ``received_at`` is when it came in."""

    lead_id: int
    lead_number: str
    lead_source: str
    campaign_id: int | None
    company_name: str
    first_name: str | None
    last_name: str | None
    job_title: str | None
    email: str | None
    phone: str | None
    country_code: str
    city: str | None
    industry: str | None
    employee_count: int | None
    need: str | None
    status: str
    owner_id: int | None
    owner_name: str | None
    received_at: dt.datetime
    created_on: dt.date
    first_response_at: dt.datetime | None
    qualified_on: dt.date | None
    disqualified_on: dt.date | None
    converted_on: dt.date | None
    merged_into_id: int | None


def require_standing(lead: Lead) -> None:
    """Refuse a lead that turned out to be another one. Raises MergedAway."""
    if lead.merged_into_id is not None:
        raise MergedAway(f"Lead {lead.lead_number}", into=f"lead {lead.merged_into_id}")


def require_undecided(lead: Lead) -> None:
    """Refuse a lead that was converted or disqualified. Raises LeadDecided, MergedAway."""
    require_standing(lead)
    decided_on = lead.converted_on or lead.disqualified_on
    if decided_on is not None:
        raise LeadDecided(lead.lead_number, lead.status, decided_on)


def require_qualified(lead: Lead) -> None:
    """Refuse what is not ready to be converted. Raises LeadNotQualified, LeadDecided."""
    require_undecided(lead)
    if lead.status != "qualified":
        raise LeadNotQualified(lead.lead_number, lead.status)


def require_disqualified(lead: Lead) -> None:
    """Refuse to take up what was not put aside. Raises LeadNotDisqualified."""
    require_standing(lead)
    if lead.status != "disqualified":
        raise LeadNotDisqualified(lead.lead_number, lead.status)


def require_day(lead: Lead, on: dt.date) -> None:
    """Nothing happens to a lead before it came, nor before what happened to it last."""
    last = max(filter(None, (lead.created_on, lead.qualified_on, lead.disqualified_on)))
    if on < last:
        raise InvalidValue(
            f"Lead {lead.lead_number} came, or changed last, on {last}; it cannot change on {on}.",
            remedy="Give that day or a later one.",
        )
