"""What follows an order within the group: the road, the post and the bank between two houses.

Each document stands in both books, and seldom on the same day: goods are a day or more on the road,
an invoice some days in the post, money a day between the banks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.agenda import Deed
from operations.company.assortment import Sold
from operations.company.group import Group
from operations.company.needs import Needs
from operations.company.truth.freight import Receipt
from operations.company.truth.inter_company import Parties
from operations.company.truth.sales import SoldLine
from operations.company.world import World
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import GoodsLine, ReceivedLine
from operations.erp.sales import commands as sales
from operations.money import to_cents

NOTHING: Final = Decimal(0)
TERMS_DAYS: Final = 30


@dataclass(frozen=True)
class Between:
    """How the two are called in each other's books."""

    customer_id: int
    supplier_id: int
    parties: Parties


@dataclass
class Wanted:
    """A line as both know it: the key in the order of either, and what has not left yet."""

    sold: Sold
    price: Decimal
    open: Decimal
    sales_line: int
    purchase_line: int


@dataclass
class Trade:
    """An order of the subsidiary: a purchase order there, a sales order here."""

    between: Between
    order_id: int
    purchase_order_id: int
    lines: list[Wanted]


@dataclass
class Shipment:
    """What left at once: by line its quantity, and once it came its receipt."""

    trade: Trade
    quantities: list[tuple[Wanted, Decimal]]
    cost: Decimal
    number: str = ""
    invoice_id: int = 0
    came: list[Receipt] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """What it is worth, ex VAT: none is on what leaves the country."""
        return sum((to_cents(quantity * line.price) for line, quantity in self.quantities), NOTHING)


