"""How moves and values are written: one statement for all lines of a document."""

from __future__ import annotations

from collections.abc import Sequence

from operations.database.connection import Connection
from operations.erp.stock.model import ACCOUNTS, Held, Move
from operations.erp.stock.postings import Document
from operations.erp.stock.valuation import Change

# Why the own stock changed, where no move says it better.
BY_MOVE = "move"


def insert_moves(connection: Connection, document: Document, moves: Sequence[Move]) -> list[int]:
    """Write moves; return their keys in the same order. The database keeps the quantities."""
    rows = connection.execute(
        "insert into erp.stock_moves (company_id, moved_on, document_type, document_number,"
        " product_id, lot_id, from_location_id, to_location_id, quantity, line_number)"
        " select %s, %s, %s, %s, given.*"
        " from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[])"
        "  with ordinality as given"
        "  (product_id, lot_id, from_location_id, to_location_id, quantity, line_number)"
        " order by line_number returning line_number, stock_move_id",
        [
            document.company_id,
            document.on,
            document.document_type,
            document.document_number,
            [move.product_id for move in moves],
            [move.lot_id for move in moves],
            [move.from_location_id for move in moves],
            [move.to_location_id for move in moves],
            [move.quantity for move in moves],
        ],
    ).fetchall()
    keys: dict[int, int] = dict(rows)
    return [keys[number] for number in range(1, len(moves) + 1)]


def insert_values(
    connection: Connection,
    document: Document,
    entry_id: int | None,
    changes: Sequence[tuple[Held, int | None, Change]],
    *,
    reason: str = BY_MOVE,
) -> None:
    """Write what changed the worth of the own stock; the database keeps the running sums."""
    if not changes:
        return
    connection.execute(
        "insert into erp.stock_values (company_id, valued_on, document_type, document_number,"
        " entry_id, reason, product_id, stock_move_id, account_code, valuation, quantity_delta,"
        " value_delta)"
        " select %s, %s, %s, %s, %s, %s, product_id, stock_move_id, account_code, valuation,"
        "  quantity, value"
        " from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::numeric[],"
        "  %s::numeric[]) with ordinality as given"
        "  (product_id, stock_move_id, account_code, valuation, quantity, value, line_number)"
        " order by line_number",
        [
            document.company_id,
            document.on,
            document.document_type,
            document.document_number,
            entry_id,
            reason,
            [held.product_id for held, _, _ in changes],
            [key for _, key, _ in changes],
            [ACCOUNTS[held.kind].stock for held, _, _ in changes],
            [held.valuation for held, _, _ in changes],
            [change.quantity for _, _, change in changes],
            [change.value for _, _, change in changes],
        ],
    )
