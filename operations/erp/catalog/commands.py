"""The commands of the catalogue: products, what they cost, sell for, and are made of.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.catalog.bills import bill_in_force, bills_in_force, set_bill_of_materials
from operations.erp.catalog.costs import cost_in_force, costs_in_force, set_cost
from operations.erp.catalog.families import family_line, move_family, open_family
from operations.erp.catalog.price_lists import grant_discount, open_price_list, set_price
from operations.erp.catalog.pricing import price_for, prices_for
from operations.erp.catalog.products import change_product, products, register_product
from operations.erp.catalog.purchase_prices import (
    purchase_offers,
    purchase_price,
    set_purchase_price,
)
from operations.erp.catalog.rolling_up import adopt_rolled_up_cost, standard_cost_rolled_up
from operations.erp.catalog.routings import (
    change_hourly_cost,
    open_work_centre,
    routing_in_force,
    routings_in_force,
    set_routing,
)
from operations.erp.catalog.units import add_unit, conversion_factor, convert, set_conversion

__all__ = [
    "add_unit",
    "adopt_rolled_up_cost",
    "bill_in_force",
    "bills_in_force",
    "change_hourly_cost",
    "change_product",
    "conversion_factor",
    "convert",
    "cost_in_force",
    "costs_in_force",
    "family_line",
    "grant_discount",
    "move_family",
    "open_family",
    "open_price_list",
    "open_work_centre",
    "price_for",
    "prices_for",
    "products",
    "purchase_offers",
    "purchase_price",
    "register_product",
    "routing_in_force",
    "routings_in_force",
    "set_bill_of_materials",
    "set_conversion",
    "set_cost",
    "set_price",
    "set_purchase_price",
    "set_routing",
    "standard_cost_rolled_up",
]
