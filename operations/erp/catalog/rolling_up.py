"""The standard cost of what is made, from the costs of its components and of the work on it."""

from __future__ import annotations

import datetime as dt

from operations.database.connection import Connection
from operations.erp.catalog.bills import bills_in_force
from operations.erp.catalog.costs import costs_in_force, set_cost
from operations.erp.catalog.errors import MixedCurrencies, NotMade
from operations.erp.catalog.products import products
from operations.erp.catalog.routings import routings_in_force
from operations.erp.catalog.structure import RolledUp, Structure, rolled_up

_BELOW = """
    with recursive below as (
        select %(product)s::bigint as product_id
        union
        select lines.component_id
        from below
        join erp.bills_of_materials as bills on bills.product_id = below.product_id
            and valid_from <= %(day)s and (valid_to is null or valid_to >= %(day)s)
        join erp.bom_lines as lines using (bill_of_materials_id)
    ) select product_id from below
"""


def standard_cost_rolled_up(connection: Connection, *, product_id: int, on: dt.date) -> RolledUp:
    """What a unit of a made product should cost on a day, in its own currency.

    By the bills, routings and costs of that day and today's hourly costs, through all levels: what
    has neither bill nor routing counts at its cost in force. Raises NotMade, NoCostInForce,
    MixedCurrencies, NotFound.
    """
    rows = connection.execute(_BELOW, {"product": product_id, "day": on}).fetchall()
    keys = [row[0] for row in rows]
    known = products(connection, keys)
    own = known[product_id]
    for part in known.values():
        if part.currency_code != own.currency_code:
            raise MixedCurrencies(
                own.product_number, own.currency_code, part.product_number, part.currency_code
            )
    bills = bills_in_force(connection, keys, on)
    routings = routings_in_force(connection, keys, on)
    if product_id not in bills and product_id not in routings:
        raise NotMade(own.product_number, on)
    bought = costs_in_force(
        connection, [key for key in keys if key not in bills and key not in routings], on
    )
    return rolled_up(Structure(bills, routings, bought), product_id)


def adopt_rolled_up_cost(
    connection: Connection, *, product_id: int, valid_from: dt.date
) -> RolledUp:
    """Make the rolled-up cost of a day the product's standard cost from that day on; return it.

    Raises CostInThePast, and what ``standard_cost_rolled_up`` raises.
    """
    cost = standard_cost_rolled_up(connection, product_id=product_id, on=valid_from)
    set_cost(connection, product_id=product_id, unit_cost=cost.unit_cost, valid_from=valid_from)
    return cost
