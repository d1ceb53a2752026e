"""Say that there is something in a lead, or nothing, or something after all."""

from __future__ import annotations

import datetime as dt

from operations.crm.leads.model import require_day, require_disqualified, require_undecided
from operations.crm.leads.storage import locked
from operations.database.connection import Connection
from operations.erp.party.model import require_name


def qualify(connection: Connection, *, lead_id: int, on: dt.date) -> None:
    """Say that an open lead is worth a deal; to say it twice changes nothing.

    Raises NotFound, LeadDecided, MergedAway, InvalidValue.
    """
    lead = locked(connection, lead_id)
    require_undecided(lead)
    if lead.status == "qualified":
        return
    require_day(lead, on)
    connection.execute(
        "update crm.leads set status = 'qualified', qualified_on = %s where lead_id = %s",
        [on, lead_id],
    )


def disqualify(connection: Connection, *, lead_id: int, on: dt.date, reason: str) -> None:
    """Put an open lead aside, and say why.

    Raises NotFound, LeadDecided, MergedAway, InvalidValue.
    """
    lead = locked(connection, lead_id)
    require_undecided(lead)
    require_name(reason, of=f"reason for putting aside lead {lead.lead_number}")
    require_day(lead, on)
    connection.execute(
        "update crm.leads set status = 'disqualified', disqualified_on = %s,"
        " disqualified_reason = %s where lead_id = %s",
        [on, reason.strip(), lead_id],
    )


def reconsider(connection: Connection, *, lead_id: int, on: dt.date) -> None:
    """Take up a lead that was put aside. Raises NotFound, LeadNotDisqualified, InvalidValue."""
    lead = locked(connection, lead_id)
    require_disqualified(lead)
    require_day(lead, on)
    connection.execute(
        "update crm.leads set status = 'working', disqualified_on = null,"
        " disqualified_reason = null, qualified_on = null where lead_id = %s",
        [lead_id],
    )
