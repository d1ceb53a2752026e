"""Bills of materials: what a product is made of, from a day on; never of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, insert
from operations.erp.catalog.errors import MadeOfItself
from operations.erp.catalog.products import products
from operations.erp.catalog.structure import Bill, Component
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_exact
from operations.validity import succeed

# The trigger takes it too: nobody else changes a bill between the check and the end.
LOCK = "select pg_advisory_xact_lock(hashtextextended('erp.bills_of_materials', 0))"


def set_bill_of_materials(
    connection: Connection,
    *,
    product_id: int,
    components: Sequence[Component],
    valid_from: dt.date,
    output_quantity: Decimal = Decimal(1),
) -> int:
    """Say what ``output_quantity`` of a product is made of from a day on; return the bill's key.

    The bill before it ends on the eve. Raises InvalidValue, NotFound, MadeOfItself, BeganAlready.
    """
    keys = [part.component_id for part in components]
    known = products(connection, [product_id, *keys])
    what = f"The bill of materials of product {known[product_id].product_number}"
    require_exact(output_quantity, decimals=QUANTITY_DECIMALS, what=what)
    if output_quantity <= 0:
        raise InvalidValue(f"{what} makes {output_quantity}.", remedy="Give more than zero.")
    if not components:
        raise InvalidValue(f"{what} is empty.", remedy="Name one component at least.")
    if len(set(keys)) < len(keys):
        raise InvalidValue(
            f"{what} has a component twice.", remedy="Give each component once, with its sum."
        )
    connection.execute(LOCK)
    _require_no_circle(connection, product_id, keys, valid_from)
    succeed(
        connection,
        table="erp.bills_of_materials",
        of={"product_id": product_id},
        valid_from=valid_from,
        what=what,
    )
    bill_id = insert(
        connection,
        "insert into erp.bills_of_materials (product_id, output_quantity, valid_from)"
        " values (%s, %s, %s) returning bill_of_materials_id",
        [product_id, output_quantity, valid_from],
    )
    connection.execute(
        "insert into erp.bom_lines (bill_of_materials_id, line_number, component_id, quantity,"
        " scrap_rate) select %s, line_number, component_id, quantity, scrap_rate"
        " from unnest(%s::bigint[], %s::numeric[], %s::numeric[]) with ordinality"
        "  as lines (component_id, quantity, scrap_rate, line_number) order by line_number",
        [
            bill_id,
            keys,
            [part.quantity for part in components],
            [part.scrap_rate for part in components],
        ],
    )
    return bill_id


def bill_in_force(connection: Connection, *, product_id: int, on: dt.date) -> Bill | None:
    """What a product is made of on a day; None when nobody said, or when it is bought."""
    return bills_in_force(connection, [product_id], on).get(product_id)


def bills_in_force(
    connection: Connection, product_ids: Iterable[int], on: dt.date
) -> dict[int, Bill]:
    """The bills of products on a day, by product; those that have none are left out."""
    rows = every(
        connection,
        _Line,
        "select bill_of_materials_id, product_id, output_quantity, component_id, quantity,"
        " scrap_rate from erp.bills_of_materials join erp.bom_lines using (bill_of_materials_id)"
        " where product_id = any(%s) and valid_from <= %s"
        " and (valid_to is null or valid_to >= %s)"
        " order by product_id, line_number",
        [list(product_ids), on, on],
    )
    found: dict[int, Bill] = {}
    for row in rows:
        before = found[row.product_id].components if row.product_id in found else ()
        part = Component(row.component_id, row.quantity, row.scrap_rate)
        found[row.product_id] = Bill(
            row.bill_of_materials_id, row.product_id, row.output_quantity, (*before, part)
        )
    return found


@dataclass(frozen=True)
class _Line:
    bill_of_materials_id: int
    product_id: int
    output_quantity: Decimal
    component_id: int
    quantity: Decimal
    scrap_rate: Decimal


def _require_no_circle(
    connection: Connection, product_id: int, component_ids: list[int], valid_from: dt.date
) -> None:
    """Refuse a component that is made of the product on a day when both bills hold."""
    row = connection.execute(
        "with recursive parts as ("
        " select component_id as first_part, component_id as part,"
        "  daterange(%(day)s, null) as during from unnest(%(parts)s::bigint[]) as component_id"
        " union"
        " select parts.first_part, lines.component_id,"
        "  parts.during * daterange(bills.valid_from, bills.valid_to, '[]')"
        " from parts join erp.bills_of_materials as bills on bills.product_id = parts.part"
        "  and parts.during && daterange(bills.valid_from, bills.valid_to, '[]')"
        " join erp.bom_lines as lines using (bill_of_materials_id)"
        " where parts.part <> %(product)s)"
        " select made.product_number, component.product_number, lower(during)"
        " from parts join erp.products as made on made.product_id = %(product)s"
        " join erp.products as component on component.product_id = first_part"
        " where part = %(product)s order by lower(during) limit 1",
        {"day": valid_from, "parts": component_ids, "product": product_id},
    ).fetchone()
    if row is not None:
        raise MadeOfItself(row[0], row[1], on=row[2])
