"""What the workshop reports on an order: what it made and threw away, and how long it worked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first, insert
from operations.erp.accounting.periods import require_open
from operations.erp.catalog.structure import HOURS_DECIMALS
from operations.erp.production.errors import NoSuchStep, OverOutput
from operations.erp.production.model import NOTHING, Order
from operations.erp.production.storage import locked_order
from operations.erp.stock.commands import Move, Moved, move, places
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_exact, to_cents


def report_output(
    connection: Connection,
    *,
    production_order_id: int,
    reported_on: dt.date,
    good_quantity: Decimal,
    scrap_quantity: Decimal = Decimal(0),
    scrap_reason: str | None = None,
    lot_id: int | None = None,
) -> int:
    """Take what was made into the stock; return the report's key.

    A standard product enters at its standard cost, another one at what a unit should cost: closing
    the order corrects it. What is scrapped enters nowhere. Posts stock (35) against its variation
    (7135). Raises OverOutput, OrderNotReleased, TooEarly, InvalidValue, PeriodClosed, NotFound.
    """
    order = locked_order(connection, production_order_id)
    order.require_released("output", reported_on)
    number = order.production_order_number
    _require_reported(number, good_quantity, scrap_quantity, scrap_reason)
    require_open(
        connection,
        reported_on,
        document=f"output of production order {number}",
        company_id=order.company_id,
    )
    row = connection.execute(
        "select coalesce(sum(good_quantity), 0) from erp.production_outputs"
        " where production_order_id = %s",
        [production_order_id],
    ).fetchone()
    allowed = order.quantity * (1 + order.over_output_rate) - (row[0] if row else NOTHING)
    if good_quantity > allowed:
        raise OverOutput(number, asked=good_quantity, allowed=max(allowed, NOTHING))
    moved = _into_stock(connection, order, reported_on, good_quantity, lot_id)
    return insert(
        connection,
        "insert into erp.production_outputs (production_order_id, reported_on, good_quantity,"
        " scrap_quantity, scrap_reason, value_amount, stock_move_id)"
        " values (%s, %s, %s, %s, %s, %s, %s) returning production_output_id",
        [
            production_order_id,
            reported_on,
            good_quantity,
            scrap_quantity,
            scrap_reason.strip() if scrap_reason else None,
            moved.value if moved else NOTHING,
            moved.move_id if moved else None,
        ],
    )


def report_time(
    connection: Connection,
    *,
    production_order_id: int,
    operation_number: int,
    worked_on: dt.date,
    hours: Decimal,
    employee_id: int | None = None,
) -> int:
    """Say how long was worked on a step of an order; return the report's key.

    Its cost counts for the order alone: in the ledger it is wages, by nature. Raises NoSuchStep,
    OrderNotReleased, TooEarly, InvalidValue, NotFound.
    """
    order = locked_order(connection, production_order_id)
    order.require_released("time", worked_on)
    number = order.production_order_number
    require_exact(hours, decimals=HOURS_DECIMALS, what=f"The time worked on {number}")
    if hours <= 0:
        raise InvalidValue(
            f"The time worked on {number} is {hours} hours.", remedy="Give more than zero."
        )
    step = first(
        connection,
        _Step,
        "select production_operation_id, hourly_cost from erp.production_operations"
        " where production_order_id = %s and operation_number = %s",
        [production_order_id, operation_number],
    )
    if step is None:
        raise NoSuchStep(number, operation_number)
    return insert(
        connection,
        "insert into erp.production_times (production_operation_id, worked_on, hours, hourly_cost,"
        " cost_amount, employee_id) values (%s, %s, %s, %s, %s, %s) returning production_time_id",
        [
            step.production_operation_id,
            worked_on,
            hours,
            step.hourly_cost,
            to_cents(hours * step.hourly_cost),
            employee_id,
        ],
    )


@dataclass(frozen=True)
class _Step:
    production_operation_id: int
    hourly_cost: Decimal


def _require_reported(number: str, good: Decimal, scrap: Decimal, scrap_reason: str | None) -> None:
    what = f"The output of production order {number}"
    for quantity in (good, scrap):
        require_exact(quantity, decimals=QUANTITY_DECIMALS, what=what)
    if min(good, scrap) < 0 or not good + scrap:
        raise InvalidValue(
            f"{what} is {good} good and {scrap} scrapped.", remedy="Give more than zero of one."
        )
    if scrap and not (scrap_reason or "").strip():
        raise InvalidValue(f"{what} was scrapped for no reason.", remedy="Say why (scrap_reason).")


def _into_stock(
    connection: Connection, order: Order, on: dt.date, quantity: Decimal, lot_id: int | None
) -> Moved | None:
    if not quantity:
        return None
    unit_cost = None if _is_standard(connection, order) else order.expected_unit_cost
    (workshop,) = places(connection, "PRODUCTION", company_id=order.company_id)
    (moved,) = move(
        connection,
        company_id=order.company_id,
        moved_on=on,
        document_type="production_output",
        document_number=order.production_order_number,
        moves=[
            Move(
                order.product_id,
                quantity,
                workshop,
                order.location_id,
                None if unit_cost is None else to_cents(quantity * unit_cost),
                lot_id,
            )
        ],
    )
    return moved


def _is_standard(connection: Connection, order: Order) -> bool:
    row = connection.execute(
        "select valuation from erp.products where product_id = %s", [order.product_id]
    ).fetchone()
    return bool(row and row[0] == "standard")
