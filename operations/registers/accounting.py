"""The registers of the books: VAT returns, fiscal years, budgets, manual entries, rates."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_COMPANY: Final = "join erp.companies on companies.company_id = head.company_id"

ACCOUNTING: Final = (
    Register(
        "tax-returns",
        "erp",
        "tax_returns",
        "tax_return_id",
        "tax_return_number",
        (
            "tax_return_number as number",
            "company_code as company",
            "starts_on",
            "ends_on",
            "filed_on",
            "due_amount as due",
            "deductible_amount as deductible",
            "payable_amount as payable",
            "credit_amount as credit",
            "paid_on",
        ),
        _COMPANY,
        dated="ends_on",
        lines=(
            Lines(
                "codes",
                "erp.tax_return_lines",
                "tax_return_id",
                (
                    "tax_code as code",
                    "tax_codes.name",
                    "base_amount as base",
                    "due_amount as due",
                    "deductible_amount as deductible",
                    "asset_amount as on_assets",
                ),
                "tax_code",
                "left join erp.tax_codes using (tax_code)",
            ),
        ),
        kind="tax_return",
    ),
    Register(
        "entries",
        "erp",
        "journal_entries",
        "entry_id",
        "entry_number",
        (
            "entry_number as number",
            "journal_code as journal",
            "posted_on",
            "document_type as document",
            "document_number",
            "description",
        ),
        dated="posted_on",
        status="journal_code",
        lines=(
            Lines(
                "lines",
                "erp.journal_lines",
                "entry_id",
                (
                    "account_code as account",
                    "accounts.name",
                    "reference",
                    "debit",
                    "credit",
                    "tax_code as tax",
                ),
                "line_number",
                "join erp.ledger_accounts as accounts using (account_code)",
            ),
        ),
        kind="journal_entry",
    ),
    Register(
        "fiscal-years",
        "erp",
        "fiscal_years",
        "fiscal_year_id",
        "companies.company_code",
        (
            "companies.company_code as number",
            "fiscal_year as year",
            "starts_on",
            "ends_on",
            "result_amount as result",
        ),
        _COMPANY,
        dated="ends_on",
    ),
    Register(
        "budgets",
        "erp",
        "budgets",
        "budget_id",
        "account_code",
        (
            "head.account_code as number",
            "accounts.name",
            "company_code as company",
            "month",
            "version",
            "cost_centre_code as cost_centre",
            "amount",
        ),
        _COMPANY + " join erp.ledger_accounts as accounts using (account_code)"
        " left join erp.cost_centres using (cost_centre_id)",
        "version",
        "month",
    ),
    Register(
        "rates",
        "erp",
        "currency_rates",
        "currency_rate_id",
        "from_currency",
        ("from_currency as number", "to_currency", "valid_on", "rate"),
        dated="valid_on",
    ),
)
