"""Production orders: planned by the bill and routing of their first day, released, called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.catalog.bills import bill_in_force
from operations.erp.catalog.commands import products
from operations.erp.catalog.errors import NotMade
from operations.erp.catalog.model import NoCostInForce
from operations.erp.catalog.routings import routing_in_force
from operations.erp.catalog.structure import Bill, Routing
from operations.erp.production.errors import OrderHasWork, OrderNotPlanned, TooEarly
from operations.erp.production.model import NOTHING
from operations.erp.production.storage import components, locked_order, work_was_done
from operations.erp.sales.model import require_quantity
from operations.erp.stock.errors import NotInStock
from operations.erp.stock.holding import hold
from operations.erp.stock.locations import location, locations
from operations.erp.stock.model import ACCOUNTS, Held
from operations.erp.stock.products import services
from operations.erp.stock.valuation import per_unit
from operations.errors import InvalidValue
from operations.money import RATE_DECIMALS, require_exact
from operations.numbering import next_number


def plan_order(
    connection: Connection,
    *,
    product_id: int,
    quantity: Decimal,
    planned_on: dt.date,
    start_on: dt.date,
    due_on: dt.date,
    over_output_rate: Decimal = Decimal(0),
    location_id: int | None = None,
    company_id: int = 1,
) -> int:
    """Plan to make so much of a product; return the order's key.

    Its components and steps are those of the bill of materials and the routing in force on
    ``start_on``, and stay so. Components come from ``location_id``, the main place when none is
    given, and the output goes there. Raises NotMade, NotInStock, InvalidValue, NotFound.
    """
    product = products(connection, [product_id])[product_id]
    what = f"The production order for product {product.product_number}"
    require_quantity(quantity, what=what)
    require_exact(over_output_rate, decimals=RATE_DECIMALS, what=f"{what}: its tolerance")
    if not 0 <= over_output_rate <= 1:
        raise InvalidValue(
            f"{what} may be exceeded by {over_output_rate}.",
            remedy="Give a rate between 0 and 1: 0.05 is 5 %.",
        )
    if due_on < start_on:
        raise InvalidValue(
            f"{what} is due on {due_on}, before it starts on {start_on}.",
            remedy="Let it start earlier, or be due later.",
        )
    bill = bill_in_force(connection, product_id=product_id, on=start_on)
    routing = routing_in_force(connection, product_id=product_id, on=start_on)
    if bill is None and routing is None:
        raise NotMade(product.product_number, start_on)
    _require_stocked(connection, product_id, product.product_number)
    place = location_id or location(connection, company_id=company_id)
    if locations(connection, [place])[place].company_id != company_id:
        raise InvalidValue(
            f"{what} is made in a place of another company.", remedy="Give one of its own places."
        )
    order_id = insert(
        connection,
        "insert into erp.production_orders (production_order_number, company_id, product_id,"
        " location_id, bill_of_materials_id, routing_id, quantity, over_output_rate, planned_on,"
        " start_on, due_on) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " returning production_order_id",
        [
            next_number(connection, "production_order", company_id),
            company_id,
            product_id,
            place,
            None if bill is None else bill.bill_of_materials_id,
            None if routing is None else routing.routing_id,
            quantity,
            over_output_rate,
            planned_on,
            start_on,
            due_on,
        ],
    )
    _write_components(connection, order_id, bill, quantity)
    _write_operations(connection, order_id, routing, quantity)
    return order_id


def release_order(
    connection: Connection, *, production_order_id: int, released_on: dt.date
) -> None:
    """Let the workshop begin, with what a unit should cost by what is known today.

    Raises OrderNotPlanned, TooEarly, NoCostInForce for a standard product without a cost, NotFound.
    """
    order = locked_order(connection, production_order_id)
    if order.status != "planned":
        raise OrderNotPlanned(order.production_order_number, order.status)
    if released_on < order.planned_on:
        raise TooEarly(
            "release", released_on, number=order.production_order_number, earliest=order.planned_on
        )
    parts = components(connection, production_order_id)
    held = hold(
        connection,
        company_id=order.company_id,
        product_ids=[order.product_id, *(part.component_id for part in parts)],
        on=released_on,
    )
    product = held[order.product_id]
    if not product.is_average and product.standard_cost is None:
        raise NoCostInForce(product.product_number, released_on)
    material = material_cost(
        {part.component_id: part.required for part in parts}, held, order.quantity
    )
    connection.execute(
        "update erp.production_orders set status = 'released', released_on = %s,"
        " expected_material_cost = %s, expected_work_cost = ("
        "  select coalesce(round(sum(planned_hours * hourly_cost) / %s, 4), 0)"
        "  from erp.production_operations where production_order_id = %s)"
        " where production_order_id = %s",
        [released_on, material, order.quantity, production_order_id, production_order_id],
    )


def cancel_order(connection: Connection, *, production_order_id: int) -> None:
    """Call off an order on which nothing was done.

    Raises OrderHasWork, OrderNotPlanned, NotFound.
    """
    order = locked_order(connection, production_order_id)
    if order.status not in {"planned", "released"}:
        raise OrderNotPlanned(order.production_order_number, order.status)
    if work_was_done(connection, production_order_id):
        raise OrderHasWork(order.production_order_number)
    connection.execute(
        "update erp.production_orders set status = 'cancelled' where production_order_id = %s",
        [production_order_id],
    )


def material_cost(
    required: Mapping[int, Decimal], held: Mapping[int, Held], quantity: Decimal
) -> Decimal | None:
    """What the components of a unit cost as they lie in stock; None when nobody knows of one."""
    total = NOTHING
    for component_id, needed in required.items():
        unit_cost = held[component_id].usual_cost
        if unit_cost is None:
            return None
        total += needed * unit_cost
    return per_unit(total, quantity)


def _require_stocked(connection: Connection, product_id: int, number: str) -> None:
    row = connection.execute(
        "select kind from erp.products where product_id = %s", [product_id]
    ).fetchone()
    if row is None or row[0] not in ACCOUNTS:
        raise NotInStock(number)


def _write_components(
    connection: Connection, order_id: int, bill: Bill | None, quantity: Decimal
) -> None:
    if bill is None:
        return
    needs = bill.needs(quantity)
    for service in services(connection, needs):
        del needs[service]  # bought for the order; it never lies in stock
    connection.execute(
        "insert into erp.production_components (production_order_id, line_number, component_id,"
        " required_quantity) select %s, line_number, component_id, quantity"
        " from unnest(%s::bigint[], %s::numeric[]) with ordinality"
        "  as parts (component_id, quantity, line_number) order by line_number",
        [order_id, list(needs), list(needs.values())],
    )


def _write_operations(
    connection: Connection, order_id: int, routing: Routing | None, quantity: Decimal
) -> None:
    if routing is None:
        return
    steps = routing.steps
    connection.execute(
        "insert into erp.production_operations (production_order_id, operation_number,"
        " work_centre_id, name, planned_hours, hourly_cost)"
        " select %s, * from unnest(%s::integer[], %s::bigint[], %s::text[], %s::numeric[],"
        "  %s::numeric[])",
        [
            order_id,
            [step.operation_number for step in steps],
            [step.work_centre_id for step in steps],
            [step.name for step in steps],
            [step.hours(quantity) for step in steps],
            [step.hourly_cost for step in steps],
        ],
    )
