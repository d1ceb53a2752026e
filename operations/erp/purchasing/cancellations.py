"""Orders of which nothing more is to come."""

from __future__ import annotations

from collections.abc import Sequence

from operations.database.connection import Connection
from operations.erp.purchasing.errors import NothingToCome, NotInDocument
from operations.erp.purchasing.ordered import (
    cancel,
    close_when_whole,
    locked_order,
    order_lines,
    require_to_come,
)


def cancel_remaining(
    connection: Connection, *, purchase_order_id: int, lines: Sequence[int] | None = None
) -> None:
    """Let nothing more come of an order, or of these lines of it; what came stays.

    Raises OrderNotOpen, NothingToCome, NotInDocument.
    """
    found = locked_order(connection, purchase_order_id)
    require_to_come(found)
    ordered = {line.purchase_order_line_id: line for line in order_lines(connection, [found])}
    for key in lines or ():
        if key not in ordered:
            raise NotInDocument(f"Order {found.purchase_order_number}", key)
        if not ordered[key].to_come:
            raise NothingToCome(found.purchase_order_number, ordered[key].line_number)
    cancelled = {
        key: line.to_come for key, line in ordered.items() if lines is None or key in lines
    }
    cancel(connection, cancelled)
    close_when_whole(connection, found)
