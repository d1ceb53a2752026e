"""A small house that buys: two suppliers, two employees, and short words for what they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from trade import DAY, Trade, day

from operations.database.connection import Connection
from operations.erp.party.suppliers import register_supplier
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import OrderLine, RequestLine


class Buying:
    """The purchases of one test: ten pumps at 60 cost 600, of a supplier at home.

    The buyer ("Service achats") approves up to 10,000, the workshop ("Atelier") nothing.
    """

    def __init__(self, trade: Trade) -> None:
        self.trade = trade
        self.connection: Connection = trade.connection
        self.pump, self.hose = trade.pump, trade.hose
        self.supplier = self.register("Pompes du Rhône")
        self.buyer = self.employee("Service achats", limit="10000")
        self.workshop = self.employee("Atelier", limit=None)

    def register(self, name: str, country_code: str = "FR") -> int:
        return register_supplier(
            self.connection, name=name, country_code=country_code, created_on=DAY
        )

    def employee(self, name: str, *, limit: str | None, left_on: dt.date | None = None) -> int:
        return int(
            self.trade.row(
                "insert into erp.employees (employee_number, name, hired_on, left_on,"
                " approval_limit) select 'EM' || count(*), %s, %s, %s, %s from erp.employees"
                " returning employee_id",
                name,
                DAY,
                left_on,
                limit,
            )
        )

    def request(self, *lines: RequestLine) -> int:
        """The workshop asks for ten pumps at 60 when nothing is said."""
        return purchasing.request(
            self.connection,
            requester_id=self.workshop,
            requested_on=DAY,
            needed_on=day(20),
            lines=lines or [RequestLine(self.pump, Decimal(10), Decimal(60))],
        )

    def approve(self, request_id: int, approver_id: int | None = None) -> int:
        return purchasing.approve(
            self.connection,
            request_id=request_id,
            approver_id=approver_id or self.buyer,
            on=day(1),
        )

    def order(self, *lines: OrderLine, **given: Any) -> int:
        """Ten pumps at 60, promised for the tenth day, when nothing is said."""
        return purchasing.order(
            self.connection,
            supplier_id=given.pop("supplier_id", self.supplier),
            ordered_on=given.pop("ordered_on", DAY),
            lines=lines or [OrderLine(self.pump, Decimal(10), Decimal(60), day(10))],
            buyer_id=given.pop("buyer_id", self.buyer),
            **given,
        )

    def lines(self, purchase_order_id: int) -> list[int]:
        return self.keys("purchase_order_line_id", "purchase_order", purchase_order_id)

    def keys(self, key: str, document: str, document_id: int) -> list[int]:
        """The keys of a document's lines, by their numbers."""
        query = f"select {key} from erp.{document}_lines where {document}_id = %s order by 1"
        return [row[0] for row in self.connection.execute(query.encode(), [document_id])]

    def number(self, document: str, document_id: int) -> str:
        """The number of a document, as refusals name it."""
        table = f"erp.{document}s"
        return str(
            self.trade.row(
                f"select {document}_number from {table} where {document}_id = %s", document_id
            )
        )

    def entries(self, document_number: str) -> Sequence[tuple[Any, ...]]:
        """What a document posted: account, debit, credit, entry after entry."""
        return self.connection.execute(
            "select account_code, debit, credit from erp.journal_lines"
            " join erp.journal_entries using (entry_id) where document_number = %s"
            " order by entry_id, line_number",
            [document_number],
        ).fetchall()
