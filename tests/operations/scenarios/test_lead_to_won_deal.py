"""From a lead of a fair to a won deal, and the pipeline as it stood on each day of the way."""

from __future__ import annotations

from decimal import Decimal

from desk import Desk, at
from trade import DAY, Trade, day

from operations.crm.activities import commands as activities
from operations.crm.activities.commands import About, NextStep
from operations.crm.campaigns import commands as campaigns
from operations.crm.leads import commands as leads
from operations.crm.opportunities import commands as opportunities
from operations.crm.opportunities.model import OpportunityLine


def test_a_lead_becomes_a_deal_that_is_won(desk: Desk, trade: Trade) -> None:
    connection = desk.connection
    seller = desk.employee("EM1", "Vente Rhône-Alpes")

    # A fair is planned for 5,000; firms of more than 50 people are worth a visit.
    fair = campaigns.plan_campaign(
        connection, name="Salon", channel="event", starts_on=DAY, planned_amount=Decimal(5000)
    )
    campaigns.start_campaign(connection, campaign_id=fair, on=DAY)
    campaigns.add_cost(
        connection,
        campaign_id=fair,
        kind="actual",
        incurred_on=DAY,
        label="Stand",
        amount=Decimal(4200),
    )
    leads.add_rule(
        connection,
        field="employee_count",
        operator="at_least",
        value="50",
        points=40,
        reason="more than 50 people",
    )

    # Friday, ten o'clock: a visitor leaves a card, and is called after two hours.
    lead = desk.lead(
        lead_source="fair",
        campaign_id=fair,
        employee_count=80,
        email="dt@forez.example",
        received_at=at("2024-03-01 10:00"),
    )
    leads.assign_lead(connection, lead_id=lead, owner_id=seller, at=at("2024-03-01 10:30"))
    activities.log_activity(
        connection,
        kind="call",
        direction="outbound",
        subject="First call",
        about=About(lead_id=lead),
        at=at("2024-03-01 12:00"),
        outcome="needs 20 pumps in May",
    )
    leads.qualify(connection, lead_id=lead, on=day(3))
    assert desk.of("leads", lead, "status, score, first_response_at") == (
        "qualified",
        40,
        at("2024-03-01 12:00"),
    )

    # He becomes an account with a contact and a deal.
    deal = leads.convert(
        connection,
        lead_id=lead,
        on=day(4),
        amount=Decimal(2000),
        expected_close_on=day(60),
        by="Vente Rhône-Alpes",
    ).opportunity_id

    # The seller moves it, corrects it, and plans what is next.
    meeting = activities.plan_activity(
        connection,
        kind="meeting",
        subject="Visit the workshop",
        about=About(opportunity_id=deal),
        at=at("2024-03-05 09:00"),
        due_on=day(10),
        owner_id=seller,
    )
    activities.complete_activity(
        connection,
        activity_id=meeting,
        at=at("2024-03-11 15:00"),
        outcome="20 pumps, 3 hoses",
        next_step=NextStep("task", "Send the quote", day(12)),
    )
    opportunities.set_lines(
        connection,
        opportunity_id=deal,
        on=day(10),
        lines=[
            OpportunityLine(trade.pump, Decimal(20), Decimal(95)),
            OpportunityLine(trade.hose, Decimal(3), Decimal("9.99")),
        ],
    )
    opportunities.move_stage(connection, opportunity_id=deal, stage="proposal", on=day(12))
    opportunities.change_opportunity(
        connection, opportunity_id=deal, on=day(20), expected_close_on=day(90)
    )
    opportunities.win(
        connection, opportunity_id=deal, on=day(30), amount=Decimal(1900), reason="quality"
    )

    # What the pipeline said on each day.
    told = [
        (number, state.stage, state.amount, state.probability, state.expected_close_on)
        for number in (3, 4, 11, 15, 25, 31)
        for state in opportunities.as_of(connection, day(number))
    ]
    assert told == [
        (4, "prospecting", Decimal("2000.00"), Decimal("0.10"), day(60)),
        (11, "prospecting", Decimal("1929.97"), Decimal("0.10"), day(60)),
        (15, "proposal", Decimal("1929.97"), Decimal("0.50"), day(60)),
        (25, "proposal", Decimal("1929.97"), Decimal("0.50"), day(90)),
        (31, "won", Decimal("1900.00"), Decimal(1), day(90)),
    ]

    # The fair cost 4,200 and brought 1,900.
    brought = desk.row(
        "select sum(amount) from crm.opportunities where campaign_id = %s and stage = 'won'", fair
    )
    assert (campaigns.spend(connection, fair).actual, brought) == (Decimal(4200), Decimal(1900))
