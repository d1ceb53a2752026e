"""A small house that buys: two suppliers, two employees, and short words for what they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from trade import DAY, Trade, day

from operations.database.connection import Connection
from operations.erp.party.suppliers import register_supplier
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import (
    ExpenseLine,
    GoodsLine,
    OrderLine,
    ReceivedLine,
    RequestLine,
)
from operations.erp.stock.commands import Move, keep_product, location, move


class Buying:
    """The purchases of one test: ten pumps at 60 cost 600, of a supplier at home.

    Pumps are kept at average cost, hoses at a standard cost of 5. The buyer ("Service achats")
    approves up to 10,000, the workshop ("Atelier") nothing.
    """

    def __init__(self, trade: Trade) -> None:
        self.trade = trade
        self.connection: Connection = trade.connection
        self.pump, self.hose = trade.pump, trade.hose
        keep_product(self.connection, product_id=self.pump, valuation="average")
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

    def order_pumps(self, quantity: str, price: str, **given: Any) -> int:
        return self.order(OrderLine(self.pump, Decimal(quantity), Decimal(price)), **given)

    def sell(self, quantity: str, *, on: int = 6) -> None:
        """So many pumps leave the stock for a customer."""
        move(
            self.connection,
            company_id=1,
            moved_on=day(on),
            document_type="delivery",
            document_number="DL-X",
            moves=[
                Move(
                    product_id=self.pump,
                    quantity=Decimal(quantity),
                    from_location_id=location(self.connection),
                    to_location_id=location(self.connection, code="CUSTOMERS"),
                )
            ],
        )

    def cost_of_sales(self) -> Decimal:
        """What the books say that was sold, or lost in price, has cost: 607, 608 and 603."""
        return Decimal(
            self.trade.row(
                "select coalesce(sum(debit - credit), 0) from erp.journal_lines"
                " where account_code like '60%%'"
            )
        )

    def receive(self, order_id: int, *quantities: int | str, on: int = 5, **given: Any) -> int:
        """What came of each line, in their order; all that is to come when nothing is said."""
        came = [
            ReceivedLine(key, Decimal(quantity))
            for key, quantity in zip(self.lines(order_id), quantities, strict=False)
        ]
        return purchasing.receive(
            self.connection,
            purchase_order_id=order_id,
            received_on=day(on),
            lines=given.pop("lines", came or None),
            **given,
        )

    def receipt_lines(self, receipt_id: int) -> list[int]:
        return self.keys("receipt_line_id", "receipt", receipt_id)

    def give_back(self, order_id: int, receipt_id: int, quantity: str, **given: Any) -> int:
        """So much of the first line of a receipt goes back."""
        return purchasing.return_goods(
            self.connection,
            purchase_order_id=order_id,
            returned_on=day(given.pop("on", 8)),
            quantities={self.receipt_lines(receipt_id)[0]: Decimal(quantity)},
            reason="Leaks",
            **given,
        )

    def goods(self, order_id: int, quantity: str, price: str) -> GoodsLine:
        """A line of an invoice for the first line of an order."""
        return GoodsLine(self.lines(order_id)[0], Decimal(quantity), Decimal(price))

    def invoice(
        self, *lines: GoodsLine | ExpenseLine, reference: str = "F-1", on: int = 7, **given: Any
    ) -> int:
        return purchasing.invoice(
            self.connection,
            supplier_id=given.pop("supplier_id", self.supplier),
            supplier_reference=reference,
            posted_on=day(on),
            lines=lines,
            **given,
        )

    def invoice_as_received(self, order_id: int, *, on: int = 7, **given: Any) -> int:
        lines = purchasing.awaiting_invoice(self.connection, purchase_order_id=order_id, on=day(on))
        return self.invoice(*lines, on=on, **given)

    def invoice_lines(self, supplier_invoice_id: int) -> list[int]:
        return self.keys("supplier_invoice_line_id", "supplier_invoice", supplier_invoice_id)

    def pay(self, allocations: dict[int, str], *, on: int = 30, **given: Any) -> int:
        return purchasing.pay(
            self.connection,
            supplier_id=given.pop("supplier_id", self.supplier),
            paid_on=day(on),
            allocations={key: Decimal(amount) for key, amount in allocations.items()},
            **given,
        )

    def credit(self, supplier_invoice_id: int, reason: Any, value: str, **given: Any) -> int:
        """So much of the first line of an invoice is given back."""
        return purchasing.credit(
            self.connection,
            supplier_invoice_id=supplier_invoice_id,
            supplier_reference=given.pop("reference", "A-1"),
            posted_on=day(given.pop("on", 12)),
            reason=reason,
            lines={self.invoice_lines(supplier_invoice_id)[0]: Decimal(value)},
        )

    def balances(self, *accounts: str, on: int | None = None) -> dict[str, Decimal]:
        """Debit less credit of accounts, at the end of a day or of all."""
        return {
            account: Decimal(
                self.trade.row(
                    "select coalesce(sum(debit - credit), 0) from erp.journal_lines"
                    " join erp.journal_entries using (entry_id) where account_code = %s"
                    " and posted_on <= coalesce(%s, 'infinity'::date)",
                    account,
                    None if on is None else day(on),
                )
            )
            for account in accounts
        }

    def on(self, connection: Connection) -> Buying:
        """The same house, written to by another connection."""
        other = copy(self)
        other.connection = connection
        other.trade = copy(self.trade)
        other.trade.connection = connection
        return other

    def accept_all(self) -> None:
        """The buyer accepts every difference that ever was."""
        for (key,) in self.connection.execute(
            "select match_exception_id from erp.match_exceptions order by 1"
        ).fetchall():
            purchasing.resolve(
                self.connection,
                exception_id=key,
                decision="accepted",
                decided_by_id=self.buyer,
                on=day(10),
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
