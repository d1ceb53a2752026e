"""A small trade to test with: one customer, two products, and short words for what they do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from operations.database.connection import Connection
from operations.erp.catalog import commands as catalog
from operations.erp.party import commands as party
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line

DAY = dt.date(2024, 3, 1)


def day(number: int) -> dt.date:
    """So many days after the first one."""
    return DAY + dt.timedelta(days=number)


class Trade:
    """The books of one test. Pumps cost 60 and sell at 100, hoses cost 5 and sell at 9.99."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.customer = self.register("Atelier du Forez")
        self.pump = self.product("Pump", price="100", cost="60")
        self.hose = self.product("Hose", price="9.99", cost="5")

    def register(self, name: str, country_code: str = "FR", vat_number: str | None = None) -> int:
        return party.register_customer(
            self.connection,
            name=name,
            country_code=country_code,
            vat_number=vat_number,
            created_on=DAY,
        )

    def product(self, name: str, *, price: str, cost: str | None) -> int:
        product_id = catalog.register_product(
            self.connection, name=name, category="Pumps", list_price=Decimal(price)
        )
        if cost is not None:
            catalog.set_cost(
                self.connection, product_id=product_id, unit_cost=Decimal(cost), valid_from=DAY
            )
        return product_id

    def order(self, *lines: Line, customer: int | None = None) -> int:
        """An order of the first day; ten pumps at list price when nothing is said."""
        return sales.order(
            self.connection,
            customer_id=customer or self.customer,
            ordered_on=DAY,
            lines=lines or [Line(self.pump, Decimal(10), Decimal(100))],
        )

    def invoiced(self, *lines: Line, customer: int | None = None) -> int:
        """An order that was delivered whole and invoiced."""
        order_id = self.order(*lines, customer=customer)
        sales.deliver(self.connection, order_id=order_id, delivered_on=day(1))
        return sales.invoice(self.connection, order_id=order_id, posted_on=day(2))

    def row(self, query: str, *values: object) -> Any:
        """The only row that a query finds; its only column when it has one."""
        rows = self.connection.execute(query.encode(), values).fetchall()
        assert len(rows) == 1, rows
        return rows[0][0] if len(rows[0]) == 1 else rows[0]

    def order_lines(self, order_id: int) -> list[int]:
        return self._keys("erp.sales_order_lines", "order_line_id", "order_id", order_id)

    def invoice_lines(self, invoice_id: int) -> list[int]:
        return self._keys("erp.invoice_lines", "invoice_line_id", "invoice_id", invoice_id)

    def balance(self, account_code: str) -> Decimal:
        """Debit less credit of an account."""
        return Decimal(
            self.row(
                "select coalesce(sum(debit - credit), 0) from erp.journal_lines"
                " where account_code = %s",
                account_code,
            )
        )

    def _keys(self, table: str, key: str, parent: str, parent_id: int) -> list[int]:
        query = f"select {key} from {table} where {parent} = %s order by line_number"
        return [row[0] for row in self.connection.execute(query.encode(), [parent_id])]
