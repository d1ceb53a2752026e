"""What is said of a deal, how it is decided and reopened, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from desk import Desk
from trade import DAY, Trade, day

from operations.crm.opportunities import commands as opportunities
from operations.crm.opportunities.errors import (
    AmountFromLines,
    NotAsToldLater,
    OpportunityClosed,
    OpportunityOpen,
    OpportunityOrdered,
    UnknownReason,
    UnknownStage,
)
from operations.crm.opportunities.model import OpportunityLine
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


def test_a_deal_is_as_likely_as_its_stage_unless_its_seller_says_otherwise(desk: Desk) -> None:
    deal = desk.deal()
    seen = "probability, forecast_category"
    assert desk.of("opportunities", deal, seen) == (Decimal("0.10"), "pipeline")
    opportunities.change_opportunity(
        desk.connection,
        opportunity_id=deal,
        on=day(1),
        probability=Decimal("0.35"),
        forecast_category="commit",
    )
    assert desk.of("opportunities", deal, seen) == (Decimal("0.35"), "commit")
    opportunities.move_stage(desk.connection, opportunity_id=deal, stage="negotiation", on=day(2))
    assert desk.of("opportunities", deal, seen) == (Decimal("0.75"), "best_case")


def test_a_lost_deal_keeps_its_reason_and_who_won_it(desk: Desk) -> None:
    deal = desk.deal()
    opportunities.lose(
        desk.connection,
        opportunity_id=deal,
        on=day(5),
        reason="Délai",
        competitor_name="Quincaillerie Réunie",
    )
    reason, competitor, category, chance = desk.of(
        "opportunities",
        deal,
        "outcome_reason_id, competitor_name, forecast_category, probability",
    )
    assert desk.of("outcome_reasons", reason, "outcome, reason_code") == ("lost", "lead_time")
    assert (competitor, category, chance) == ("Quincaillerie Réunie", "closed", 0)


def test_a_reason_that_is_not_on_the_list_is_refused_with_those_that_are(desk: Desk) -> None:
    deal = desk.deal()
    with pytest.raises(UnknownReason) as refused:
        opportunities.win(desk.connection, opportunity_id=deal, on=day(1), reason="weather")
    assert "price, quality, relationship" in refused.value.remedy
    opportunities.add_reason(desk.connection, outcome="won", reason_code="weather", name="météo")
    opportunities.win(desk.connection, opportunity_id=deal, on=day(1), reason="Météo")
    assert desk.of("opportunities", deal, "stage") == "won"


def test_a_retired_reason_is_not_given_any_more(desk: Desk) -> None:
    opportunities.retire_reason(desk.connection, outcome="lost", reason_code="price")
    with pytest.raises(UnknownReason, match="'price'"):
        opportunities.lose(desk.connection, opportunity_id=desk.deal(), on=day(1), reason="price")
    with pytest.raises(NotFound, match="reason why deals are lost moon"):
        opportunities.retire_reason(desk.connection, outcome="lost", reason_code="moon")


@pytest.mark.parametrize(
    "reason",
    [
        {"outcome": "drawn", "reason_code": "x", "name": "x"},
        {"outcome": "won", "reason_code": "Two words", "name": "x"},
        {"outcome": "won", "reason_code": "x", "name": " "},
    ],
)
def test_a_reason_has_an_outcome_a_code_and_a_name(desk: Desk, reason: dict[str, str]) -> None:
    with pytest.raises(InvalidValue):
        opportunities.add_reason(desk.connection, **reason)  # type: ignore[arg-type]


def test_a_reopened_deal_is_where_it_was_and_its_win_stays_in_its_history(desk: Desk) -> None:
    deal = desk.deal()
    opportunities.move_stage(desk.connection, opportunity_id=deal, stage="proposal", on=day(1))
    opportunities.win(desk.connection, opportunity_id=deal, on=day(2), reason="price")
    opportunities.reopen(desk.connection, opportunity_id=deal, on=day(9))
    seen = "stage, closed_on, probability, forecast_category, outcome_reason_id"
    assert desk.of("opportunities", deal, seen) == (
        "proposal",
        None,
        Decimal("0.5"),
        "pipeline",
        None,
    )
    moves = desk.rows(
        "select from_stage, to_stage, changed_on from crm.opportunity_stage_changes"
        " order by change_id"
    )
    assert moves[-2:] == [("proposal", "won", day(2)), ("won", "proposal", day(9))]


def test_only_a_decided_deal_is_reopened_and_not_before_its_decision(desk: Desk) -> None:
    deal = desk.deal()
    with pytest.raises(OpportunityOpen, match=r"OP\d+ is open, in stage prospecting"):
        opportunities.reopen(desk.connection, opportunity_id=deal, on=day(1))
    opportunities.lose(desk.connection, opportunity_id=deal, on=day(5), reason="price")
    with pytest.raises(NotAsToldLater, match="as of 2024-03-06"):
        opportunities.reopen(desk.connection, opportunity_id=deal, on=day(4))
    with pytest.raises(UnknownStage, match="'won'"):
        opportunities.reopen(desk.connection, opportunity_id=deal, on=day(6), stage="won")


def test_a_deal_that_was_ordered_is_not_reopened(desk: Desk, trade: Trade) -> None:
    deal = desk.deal()
    opportunities.win(desk.connection, opportunity_id=deal, on=day(1))
    quote = sales.quote(
        desk.connection,
        customer_id=trade.customer,
        quoted_on=day(1),
        valid_until=day(30),
        lines=[Line(trade.pump, Decimal(1), Decimal(100))],
        opportunity_id=deal,
    )
    sales.accept_quote(desk.connection, quote_id=quote, ordered_on=day(2))
    with pytest.raises(OpportunityOrdered, match=r"order SO\d+ came of it"):
        opportunities.reopen(desk.connection, opportunity_id=deal, on=day(3))


def test_a_deal_with_lines_is_worth_their_sum(desk: Desk, trade: Trade) -> None:
    deal = desk.deal()
    lines = [
        OpportunityLine(trade.pump, Decimal(3), Decimal("99.99")),
        OpportunityLine(trade.hose, Decimal("2.5"), Decimal("9.99")),
    ]
    opportunities.set_lines(desk.connection, opportunity_id=deal, lines=lines, on=day(1))
    assert desk.of("opportunities", deal, "amount") == Decimal("324.95")  # 299.97 + 24.98
    with pytest.raises(AmountFromLines, match="sum of its 2 lines"):
        opportunities.change_opportunity(
            desk.connection, opportunity_id=deal, on=day(2), amount=Decimal(500)
        )
    opportunities.set_lines(desk.connection, opportunity_id=deal, lines=[], on=day(3))
    opportunities.change_opportunity(
        desk.connection, opportunity_id=deal, on=day(3), amount=Decimal(500)
    )
    assert desk.rows("select * from crm.opportunity_lines") == []


@pytest.mark.parametrize(
    ("quantity", "price"), [("0", "1"), ("-1", "1"), ("1", "-1"), ("NaN", "1")]
)
def test_a_line_about_nothing_is_refused(quantity: str, price: str) -> None:
    with pytest.raises(InvalidValue):
        OpportunityLine(1, Decimal(quantity), Decimal(price))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"probability": Decimal("1.1")}, "probability of opportunity"),
        ({"forecast_category": "closed"}, "forecast category"),
        ({"amount": Decimal(-1)}, "below zero"),
        ({"amount": Decimal("0.001")}, "2 decimals"),
        ({"name": "-"}, "name of the opportunity"),
    ],
)
def test_what_no_deal_may_bear_is_refused(
    desk: Desk, change: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidValue, match=message):
        opportunities.change_opportunity(
            desk.connection,
            opportunity_id=desk.deal(),
            on=day(1),
            **change,  # type: ignore[arg-type]
        )


def test_a_decided_deal_does_not_change(desk: Desk, trade: Trade) -> None:
    deal = desk.deal()
    opportunities.win(desk.connection, opportunity_id=deal, on=day(1))
    with pytest.raises(OpportunityClosed, match="is won since"):
        opportunities.change_opportunity(
            desk.connection, opportunity_id=deal, on=day(2), amount=Decimal(1)
        )
    with pytest.raises(OpportunityClosed):
        opportunities.set_lines(desk.connection, opportunity_id=deal, lines=[], on=day(2))


def test_an_edit_of_a_deal_on_an_old_version_is_refused(desk: Desk) -> None:
    deal = desk.deal()
    version = opportunities.change_opportunity(
        desk.connection, opportunity_id=deal, on=DAY, expected_version=1, next_step="Call back"
    )
    assert version == 2
    with pytest.raises(LostUpdate):
        opportunities.change_opportunity(
            desk.connection, opportunity_id=deal, on=DAY, expected_version=1, amount=Decimal(1)
        )


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update crm.opportunities set probability = 1.5", "probability"),
        ("update crm.opportunities set forecast_category = 'closed'", "category_of_a_decided_one"),
        (
            "insert into crm.opportunity_lines (opportunity_id, line_number, product_id, quantity,"
            " unit_price, net_amount) select opportunity_id, 1, products.product_id, 2, 3, 7"
            " from crm.opportunities, erp.products limit 1",
            "worth_its_goods",
        ),
    ],
)
def test_the_database_refuses_what_no_deal_may_bear(
    desk: Desk, trade: Trade, statement: str, rule: str
) -> None:
    desk.deal()
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        desk.connection.execute(statement.encode())
