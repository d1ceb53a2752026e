"""Read leads, with their rows locked."""

from __future__ import annotations

from operations.crm.leads.model import Lead
from operations.database.connection import Connection, every, first
from operations.errors import NotFound

_LEADS = (
    "select leads.lead_id, leads.lead_number, leads.lead_source, leads.campaign_id,"
    " leads.company_name, leads.first_name, leads.last_name, leads.job_title, leads.email,"
    " leads.phone, leads.country_code, leads.city, leads.industry, leads.employee_count,"
    " leads.need, leads.status, leads.owner_id, leads.owner_name, leads.received_at,"
    " leads.created_on, leads.first_response_at, leads.qualified_on, leads.disqualified_on,"
    " leads.converted_on, kept.lead_number as merged_into"
    " from crm.leads left join crm.leads as kept on kept.lead_id = leads.merged_into_id"
)


def locked(connection: Connection, lead_id: int) -> Lead:
    """A lead, locked until the transaction ends. Raises NotFound."""
    found = first(
        connection, Lead, f"{_LEADS} where leads.lead_id = %s for update of leads", [lead_id]
    )
    if found is None:
        raise NotFound("lead", lead_id)
    return found


def open_leads(connection: Connection) -> list[Lead]:
    """Every lead that somebody still works on, locked in the order of their keys."""
    return every(
        connection,
        Lead,
        f"{_LEADS} where leads.status in ('new', 'working', 'qualified')"
        " and leads.merged_into_id is null order by leads.lead_id for update of leads",
        [],
    )
