"""The registers of goods: where they lie, what they are worth, how they moved."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_PRODUCT: Final = "join erp.products using (product_id)"

STOCK: Final = (
    Register(
        "stock",
        "erp",
        "stock_quantities",
        "stock_quantity_id",
        "products.product_number",
        (
            "products.product_number as number",
            "products.name",
            "location_code as place",
            "lots.lot_number as lot",
            "head.quantity",
            "(select coalesce(sum(r.quantity), 0) from erp.stock_reservations as r"
            " where r.product_id = head.product_id and r.location_id = head.location_id)"
            " as reserved",
            "head.last_moved_on",
        ),
        _PRODUCT + " join erp.locations using (location_id) left join erp.lots using (lot_id)",
        dated="last_moved_on",
    ),
    Register(
        "stock-values",
        "erp",
        "stock_balances",
        "stock_balance_id",
        "products.product_number",
        (
            "products.product_number as number",
            "products.name",
            "company_code as company",
            "products.valuation",
            "head.quantity",
            "head.average_cost",
            "head.value_amount as value",
        ),
        _PRODUCT + " join erp.companies using (company_id)",
    ),
    Register(
        "stock-moves",
        "erp",
        "stock_moves",
        "stock_move_id",
        "document_number",
        (
            "head.document_number as number",
            "head.moved_on",
            "head.document_type as document",
            "products.product_number as product",
            "products.name",
            "head.quantity",
            "origins.location_code as from_place",
            "targets.location_code as to_place",
            "lots.lot_number as lot",
            "moved.value_delta as value",
        ),
        _PRODUCT + " join erp.locations as origins on origins.location_id = from_location_id"
        " join erp.locations as targets on targets.location_id = to_location_id"
        " left join erp.lots using (lot_id)"
        " left join erp.stock_values as moved using (stock_move_id)",
        dated="moved_on",
        kind="stock_document",
    ),
    Register(
        "counts",
        "erp",
        "stock_counts",
        "stock_count_id",
        "stock_count_number",
        (
            "head.stock_count_number as number",
            "location_code as place",
            "head.status",
            "head.opened_on",
            "head.validated_on",
            "(select sum(difference_amount) from erp.stock_count_lines as c"
            " where c.stock_count_id = head.stock_count_id) as difference",
        ),
        "join erp.locations using (location_id)",
        status="status",
        dated="opened_on",
        lines=(
            Lines(
                "lines",
                "erp.stock_count_lines",
                "stock_count_id",
                (
                    "products.product_number as product",
                    "products.name",
                    "lots.lot_number as lot",
                    "lines.expected_quantity as expected",
                    "lines.counted_quantity as counted",
                    "lines.difference_amount as difference",
                ),
                "lines.stock_count_line_id",
                _PRODUCT + " left join erp.lots using (lot_id)",
            ),
        ),
        kind="stock_count",
    ),
    Register(
        "places",
        "erp",
        "locations",
        "location_id",
        "location_code",
        (
            "location_code as number",
            "head.name",
            "company_code as company",
            "head.kind",
            "is_negative_allowed as may_be_negative",
        ),
        "join erp.companies using (company_id)",
        "kind",
    ),
)
