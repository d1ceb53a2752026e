"""The registers of what customers owe: invoices, credit notes, payments, reminders."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_PRODUCT: Final = "join erp.products using (product_id)"
_CUSTOMER: Final = "join erp.customers using (customer_id)"

RECEIVABLES: Final = (
    Register(
        "invoices",
        "erp",
        "invoices",
        "invoice_id",
        "invoice_number",
        (
            "invoice_number as number",
            "posted_on",
            "due_on",
            "customers.name as customer",
            "head.net_amount as net",
            "head.tax_amount as tax",
            "head.gross_amount as gross",
            "(select amount from erp.owed(head.invoice_id)) as owed",
            "head.currency_code as currency",
        ),
        _CUSTOMER,
        None,
        "posted_on",
        (
            Lines(
                "lines",
                "erp.invoice_lines",
                "invoice_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "unit_price",
                    "discount_rate",
                    "net_amount",
                    "tax_rate",
                    "cost_amount",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        "invoice",
    ),
    Register(
        "credit-notes",
        "erp",
        "credit_notes",
        "credit_note_id",
        "credit_note_number",
        (
            "credit_note_number as number",
            "head.posted_on",
            "invoice_number as invoice",
            "customers.name as customer",
            "reason",
            "head.gross_amount as gross",
            "head.currency_code as currency",
        ),
        "join erp.invoices using (invoice_id)"
        " join erp.customers on customers.customer_id = head.customer_id",
        None,
        "posted_on",
        lines=(
            Lines(
                "lines",
                "erp.credit_note_lines",
                "credit_note_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "net_amount",
                    "tax_rate",
                    "cost_amount",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        kind="credit_note",
    ),
    Register(
        "payments",
        "erp",
        "payments",
        "payment_id",
        "payment_number",
        (
            "payment_number as number",
            "paid_on",
            "customers.name as customer",
            "head.amount",
            "head.currency_code as currency",
        ),
        _CUSTOMER,
        None,
        "paid_on",
        (
            Lines(
                "allocations",
                "erp.payment_allocations",
                "payment_id",
                ("invoice_number as invoice", "lines.amount"),
                "invoice_number",
                "join erp.invoices using (invoice_id)",
            ),
        ),
        "payment",
    ),
    Register(
        "refunds",
        "erp",
        "refunds",
        "refund_id",
        "refund_number",
        (
            "refund_number as number",
            "refunded_on",
            "customers.name as customer",
            "payments.payment_number as payment",
            "invoices.invoice_number as invoice",
            "head.amount",
            "head.currency_code as currency",
        ),
        "join erp.customers on customers.customer_id = head.customer_id"
        " left join erp.payments on payments.payment_id = head.payment_id"
        " left join erp.invoices on invoices.invoice_id = head.invoice_id",
        dated="refunded_on",
        kind="refund",
    ),
    Register(
        "write-offs",
        "erp",
        "write_offs",
        "write_off_id",
        "invoices.invoice_number",
        (
            "invoices.invoice_number as number",
            "written_off_on",
            "customers.name as customer",
            "reason",
            "head.amount",
            "head.currency_code as currency",
        ),
        "join erp.customers on customers.customer_id = head.customer_id"
        " left join erp.invoices on invoices.invoice_id = head.invoice_id",
        dated="written_off_on",
    ),
    Register(
        "reminders",
        "erp",
        "reminders",
        "reminder_id",
        "reminder_number",
        (
            "reminder_number as number",
            "reminded_on",
            "customer_number",
            "customers.name as customer",
            "level",
        ),
        _CUSTOMER,
        dated="reminded_on",
        lines=(
            Lines(
                "invoices",
                "erp.reminder_lines",
                "reminder_id",
                (
                    "invoice_number as invoice",
                    "due_on",
                    "lines.level",
                    "lines.days_late",
                    "lines.owed_amount as owed",
                    "lines.currency_code as currency",
                ),
                "due_on",
                "join erp.invoices using (invoice_id)",
            ),
        ),
        kind="reminder",
    ),
    Register(
        "disputes",
        "erp",
        "disputes",
        "dispute_id",
        "invoices.invoice_number",
        (
            "invoices.invoice_number as number",
            "opened_on",
            "customers.name as customer",
            "head.reason",
            "settled_on",
            "outcome",
        ),
        "join erp.invoices using (invoice_id) join erp.customers using (customer_id)",
        dated="opened_on",
    ),
)
