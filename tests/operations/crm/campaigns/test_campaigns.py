"""Campaigns: what they cost, whom they address and how far they get; and what is refused."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from desk import Desk, at
from trade import DAY, day

from operations.crm.campaigns import commands as campaigns
from operations.crm.campaigns.errors import (
    CampaignOver,
    ConsentWithdrawn,
    CostBelowZero,
    NotAMember,
    NotYetRunning,
)
from operations.crm.consents import commands as consents
from operations.crm.merges import commands as merges
from operations.errors import InvalidValue, NotFound


def campaign(desk: Desk, **fields: object) -> int:
    given = {"name": "Salon du bâtiment", "channel": "event", "starts_on": DAY}
    return campaigns.plan_campaign(desk.connection, **(given | fields))  # type: ignore[arg-type]


def members(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows(
        "select lead_id, contact_id, status, sent_on, opened_on, responded_on"
        " from crm.campaign_members order by campaign_member_id"
    )


def test_a_campaign_knows_what_it_was_planned_to_cost_and_what_it_did(desk: Desk) -> None:
    salon = campaign(desk, planned_amount=Decimal(5000))
    for amount in (Decimal("1200.50"), Decimal(300), Decimal(-300)):
        campaigns.add_cost(
            desk.connection,
            campaign_id=salon,
            kind="actual",
            incurred_on=day(3),
            label="Stand",
            amount=amount,
        )
    spend = campaigns.spend(desk.connection, salon)
    assert (spend.planned, spend.actual) == (Decimal(5000), Decimal("1200.50"))


def test_more_than_was_entered_is_not_taken_back(desk: Desk) -> None:
    salon = campaign(desk, planned_amount=Decimal(5000))
    with pytest.raises(CostBelowZero, match=r"CA\d+: the actual cost is 0.00; -1 would leave"):
        campaigns.add_cost(
            desk.connection,
            campaign_id=salon,
            kind="actual",
            incurred_on=DAY,
            label="Stand",
            amount=Decimal(-1),
        )


@pytest.mark.parametrize(
    "cost",
    [
        {"amount": Decimal(0)},
        {"amount": Decimal("0.001")},
        {"kind": "guessed"},
        {"label": " "},
    ],
)
def test_a_cost_has_a_kind_a_label_and_cents(desk: Desk, cost: dict[str, object]) -> None:
    given = {"kind": "actual", "incurred_on": DAY, "label": "Stand", "amount": Decimal(5)}
    with pytest.raises(InvalidValue):
        campaigns.add_cost(
            desk.connection,
            campaign_id=campaign(desk),
            **(given | cost),  # type: ignore[arg-type]
        )


def test_a_cost_of_an_unknown_campaign_or_supplier_is_refused(desk: Desk) -> None:
    cost = {"kind": "actual", "incurred_on": DAY, "label": "Stand", "amount": Decimal(5)}
    with pytest.raises(NotFound, match="campaign 999999"):
        campaigns.add_cost(desk.connection, campaign_id=999_999, **cost)  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="supplier 999999"):
        campaigns.add_cost(
            desk.connection,
            campaign_id=campaign(desk),
            supplier_id=999_999,
            **cost,  # type: ignore[arg-type]
        )


def test_somebody_is_addressed_once_and_gets_as_far_as_he_got(desk: Desk) -> None:
    salon, lead, contact = campaign(desk), desk.lead(), desk.contact()
    who = {"lead_ids": [lead], "contact_ids": [contact]}
    assert campaigns.add_members(desk.connection, campaign_id=salon, sent_on=day(1), **who) == 2
    assert campaigns.add_members(desk.connection, campaign_id=salon, sent_on=day(2), **who) == 0
    campaigns.note_opened(desk.connection, campaign_id=salon, on=day(2), lead_id=lead)
    campaigns.note_response(desk.connection, campaign_id=salon, on=day(3), lead_id=lead)
    for again in (campaigns.note_opened, campaigns.note_response):
        again(desk.connection, campaign_id=salon, on=day(9), lead_id=lead)
    assert members(desk) == [
        (lead, None, "responded", day(1), day(2), day(3)),
        (None, contact, "sent", day(1), None, None),
    ]


def test_nobody_answers_before_he_was_addressed_or_without_it(desk: Desk) -> None:
    salon, lead = campaign(desk), desk.lead()
    with pytest.raises(NotAMember, match=r"CA\d+ did not address lead \d+"):
        campaigns.note_response(desk.connection, campaign_id=salon, on=day(1), lead_id=lead)
    campaigns.add_members(desk.connection, campaign_id=salon, sent_on=day(3), lead_ids=[lead])
    with pytest.raises(InvalidValue, match="cannot be opened on 2024-03-03"):
        campaigns.note_opened(desk.connection, campaign_id=salon, on=day(2), lead_id=lead)


def test_who_is_not_in_the_books_is_not_addressed_and_who_was_merged_is_left_out(
    desk: Desk,
) -> None:
    salon, kept, merged = campaign(desk), desk.lead(), desk.lead()
    with pytest.raises(NotFound, match="contact 999999"):
        campaigns.add_members(
            desk.connection, campaign_id=salon, sent_on=DAY, contact_ids=[999_999]
        )
    merges.merge_leads(desk.connection, kept_id=kept, merged_id=merged, on=DAY, by="Vente Nord")
    campaigns.add_members(desk.connection, campaign_id=salon, sent_on=DAY, lead_ids=[kept, merged])
    assert [row[0] for row in members(desk)] == [kept]


@pytest.mark.parametrize(("channel", "purpose"), [("email", "newsletter"), ("phone", "phone")])
def test_who_withdrew_consent_is_not_addressed(desk: Desk, channel: str, purpose: str) -> None:
    contact = desk.contact()
    consents.withdraw_consent(
        desk.connection,
        contact_id=contact,
        purpose=purpose,
        channel="email",
        at=at("2024-03-02 10:00"),
        proof_source="mail",
        proof_text="Ne plus m'écrire",
    )
    mailing = campaign(desk, channel=channel)
    campaigns.add_members(desk.connection, campaign_id=mailing, sent_on=DAY, contact_ids=[contact])
    other = campaign(desk, channel=channel)
    with pytest.raises(ConsentWithdrawn, match=f"consent for {purpose} was withdrawn"):
        campaigns.add_members(
            desk.connection, campaign_id=other, sent_on=day(1), contact_ids=[contact]
        )
    post = campaign(desk, channel="post")
    campaigns.add_members(desk.connection, campaign_id=post, sent_on=day(1), contact_ids=[contact])


def test_a_campaign_addresses_nobody_outside_its_days(desk: Desk) -> None:
    salon = campaign(desk, starts_on=day(5), ends_on=day(9))
    campaigns.start_campaign(desk.connection, campaign_id=salon, on=day(5))
    for on, refusal in ((day(4), NotYetRunning), (day(10), CampaignOver)):
        with pytest.raises(refusal):
            campaigns.add_members(
                desk.connection, campaign_id=salon, sent_on=on, lead_ids=[desk.lead()]
            )


def test_a_campaign_that_is_over_stays_so(desk: Desk) -> None:
    ended, cancelled = campaign(desk), campaign(desk)
    campaigns.start_campaign(desk.connection, campaign_id=ended, on=day(1))
    campaigns.end_campaign(desk.connection, campaign_id=ended, on=day(3))
    campaigns.cancel_campaign(desk.connection, campaign_id=cancelled)
    assert desk.of("campaigns", ended, "status, starts_on, ends_on") == ("ended", day(1), day(3))
    for salon, status in ((ended, "ended"), (cancelled, "cancelled")):
        for write in (
            lambda key=salon: campaigns.start_campaign(desk.connection, campaign_id=key, on=day(5)),
            lambda key=salon: campaigns.end_campaign(desk.connection, campaign_id=key, on=day(5)),
            lambda key=salon: campaigns.cancel_campaign(desk.connection, campaign_id=key),
            lambda key=salon: campaigns.add_members(
                desk.connection, campaign_id=key, sent_on=day(2)
            ),
        ):
            with pytest.raises(CampaignOver, match=rf"CA\d+ is {status}"):
                write()


def test_a_campaign_has_a_channel_and_does_not_end_before_it_starts(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="channel of campaign"):
        campaign(desk, channel="rumour")
    with pytest.raises(InvalidValue, match="would run from 2024-03-01 to 2024-02-29"):
        campaign(desk, ends_on=day(-1))
    with pytest.raises(InvalidValue, match="name of the campaign"):
        campaign(desk, name="")


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update crm.campaigns set ends_on = '2024-02-01'", "ends_after_it_starts"),
        ("update crm.campaign_members set lead_id = null", "a_lead_or_a_contact"),
        ("update crm.campaign_members set status = 'opened'", "as_far_as_its_days_say"),
        (
            "update crm.campaign_members set opened_on = '2024-02-01', status = 'opened'",
            "opened_after",
        ),
        ("update crm.campaign_costs set amount = 0", "amount"),
        (
            "insert into crm.campaign_members (campaign_id, lead_id, sent_on)"
            " select campaign_id, lead_id, sent_on from crm.campaign_members",
            "campaign_id_lead_id",
        ),
    ],
)
def test_the_database_refuses_what_no_campaign_may_bear(
    desk: Desk, statement: str, rule: str
) -> None:
    salon = campaign(desk, planned_amount=Decimal(10))
    campaigns.add_members(desk.connection, campaign_id=salon, sent_on=DAY, lead_ids=[desk.lead()])
    with pytest.raises(psycopg.errors.IntegrityError, match=rule):
        desk.connection.execute(statement.encode())
