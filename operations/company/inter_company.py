"""Trade within the group: the subsidiary buys of the parent what the parent's workshop makes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.assortment import RISE_A_YEAR, Assortment, Sold
from operations.company.buying import Buying
from operations.company.catalogue import WITHIN_THE_GROUP
from operations.company.group import Group
from operations.company.needs import Needs
from operations.company.shipments import TERMS_DAYS, Between, Shipping, Trade, Wanted
from operations.company.staff import Staff
from operations.company.truth.inter_company import Parties
from operations.company.world import World
from operations.erp.party import commands as party
from operations.erp.party.suppliers import register_supplier
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import OrderLine
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.money import to_cents

NOTHING: Final = Decimal(0)
CENT: Final = Decimal("0.01")
# What the parent asks of its subsidiary, as a share of the list price.
TRANSFER_RATE: Final = Decimal("0.78")
LEAD_DAYS: Final = 7
SEGMENT: Final = "Groupe"


class InterCompany:
    """Who orders at the subsidiary, and who answers at the parent."""

    def __init__(
        self,
        world: World,
        group: Group,
        assortment: Assortment,
        *,
        buying: Buying,
        needs: Needs,
        staff: Staff,
    ) -> None:
        self._world = world
        self._group = group
        self._assortment = assortment
        self._buying = buying
        self._needs = needs
        self._staff = staff
        self._random = world.chance("inter-company")
        self._shipping = Shipping(world, group, needs)
        self._between: Between | None = None

    def open(self, day: dt.date) -> None:
        """Register each with the other; the first stock comes at once."""
        parent, subsidiary = self._group.parent, self._group.subsidiary
        connection, truth = self._world.connection, self._world.truth
        name = self._group.name(subsidiary)
        customer_id = party.register_customer(
            connection,
            name=name,
            country_code=subsidiary.country_code,
            segment=SEGMENT,
            payment_terms_days=TERMS_DAYS,
            currency_code=parent.currency,
            created_on=day,
        )
        supplier_id = register_supplier(
            connection,
            name=self._group.name(parent),
            country_code=parent.country_code,
            payment_terms_days=TERMS_DAYS,
            currency_code=parent.currency,
            created_on=day,
        )
        customer = books.number_of(connection, "customer", customer_id)
        supplier = books.number_of(connection, "supplier", supplier_id)
        parties = Parties(parent.code, subsidiary.code, parent.currency, customer, supplier)
        between = self._between = Between(customer_id, supplier_id, parties)
        truth.inter_company.meet(parties)
        truth.identities.know(
            subsidiary.code, name=name, siren=None, country_code=subsidiary.country_code
        )
        truth.identities.record(subsidiary.code, "customer", customer)
        wanted = [(sold, Decimal(sold.article.usual_quantity)) for sold in self._within_the_group()]
        self._shipping.begin_at_once(self._order(between, wanted, day), day)

    def live(self, day: dt.date) -> None:
        """On Mondays the subsidiary orders what runs low of what the parent makes."""
        between = self._between
        if between is None or day.weekday() != 0:
            return
        subsidiary = self._group.subsidiary
        wanted = [
            (sold, quantity)
            for sold in self._within_the_group()
            if (quantity := self._buying.lacking(subsidiary, sold, day, LEAD_DAYS)) > 0
        ]
        if wanted:
            self._shipping.begin(self._order(between, wanted, day), day)

    def _within_the_group(self) -> list[Sold]:
        """What the subsidiary buys of the parent."""
        return [sold for sold in self._assortment.sold if sold.article.category in WITHIN_THE_GROUP]

    def _order(self, between: Between, wanted: list[tuple[Sold, Decimal]], day: dt.date) -> Trade:
        """Order it there, and take the order here."""
        parent, subsidiary = self._group.parent, self._group.subsidiary
        connection = self._world.connection
        promised_on = day + dt.timedelta(days=LEAD_DAYS)
        factor = TRANSFER_RATE * RISE_A_YEAR ** (day.year - self._world.start.year)
        prices = [(sold.article.list_price * factor).quantize(CENT) for sold, _ in wanted]
        lines = [
            OrderLine(sold.product_id, quantity, price, promised_on)
            for (sold, quantity), price in zip(wanted, prices, strict=True)
        ]
        rate = self._group.rate(parent.currency, subsidiary)
        worth = to_cents(sum((line.net_amount for line in lines), NOTHING) * rate)
        request_id, buyer_id = self._staff.let_buy(subsidiary, lines, worth, rate, day)
        purchase_order_id = purchasing.order(
            connection,
            supplier_id=between.supplier_id,
            ordered_on=day,
            lines=lines,
            request_id=request_id,
            buyer_id=buyer_id,
            currency_code=parent.currency,
            company_id=subsidiary.company_id,
        )
        order_id = sales.order(
            connection,
            customer_id=between.customer_id,
            ordered_on=day,
            promised_on=promised_on,
            lines=[Line(line.product_id, line.quantity, line.unit_price) for line in lines],
            currency_code=parent.currency,
            company_id=parent.company_id,
        )
        for sold, quantity in wanted:
            self._needs.bought(subsidiary.code, sold.number, quantity)
            self._needs.ordered(parent.code, sold.number, quantity, day)
        purchase_lines = books.purchase_order_lines(connection, purchase_order_id)
        for key, line in zip(purchase_lines, lines, strict=True):
            self._world.truth.purchases.order(
                key,
                company=subsidiary.code,
                supplier=between.parties.supplier,
                on=day,
                promised_on=promised_on,
                quantity=line.quantity,
            )
        keys = zip(books.order_lines(connection, order_id), purchase_lines, strict=True)
        trade = Trade(
            between,
            order_id,
            purchase_order_id,
            [
                Wanted(sold, price, quantity, sales_line, purchase_line)
                for (sold, quantity), price, (sales_line, purchase_line) in zip(
                    wanted, prices, keys, strict=True
                )
            ],
        )
        for traded in trade.lines:
            self._world.truth.orders.order(
                traded.sales_line,
                parent.code,
                between.parties.customer,
                on=day,
                promised_on=promised_on,
                quantity=traded.open,
                amount=to_cents(traded.open * traded.price),
            )
        return trade
