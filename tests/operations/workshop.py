"""A small workshop: stations of steel and a motor, made in one step, and short words for it.

Steel is material at average cost: 100 kg came at 5. Motors are material at a standard cost of 120:
20 came. A station takes 4 kg and a motor, and half an hour at 40; its setup of an hour is spread
over ten: its standard cost is 20 + 120 + 24 = 164.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from trade import DAY, Trade, day
from warehouse import Warehouse

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.structure import Component, Operation
from operations.erp.production import commands as production


class Workshop:
    """The production of one test."""

    def __init__(self, trade: Trade) -> None:
        self.warehouse = Warehouse(trade)
        self.trade = trade
        self.connection = trade.connection
        self.steel = self.warehouse.product("Steel", cost="5", kind="material")
        self.motor = self.warehouse.product(
            "Motor", cost="120", kind="material", valuation="standard"
        )
        self.station = self.warehouse.product("Station", kind="finished", valuation="standard")
        self.assembly = catalog.open_work_centre(
            self.connection,
            work_centre_code="MONTAGE",
            name="Montage",
            hourly_cost=Decimal(40),
            hours_per_day=Decimal(8),
        )
        self.bill(self.station, (self.steel, "4"), (self.motor, "1"))
        self.routing(self.station)
        catalog.adopt_rolled_up_cost(self.connection, product_id=self.station, valid_from=DAY)
        self.warehouse.receive(self.steel, 100, "500", on=DAY)
        self.warehouse.receive(self.motor, 20, "2400", on=DAY)

    def bill(self, product_id: int, *components: tuple[int, str]) -> int:
        return catalog.set_bill_of_materials(
            self.connection,
            product_id=product_id,
            components=[Component(key, Decimal(quantity)) for key, quantity in components],
            valid_from=DAY,
        )

    def routing(self, product_id: int) -> int:
        return catalog.set_routing(
            self.connection,
            product_id=product_id,
            operations=[Operation(self.assembly, "Monter", Decimal("0.5"), Decimal(1))],
            valid_from=DAY,
            lot_quantity=Decimal(10),
        )

    def plan(self, quantity: int = 10, *, product_id: int | None = None, **given: Any) -> int:
        return production.plan_order(
            self.connection,
            product_id=product_id or self.station,
            quantity=Decimal(quantity),
            planned_on=given.pop("planned_on", DAY),
            start_on=given.pop("start_on", day(1)),
            due_on=given.pop("due_on", day(5)),
            **given,
        )

    def released(self, quantity: int = 10, **given: Any) -> int:
        """An order of stations, released on the first day after the beginning."""
        order = self.plan(quantity, **given)
        production.release_order(self.connection, production_order_id=order, released_on=day(1))
        return order

    def issue(self, order: int, *, on: int = 2, **quantities: str) -> Decimal:
        """Components by name; all that is needed when nothing is said."""
        return production.issue_components(
            self.connection,
            production_order_id=order,
            issued_on=day(on),
            quantities=self._by_key(quantities) or None,
        )

    def give_back(self, order: int, *, on: int = 3, **quantities: str) -> Decimal:
        return production.return_components(
            self.connection,
            production_order_id=order,
            returned_on=day(on),
            quantities=self._by_key(quantities),
        )

    def output(self, order: int, good: str, scrap: str = "0", **given: Any) -> int:
        return production.report_output(
            self.connection,
            production_order_id=order,
            reported_on=day(given.pop("on", 4)),
            good_quantity=Decimal(good),
            scrap_quantity=Decimal(scrap),
            scrap_reason=given.pop("reason", "fissure" if Decimal(scrap) else None),
            **given,
        )

    def work(self, order: int, hours: str, *, on: int = 4, step: int = 10) -> int:
        return production.report_time(
            self.connection,
            production_order_id=order,
            operation_number=step,
            worked_on=day(on),
            hours=Decimal(hours),
        )

    def close(self, order: int, *, on: int = 6) -> Decimal:
        return production.close_order(self.connection, production_order_id=order, closed_on=day(on))

    def number(self, order: int) -> str:
        return str(
            self.trade.row(
                "select production_order_number from erp.production_orders"
                " where production_order_id = %s",
                order,
            )
        )

    def entries(self, order: int, document_type: str) -> list[tuple[Any, ...]]:
        """What one kind of document of an order posted: account, debit, credit."""
        return self.connection.execute(
            "select account_code, debit, credit from erp.journal_lines"
            " join erp.journal_entries using (entry_id)"
            " where document_number = %s and document_type = %s order by entry_id, line_number",
            [self.number(order), document_type],
        ).fetchall()

    def _by_key(self, quantities: dict[str, str]) -> dict[int, Decimal]:
        return {getattr(self, name): Decimal(value) for name, value in quantities.items()}
