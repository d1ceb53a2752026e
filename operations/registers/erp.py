"""The registers of the ERP."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_PRODUCT: Final = "join erp.products using (product_id)"
_CUSTOMER: Final = "join erp.customers using (customer_id)"

SALES: Final = (
    Register(
        "customers",
        "erp",
        "customers",
        "customer_id",
        "customer_number",
        (
            "customer_number as number",
            "head.name",
            "head.country_code as country",
            "head.city",
            "head.legal_id",
            "head.payment_terms_days as days",
            "head.created_on",
        ),
        dated="created_on",
        kind="customer",
    ),
    Register(
        "products",
        "erp",
        "products",
        "product_id",
        "product_number",
        (
            "product_number as number",
            "head.name",
            "head.category",
            "head.subcategory",
            "head.unit_code as unit",
            "head.list_price",
            "head.currency_code as currency",
        ),
        kind="product",
        lines=(
            Lines(
                "costs",
                "erp.product_costs",
                "product_id",
                ("lines.valid_from", "lines.valid_to", "lines.unit_cost"),
                "lines.valid_from",
            ),
        ),
    ),
    Register(
        "quotes",
        "erp",
        "quotes",
        "quote_id",
        "quote_number",
        (
            "quote_number as number",
            "quoted_on",
            "valid_until",
            "customers.name as customer",
            "head.status",
            "(select sum(net_amount) from erp.quote_lines as l where l.quote_id = head.quote_id)"
            " as net",
            "head.currency_code as currency",
        ),
        _CUSTOMER,
        "status",
        "quoted_on",
        (
            Lines(
                "lines",
                "erp.quote_lines",
                "quote_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "unit_price",
                    "discount_rate",
                    "net_amount",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        "quote",
    ),
    Register(
        "orders",
        "erp",
        "sales_orders",
        "order_id",
        "order_number",
        (
            "order_number as number",
            "ordered_on",
            "promised_on",
            "customers.name as customer",
            "head.status",
            "(select sum(net_amount) from erp.sales_order_lines as l"
            " where l.order_id = head.order_id) as net",
            "head.currency_code as currency",
        ),
        _CUSTOMER,
        "status",
        "ordered_on",
        (
            Lines(
                "lines",
                "erp.sales_order_lines",
                "order_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "(select coalesce(sum(d.quantity), 0) from erp.delivery_lines as d"
                    " where d.order_line_id = lines.order_line_id) as delivered",
                    "unit_price",
                    "discount_rate",
                    "net_amount",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        "order",
    ),
    Register(
        "deliveries",
        "erp",
        "deliveries",
        "delivery_id",
        "delivery_number",
        ("delivery_number as number", "delivered_on", "order_number as order"),
        "join erp.sales_orders using (order_id)",
        None,
        "delivered_on",
        (
            Lines(
                "lines",
                "erp.delivery_lines",
                "delivery_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "unit_cost",
                    "cost_amount",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        "delivery",
    ),
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
            "head.gross_amount"
            " - coalesce((select sum(gross_amount) from erp.credit_notes as c"
            "   where c.invoice_id = head.invoice_id), 0)"
            " - coalesce((select sum(amount) from erp.payment_allocations as p"
            "   where p.invoice_id = head.invoice_id), 0) as owed",
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
        kind="credit note",
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
)
