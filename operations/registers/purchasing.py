"""The registers of buying, from a request to the goods, and back to the supplier."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_PRODUCT: Final = "join erp.products using (product_id)"
_SUPPLIER: Final = "join erp.suppliers using (supplier_id)"
_ORDER: Final = "join erp.purchase_orders using (purchase_order_id)"
_OF_ORDER: Final = " join erp.suppliers on suppliers.supplier_id = head.supplier_id"

PURCHASING: Final = (
    Register(
        "purchase-requests",
        "erp",
        "purchase_requests",
        "purchase_request_id",
        "purchase_request_number",
        (
            "purchase_request_number as number",
            "requested_on",
            "needed_on",
            "employees.name as requester",
            "head.status",
            "head.net_amount_base as net",
        ),
        "join erp.employees on employee_id = requester_id",
        "status",
        "requested_on",
        (
            Lines(
                "lines",
                "erp.purchase_request_lines",
                "purchase_request_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "unit_price_base as unit_price",
                    "net_amount_base as net",
                ),
                "line_number",
                _PRODUCT,
            ),
            Lines(
                "decisions",
                "erp.approvals",
                "purchase_request_id",
                ("decided_on", "decision", "employee_number as by", "employees.name", "reason"),
                "approval_id",
                "join erp.employees on employee_id = approver_id",
            ),
        ),
        "request",
    ),
    Register(
        "purchase-orders",
        "erp",
        "purchase_orders",
        "purchase_order_id",
        "purchase_order_number",
        (
            "purchase_order_number as number",
            "ordered_on",
            "suppliers.name as supplier",
            "purchase_request_number as request",
            "head.status",
            "head.net_amount as net",
            "head.currency_code as currency",
        ),
        _SUPPLIER + " left join erp.purchase_requests using (purchase_request_id)",
        "status",
        "ordered_on",
        (
            Lines(
                "lines",
                "erp.purchase_order_lines",
                "purchase_order_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "cancelled_quantity as cancelled",
                    "(select coalesce(sum(r.quantity), 0) from erp.receipt_lines as r"
                    " where r.purchase_order_line_id = lines.purchase_order_line_id) as received",
                    "unit_price",
                    "net_amount as net",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        "purchase_order",
    ),
    Register(
        "receipts",
        "erp",
        "receipts",
        "receipt_id",
        "receipt_number",
        (
            "receipt_number as number",
            "received_on",
            "suppliers.name as supplier",
            "purchase_order_number as order",
            "head.supplier_reference as reference",
        ),
        _ORDER + _OF_ORDER,
        None,
        "received_on",
        (
            Lines(
                "lines",
                "erp.receipt_lines",
                "receipt_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "refused_quantity as refused",
                    "unit_price",
                    "amount_base as amount",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        "receipt",
    ),
    Register(
        "supplier-returns",
        "erp",
        "supplier_returns",
        "supplier_return_id",
        "supplier_return_number",
        (
            "supplier_return_number as number",
            "returned_on",
            "suppliers.name as supplier",
            "purchase_order_number as order",
            "reason",
            "is_replaced",
        ),
        _ORDER + _OF_ORDER,
        None,
        "returned_on",
        (
            Lines(
                "lines",
                "erp.supplier_return_lines",
                "supplier_return_id",
                (
                    "line_number as line",
                    "product_number as product",
                    "products.name",
                    "quantity",
                    "stock_amount_base as stock_amount",
                ),
                "line_number",
                _PRODUCT,
            ),
        ),
        "supplier_return",
    ),
)
