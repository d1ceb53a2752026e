"""The registers of what suppliers are owed: invoices, credit notes, payments, landed costs."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_SUPPLIER: Final = "join erp.suppliers using (supplier_id)"
_INVOICE: Final = (
    "join erp.supplier_invoices as invoices using (supplier_invoice_id)"
    " join erp.suppliers on suppliers.supplier_id = invoices.supplier_id"
)

PAYABLES: Final = (
    Register(
        "supplier-invoices",
        "erp",
        "supplier_invoices",
        "supplier_invoice_id",
        "supplier_invoice_number",
        (
            "supplier_invoice_number as number",
            "supplier_reference as reference",
            "posted_on",
            "due_on",
            "suppliers.name as supplier",
            "head.net_amount as net",
            "head.tax_amount as tax",
            "head.gross_amount as gross",
            "head.gross_amount"
            " - coalesce((select sum(gross_amount) from erp.supplier_credit_notes as c"
            "   where c.supplier_invoice_id = head.supplier_invoice_id), 0)"
            " - coalesce((select sum(amount + discount_amount)"
            "   from erp.supplier_payment_allocations as p"
            "   where p.supplier_invoice_id = head.supplier_invoice_id), 0) as owed",
            "(select string_agg(reason, ', ') from erp.match_exceptions as m"
            " where m.supplier_invoice_id = head.supplier_invoice_id and closed_on is null)"
            " as blocked",
            "head.currency_code as currency",
        ),
        _SUPPLIER,
        None,
        "posted_on",
        (
            Lines(
                "lines",
                "erp.supplier_invoice_lines",
                "supplier_invoice_id",
                (
                    "lines.line_number as line",
                    "purchase_order_number as order",
                    "product_number as product",
                    "coalesce(products.name, lines.label) as name",
                    "lines.account_code as account",
                    "lines.quantity",
                    "lines.unit_price",
                    "lines.net_amount as net",
                    "lines.tax_rate",
                ),
                "lines.line_number",
                "left join erp.products using (product_id)"
                " left join erp.purchase_order_lines as ordered using (purchase_order_line_id)"
                " left join erp.purchase_orders as orders"
                " on orders.purchase_order_id = ordered.purchase_order_id",
            ),
            Lines(
                "differences",
                "erp.match_exceptions",
                "supplier_invoice_id",
                (
                    "reason",
                    "raised_on",
                    "expected",
                    "found",
                    "difference_amount_base as difference",
                    "status",
                    "closed_on",
                ),
                "match_exception_id",
            ),
        ),
        "supplier_invoice",
    ),
    Register(
        "supplier-credit-notes",
        "erp",
        "supplier_credit_notes",
        "supplier_credit_note_id",
        "supplier_credit_note_number",
        (
            "supplier_credit_note_number as number",
            "head.supplier_reference as reference",
            "head.posted_on",
            "invoices.supplier_invoice_number as invoice",
            "suppliers.name as supplier",
            "head.reason",
            "head.gross_amount as gross",
            "head.currency_code as currency",
        ),
        _INVOICE,
        None,
        "posted_on",
        kind="supplier_credit_note",
    ),
    Register(
        "supplier-payments",
        "erp",
        "supplier_payments",
        "supplier_payment_id",
        "supplier_payment_number",
        (
            "supplier_payment_number as number",
            "paid_on",
            "suppliers.name as supplier",
            "head.amount",
            "head.currency_code as currency",
        ),
        _SUPPLIER,
        None,
        "paid_on",
        (
            Lines(
                "allocations",
                "erp.supplier_payment_allocations",
                "supplier_payment_id",
                (
                    "supplier_invoice_number as invoice",
                    "supplier_reference as reference",
                    "lines.amount",
                    "lines.discount_amount as discount",
                ),
                "supplier_invoice_number",
                "join erp.supplier_invoices using (supplier_invoice_id)",
            ),
        ),
        "supplier_payment",
    ),
    Register(
        "landed-costs",
        "erp",
        "landed_costs",
        "landed_cost_id",
        "landed_cost_number",
        (
            "landed_cost_number as number",
            "head.posted_on",
            "suppliers.name as supplier",
            "invoices.supplier_invoice_number as invoice",
            "head.kind",
            "head.basis",
            "head.amount_base as amount",
        ),
        _INVOICE,
        None,
        "posted_on",
        (
            Lines(
                "borne by",
                "erp.landed_cost_allocations",
                "landed_cost_id",
                (
                    "receipt_number as receipt",
                    "product_number as product",
                    "products.name",
                    "lines.amount_base as amount",
                    "lines.stock_amount_base as in_stock",
                    "lines.cost_amount_base as sold",
                ),
                "receipt_number, product_number",
                "join erp.products using (product_id)"
                " join erp.receipt_lines as received using (receipt_line_id)"
                " join erp.receipts on receipts.receipt_id = received.receipt_id",
            ),
        ),
        "landed_cost",
    ),
    Register(
        "match-exceptions",
        "erp",
        "match_exceptions",
        "match_exception_id",
        "invoices.supplier_invoice_number",
        (
            "invoices.supplier_invoice_number as number",
            "raised_on",
            "suppliers.name as supplier",
            "reason",
            "expected",
            "found",
            "difference_amount_base as difference",
            "head.status",
            "closed_on",
        ),
        _INVOICE,
        "status",
        "raised_on",
    ),
)