class Shipping:
    """Sends what the subsidiary ordered of the parent, and has both enter what comes of it."""

    def __init__(self, world: World, group: Group, needs: Needs) -> None:
        self._world = world
        self._group = group
        self._needs = needs
        self._random = world.chance("shipping")

    def begin(self, trade: Trade, day: dt.date) -> None:
        """Plan the first delivery."""
        leaves_on = day + dt.timedelta(days=self._random.randrange(2, 6))
        self._world.agenda.plan(leaves_on, self._delivering(trade))

    def begin_at_once(self, trade: Trade, day: dt.date) -> None:
        """Deliver and receive what there is on one day."""
        shipment = self._deliver(trade, day)
        if shipment is not None:
            self._receiving(shipment)(day)

    def _delivering(self, trade: Trade) -> Deed:
        def deliver(day: dt.date) -> None:
            shipment = self._deliver(trade, day)
            if shipment is None:
                later = day + dt.timedelta(days=self._random.randrange(2, 6))
                self._world.agenda.plan(later, self._delivering(trade))
            else:
                comes_on = day + dt.timedelta(days=self._random.randrange(1, 4))
                self._world.agenda.plan(comes_on, self._receiving(shipment))

        return deliver

    def _deliver(self, trade: Trade, day: dt.date) -> Shipment | None:
        """Send what there is, if there is anything."""
        house, truth = self._group.parent.code, self._world.truth
        leaving = [
            (line, quantity)
            for line in trade.lines
            if (quantity := min(line.open, truth.stock.quantity(house, line.sold.number))) > 0
        ]
        if not leaving:
            return None
        sales.deliver(
            self._world.connection,
            order_id=trade.order_id,
            delivered_on=day,
            quantities={line.sales_line: quantity for line, quantity in leaving},
        )
        cost = NOTHING
        for line, quantity in leaving:
            line.open -= quantity
            truth.orders.deliver(line.sales_line, day, quantity)
            self._needs.delivered(house, line.sold.number, quantity)
            cost += truth.stock.leave(day, house, line.sold.number, quantity)
        shipment = Shipment(trade, leaving, cost)
        self._world.agenda.plan(day + dt.timedelta(days=2), self._invoicing(shipment))
        return shipment

    def _receiving(self, shipment: Shipment) -> Deed:
        def receive(day: dt.date) -> None:
            self._receive(shipment, day)

        return receive

    def _receive(self, shipment: Shipment, day: dt.date) -> None:
        house, truth = self._group.subsidiary, self._world.truth
        rate = self._group.rate(shipment.trade.between.parties.currency, house)
        purchasing.receive(
            self._world.connection,
            purchase_order_id=shipment.trade.purchase_order_id,
            received_on=day,
            lines=[
                ReceivedLine(line.purchase_line, quantity) for line, quantity in shipment.quantities
            ],
        )
        for line, quantity in shipment.quantities:
            number, value = line.sold.number, to_cents(quantity * line.price * rate)
            self._needs.bought(house.code, number, -quantity)
            truth.stock.enter(day, house.code, number, quantity, value)
            truth.purchases.receive(line.purchase_line, on=day, quantity=quantity, value=value)
            shipment.came.append(truth.freight.came(house.code, number, quantity, value))
        later = day + dt.timedelta(days=self._random.randrange(3, 7))
        self._world.agenda.plan(later, self._recording(shipment))

    def _invoicing(self, shipment: Shipment) -> Deed:
        def invoice(day: dt.date) -> None:
            """Invoice what left; only then the rest may follow, on an invoice of its own."""
            parent, truth, amount = self._group.parent, self._world.truth, shipment.amount
            shipment.invoice_id = sales.invoice(
                self._world.connection, order_id=shipment.trade.order_id, posted_on=day
            )
            shipment.number = books.number_of(
                self._world.connection, "invoice", shipment.invoice_id
            )
            customer = shipment.trade.between.parties.customer
            for line, quantity in shipment.quantities:
                truth.orders.invoice(line.sales_line, day, quantity)
            # It bears no discount and no commission; the parent's books are the group's.
            truth.sales.sell(
                day,
                parent.code,
                customer,
                SoldLine(amount, shipment.cost, amount),
                rate=self._group.rate(parent.currency, parent),
            )
            truth.inter_company.sell(day, revenue=amount, cost=shipment.cost)
            truth.margins.sell(day, parent.code, customer, revenue=amount, cost=shipment.cost)
            truth.receivables.open(
                str(shipment.invoice_id),
                company=parent.code,
                customer=customer,
                on=day,
                due_on=day + dt.timedelta(days=TERMS_DAYS),
                amount=amount,
            )
            if any(line.open for line in shipment.trade.lines):
                later = day + dt.timedelta(days=self._random.randrange(2, 6))
                self._world.agenda.plan(later, self._delivering(shipment.trade))

        return invoice

    def _recording(self, shipment: Shipment) -> Deed:
        def record(day: dt.date) -> None:
            """The subsidiary enters the invoice: at another rate than the goods, now and then."""
            house, truth = self._group.subsidiary, self._world.truth
            supplier_invoice_id = purchasing.invoice(
                self._world.connection,
                supplier_id=shipment.trade.between.supplier_id,
                supplier_reference=shipment.number,
                posted_on=day,
                lines=[
                    GoodsLine(line.purchase_line, quantity, line.price)
                    for line, quantity in shipment.quantities
                ],
                currency_code=shipment.trade.between.parties.currency,
                company_id=house.company_id,
            )
            rate = self._group.rate(shipment.trade.between.parties.currency, house)
            in_books = NOTHING
            for (line, quantity), came in zip(shipment.quantities, shipment.came, strict=True):
                invoiced = to_cents(to_cents(quantity * line.price) * rate)
                in_books += invoiced
                if invoiced != came.value:
                    truth.freight.bill(day, invoiced - came.value, [came])
            truth.inter_company.buy(day, amount=shipment.amount, in_books=in_books)
            paid_on = day + dt.timedelta(days=TERMS_DAYS)
            self._world.agenda.plan(paid_on, self._paying(shipment, supplier_invoice_id))

        return record

    def _paying(self, shipment: Shipment, supplier_invoice_id: int) -> Deed:
        def pay(day: dt.date) -> None:
            purchasing.pay(
                self._world.connection,
                supplier_id=shipment.trade.between.supplier_id,
                paid_on=day,
                allocations={supplier_invoice_id: shipment.amount},
                currency_code=shipment.trade.between.parties.currency,
                company_id=self._group.subsidiary.company_id,
            )
            self._world.truth.inter_company.send(day, shipment.amount)
            self._world.agenda.plan(day + dt.timedelta(days=1), self._cashing(shipment))

        return pay

    def _cashing(self, shipment: Shipment) -> Deed:
        def cash(day: dt.date) -> None:
            sales.pay(
                self._world.connection,
                customer_id=shipment.trade.between.customer_id,
                paid_on=day,
                allocations={shipment.invoice_id: shipment.amount},
                currency_code=shipment.trade.between.parties.currency,
                company_id=self._group.parent.company_id,
            )
            truth = self._world.truth
            truth.inter_company.receive(day, shipment.amount)
            truth.receivables.settle(str(shipment.invoice_id), on=day, amount=shipment.amount)

        return cash
