"""What was done with customers, what follows, and which deals nobody works on; and refusals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from desk import Desk, at
from trade import DAY, day

from operations.crm.accounts.errors import MergedAway
from operations.crm.activities import commands as activities
from operations.crm.activities.commands import About, NextStep
from operations.crm.activities.errors import AboutNothing, AboutTwoFirms, ActivityOver
from operations.crm.leads import commands as leads
from operations.crm.merges import commands as merges
from operations.crm.opportunities import commands as opportunities
from operations.errors import InvalidValue, NotFound


def plan(desk: Desk, about: About, when: str = "2024-03-01 10:00", **fields: Any) -> int:
    given: dict[str, Any] = {"kind": "call", "subject": "Call back", "due_on": day(3)}
    return activities.plan_activity(desk.connection, about=about, at=at(when), **(given | fields))


def log(desk: Desk, about: About, when: str = "2024-03-01 10:00", **fields: Any) -> int:
    given: dict[str, Any] = {"kind": "call", "subject": "Call", "outcome": "reached"}
    return activities.log_activity(desk.connection, about=about, at=at(when), **(given | fields))


def test_an_activity_belongs_to_the_account_of_what_it_is_about(desk: Desk) -> None:
    deal, contact, ticket = desk.deal(), desk.contact(), desk.ticket()
    for about in (
        About(opportunity_id=deal),
        About(contact_id=contact, ticket_id=ticket),
        About(account_id=desk.account),
    ):
        assert desk.of("activities", plan(desk, about), "account_id") == desk.account
    assert desk.of("activities", plan(desk, About(lead_id=desk.lead())), "account_id") is None


def test_what_was_done_leads_to_what_is_next(desk: Desk) -> None:
    deal = desk.deal()
    first = plan(desk, About(opportunity_id=deal), owner_name="Vente Nord")
    following = activities.complete_activity(
        desk.connection,
        activity_id=first,
        at=at("2024-03-04 11:00"),
        outcome="wants a quote",
        next_step=NextStep("task", "Send the quote", day(5)),
    )
    assert desk.of("activities", first, "done_at, outcome") == (
        at("2024-03-04 11:00"),
        "wants a quote",
    )
    assert following is not None
    seen = "kind, subject, due_on, opportunity_id, follows_id, owner_name, done_at"
    assert desk.of("activities", following, seen) == (
        "task",
        "Send the quote",
        day(5),
        deal,
        first,
        "Vente Nord",
        None,
    )


def test_a_call_to_a_lead_is_its_first_response_and_a_call_from_it_is_not(desk: Desk) -> None:
    lead = desk.lead()
    log(desk, About(lead_id=lead), "2024-03-01 10:00", direction="inbound")
    log(desk, About(lead_id=lead), "2024-03-01 11:00", direction="outbound", kind="task")
    assert desk.of("leads", lead, "first_response_at") is None
    for when in ("2024-03-01 12:00", "2024-03-01 13:00"):
        log(desk, About(lead_id=lead), when, direction="outbound")
    assert desk.of("leads", lead, "first_response_at, status") == (
        at("2024-03-01 12:00"),
        "working",
    )
    leads.disqualify(desk.connection, lead_id=lead, on=day(1), reason="concurrent")
    log(desk, About(lead_id=lead), "2024-03-05 12:00", direction="outbound")


def test_an_activity_is_about_something_that_exists(desk: Desk) -> None:
    with pytest.raises(AboutNothing, match="'Call back' is about nothing"):
        plan(desk, About())
    for thing in ("account", "contact", "lead", "opportunity", "ticket"):
        with pytest.raises(NotFound, match=f"{thing} 999999"):
            plan(desk, About(**{f"{thing}_id": 999_999}))


def test_an_activity_is_about_one_firm(desk: Desk) -> None:
    stranger = desk.contact(desk.open_account("Other"))
    with pytest.raises(AboutTwoFirms, match="about several accounts"):
        plan(desk, About(contact_id=stranger, opportunity_id=desk.deal()))


def test_an_activity_is_not_about_what_was_merged_away(desk: Desk) -> None:
    twice = desk.open_account("Jura SA")
    merges.merge_accounts(
        desk.connection, kept_id=desk.account, merged_id=twice, on=DAY, by="Vente Nord"
    )
    with pytest.raises(MergedAway):
        plan(desk, About(account_id=twice))


def test_what_is_done_or_given_up_stays_so(desk: Desk) -> None:
    about = About(account_id=desk.account)
    done, given_up = plan(desk, about), plan(desk, about)
    later = at("2024-03-04 10:00")
    activities.complete_activity(desk.connection, activity_id=done, at=later, outcome="reached")
    activities.cancel_activity(
        desk.connection, activity_id=given_up, at=later, reason="firm has closed"
    )
    for activity, state in ((done, "done"), (given_up, "cancelled")):
        with pytest.raises(ActivityOver, match=rf"AC\d+ is {state} already"):
            activities.complete_activity(
                desk.connection, activity_id=activity, at=later, outcome="reached"
            )
        with pytest.raises(ActivityOver):
            activities.cancel_activity(desk.connection, activity_id=activity, at=later, reason="no")
    with pytest.raises(NotFound, match="activity 999999"):
        activities.cancel_activity(desk.connection, activity_id=999_999, at=later, reason="no")


def test_nothing_is_done_before_it_was_planned_or_without_an_outcome(desk: Desk) -> None:
    activity = plan(desk, About(account_id=desk.account))
    early, later = at("2024-03-01 09:00"), at("2024-03-04 10:00")
    with pytest.raises(InvalidValue, match="it was planned at 2024-03-01 10:00"):
        activities.complete_activity(
            desk.connection, activity_id=activity, at=early, outcome="reached"
        )
    with pytest.raises(InvalidValue, match="outcome of AC"):
        activities.complete_activity(desk.connection, activity_id=activity, at=later, outcome=" ")
    with pytest.raises(InvalidValue, match="planned at"):
        activities.cancel_activity(desk.connection, activity_id=activity, at=early, reason="no")
    with pytest.raises(InvalidValue, match="reason for giving up"):
        activities.cancel_activity(desk.connection, activity_id=activity, at=later, reason="")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "fax"}, "kind of activity"),
        ({"direction": "upwards"}, "direction of activity"),
        ({"subject": ""}, "name of the activity"),
        ({"outcome": ""}, "outcome of"),
    ],
)
def test_what_no_activity_may_bear_is_refused(
    desk: Desk, fields: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidValue, match=message):
        log(desk, About(account_id=desk.account), **fields)
    with pytest.raises(InvalidValue, match="without a time zone"):
        activities.log_activity(
            desk.connection,
            kind="call",
            subject="Call",
            about=About(account_id=desk.account),
            at=dt.datetime(2024, 3, 1),  # noqa: DTZ001  that is the point
            outcome="reached",
        )


def test_deals_that_nobody_works_on_are_listed_longest_first(desk: Desk) -> None:
    never, called, planned, fresh, won = (
        desk.deal(created_on=on, name=name)
        for name, on in (
            ("never", DAY),
            ("called", DAY),
            ("planned", DAY),
            ("fresh", day(18)),
            ("won", DAY),
        )
    )
    log(desk, About(opportunity_id=called), "2024-03-05 10:00")
    plan(desk, About(opportunity_id=planned))
    opportunities.win(desk.connection, opportunity_id=won, on=day(1))
    found = activities.deals_without_activity(desk.connection, on=day(20), days=14)
    assert [(one.opportunity_id, one.last_done_on, one.quiet_days) for one in found] == [
        (never, None, 20),
        (called, day(4), 16),
    ]
    assert activities.deals_without_activity(desk.connection, on=day(20), days=2)[-1] == (
        activities.QuietDeal(
            fresh,
            desk.of("opportunities", fresh, "opportunity_number"),
            None,
            Decimal(500),
            None,
            2,
        )
    )


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update crm.activities set account_id = null", "about_something"),
        ("update crm.activities set done_at = now()", "done_with_an_outcome"),
        ("update crm.activities set cancelled_at = now()", "cancelled_with_a_reason"),
        ("update crm.activities set follows_id = activity_id", "follows_another"),
        (
            "update crm.activities set done_at = now(), outcome = 'x', cancelled_at = now(),"
            " cancelled_reason = 'x'",
            "done_or_cancelled",
        ),
    ],
)
def test_the_database_refuses_what_no_activity_may_bear(
    desk: Desk, statement: str, rule: str
) -> None:
    plan(desk, About(account_id=desk.account))
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        desk.connection.execute(statement.encode())
