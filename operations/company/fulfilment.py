"""What follows an order: deliveries as far as the stock reaches, invoices, credits, payments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.agenda import Deed
from operations.company.group import Group
from operations.company.needs import Needs
from operations.company.orders import Invoice, InvoicedLine, Order, OrderedLine
from operations.company.staff import Staff
from operations.company.truth.sales import SoldLine
from operations.company.world import World
from operations.erp.sales import commands as sales
from operations.money import to_cents

NOTHING: Final = Decimal(0)
IN_TWO_PARTS: Final = 0.22
CREDITED: Final = 0.05
OF_THESE_RETURNED: Final = 0.6
NEVER_PAID: Final = 0.015
PAID_BY_HALVES: Final = 0.06


class Fulfilment:
    """Plans what follows an order, by chance and by the client's habits."""

    def __init__(self, world: World, group: Group, needs: Needs, staff: Staff) -> None:
        self._world = world
        self._group = group
        self._needs = needs
        self._staff = staff
        self._random = world.chance("fulfilment")

    def begin(self, order: Order, day: dt.date) -> None:
        """Plan one or two deliveries, each invoiced two days later."""
        first = day + dt.timedelta(days=self._random.randrange(2, 14))
        if self._random.random() < IN_TWO_PARTS:
            self._world.agenda.plan(first, self._delivering(order, share=Decimal("0.6")))
            first += dt.timedelta(days=self._random.randrange(5, 20))
        self._world.agenda.plan(first, self._delivering(order, share=Decimal(1)))

    def _delivering(self, order: Order, *, share: Decimal) -> Deed:
        def deliver(day: dt.date) -> None:
            leaving = {
                line.order_line_id: quantity
                for line in order.lines
                if (quantity := self._reach(order, line, share)) > 0
            }
            if leaving:
                self._release_when_held(order, day)
                sales.deliver(
                    self._world.connection,
                    order_id=order.order_id,
                    delivered_on=day,
                    quantities=leaving,
                )
                for line in order.lines:
                    self._left(order, line, leaving.get(line.order_line_id, NOTHING), day)
                self._world.agenda.plan(day + dt.timedelta(days=2), self._invoicing(order))
            if share == 1 and not order.is_delivered:  # out of stock: the rest follows
                later = day + dt.timedelta(days=self._random.randrange(4, 9))
                self._world.agenda.plan(later, self._delivering(order, share=share))

        return deliver

    def _release_when_held(self, order: Order, day: dt.date) -> None:
        """Who decides lets an order go though its client owes more than he may."""
        if books.is_on_hold(self._world.connection, order.order_id):
            sales.release_order(
                self._world.connection,
                order_id=order.order_id,
                released_on=day,
                employee_id=self._staff.head(order.house),
                reason="bon payeur",
            )

    def _reach(self, order: Order, line: OrderedLine, share: Decimal) -> Decimal:
        """How much of a line goes now: the share in whole units, as far as the stock reaches."""
        wanted = min(line.remaining, (line.quantity * share).to_integral_value())
        there = self._world.truth.stock.quantity(order.house.code, line.sold.number)
        return max(NOTHING, min(wanted, there))

    def _left(self, order: Order, line: OrderedLine, quantity: Decimal, day: dt.date) -> None:
        if not quantity:
            return
        line.delivered += quantity
        self._needs.delivered(order.house.code, line.sold.number, quantity)
        truth, house = self._world.truth, order.house.code
        truth.orders.deliver(line.order_line_id, day, quantity)
        line.cost += truth.stock.leave(day, house, line.sold.number, quantity)
        truth.freight.took(house, line.sold.number, order.customer.number, quantity)

    def _invoicing(self, order: Order) -> Deed:
        def invoice(day: dt.date) -> None:
            due = [line for line in order.lines if line.to_invoice]
            if not due:
                return  # both deliveries went on the first invoice
            invoice_id = sales.invoice(
                self._world.connection, order_id=order.order_id, posted_on=day
            )
            self._after(self._remember(order, invoice_id, due, day), day)

        return invoice

    def _remember(
        self, order: Order, invoice_id: int, due: list[OrderedLine], day: dt.date
    ) -> Invoice:
        """Count the invoice for the truth: its sums, its margin, what is owed."""
        keys = books.invoice_lines(self._world.connection, invoice_id)
        lines = []
        for line in due:
            key, quantity = keys[line.order_line_id], line.to_invoice
            made = InvoicedLine(
                key, line.sold, quantity, line.unit_price, line.net(quantity), line.cost
            )
            self._world.truth.orders.invoice(line.order_line_id, day, quantity)
            lines.append(made)
            line.invoiced, line.cost = line.delivered, NOTHING
        house, client = order.house, order.client
        tax_rate = house.tax_rate(client.firm, day)
        rate = self._group.rate(client.currency, house)
        net = sum((line.net for line in lines), NOTHING)
        gross = net + to_cents(net * tax_rate)
        invoice = Invoice(invoice_id, order, lines, tax_rate, rate, gross, gross)
        for sold in lines:
            before = to_cents(to_cents(sold.quantity * sold.unit_price) * rate)
            self._sold(invoice, day, to_cents(sold.net * rate), sold.cost, before)
        self._world.truth.margins.sell(
            day,
            house.code,
            order.customer.number,
            revenue=sum((to_cents(line.net * rate) for line in lines), NOTHING),
            cost=sum((line.cost for line in lines), NOTHING),
        )
        self._world.truth.receivables.open(
            str(invoice_id),
            company=house.code,
            customer=order.customer.number,
            on=day,
            due_on=day + dt.timedelta(days=client.firm.payment_terms_days),
            amount=_in_books(lines, rate, tax_rate),
        )
        return invoice

    def _sold(
        self,
        invoice: Invoice,
        day: dt.date,
        net: Decimal,
        cost: Decimal,
        before_discount: Decimal,
        *,
        is_return: bool = False,
    ) -> None:
        """Count a line in the books' currency for the truth of the group."""
        order, parent = invoice.order, self._group.parent
        self._world.truth.sales.sell(
            day,
            order.house.code,
            order.customer.number,
            SoldLine(net, cost, before_discount, order.commission_rate, is_return),
            rate=self._group.rate(order.house.currency, parent),
        )

    def _after(self, invoice: Invoice, day: dt.date) -> None:
        """Now and then something comes back; most invoices are paid, more or less late."""
        if self._random.random() < CREDITED:
            is_return = self._random.random() < OF_THESE_RETURNED
            later = day + dt.timedelta(days=self._random.randrange(6, 25))
            self._world.agenda.plan(later, self._crediting(invoice, is_return=is_return))
        if self._random.random() < NEVER_PAID:
            return
        firm = invoice.order.client.firm
        late = self._random.randrange(firm.days_late + 3)
        when = day + dt.timedelta(days=firm.payment_terms_days + late)
        self._world.agenda.plan(when, self._paying(invoice))

    def _crediting(self, invoice: Invoice, *, is_return: bool) -> Deed:
        def credit(day: dt.date) -> None:
            line = invoice.lines[0]
            if is_return:
                quantity = max(Decimal(1), (line.quantity / 4).to_integral_value())
                net = to_cents(line.net * quantity / line.quantity)
                cost = to_cents(line.cost * quantity / line.quantity)
            else:
                quantity, cost = NOTHING, NOTHING
                net = to_cents(line.net / 10)
            gross = net + to_cents(net * invoice.tax_rate)
            if net <= 0 or invoice.owed <= gross:
                return
            sales.credit(
                self._world.connection,
                invoice_id=invoice.invoice_id,
                posted_on=day,
                reason="return" if is_return else "price",
                lines={line.invoice_line_id: quantity if is_return else net},
            )
            order, truth = invoice.order, self._world.truth
            base = to_cents(net * invoice.rate)
            before = to_cents(to_cents(quantity * line.unit_price) * invoice.rate)
            self._sold(invoice, day, -base, -cost, -before, is_return=is_return)
            truth.margins.sell(
                day, order.house.code, order.customer.number, revenue=-base, cost=-cost
            )
            if quantity:
                truth.stock.come_back(day, order.house.code, line.sold.number, quantity, cost)
            tax = to_cents(net * invoice.tax_rate)
            self._settle(invoice, day, gross, base + to_cents(tax * invoice.rate))

        return credit

    def _paying(self, invoice: Invoice) -> Deed:
        def pay(day: dt.date) -> None:
            amount = invoice.owed
            if amount <= 0:
                return
            if self._random.random() < PAID_BY_HALVES:  # half now, the rest a month later
                amount = to_cents(amount / 2)
                later = day + dt.timedelta(days=30)
                self._world.agenda.plan(later, self._paying(invoice))
            sales.pay(
                self._world.connection,
                customer_id=invoice.order.customer.customer_id,
                paid_on=day,
                allocations={invoice.invoice_id: amount},
                currency_code=invoice.order.client.currency,
                company_id=invoice.order.house.company_id,
            )
            self._settle(invoice, day, amount, to_cents(amount * invoice.rate))

        return pay

    def _settle(self, invoice: Invoice, day: dt.date, amount: Decimal, base: Decimal) -> None:
        """What is owed shrinks; the last payment takes all that is left in the books."""
        invoice.owed -= amount
        receivables = self._world.truth.receivables
        document = str(invoice.invoice_id)
        if not invoice.owed:
            base = receivables.owed(document)
        receivables.settle(document, on=day, amount=base)


def _in_books(lines: list[InvoicedLine], rate: Decimal, tax_rate: Decimal) -> Decimal:
    """An invoice in the currency of the books: each line to the cent, then the tax."""
    net = sum((line.net for line in lines), NOTHING)
    base = sum((to_cents(line.net * rate) for line in lines), NOTHING)
    return base + to_cents(to_cents(net * tax_rate) * rate)
