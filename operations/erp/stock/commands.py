"""The commands of the stock. ``move`` is the only one that posts to stock accounts with goods.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.stock.counts import (
    Counted,
    cancel_count,
    enter_counted,
    open_count,
    validate_count,
)
from operations.erp.stock.documents import Goods, arrive, transfer, write_off
from operations.erp.stock.holding import available, free_in, on_hand
from operations.erp.stock.locations import (
    forbid_negative_stock,
    location,
    open_location,
    open_locations,
    places,
)
from operations.erp.stock.lots import register_lot
from operations.erp.stock.model import Move, Moved
from operations.erp.stock.moving import move
from operations.erp.stock.products import keep_product, services
from operations.erp.stock.proof import stock_against_ledger, stock_against_moves
from operations.erp.stock.reservations import any_reserved, release, require_free, reserve, reserved
from operations.erp.stock.revaluations import revalue, revalue_to_standard

__all__ = [
    "Counted",
    "Goods",
    "Move",
    "Moved",
    "any_reserved",
    "arrive",
    "available",
    "cancel_count",
    "enter_counted",
    "forbid_negative_stock",
    "free_in",
    "keep_product",
    "location",
    "move",
    "on_hand",
    "open_count",
    "open_location",
    "open_locations",
    "places",
    "register_lot",
    "release",
    "require_free",
    "reserve",
    "reserved",
    "revalue",
    "revalue_to_standard",
    "services",
    "stock_against_ledger",
    "stock_against_moves",
    "transfer",
    "validate_count",
    "write_off",
]
