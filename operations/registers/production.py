"""The registers of making: orders of the workshop, what to make and buy, of what, by whom."""

from __future__ import annotations

from typing import Final

from operations.registers.model import Lines, Register

_PRODUCT: Final = "join erp.products using (product_id)"
_GOOD: Final = (
    "(select coalesce(sum(good_quantity), 0) from erp.production_outputs as o"
    " where o.production_order_id = head.production_order_id)"
)

PRODUCTION: Final = (
    Register(
        "production-orders",
        "erp",
        "production_orders",
        "production_order_id",
        "production_order_number",
        (
            "head.production_order_number as number",
            "products.product_number as product",
            "products.name",
            "head.status",
            "head.start_on",
            "head.due_on",
            "head.quantity",
            f"{_GOOD} as made",
            "head.variance_amount as variance",
        ),
        _PRODUCT,
        status="status",
        dated="start_on",
        lines=(
            Lines(
                "components",
                "erp.production_components",
                "production_order_id",
                (
                    "lines.line_number as line",
                    "products.product_number as product",
                    "products.name",
                    "lines.required_quantity as required",
                    "(select coalesce(sum(i.quantity), 0) from erp.production_issues as i"
                    " where i.production_component_id = lines.production_component_id) as issued",
                    "(select coalesce(sum(i.cost_amount), 0) from erp.production_issues as i"
                    " where i.production_component_id = lines.production_component_id) as cost",
                ),
                "lines.line_number",
                "join erp.products on products.product_id = lines.component_id",
            ),
            Lines(
                "steps",
                "erp.production_operations",
                "production_order_id",
                (
                    "lines.operation_number as step",
                    "lines.name",
                    "work_centre_code as work_centre",
                    "lines.planned_hours",
                    "(select coalesce(sum(t.hours), 0) from erp.production_times as t"
                    " where t.production_operation_id = lines.production_operation_id) as worked",
                ),
                "lines.operation_number",
                "join erp.work_centres using (work_centre_id)",
            ),
            Lines(
                "output",
                "erp.production_outputs",
                "production_order_id",
                (
                    "lines.reported_on",
                    "lines.good_quantity as good",
                    "lines.scrap_quantity as scrap",
                    "lines.scrap_reason",
                    "lines.value_amount as value",
                ),
                "lines.production_output_id",
            ),
        ),
        kind="production_order",
    ),
    Register(
        "proposals",
        "erp",
        "requirement_proposals",
        "requirement_proposal_id",
        "products.product_number",
        (
            "products.product_number as number",
            "products.name",
            "head.requirement_proposal_id as proposal",
            "head.source",
            "head.status",
            "head.quantity",
            "head.order_on",
            "head.needed_on",
            "head.is_late as late",
            "head.reason",
        ),
        _PRODUCT,
        status="status",
        dated="order_on",
    ),
    Register(
        "reorder-rules",
        "erp",
        "reorder_rules",
        "reorder_rule_id",
        "products.product_number",
        (
            "products.product_number as number",
            "products.name",
            "location_code as place",
            "head.minimum_quantity as minimum",
            "head.maximum_quantity as maximum",
            "head.multiple_quantity as multiple",
            "head.lead_time_days",
            "head.source",
        ),
        _PRODUCT + " join erp.locations using (location_id)",
    ),
    Register(
        "bills",
        "erp",
        "bills_of_materials",
        "bill_of_materials_id",
        "products.product_number",
        (
            "products.product_number as number",
            "products.name",
            "head.valid_from",
            "head.valid_to",
            "head.output_quantity as makes",
            "(select count(*) from erp.bom_lines as parts"
            " where parts.bill_of_materials_id = head.bill_of_materials_id) as parts",
        ),
        _PRODUCT,
        dated="valid_from",
    ),
    Register(
        "routings",
        "erp",
        "routings",
        "routing_id",
        "products.product_number",
        (
            "products.product_number as number",
            "products.name",
            "head.valid_from",
            "head.valid_to",
            "head.lot_quantity as lot",
            "(select count(*) from erp.routing_operations as steps"
            " where steps.routing_id = head.routing_id) as steps",
        ),
        _PRODUCT,
        dated="valid_from",
    ),
    Register(
        "work-centres",
        "erp",
        "work_centres",
        "work_centre_id",
        "work_centre_code",
        (
            "head.work_centre_code as number",
            "head.name",
            "head.hourly_cost",
            "head.hours_per_day",
        ),
    ),
)
