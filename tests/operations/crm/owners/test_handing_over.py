"""Who answers for what: only people who work here, and somebody else when they leave."""

from __future__ import annotations

import datetime as dt

import pytest
from desk import Desk, at
from trade import DAY, day

from operations.crm.activities import commands as activities
from operations.crm.activities.model import About
from operations.crm.opportunities import commands as opportunities
from operations.crm.opportunities.errors import NotAsToldLater
from operations.crm.owners import commands as owners
from operations.crm.owners.errors import HandsOverToItself, NotEmployed
from operations.errors import NotFound


def test_all_that_is_open_has_another_owner_and_what_is_decided_has_not(desk: Desk) -> None:
    leaver, taker = desk.employee("EM1", "Vente Nord"), desk.employee("EM2", "Vente Sud")
    account = desk.open_account("Serrurerie", owner_id=leaver)
    open_deal, won = (desk.deal(account, owner_id=leaver) for _ in range(2))
    opportunities.win(desk.connection, opportunity_id=won, on=day(1))
    lead, ticket = desk.lead(owner_id=leaver), desk.ticket(owner_id=leaver)
    activities.plan_activity(
        desk.connection,
        kind="call",
        subject="Call back",
        about=About(account_id=account),
        at=at("2024-03-01 10:00"),
        owner_id=leaver,
    )
    handed = owners.hand_over(
        desk.connection, from_owner_id=leaver, to_owner_id=taker, on=day(9), by="Direction"
    )
    assert handed == owners.HandedOver(
        accounts=1, leads=1, opportunities=1, activities=1, tickets=1, campaigns=0
    )
    assert desk.of("accounts", account, "owner_name") == "Vente Sud"
    assert desk.of("leads", lead, "owner_id") == taker
    assert desk.of("tickets", ticket, "owner_id") == taker
    assert desk.of("opportunities", won, "owner_name") == "Vente Nord"
    told = desk.rows(
        "select field, old_value, new_value, changed_on, changed_by from crm.opportunity_events"
        " where opportunity_id = %s and old_value is not null order by field",
        open_deal,
    )
    assert told == [
        ("owner_id", str(leaver), str(taker), day(9), "Direction"),
        ("owner_name", "Vente Nord", "Vente Sud", day(9), "Direction"),
    ]


def test_nobody_hands_over_to_themselves(desk: Desk) -> None:
    leaver = desk.employee("EM1", "Vente Nord")
    with pytest.raises(HandsOverToItself, match="EM1"):
        owners.hand_over(desk.connection, from_owner_id=leaver, to_owner_id=leaver, on=DAY)


def test_nobody_takes_over_before_they_come_or_after_they_left(desk: Desk) -> None:
    leaver = desk.employee("EM1", "Vente Nord")
    gone = desk.employee("EM2", "Vente Sud", left_on=dt.date(2024, 2, 1))
    future = desk.employee("EM3", "Vente Est", hired_on=day(30))
    for taker, why in ((gone, "left on 2024-02-01"), (future, "hired on 2024-03-31")):
        with pytest.raises(NotEmployed, match=why):
            owners.hand_over(desk.connection, from_owner_id=leaver, to_owner_id=taker, on=DAY)
    with pytest.raises(NotEmployed):
        desk.deal(owner_id=gone)
    with pytest.raises(NotFound, match="employee 999999"):
        desk.deal(owner_id=999_999)


def test_a_hand_over_does_not_lie_before_a_later_owner_of_a_deal(desk: Desk) -> None:
    one, two = desk.employee("EM1", "Vente Nord"), desk.employee("EM2", "Vente Sud")
    deal = desk.deal(owner_id=two)
    opportunities.change_opportunity(desk.connection, opportunity_id=deal, on=day(20), owner_id=one)
    with pytest.raises(NotAsToldLater, match=r"OP\d+ was changed as of 2024-03-21"):
        owners.hand_over(desk.connection, from_owner_id=one, to_owner_id=two, on=day(10))
