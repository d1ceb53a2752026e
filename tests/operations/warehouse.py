"""A small warehouse to test with: goods at average and at standard cost, and short words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from trade import Trade, day

from operations.erp.stock import commands as stock


class Warehouse:
    """The stock of one test. Valves are valued at average cost; pumps (60) at standard cost.

    The main place refuses to hold less than nothing.
    """

    def __init__(self, trade: Trade) -> None:
        self.trade = trade
        self.connection = trade.connection
        self.pump = trade.pump
        self.valve = self.product("Valve")
        self.main = stock.location(self.connection)
        self.suppliers = self.place("SUPPLIERS")
        self.customers = self.place("CUSTOMERS")
        stock.forbid_negative_stock(self.connection, location_id=self.main)

    def product(self, name: str, *, cost: str | None = None, **kept: Any) -> int:
        """A product at average cost when nothing is said."""
        product_id = self.trade.product(name, price="100", cost=cost)
        stock.keep_product(
            self.connection, product_id=product_id, **({"valuation": "average"} | kept)
        )
        return product_id

    def place(self, code: str) -> int:
        return stock.location(self.connection, code=code)

    def move(
        self,
        product_id: int,
        quantity: int | str,
        source: int,
        target: int,
        *,
        value: str | None = None,
        lot: int | None = None,
        on: dt.date | None = None,
        number: str = "D1",
    ) -> stock.Moved:
        """One move of one document of the first day."""
        (moved,) = stock.move(
            self.connection,
            company_id=1,
            moved_on=on or day(1),
            document_type="receipt" if source == self.suppliers else "delivery",
            document_number=number,
            moves=[
                stock.Move(
                    product_id=product_id,
                    quantity=Decimal(quantity),
                    from_location_id=source,
                    to_location_id=target,
                    value=None if value is None else Decimal(value),
                    lot_id=lot,
                )
            ],
        )
        return moved

    def receive(
        self, product_id: int, quantity: int | str, value: str | None, **given: Any
    ) -> stock.Moved:
        """Goods come from suppliers into the main place."""
        return self.move(product_id, quantity, self.suppliers, self.main, value=value, **given)

    def ship(self, product_id: int, quantity: int | str, **given: Any) -> stock.Moved:
        """Goods go from the main place to customers."""
        return self.move(product_id, quantity, self.main, self.customers, **given)

    def there(self, product_id: int, place: int | None = None) -> Decimal:
        return stock.on_hand(
            self.connection, company_id=1, product_id=product_id, location_id=place
        )

    def worth(self, product_id: int) -> Decimal:
        """What the own stock of a product is worth."""
        return Decimal(
            self.trade.row(
                "select coalesce(sum(value_delta), 0) from erp.stock_values where product_id = %s",
                product_id,
            )
        )

    def entry(self, document_number: str) -> list[tuple[str, Decimal, Decimal]]:
        """What a document posted: account, debit, credit."""
        return self.connection.execute(
            "select account_code, debit, credit from erp.journal_lines"
            " join erp.journal_entries using (entry_id) where document_number = %s"
            " order by entry_id, line_number",
            [document_number],
        ).fetchall()
