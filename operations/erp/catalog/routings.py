"""Work centres, and routings: how a product is made, step by step, from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert
from operations.erp.catalog.errors import CodeTaken
from operations.erp.catalog.model import require_price
from operations.erp.catalog.products import products
from operations.erp.catalog.structure import Operation, Routing, Step
from operations.erp.party.model import require_name
from operations.errors import InvalidValue, NotFound
from operations.money import QUANTITY_DECIMALS, require_exact
from operations.validity import succeed
from operations.versions import require_version

NUMBERED_BY = 10  # steps 10, 20, 30 …: one more fits between


def open_work_centre(
    connection: Connection,
    *,
    work_centre_code: str,
    name: str,
    hourly_cost: Decimal,
    hours_per_day: Decimal = Decimal(7),
    cost_centre_id: int | None = None,
) -> int:
    """Enter a place where work is done, in company currency an hour; return its key.

    Raises CodeTaken, InvalidValue, NotFound.
    """
    require_name(work_centre_code, of="work centre's code")
    require_name(name, of="work centre")
    require_price(hourly_cost, what=f"The hourly cost of work centre {work_centre_code}")
    what = f"The working day of work centre {work_centre_code}"
    require_exact(hours_per_day, decimals=QUANTITY_DECIMALS, what=what)
    if hours_per_day <= 0:
        raise InvalidValue(f"{what} has {hours_per_day} hours.", remedy="Give more than zero.")
    taken = "select from erp.work_centres where work_centre_code = %s"
    if connection.execute(taken, [work_centre_code]).fetchone() is not None:
        raise CodeTaken("work centre", work_centre_code)
    known = "select from erp.cost_centres where cost_centre_id = %s"
    if (
        cost_centre_id is not None
        and connection.execute(known, [cost_centre_id]).fetchone() is None
    ):
        raise NotFound("cost centre", cost_centre_id)
    return insert(
        connection,
        "insert into erp.work_centres (work_centre_code, name, hourly_cost, hours_per_day,"
        " cost_centre_id) values (%s, %s, %s, %s, %s) returning work_centre_id",
        [work_centre_code, name.strip(), hourly_cost, hours_per_day, cost_centre_id],
    )


def change_hourly_cost(
    connection: Connection,
    *,
    work_centre_id: int,
    hourly_cost: Decimal,
    expected_version: int | None = None,
) -> None:
    """Say what an hour costs from now on; what was made keeps its cost.

    Raises InvalidValue, LostUpdate, NotFound.
    """
    require_price(hourly_cost, what=f"The hourly cost of work centre {work_centre_id}")
    require_version(
        connection, table="erp.work_centres", key=work_centre_id, expected=expected_version
    )
    connection.execute(
        "update erp.work_centres set hourly_cost = %s where work_centre_id = %s",
        [hourly_cost, work_centre_id],
    )


def set_routing(
    connection: Connection,
    *,
    product_id: int,
    operations: Sequence[Operation],
    valid_from: dt.date,
    lot_quantity: Decimal = Decimal(1),
) -> int:
    """Say by which steps a product is made from a day on; return the routing's key.

    ``lot_quantity`` is over how many the setup is spread in the standard cost. The routing before
    it ends on the eve. Raises InvalidValue, NotFound, BeganAlready.
    """
    number = products(connection, [product_id])[product_id].product_number
    what = f"The routing of product {number}"
    require_exact(lot_quantity, decimals=QUANTITY_DECIMALS, what=what)
    if lot_quantity <= 0:
        raise InvalidValue(f"{what} is for lots of {lot_quantity}.", remedy="Give more than zero.")
    if not operations:
        raise InvalidValue(f"{what} has no steps.", remedy="Name one step at least.")
    _require_work_centres(connection, operations)
    succeed(
        connection,
        table="erp.routings",
        of={"product_id": product_id},
        valid_from=valid_from,
        what=what,
    )
    routing_id = insert(
        connection,
        "insert into erp.routings (product_id, lot_quantity, valid_from) values (%s, %s, %s)"
        " returning routing_id",
        [product_id, lot_quantity, valid_from],
    )
    connection.execute(
        "insert into erp.routing_operations (routing_id, operation_number, work_centre_id, name,"
        " setup_hours, run_hours)"
        " select %s, place * %s, work_centre_id, name, setup_hours, run_hours"
        " from unnest(%s::bigint[], %s::text[], %s::numeric[], %s::numeric[]) with ordinality"
        "  as steps (work_centre_id, name, setup_hours, run_hours, place) order by place",
        [
            routing_id,
            NUMBERED_BY,
            [step.work_centre_id for step in operations],
            [step.name.strip() for step in operations],
            [step.setup_hours for step in operations],
            [step.run_hours for step in operations],
        ],
    )
    return routing_id


def routing_in_force(connection: Connection, *, product_id: int, on: dt.date) -> Routing | None:
    """By which steps a product is made on a day; None when nobody said."""
    return routings_in_force(connection, [product_id], on).get(product_id)


def routings_in_force(
    connection: Connection, product_ids: Iterable[int], on: dt.date
) -> dict[int, Routing]:
    """The routings of products on a day, by product; those that have none are left out."""
    heads = every(
        connection,
        _Head,
        "select routing_id, product_id, lot_quantity from erp.routings"
        " where product_id = any(%s) and valid_from <= %s and (valid_to is null or valid_to >= %s)",
        [list(product_ids), on, on],
    )
    if not heads:
        return {}
    steps = connection.execute(
        "select routing_id, routing_operation_id, operation_number, work_centre_id, steps.name,"
        " setup_hours, run_hours, hourly_cost from erp.routing_operations as steps"
        " join erp.work_centres using (work_centre_id) where routing_id = any(%s)"
        " order by routing_id, operation_number",
        [[head.routing_id for head in heads]],
    ).fetchall()
    return {
        head.product_id: Routing(
            head.routing_id,
            head.product_id,
            head.lot_quantity,
            tuple(Step(*rest) for routing_id, *rest in steps if routing_id == head.routing_id),
        )
        for head in heads
    }


@dataclass(frozen=True)
class _Head:
    routing_id: int
    product_id: int
    lot_quantity: Decimal


def _require_work_centres(connection: Connection, operations: Sequence[Operation]) -> None:
    wanted = sorted({step.work_centre_id for step in operations})
    for step in operations:
        require_name(step.name, of="step")
    rows = connection.execute(
        "select work_centre_id from erp.work_centres where work_centre_id = any(%s)", [wanted]
    ).fetchall()
    missing = set(wanted) - {row[0] for row in rows}
    if missing:
        raise NotFound("work centre", min(missing))
