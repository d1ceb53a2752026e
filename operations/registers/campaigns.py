"""The registers of campaigns, and of what people allow."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

CAMPAIGNS: Final = (
    Register(
        "campaigns",
        "crm",
        "campaigns",
        "campaign_id",
        "campaign_number",
        (
            "campaign_number as number",
            "head.name",
            "head.channel",
            "head.status",
            "head.starts_on",
            "head.ends_on",
            "(select sum(amount) from crm.campaign_costs as c where c.campaign_id ="
            " head.campaign_id and c.kind = 'planned') as planned",
            "(select sum(amount) from crm.campaign_costs as c where c.campaign_id ="
            " head.campaign_id and c.kind = 'actual') as spent",
            "head.currency_code as currency",
        ),
        "",
        "status",
        "starts_on",
        (
            Lines(
                "costs",
                "crm.campaign_costs",
                "campaign_id",
                ("incurred_on", "lines.kind", "label", "amount"),
                "campaign_cost_id",
            ),
            Lines(
                "members",
                "crm.campaign_members",
                "campaign_id",
                (
                    "lead_number as lead",
                    "coalesce(leads.company_name, contacts.last_name) as name",
                    "lines.status",
                    "sent_on",
                    "responded_on",
                ),
                "campaign_member_id",
                "left join crm.leads using (lead_id)"
                " left join crm.contacts on contacts.contact_id = lines.contact_id",
            ),
        ),
        "campaign",
    ),
    Register(
        "consents",
        "crm",
        "consent_events",
        "consent_event_id",
        "contacts.email",
        (
            "contacts.email as number",
            "contacts.last_name",
            "head.purpose",
            "head.action",
            "head.channel",
            "head.said_on",
            "head.expires_on",
            "head.proof_source as proof",
        ),
        "join crm.contacts using (contact_id)",
        "action",
        "said_on",
    ),
)
