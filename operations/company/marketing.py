"""Marketing: campaigns that cost money, leads that come of them, and who may be written to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final, Literal

from operations.company import books
from operations.company.agenda import Deed
from operations.company.assortment import Assortment
from operations.company.deals import Deals
from operations.company.dirt import retyped
from operations.company.firms import Firm
from operations.company.market import Market
from operations.company.moments import at
from operations.company.world import World
from operations.crm.campaigns import commands as campaigns
from operations.crm.consents import commands as consents
from operations.crm.leads import commands as leads

WAYS: Final = ("web", "web", "web", "fair", "referral", "phone")
JOBS: Final = ("Acheteur", "Gérance", "Chef d'atelier", "Responsable maintenance")
LEADS_A_DAY: Final = 0.35
QUALIFIED: Final = 0.45
ANSWERED: Final = 0.9
# Month, name, channel, budget ex VAT.
CAMPAIGNS: Final[
    tuple[tuple[int, str, Literal["event", "email", "search", "post"], Decimal], ...]
] = (
    (2, "Salon du bâtiment", "event", Decimal(9500)),
    (4, "Lettre de printemps", "email", Decimal(1200)),
    (6, "Annonces en ligne", "search", Decimal(4800)),
    (9, "Rentrée des artisans", "email", Decimal(1500)),
    (11, "Catalogue d'hiver", "post", Decimal(6200)),
)
ASKED_A_DAY: Final = 0.6
ALLOWS: Final = 0.75
WITHDRAWS: Final = 0.1


class Marketing:
    """Who makes the company known, and who answers those that ask."""

    def __init__(self, world: World, market: Market, assortment: Assortment, deals: Deals) -> None:
        self._world = world
        self._market = market
        self._assortment = assortment
        self._deals = deals
        self._random = world.chance("marketing")
        self._running: int | None = None
        self._month = (0, 0)

    def open(self) -> None:
        """The rules by which leads are scored."""
        rule = leads.add_rule
        connection = self._world.connection
        rule(connection, field="email", operator="is_given", points=15, reason="A une adresse")
        rule(connection, field="phone", operator="is_given", points=10, reason="A un téléphone")
        rule(
            connection,
            field="lead_source",
            operator="one_of",
            value="referral,fair",
            points=25,
            reason="Vient d'une rencontre",
        )
        rule(
            connection,
            field="employee_count",
            operator="at_least",
            value="20",
            points=20,
            reason="Emploie vingt personnes ou plus",
        )

    def live(self, day: dt.date) -> None:
        """Plan the campaign of the month, take the leads of the day, ask for consents."""
        if (day.year, day.month) != self._month:
            self._month = (day.year, day.month)
            self._change_campaign(day)
        for _ in range(self._world.how_many(LEADS_A_DAY, day, self._random)):
            self._take_lead(day)
        if self._random.random() < ASKED_A_DAY:
            self._ask_somebody(day)

    def _change_campaign(self, day: dt.date) -> None:
        connection = self._world.connection
        if self._running is not None:
            campaigns.end_campaign(connection, campaign_id=self._running, on=day)
            self._running = None
        planned = next((row for row in CAMPAIGNS if row[0] == day.month), None)
        if planned is None:
            return
        _, name, channel, budget = planned
        campaign_id = campaigns.plan_campaign(
            connection,
            name=f"{name} {day.year}",
            channel=channel,
            starts_on=day,
            planned_amount=budget,
            owner_name="Marketing",
        )
        campaigns.start_campaign(connection, campaign_id=campaign_id, on=day)
        spent = budget * Decimal(self._random.randrange(80, 125)) / 100
        campaigns.add_cost(
            connection,
            campaign_id=campaign_id,
            kind="actual",
            incurred_on=day,
            label="Prestations",
            amount=spent.quantize(Decimal("0.01")),
        )
        self._running = campaign_id

    def _take_lead(self, day: dt.date) -> None:
        """Somebody asks: most are firms that nobody knew, a few are clients already."""
        known = self._market.hear_of()
        of_campaign = self._running is not None and self._random.random() < 0.5
        received_at = at(day, 8 + self._random.randrange(9), self._random.randrange(60))
        employees = self._random.choice((None, 3, 8, 25, 60))
        lead_id = leads.enter_lead(
            self._world.connection,
            company_name=retyped(self._random, known.name),
            country_code=known.country_code,
            lead_source=self._random.choice(WAYS),
            received_at=received_at,
            campaign_id=self._running if of_campaign else None,
            last_name="Service achats",
            job_title=self._random.choice(JOBS),
            email=f"contact@{known.domain}" if self._random.random() < 0.8 else None,
            phone=known.phone,
            city=known.city,
            industry=known.segment,
            employee_count=employees,
            need=self._random.choice(self._assortment.sold).article.subcategory,
            owner_name=self._market.seller_for(known),
        )
        number = books.number_of(self._world.connection, "lead", lead_id)
        self._world.truth.identities.record(known.key, "lead", number)
        if self._random.random() < ANSWERED:
            later = day + dt.timedelta(days=self._random.choice((0, 1, 1, 2, 4)))
            self._world.agenda.plan(later, self._answering(lead_id, known, received_at))

    def _answering(self, lead_id: int, known: Firm, received_at: dt.datetime) -> Deed:
        def answer(day: dt.date) -> None:
            answered_at = max(at(day, 17, 30), received_at + dt.timedelta(minutes=20))
            leads.respond(self._world.connection, lead_id=lead_id, at=answered_at)
            later = day + dt.timedelta(days=self._random.randrange(2, 12))
            self._world.agenda.plan(later, self._deciding(lead_id, known))

        return answer

    def _deciding(self, lead_id: int, known: Firm) -> Deed:
        def decide(day: dt.date) -> None:
            connection = self._world.connection
            if self._random.random() >= QUALIFIED:
                reason = self._random.choice(("pas de budget", "hors zone", "sans réponse"))
                leads.disqualify(connection, lead_id=lead_id, on=day, reason=reason)
                return
            leads.qualify(connection, lead_id=lead_id, on=day)
            house = self._market.house_for(known)
            became = leads.convert(
                connection,
                lead_id=lead_id,
                on=day,
                currency_code=house.currency_for(known),
                expected_close_on=day + dt.timedelta(days=self._random.randrange(25, 90)),
            )
            client = self._market.adopt(known, became.account_id, self._market.seller_for(known))
            client.contact_id = became.contact_id
            lines = self._assortment.basket(client, day, larger=2, random=self._random)
            self._deals.follow(client, became.opportunity_id, lines, None, said_on=day, day=day)

        return decide

    def _ask_somebody(self, day: dt.date) -> None:
        """Ask a contact for consent; a few who gave one take it back later."""
        client = self._market.some_client()
        if client is None or client.contact_id is None or self._random.random() >= ALLOWS:
            return
        consents.give_consent(
            self._world.connection,
            contact_id=client.contact_id,
            purpose=self._random.choice(("newsletter", "phone")),
            channel="web",
            at=at(day, 11, 5),
            proof_source="formulaire du site",
            proof_text="Case cochée : j'accepte de recevoir vos offres.",
        )
        if self._random.random() < WITHDRAWS:
            later = day + dt.timedelta(days=self._random.randrange(20, 200))
            self._world.agenda.plan(later, self._withdrawing(client.contact_id))

    def _withdrawing(self, contact_id: int) -> Deed:
        def withdraw(day: dt.date) -> None:
            consents.withdraw_consent(
                self._world.connection,
                contact_id=contact_id,
                purpose="newsletter",
                channel="email",
                at=at(day, 9, 40),
                proof_source="lien de désinscription",
                proof_text="Clic sur le lien de désinscription.",
            )

        return withdraw
