"""What a clerk of sales looks up: numbers of documents, and who owes what on a day."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from trade import Trade, day

from operations.erp.sales import commands as sales

TABLES: Final = {
    "quote": "erp.quotes",
    "order": "erp.sales_orders",
    "delivery": "erp.deliveries",
    "invoice": "erp.invoices",
    "credit_note": "erp.credit_notes",
    "payment": "erp.payments",
    "refund": "erp.refunds",
}


def number(trade: Trade, kind: str, key: int) -> str:
    """The number of a document."""
    query = f"select {kind}_number from {TABLES[kind]} where {kind}_id = %s"
    return str(trade.row(query, key))


def owed(trade: Trade, on: int) -> list[tuple[str, str]]:
    """What stood open at the end of a day, by document; always the balance of account 411."""
    items = sales.receivables(trade.connection, on=day(on))
    balance = trade.row(
        "select coalesce(sum(debit - credit), 0) from erp.journal_lines"
        " join erp.journal_entries using (entry_id) where account_code = '411' and posted_on <= %s",
        day(on),
    )
    assert sum((item.open_amount_base for item in items), Decimal(0)) == balance
    return [(item.document_number, str(item.open_amount)) for item in items]


def every_rule_holds(trade: Trade) -> None:
    """What the database looks at when a transaction commits is looked at now."""
    trade.connection.execute("set constraints all immediate")
