"""Turn a qualified lead into what is sold to: an account, a contact there, and a deal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.crm.accounts.accounts import open_account, require_account
from operations.crm.accounts.contacts import add_contact
from operations.crm.leads.errors import LeadWithoutName
from operations.crm.leads.model import Lead, require_day, require_qualified
from operations.crm.leads.storage import locked
from operations.crm.opportunities.pipeline import open_opportunity
from operations.database.connection import Connection


@dataclass(frozen=True)
class Converted:
    """What a lead became."""

    account_id: int
    contact_id: int
    opportunity_id: int


def convert(
    connection: Connection,
    *,
    lead_id: int,
    on: dt.date,
    account_id: int | None = None,
    last_name: str | None = None,
    opportunity_name: str | None = None,
    amount: Decimal | None = None,
    expected_close_on: dt.date | None = None,
    product_id: int | None = None,
    currency_code: str = "EUR",
    by: str | None = None,
) -> Converted:
    """Make a deal of a qualified lead, once; return what it became.

    In ``account_id`` when the firm is known already; a contact of it with the lead's e-mail
    address is taken, not entered again. ``last_name`` when the lead names nobody. Raises NotFound,
    LeadDecided, LeadNotQualified, LeadWithoutName, MergedAway, NotEmployed, InvalidValue.
    """
    lead = locked(connection, lead_id)
    require_qualified(lead)
    require_day(lead, on)
    name = lead.last_name or last_name
    contact_id = None
    if account_id is None:
        _require_name(lead, name)
        account_id = open_account(
            connection,
            name=lead.company_name,
            country_code=lead.country_code,
            city=lead.city,
            industry=lead.industry,
            owner_id=lead.owner_id,
            owner_name=lead.owner_name,
            on=on,
        )
    else:
        require_account(connection, account_id)
        contact_id = _known_contact(connection, account_id, lead.email)
    if contact_id is None:
        contact_id = add_contact(
            connection,
            account_id=account_id,
            last_name=_require_name(lead, name),
            first_name=lead.first_name,
            email=lead.email,
            phone=lead.phone,
            job_title=lead.job_title,
        )
    opportunity_id = open_opportunity(
        connection,
        account_id=account_id,
        name=opportunity_name or lead.need or lead.company_name,
        created_on=on,
        owner_id=lead.owner_id,
        owner_name=lead.owner_name,
        expected_close_on=expected_close_on,
        amount=amount,
        product_id=product_id,
        currency_code=currency_code,
        campaign_id=lead.campaign_id,
        lead_id=lead_id,
        by=by,
    )
    connection.execute(
        "update crm.leads set status = 'converted', converted_on = %s, account_id = %s,"
        " contact_id = %s, opportunity_id = %s where lead_id = %s",
        [on, account_id, contact_id, opportunity_id, lead_id],
    )
    return Converted(account_id, contact_id, opportunity_id)


def _require_name(lead: Lead, name: str | None) -> str:
    if name is None or not name.strip():
        raise LeadWithoutName(lead.lead_number)
    return name


def _known_contact(connection: Connection, account_id: int, email: str | None) -> int | None:
    row = connection.execute(
        "select contact_id from crm.contacts where account_id = %s and email_key = lower(trim(%s))"
        " and merged_into_id is null order by contact_id limit 1",
        [account_id, email],
    ).fetchone()
    return None if row is None else int(row[0])
