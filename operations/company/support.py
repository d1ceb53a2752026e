"""Support: tickets of customers, answered and solved more or less in time; what they say of it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from operations.company.agenda import Deed
from operations.company.group import Group
from operations.company.market import Market
from operations.company.moments import at
from operations.company.world import World
from operations.crm.tickets import commands as tickets
from operations.crm.tickets.model import Priority

TICKETS_A_DAY: Final = 0.3
SUBJECTS: Final = (
    ("Article manquant", "delivery"),
    ("Colis abîmé", "delivery"),
    ("Prix facturé", "invoice"),
    ("Pièce défectueuse", "product"),
    ("Choix d'un article", "advice"),
)
PRIORITIES: Final[tuple[Priority, ...]] = (
    *("low",) * 3,
    *("normal",) * 6,
    *("high",) * 3,
    "urgent",
)
WAITS: Final = 0.25
ANSWERS_THE_SURVEY: Final = 0.45


class Support:
    """Who answers the telephone after the sale."""

    def __init__(self, world: World, group: Group, market: Market) -> None:
        self._world = world
        self._group = group
        self._market = market
        self._random = world.chance("support")

    def live(self, day: dt.date) -> None:
        """Customers call with what went wrong."""
        for _ in range(self._world.how_many(TICKETS_A_DAY, day, self._random)):
            self._take(day)

    def _take(self, day: dt.date) -> None:
        client = self._market.some_client()
        if client is None or not client.customers:
            return
        subject, category = self._random.choice(SUBJECTS)
        hour, minute = 8 + self._random.randrange(9), self._random.randrange(60)
        ticket_id = tickets.open_ticket(
            self._world.connection,
            account_id=client.account_id,
            contact_id=client.contact_id,
            subject=subject,
            category=category,
            priority=self._random.choice(PRIORITIES),
            channel=self._random.choice(("phone", "email")),
            at=at(day, hour, minute),
            owner_name="Service clients",
            company_id=self._group.house(client.company).company_id,
        )
        later = day + dt.timedelta(days=self._random.choice((1, 1, 1, 2, 3)))
        self._world.agenda.plan(later, self._answering(ticket_id))

    def _answering(self, ticket_id: int) -> Deed:
        def answer(day: dt.date) -> None:
            connection = self._world.connection
            tickets.respond(connection, ticket_id=ticket_id, at=at(day, 9, 15))
            later = day + dt.timedelta(days=self._random.randrange(1, 6))
            if self._random.random() < WAITS:
                tickets.wait_for_customer(connection, ticket_id=ticket_id, at=at(day, 9, 20))
                self._world.agenda.plan(later, self._hearing(ticket_id))
                later += dt.timedelta(days=2)
            self._world.agenda.plan(later, self._solving(ticket_id))

        return answer

    def _hearing(self, ticket_id: int) -> Deed:
        def hear(day: dt.date) -> None:
            tickets.customer_answered(
                self._world.connection, ticket_id=ticket_id, at=at(day, 10, 0)
            )

        return hear

    def _solving(self, ticket_id: int) -> Deed:
        def solve(day: dt.date) -> None:
            connection = self._world.connection
            tickets.resolve(connection, ticket_id=ticket_id, at=at(day, 16, 30))
            survey_id = tickets.ask_satisfaction(
                connection, ticket_id=ticket_id, at=at(day, 16, 40)
            )
            if self._random.random() < ANSWERS_THE_SURVEY:
                later = day + dt.timedelta(days=self._random.randrange(1, 4))
                self._world.agenda.plan(later, self._hearing_of_it(survey_id))

        return solve

    def _hearing_of_it(self, survey_id: int) -> Deed:
        def hear(day: dt.date) -> None:
            tickets.answer_survey(
                self._world.connection,
                survey_id=survey_id,
                at=at(day, 12, 0),
                score=self._random.choice((1, 2, 3, 4, 4, 4, 5, 5, 5)),
            )

        return hear
