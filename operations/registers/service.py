"""The registers of service: tickets, and what was done with customers and leads."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

SERVICE: Final = (
    Register(
        "tickets",
        "crm",
        "tickets",
        "ticket_id",
        "ticket_number",
        (
            "ticket_number as number",
            "opened_at",
            "accounts.name as account",
            "head.subject",
            "head.category",
            "head.priority",
            "head.status",
            "head.owner_name as owner",
            "first_response_due_at",
            "first_responded_at",
            "resolution_due_at",
            "resolved_at",
        ),
        "join crm.accounts using (account_id)",
        "status",
        "opened_on",
        (
            Lines(
                "events",
                "crm.ticket_events",
                "ticket_id",
                ("happened_at", "lines.kind", "written_by", "old_value", "new_value"),
                "ticket_event_id",
            ),
        ),
        "ticket",
    ),
    Register(
        "activities",
        "crm",
        "activities",
        "activity_id",
        "activity_number",
        (
            "activity_number as number",
            "head.kind",
            "head.subject",
            "coalesce(account_number, lead_number, opportunity_number, ticket_number,"
            " contacts.email) as about",
            "head.owner_name as owner",
            "head.planned_at",
            "head.due_on",
            "head.done_at",
            "head.outcome",
        ),
        "left join crm.accounts on accounts.account_id = head.account_id"
        " left join crm.contacts on contacts.contact_id = head.contact_id"
        " left join crm.leads on leads.lead_id = head.lead_id"
        " left join crm.opportunities on opportunities.opportunity_id = head.opportunity_id"
        " left join crm.tickets on tickets.ticket_id = head.ticket_id",
        "kind",
        "due_on",
        kind="activity",
    ),
)
