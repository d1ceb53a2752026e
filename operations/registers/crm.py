"""The registers of the CRM."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

RELATIONS: Final = (
    Register(
        "accounts",
        "crm",
        "accounts",
        "account_id",
        "account_number",
        (
            "account_number as number",
            "head.name",
            "head.country_code as country",
            "head.city",
            "head.industry",
            "head.owner_name as owner",
            "customers.customer_number as customer",
        ),
        "left join erp.customers using (customer_id)",
        kind="account",
        lines=(
            Lines(
                "contacts",
                "crm.contacts",
                "account_id",
                ("first_name", "last_name", "email", "phone"),
                "lines.contact_id",
            ),
        ),
    ),
    Register(
        "opportunities",
        "crm",
        "opportunities",
        "opportunity_id",
        "opportunity_number",
        (
            "opportunity_number as number",
            "head.name",
            "accounts.name as account",
            "stage",
            "amount",
            "currency_code as currency",
            "head.owner_name as owner",
            "created_on",
            "expected_close_on",
            "closed_on",
        ),
        "join crm.accounts using (account_id)",
        "stage",
        "created_on",
        (
            Lines(
                "stages",
                "crm.opportunity_stage_changes",
                "opportunity_id",
                ("changed_on", "from_stage", "to_stage"),
                "lines.change_id",
            ),
        ),
        "opportunity",
    ),
)
