"""Components go into an order, and what is not used comes back, at what they cost the stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from operations.database.connection import Connection
from operations.erp.accounting.periods import require_open
from operations.erp.production.errors import (
    ComponentsMissing,
    NotAComponent,
    NothingToIssue,
    OverReturn,
)
from operations.erp.production.model import NOTHING, Component, Order
from operations.erp.production.storage import components, locked_order
from operations.erp.sales.model import require_quantity, share_of
from operations.erp.stock.commands import Move, Moved, free_in, move, places


def issue_components(
    connection: Connection,
    *,
    production_order_id: int,
    issued_on: dt.date,
    quantities: Mapping[int, Decimal] | None = None,
) -> Decimal:
    """Take components out of the stock into an order; return what they cost.

    ``quantities`` by component, also more than planned; without it all that the order still needs.
    Posts one entry: variation of the stock (6031 for material) against the stock (31).

    Raises ComponentsMissing, NotAComponent, NothingToIssue, OrderNotReleased, TooEarly,
    PeriodClosed, NotFound.
    """
    order = locked_order(connection, production_order_id)
    order.require_released("issue", issued_on)
    number = order.production_order_number
    require_open(
        connection,
        issued_on,
        document=f"issue of production order {number}",
        company_id=order.company_id,
    )
    plan = _planned(order, components(connection, production_order_id), quantities)
    free = free_in(
        connection,
        company_id=order.company_id,
        location_id=order.location_id,
        product_ids=[part.component_id for part, _ in plan],
        on=issued_on,
    )
    missing = [
        (part.product_number, quantity, free.get(part.component_id, NOTHING))
        for part, quantity in plan
        if quantity > free.get(part.component_id, NOTHING)
    ]
    if missing:
        raise ComponentsMissing(number, missing)
    (workshop,) = places(connection, "PRODUCTION", company_id=order.company_id)
    moved = move(
        connection,
        company_id=order.company_id,
        moved_on=issued_on,
        document_type="component_issue",
        document_number=number,
        moves=[
            Move(part.component_id, quantity, order.location_id, workshop)
            for part, quantity in plan
        ],
    )
    _write(connection, plan, moved, on=issued_on, sign=1)
    return sum((done.value for done in moved), NOTHING)


def return_components(
    connection: Connection,
    *,
    production_order_id: int,
    returned_on: dt.date,
    quantities: Mapping[int, Decimal],
    lots: Mapping[int, int] | None = None,
) -> Decimal:
    """Bring unused components back, at what those of the order have cost; return their worth.

    ``quantities`` by component, and ``lots`` of those that are tracked. Raises OverReturn,
    NotAComponent, OrderNotReleased, TooEarly, PeriodClosed, NotFound.
    """
    order = locked_order(connection, production_order_id)
    order.require_released("return", returned_on)
    number = order.production_order_number
    require_open(
        connection,
        returned_on,
        document=f"return of production order {number}",
        company_id=order.company_id,
    )
    plan = _planned(order, components(connection, production_order_id), quantities)
    for part, quantity in plan:
        if quantity > part.issued:
            raise OverReturn(number, part.product_number, asked=quantity, issued=part.issued)
    (workshop,) = places(connection, "PRODUCTION", company_id=order.company_id)
    moved = move(
        connection,
        company_id=order.company_id,
        moved_on=returned_on,
        document_type="component_return",
        document_number=number,
        moves=[
            Move(
                part.component_id,
                quantity,
                workshop,
                order.location_id,
                share_of(part.cost_amount, quantity, part.issued, remaining=part.cost_amount),
                (lots or {}).get(part.component_id),
            )
            for part, quantity in plan
        ],
    )
    _write(connection, plan, moved, on=returned_on, sign=-1)
    return sum((done.value for done in moved), NOTHING)


def _planned(
    order: Order, parts: Sequence[Component], quantities: Mapping[int, Decimal] | None
) -> list[tuple[Component, Decimal]]:
    """How much of which component. Raises NotAComponent, NothingToIssue."""
    number = order.production_order_number
    if quantities is None:
        plan = [(part, part.remaining) for part in parts if part.remaining]
    else:
        by_key = {part.component_id: part for part in parts}
        plan = []
        for component_id, quantity in quantities.items():
            part = by_key.get(component_id)
            if part is None:
                raise NotAComponent(number, component_id)
            require_quantity(quantity, what=f"Component {part.product_number} of {number}")
            plan.append((part, quantity))
    if not plan:
        raise NothingToIssue(number)
    return plan


def _write(
    connection: Connection,
    plan: Sequence[tuple[Component, Decimal]],
    moved: Sequence[Moved],
    *,
    on: dt.date,
    sign: int,
) -> None:
    connection.execute(
        "insert into erp.production_issues (issued_on, production_component_id, quantity,"
        " cost_amount, stock_move_id)"
        " select %s, * from unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::bigint[])",
        [
            on,
            [part.production_component_id for part, _ in plan],
            [sign * quantity for _, quantity in plan],
            [sign * done.value for done in moved],
            [done.move_id for done in moved],
        ],
    )
