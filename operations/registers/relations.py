"""The registers of firms, the people in them, and the deals with them."""

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
            "head.account_number as number",
            "head.name",
            "head.country_code as country",
            "head.city",
            "head.industry",
            "head.owner_name as owner",
            "customers.customer_number as customer",
            "kept.account_number as merged_into",
        ),
        "left join erp.customers using (customer_id)"
        " left join crm.accounts as kept on kept.account_id = head.merged_into_id",
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
                "lines",
                "crm.opportunity_lines",
                "opportunity_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "unit_price",
                    "net_amount as net",
                ),
                "line_number",
                "join erp.products using (product_id)",
            ),
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
    Register(
        "contacts",
        "crm",
        "contacts",
        "contact_id",
        "accounts.account_number",
        (
            "accounts.account_number as number",
            "accounts.name as account",
            "head.first_name",
            "head.last_name",
            "head.job_title",
            "head.email",
            "head.phone",
            "head.email_validity",
        ),
        "join crm.accounts using (account_id)",
    ),
    Register(
        "leads",
        "crm",
        "leads",
        "lead_id",
        "lead_number",
        (
            "lead_number as number",
            "head.created_on",
            "head.company_name as company",
            "head.last_name",
            "head.email",
            "head.lead_source as source",
            "head.status",
            "head.score",
            "head.owner_name as owner",
            "accounts.account_number as account",
            "opportunities.opportunity_number as deal",
        ),
        "left join crm.accounts on accounts.account_id = head.account_id"
        " left join crm.opportunities on opportunities.opportunity_id = head.opportunity_id",
        "status",
        "created_on",
        kind="lead",
    ),
)
