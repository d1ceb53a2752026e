"""Take a question or a complaint, and promise when it is answered and solved."""

from __future__ import annotations

import datetime as dt

from operations.crm.accounts.accounts import require_account
from operations.crm.accounts.contacts import require_contact
from operations.crm.moments import company_day, require_aware
from operations.crm.owners.commands import owner_name as named
from operations.crm.tickets.model import (
    Channel,
    Priority,
    first_response_due,
    require_channel,
    require_priority,
    resolution_due,
    to_the_second,
)
from operations.crm.tickets.service_levels import calendar, policy_on
from operations.crm.tickets.storage import Event, remember
from operations.database.connection import Connection, insert
from operations.erp.catalog.commands import products
from operations.erp.party.model import require_name
from operations.numbering import next_number


def open_ticket(
    connection: Connection,
    *,
    account_id: int,
    subject: str,
    category: str,
    priority: Priority,
    channel: Channel,
    at: dt.datetime,
    contact_id: int | None = None,
    product_id: int | None = None,
    owner_id: int | None = None,
    owner_name: str | None = None,
    company_id: int = 1,
    by: str | None = None,
) -> int:
    """Take a question of a customer; what is promised follows from its priority; return its key.

    Raises NotFound, MergedAway, ForeignContact, NotEmployed, NoPolicy, NoWorkingHours,
    InvalidValue.
    """
    require_name(subject, of="ticket")
    require_name(category, of=f"category of ticket {subject!r}")
    require_priority(priority, of=f"ticket {subject!r}")
    require_channel(channel, of=f"ticket {subject!r}")
    require_aware(at, what=f"The arrival of ticket {subject!r}")
    opened_at = to_the_second(at)
    opened_on = company_day(opened_at)
    require_account(connection, account_id)
    if contact_id is not None:
        require_contact(connection, contact_id, of_account=account_id)
    if product_id is not None:
        products(connection, [product_id])
    owner_name = named(connection, owner_id=owner_id, name=owner_name, on=opened_on)
    policy = policy_on(connection, priority, opened_on)
    hours = calendar(connection)
    ticket_id = insert(
        connection,
        "insert into crm.tickets (ticket_number, company_id, subject, category, priority, channel,"
        " account_id, contact_id, product_id, owner_id, owner_name, opened_at, opened_on,"
        " first_response_policy_id, resolution_policy_id, first_response_due_at,"
        " resolution_due_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning ticket_id",
        [
            next_number(connection, "ticket", company_id),
            company_id,
            subject.strip(),
            category.strip(),
            priority,
            channel,
            account_id,
            contact_id,
            product_id,
            owner_id,
            owner_name,
            opened_at,
            opened_on,
            policy.sla_policy_id,
            policy.sla_policy_id,
            first_response_due(hours, opened_at, policy),
            resolution_due(hours, opened_at, minutes=policy.resolution_minutes, waited_seconds=0),
        ],
    )
    remember(connection, ticket_id, Event("opened", opened_at, by, new=priority))
    return ticket_id
