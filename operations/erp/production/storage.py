"""Production orders read and locked for what follows them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.database.connection import Connection, every, first
from operations.erp.production.model import Component, Costs, Order
from operations.errors import NotFound


def locked_order(connection: Connection, production_order_id: int) -> Order:
    """An order, kept from others until the transaction ends. Raises NotFound."""
    found = first(
        connection,
        Order,
        "select production_order_id, production_order_number, company_id, product_id,"
        " location_id, quantity, over_output_rate, planned_on, status, released_on,"
        " expected_material_cost, expected_work_cost"
        " from erp.production_orders where production_order_id = %s for update",
        [production_order_id],
    )
    if found is None:
        raise NotFound("production order", production_order_id)
    return found


def components(connection: Connection, production_order_id: int) -> list[Component]:
    """The components of an order, in their order, with what went in of each."""
    return every(
        connection,
        Component,
        "select parts.production_component_id, parts.component_id, products.product_number,"
        " parts.required_quantity as required, coalesce(sum(issues.quantity), 0) as issued,"
        " coalesce(sum(issues.cost_amount), 0) as cost_amount"
        " from erp.production_components as parts"
        " join erp.products on products.product_id = parts.component_id"
        " left join erp.production_issues as issues using (production_component_id)"
        " where parts.production_order_id = %s"
        " group by parts.production_component_id, products.product_number"
        " order by parts.line_number",
        [production_order_id],
    )


def costs(connection: Connection, production_order_id: int) -> Costs:
    """What an order has cost up to now."""
    found = first(
        connection,
        Costs,
        "select coalesce((select sum(cost_amount) from erp.production_issues"
        "   join erp.production_components using (production_component_id)"
        "   where production_order_id = %(order)s), 0) as material,"
        " coalesce((select sum(cost_amount) from erp.production_times"
        "   join erp.production_operations using (production_operation_id)"
        "   where production_order_id = %(order)s), 0) as work,"
        " coalesce(sum(value_amount), 0) as output,"
        " coalesce(sum(good_quantity), 0) as good_quantity"
        " from erp.production_outputs where production_order_id = %(order)s",
        {"order": production_order_id},
    )
    nothing = Decimal(0)
    return found or Costs(nothing, nothing, nothing, nothing)


def work_was_done(connection: Connection, production_order_id: int) -> bool:
    """Whether anything was reported on an order."""
    row = connection.execute(
        "select exists (select from erp.production_issues"
        "  join erp.production_components using (production_component_id)"
        "  where production_order_id = %(order)s)"
        " or exists (select from erp.production_outputs where production_order_id = %(order)s)"
        " or exists (select from erp.production_times"
        "  join erp.production_operations using (production_operation_id)"
        "  where production_order_id = %(order)s)",
        {"order": production_order_id},
    ).fetchone()
    return bool(row and row[0])


def last_reported_on(connection: Connection, production_order_id: int) -> dt.date | None:
    """The latest day on which something was reported on an order."""
    row = connection.execute(
        "select max(day) from ("
        " select issued_on as day from erp.production_issues"
        "  join erp.production_components using (production_component_id)"
        "  where production_order_id = %(order)s"
        " union all select reported_on from erp.production_outputs"
        "  where production_order_id = %(order)s"
        " union all select worked_on from erp.production_times"
        "  join erp.production_operations using (production_operation_id)"
        "  where production_order_id = %(order)s) as reported",
        {"order": production_order_id},
    ).fetchone()
    return None if row is None else row[0]
