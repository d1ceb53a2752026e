"""The registers of the chain of sales, from a quote to its delivery."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_PRODUCT: Final = "join erp.products using (product_id)"
_CUSTOMER: Final = "join erp.customers using (customer_id)"

SALES: Final = (
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
)
