"""Each change of a deal is kept, so that its state at the end of any past day can be told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from desk import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from trade import DAY, day

from operations.crm.opportunities import commands as opportunities
from operations.crm.opportunities.as_of import OpportunityState, as_of
from operations.crm.opportunities.errors import NotAsToldLater
from operations.database.server import Store


def events(desk: Desk, deal: int, *fields: str) -> list[tuple[object, ...]]:
    return desk.rows(
        "select field, old_value, new_value, changed_on, changed_by from crm.opportunity_events"
        " where opportunity_id = %s and field = any(%s) order by opportunity_event_id",
        deal,
        list(fields),
    )


def snapshot(desk: Desk) -> list[OpportunityState]:
    """The deals as the table has them now: what a nightly copy would have kept."""
    rows = desk.rows(
        "select opportunity_id, account_id, stage, amount, currency_code, probability,"
        " forecast_category, expected_close_on, closed_on, owner_id, owner_name, competitor_name,"
        " outcome_reason_id from crm.opportunities order by opportunity_id"
    )
    return [OpportunityState(*row) for row in rows]


def test_a_new_deal_is_told_field_by_field(desk: Desk) -> None:
    deal = desk.deal(owner_name="Vente Nord", by="Vente Nord")
    told = events(desk, deal, "amount", "stage", "probability", "closed_on")
    assert sorted(told) == [
        ("amount", None, "500.00", DAY, "Vente Nord"),
        ("probability", None, "0.100000", DAY, "Vente Nord"),
        ("stage", None, "prospecting", DAY, "Vente Nord"),
    ]


def test_a_change_is_told_with_its_day_and_author(desk: Desk) -> None:
    deal = desk.deal()
    opportunities.change_opportunity(
        desk.connection, opportunity_id=deal, on=day(3), by="Vente Sud", amount=Decimal("750.50")
    )
    assert events(desk, deal, "amount")[1:] == [("amount", "500.00", "750.50", day(3), "Vente Sud")]


def test_what_does_not_change_is_not_told(desk: Desk) -> None:
    deal = desk.deal()
    version = opportunities.change_opportunity(
        desk.connection, opportunity_id=deal, on=day(3), amount=Decimal(500)
    )
    assert version == 1
    assert len(events(desk, deal, "amount")) == 1


def test_whoever_writes_past_the_commands_is_told_too(desk: Desk) -> None:
    deal = desk.deal()
    desk.connection.execute("update crm.opportunities set amount = 900, stage = 'proposal'")
    today = dt.datetime.now(dt.UTC).date()
    told = events(desk, deal, "amount", "stage", "probability")[3:]
    assert sorted(told, key=str) == [
        ("amount", "500.00", "900.00", today, "affluent_writer"),
        ("probability", "0.100000", "0.500000", today, "affluent_writer"),
        ("stage", "prospecting", "proposal", today, "affluent_writer"),
    ]
    moves = desk.rows(
        "select from_stage, to_stage, changed_on from crm.opportunity_stage_changes"
        " where opportunity_id = %s order by change_id",
        deal,
    )
    assert moves == [(None, "prospecting", DAY), ("prospecting", "proposal", today)]


def test_a_deal_that_was_entered_past_the_commands_is_told_and_as_likely_as_its_stage(
    desk: Desk,
) -> None:
    deal = desk.row(
        "insert into crm.opportunities (opportunity_number, account_id, name, stage,"
        " currency_code, created_on) values ('OPX', %s, 'x', 'proposal', 'EUR', %s)"
        " returning opportunity_id",
        desk.account,
        DAY,
    )
    assert sorted(events(desk, deal, "stage", "probability")) == [
        ("probability", None, "0.500000", DAY, "affluent_writer"),
        ("stage", None, "proposal", DAY, "affluent_writer"),
    ]


def test_what_a_command_said_holds_for_its_own_statement_only(desk: Desk) -> None:
    deal = desk.deal()
    opportunities.change_opportunity(
        desk.connection, opportunity_id=deal, on=day(3), by="Vente Sud", amount=Decimal(600)
    )
    desk.connection.execute("update crm.opportunities set amount = 900")
    assert events(desk, deal, "amount")[-1][4] == "affluent_writer"


def test_history_is_neither_changed_nor_forged(desk: Desk) -> None:
    desk.deal()
    for statement in (
        "update crm.opportunity_events set new_value = '1'",
        "insert into crm.opportunity_events (opportunity_id, field, new_value, changed_on)"
        " select opportunity_id, 'amount', '1', created_on from crm.opportunities",
    ):
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            desk.connection.transaction(),
        ):
            desk.connection.execute(statement.encode())


def test_not_even_the_owner_of_the_store_changes_history(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        Desk(connection).deal()
        with pytest.raises(psycopg.errors.CheckViolation, match="added, never changed"):
            connection.execute("update crm.opportunity_events set new_value = '1'")


def test_who_back_dates_is_seen_on_the_day_said_and_not_when_it_was_unknown(desk: Desk) -> None:
    deal = desk.deal()
    before = desk.row("select clock_timestamp()")
    opportunities.change_opportunity(
        desk.connection, opportunity_id=deal, on=day(3), amount=Decimal(900)
    )
    (now,) = as_of(desk.connection, day(5))
    (then,) = as_of(desk.connection, day(5), known_at=before)
    assert (now.amount, then.amount) == (Decimal(900), Decimal(500))
    assert as_of(desk.connection, day(2))[0].amount == 500


def test_a_change_does_not_lie_before_a_later_one_of_its_field(desk: Desk) -> None:
    deal = desk.deal()
    opportunities.change_opportunity(
        desk.connection, opportunity_id=deal, on=day(9), amount=Decimal(900)
    )
    with pytest.raises(NotAsToldLater, match=r"amount of opportunity OP\d+ .* as of 2024-03-10"):
        opportunities.change_opportunity(
            desk.connection, opportunity_id=deal, on=day(8), amount=Decimal(800)
        )
    opportunities.change_opportunity(  # another field may
        desk.connection, opportunity_id=deal, on=day(8), expected_close_on=day(60)
    )


def test_a_deal_is_not_there_before_it_was_found(desk: Desk) -> None:
    desk.deal()
    assert as_of(desk.connection, day(-1)) == []


CHANGES = some.sampled_from(
    ["amount", "close", "owner", "probability", "stage", "win", "lose", "reopen", "new"]
)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(life=some.lists(some.tuples(CHANGES, some.integers(0, 99)), min_size=6, max_size=12))
def test_the_state_of_every_past_day_equals_the_copy_that_was_kept_of_it(
    desk: Desk, life: list[tuple[str, int]]
) -> None:
    with desk.connection.transaction(force_rollback=True):
        deals = [desk.deal()]
        copies = {}
        for number, (change, chance) in enumerate(life):
            today = day(number)
            deal = deals[chance % len(deals)]
            if change == "new":
                deals.append(desk.deal(created_on=today, name=f"Deal {number}"))
            else:
                _change(desk, deal, change, chance, today)
            copies[today] = snapshot(desk)
        for today, copy in copies.items():
            assert as_of(desk.connection, today) == copy


def _change(desk: Desk, deal: int, change: str, chance: int, today: dt.date) -> None:
    """Do to a deal what may be done to it as it stands; else nothing."""
    key: dict[str, Any] = {"opportunity_id": deal, "on": today}
    is_open = desk.of("opportunities", deal, "closed_on is null")
    if change == "reopen" and not is_open:
        opportunities.reopen(desk.connection, **key)
    elif not is_open or change == "reopen":
        return
    elif change == "stage":
        stage = ("prospecting", "qualified", "proposal", "negotiation")[chance % 4]
        opportunities.move_stage(desk.connection, stage=stage, **key)
    elif change == "win":
        opportunities.win(desk.connection, amount=Decimal(chance), **key)
    elif change == "lose":
        opportunities.lose(desk.connection, reason="price", **key)
    elif change == "amount":
        opportunities.change_opportunity(desk.connection, amount=Decimal(chance), **key)
    elif change == "close":
        opportunities.change_opportunity(desk.connection, expected_close_on=day(chance + 30), **key)
    elif change == "owner":
        opportunities.change_opportunity(desk.connection, owner_name=f"Vente {chance}", **key)
    else:
        opportunities.change_opportunity(
            desk.connection, probability=Decimal(chance) / 100, forecast_category="commit", **key
        )
