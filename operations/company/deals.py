"""Deals: found, valued, moved, changed, won or lost; and the quotes of those that are won."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from operations.company import books
from operations.company.agenda import Deed
from operations.company.assortment import Assortment, resized
from operations.company.clients import Client
from operations.company.counter import Counter
from operations.company.group import Group
from operations.company.market import Market
from operations.company.moments import at
from operations.company.staff import COMMISSION, Staff
from operations.company.world import World
from operations.crm.activities import commands as activities
from operations.crm.opportunities import commands as opportunities
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line

STAGES: Final = ("qualified", "proposal", "negotiation")
PROBABILITY: Final = {
    "prospecting": Decimal("0.10"),
    "qualified": Decimal("0.25"),
    "proposal": Decimal("0.50"),
    "negotiation": Decimal("0.75"),
}
MEETS: Final[dict[str, Literal["call", "meeting", "mail"]]] = {
    "qualified": "call",
    "proposal": "meeting",
    "negotiation": "mail",
}
SUBJECTS: Final = {
    "qualified": "Besoin précisé",
    "proposal": "Offre présentée",
    "negotiation": "Conditions discutées",
}
LOST_AT_A_STAGE: Final = 0.14
# Of those that come to a decision: 56 % of all.
WON: Final = 0.875
NEW_FIRM: Final = 0.06
AMOUNT_CHANGES: Final = 0.2
TOLD_LATE: Final = 0.03


@dataclass
class Deal:
    """An open opportunity as the seller sees it."""

    opportunity_id: int
    number: str
    client: Client
    lines: list[Line]
    amount: Decimal | None
    stage: str = "prospecting"


class Deals:
    """The pipeline: each deal has its story planned when it is found."""

    def __init__(
        self,
        world: World,
        group: Group,
        market: Market,
        assortment: Assortment,
        *,
        counter: Counter,
        staff: Staff,
    ) -> None:
        self._world = world
        self._group = group
        self._market = market
        self._assortment = assortment
        self._counter = counter
        self._staff = staff
        self._random = world.chance("deals")

    def live(self, day: dt.date) -> None:
        """Sellers find what the season brings."""
        usual = self._world.size.opportunities_a_day
        for _ in range(self._world.how_many(usual, day, self._random)):
            is_new = self._random.random() < NEW_FIRM
            client = self._market.meet() if is_new else self._market.some_client()
            if client is not None:
                self.find(client, day)

    def find(self, client: Client, day: dt.date) -> None:
        """A chance to sell to a client."""
        lines = self._assortment.basket(client, day, larger=2, random=self._random)
        value = sum((line.net_amount for line in lines), Decimal(0))
        amount = value if self._random.random() < 0.8 else None
        said_on = max(self._said(day), self._staff.since(client.seller))
        product = self._assortment.named(lines[0].product_id)
        opportunity_id = opportunities.open_opportunity(
            self._world.connection,
            account_id=client.account_id,
            name=f"{product} – {client.firm.name}",
            owner_name=client.seller,
            owner_id=self._staff.seller(client.seller),
            created_on=said_on,
            expected_close_on=day + dt.timedelta(days=self._random.randrange(20, 90)),
            amount=amount,
            product_id=lines[0].product_id,
            currency_code=client.currency,
        )
        self.follow(client, opportunity_id, lines, amount, said_on=said_on, day=day)

    def follow(
        self,
        client: Client,
        opportunity_id: int,
        lines: list[Line],
        amount: Decimal | None,
        *,
        said_on: dt.date,
        day: dt.date,
    ) -> None:
        """Work on a deal that stands in the CRM since ``said_on``."""
        number = books.number_of(self._world.connection, "opportunity", opportunity_id)
        deal = Deal(opportunity_id, number, client, lines, amount)
        self._stands(deal, said_on)
        self._plan(deal, day)

    def _said(self, day: dt.date) -> dt.date:
        """A seller who enters a deal late says that it was there before."""
        if self._random.random() >= TOLD_LATE:
            return day
        return max(self._world.start, day - dt.timedelta(days=self._random.randrange(2, 20)))

    def _plan(self, deal: Deal, day: dt.date) -> None:
        """Plan the stages that this deal will go through, and how it ends."""
        when = day
        agenda = self._world.agenda
        for stage in STAGES:
            when += dt.timedelta(days=self._random.randrange(4, 19))
            if self._random.random() < LOST_AT_A_STAGE:
                agenda.plan(when, self._losing(deal))
                return
            agenda.plan(when, self._moving(deal, stage))
            if self._random.random() < AMOUNT_CHANGES:
                when += dt.timedelta(days=self._random.randrange(1, 6))
                agenda.plan(when, self._changing(deal))
        when += dt.timedelta(days=self._random.randrange(3, 25))
        is_won = self._random.random() < WON
        agenda.plan(when, self._winning(deal) if is_won else self._losing(deal))

    def _moving(self, deal: Deal, stage: str) -> Deed:
        def move(day: dt.date) -> None:
            opportunities.move_stage(
                self._world.connection, opportunity_id=deal.opportunity_id, stage=stage, on=day
            )
            deal.stage = stage
            self._stands(deal, day)
            activities.log_activity(
                self._world.connection,
                kind=MEETS[stage],
                subject=SUBJECTS[stage],
                about=activities.About(
                    account_id=deal.client.account_id, opportunity_id=deal.opportunity_id
                ),
                at=at(day, 15, 0),
                outcome="suite à donner",
                direction="outbound",
                owner_name=deal.client.seller,
            )

        return move

    def _changing(self, deal: Deal) -> Deed:
        def change(day: dt.date) -> None:
            """The customer wants more or less; the close moves out."""
            share = Decimal(self._random.randrange(70, 131)) / 100
            deal.lines = [resized(line, share) for line in deal.lines]
            deal.amount = sum((line.net_amount for line in deal.lines), Decimal(0))
            opportunities.change_opportunity(
                self._world.connection,
                opportunity_id=deal.opportunity_id,
                on=day,
                amount=deal.amount,
                expected_close_on=day + dt.timedelta(days=self._random.randrange(15, 60)),
            )
            self._stands(deal, day)

        return change

    def _losing(self, deal: Deal) -> Deed:
        def lose(day: dt.date) -> None:
            reason = self._random.choice(("prix", "délai", "concurrent", "projet abandonné"))
            opportunities.lose(
                self._world.connection, opportunity_id=deal.opportunity_id, on=day, reason=reason
            )
            self._world.truth.pipeline.close(deal.number, on=day)

        return lose

    def _winning(self, deal: Deal) -> Deed:
        def win(day: dt.date) -> None:
            amount = sum((line.net_amount for line in deal.lines), Decimal(0))
            opportunities.win(
                self._world.connection, opportunity_id=deal.opportunity_id, on=day, amount=amount
            )
            self._world.truth.pipeline.close(deal.number, on=day)
            client = deal.client
            house = self._group.house(client.company)
            customer = self._market.become_customer(client, day)
            quote_id = sales.quote(
                self._world.connection,
                customer_id=customer.customer_id,
                quoted_on=day,
                valid_until=day + dt.timedelta(days=30),
                lines=deal.lines,
                opportunity_id=deal.opportunity_id,
                currency_code=client.currency,
                company_id=house.company_id,
            )
            promised_on = day + dt.timedelta(days=10)
            order_id = sales.accept_quote(
                self._world.connection,
                quote_id=quote_id,
                ordered_on=day,
                promised_on=promised_on,
                seller_name=client.seller,
                seller_id=self._staff.seller(client.seller),
            )
            self._counter.took(
                client,
                customer,
                order_id,
                deal.lines,
                day,
                promised_on=promised_on,
                commission_rate=COMMISSION,
            )

        return win

    def _stands(self, deal: Deal, on: dt.date) -> None:
        self._world.truth.pipeline.set(
            deal.number,
            on=on,
            currency=deal.client.currency,
            amount=deal.amount,
            probability=PROBABILITY[deal.stage],
        )
