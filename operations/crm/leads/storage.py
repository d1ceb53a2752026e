"""Read leads, with their rows locked."""

from __future__ import annotations

from operations.crm.leads.model import Lead
from operations.database.connection import Connection, every, first
from operations.errors import NotFound

_LEADS = (
    "select lead_id, lead_number, lead_source, campaign_id, company_name, first_name, last_name,"
    " job_title, email, phone, country_code, city, industry, employee_count, need, status,"
    " owner_id, owner_name, received_at, created_on, first_response_at, qualified_on,"
    " disqualified_on, converted_on, merged_into_id from crm.leads"
)


def locked(connection: Connection, lead_id: int) -> Lead:
    """A lead, locked until the transaction ends. Raises NotFound."""
    found = first(connection, Lead, f"{_LEADS} where lead_id = %s for update", [lead_id])
    if found is None:
        raise NotFound("lead", lead_id)
    return found


def open_leads(connection: Connection) -> list[Lead]:
    """Every lead that somebody still works on, locked in the order of their keys."""
    return every(
        connection,
        Lead,
        f"{_LEADS} where status in ('new', 'working', 'qualified') and merged_into_id is null"
        " order by lead_id for update",
        [],
    )
