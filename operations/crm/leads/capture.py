"""Enter leads, correct what is known of them, give them an owner, and note the first answer."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict

from psycopg.types.json import Jsonb

from operations.crm import edits
from operations.crm.accounts.model import require_email
from operations.crm.campaigns.storage import require_campaign
from operations.crm.edits import UNCHANGED, Unchanged, given
from operations.crm.leads.errors import UnknownSource
from operations.crm.leads.model import require_undecided
from operations.crm.leads.rules import rules, score
from operations.crm.leads.scoring import scored
from operations.crm.leads.storage import locked
from operations.crm.moments import company_day, require_aware, require_not_before
from operations.crm.owners.commands import owner_name as named
from operations.database.connection import Connection, insert
from operations.erp.party.model import require_country, require_name
from operations.errors import InvalidValue
from operations.numbering import next_number
from operations.versions import require_version


def enter_lead(
    connection: Connection,
    *,
    company_name: str,
    country_code: str,
    lead_source: str,
    received_at: dt.datetime,
    campaign_id: int | None = None,
    first_name: str | None = None,
    last_name: str | None = None,
    job_title: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    city: str | None = None,
    industry: str | None = None,
    employee_count: int | None = None,
    need: str | None = None,
    owner_id: int | None = None,
    owner_name: str | None = None,
) -> int:
    """Enter a request or a hint, scored by the rules of now; return the lead's key.

    Raises UnknownSource, NotFound, NotEmployed, InvalidValue.
    """
    require_name(company_name, of="firm of the lead")
    require_country(country_code, of=f"lead {company_name}")
    require_email(email, of=f"lead {company_name}")
    require_aware(received_at, what=f"The arrival of lead {company_name}")
    _require_employees(employee_count, of=company_name)
    _require_source(connection, lead_source)
    created_on = company_day(received_at)
    if campaign_id is not None:
        require_campaign(connection, campaign_id)
    fields: dict[str, object] = {
        "lead_source": lead_source,
        "campaign_id": campaign_id,
        "company_name": company_name.strip(),
        "first_name": first_name,
        "last_name": last_name,
        "job_title": job_title,
        "email": email,
        "phone": phone,
        "country_code": country_code,
        "city": city,
        "industry": industry,
        "employee_count": employee_count,
        "need": need,
        "owner_id": owner_id,
        "owner_name": named(connection, owner_id=owner_id, name=owner_name, on=created_on),
        "received_at": received_at,
        "created_on": created_on,
        "assigned_at": None if owner_id is None and owner_name is None else received_at,
    }
    worth = scored(fields, rules(connection))
    fields |= {"score": worth.points, "score_reasons": Jsonb(worth.rows())}
    number = next_number(connection, "lead")
    return insert(
        connection,
        f"insert into crm.leads (lead_number, {', '.join(fields)})"
        f" values (%s{', %s' * len(fields)}) returning lead_id",
        [number, *fields.values()],
    )


def change_lead(
    connection: Connection,
    *,
    lead_id: int,
    expected_version: int | None = None,
    company_name: str | Unchanged = UNCHANGED,
    country_code: str | Unchanged = UNCHANGED,
    lead_source: str | Unchanged = UNCHANGED,
    first_name: str | Unchanged | None = UNCHANGED,
    last_name: str | Unchanged | None = UNCHANGED,
    job_title: str | Unchanged | None = UNCHANGED,
    email: str | Unchanged | None = UNCHANGED,
    phone: str | Unchanged | None = UNCHANGED,
    city: str | Unchanged | None = UNCHANGED,
    industry: str | Unchanged | None = UNCHANGED,
    employee_count: int | Unchanged | None = UNCHANGED,
    need: str | Unchanged | None = UNCHANGED,
) -> int:
    """Correct what is known of an open lead, and score it anew; return its version.

    Raises NotFound, LostUpdate, LeadDecided, MergedAway, UnknownSource, InvalidValue.
    """
    require_version(connection, table="crm.leads", key=lead_id, expected=expected_version)
    lead = locked(connection, lead_id)
    require_undecided(lead)
    what = f"lead {lead.lead_number}"
    if not isinstance(company_name, Unchanged):
        require_name(company_name, of=f"firm of {what}")
    if not isinstance(country_code, Unchanged):
        require_country(country_code, of=what)
    if not isinstance(email, Unchanged):
        require_email(email, of=what)
    if not isinstance(lead_source, Unchanged):
        _require_source(connection, lead_source)
    if not isinstance(employee_count, Unchanged):
        _require_employees(employee_count, of=lead.company_name)
    fields = given(
        company_name=company_name,
        country_code=country_code,
        lead_source=lead_source,
        first_name=first_name,
        last_name=last_name,
        job_title=job_title,
        email=email,
        phone=phone,
        city=city,
        industry=industry,
        employee_count=employee_count,
        need=need,
    )
    before = asdict(lead)
    fields = {name: value for name, value in fields.items() if value != before[name]}
    edits.update(connection, table="crm.leads", key="lead_id", key_value=lead_id, fields=fields)
    score(connection, lead_id)
    return edits.update(connection, table="crm.leads", key="lead_id", key_value=lead_id, fields={})


def assign_lead(connection: Connection, *, lead_id: int, owner_id: int, at: dt.datetime) -> None:
    """Say who works on an open lead from then on.

    Raises NotFound, NotEmployed, LeadDecided, MergedAway, InvalidValue.
    """
    lead = locked(connection, lead_id)
    require_undecided(lead)
    require_not_before(
        at,
        lead.received_at,
        what=f"The assignment of lead {lead.lead_number}",
        since="it came on",
    )
    name = named(connection, owner_id=owner_id, name=None, on=company_day(at))
    connection.execute(
        "update crm.leads set owner_id = %s, owner_name = %s, assigned_at = %s where lead_id = %s",
        [owner_id, name, at, lead_id],
    )


def respond(connection: Connection, *, lead_id: int, at: dt.datetime) -> None:
    """Note that somebody reacted to a lead: a new one is worked on. Only the first time counts.

    Raises NotFound, LeadDecided, MergedAway, InvalidValue.
    """
    lead = locked(connection, lead_id)
    require_undecided(lead)
    require_not_before(
        at, lead.received_at, what=f"The answer to lead {lead.lead_number}", since="it came on"
    )
    connection.execute(
        "update crm.leads set first_response_at = coalesce(first_response_at, %s),"
        " status = case status when 'new' then 'working' else status end where lead_id = %s",
        [at, lead_id],
    )


def note_first_response(connection: Connection, *, lead_id: int, at: dt.datetime) -> None:
    """Let an activity be the first response to a lead, when it is open and has none yet."""
    connection.execute(
        "update crm.leads set first_response_at = %s,"
        " status = case status when 'new' then 'working' else status end"
        " where lead_id = %s and first_response_at is null and received_at <= %s"
        " and status in ('new', 'working', 'qualified')",
        [at, lead_id, at],
    )


def add_source(connection: Connection, *, lead_source: str, name: str) -> None:
    """Put a way in which leads come on the list, or word it anew. Raises InvalidValue."""
    require_name(name, of="source of leads")
    if not re.fullmatch("[a-z_]+", lead_source):
        raise InvalidValue(
            f"The code of the source {name!r} is {lead_source!r}.",
            remedy="Give small letters and underscores, such as cold_call.",
        )
    connection.execute(
        "insert into crm.lead_sources (lead_source, name) values (%s, %s)"
        " on conflict (lead_source) do update set name = excluded.name",
        [lead_source, name.strip()],
    )


def _require_source(connection: Connection, lead_source: str) -> None:
    rows = connection.execute("select lead_source from crm.lead_sources order by 1").fetchall()
    known = [row[0] for row in rows]
    if lead_source not in known:
        raise UnknownSource(lead_source, known=known)


def _require_employees(employee_count: int | None, *, of: str) -> None:
    if employee_count is not None and employee_count < 0:
        raise InvalidValue(
            f"The firm {of} has {employee_count} employees.", remedy="Give zero or more, or none."
        )
