"""Accounts, contacts and opportunities: their life, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import DAY, Trade, day

from operations.crm.accounts import commands as accounts
from operations.crm.accounts.model import AccountIsCustomer
from operations.crm.opportunities import commands as opportunities
from operations.crm.opportunities.model import OpportunityClosed, UnknownStage, WonWithoutAmount
from operations.errors import InvalidValue, NotFound


def _account(trade: Trade) -> int:
    return accounts.open_account(trade.connection, name="Ateliers du Jura", country_code="FR")


def _opportunity(trade: Trade, amount: str | None = "500") -> int:
    return opportunities.open_opportunity(
        trade.connection,
        account_id=_account(trade),
        name="Pumps",
        created_on=DAY,
        amount=None if amount is None else Decimal(amount),
        product_id=trade.pump,
    )


def _state(trade: Trade, opportunity_id: int) -> object:
    return trade.row(
        "select stage, amount, closed_on from crm.opportunities where opportunity_id = %s",
        opportunity_id,
    )


def test_an_opportunity_goes_from_stage_to_stage_until_it_is_won(trade: Trade) -> None:
    deal = _opportunity(trade)
    opportunities.move_stage(trade.connection, opportunity_id=deal, stage="proposal", on=day(5))
    opportunities.win(trade.connection, opportunity_id=deal, on=day(9), amount=Decimal(450))
    assert _state(trade, deal) == ("won", 450, day(9))
    moves = trade.connection.execute(
        "select from_stage, to_stage, changed_on from crm.opportunity_stage_changes"
        " where opportunity_id = %s order by change_id",
        [deal],
    ).fetchall()
    assert moves == [
        (None, "prospecting", DAY),
        ("prospecting", "proposal", day(5)),
        ("proposal", "won", day(9)),
    ]


def test_a_lost_opportunity_keeps_its_reason(trade: Trade) -> None:
    deal = _opportunity(trade)
    opportunities.lose(trade.connection, opportunity_id=deal, on=day(9), reason="price")
    assert _state(trade, deal) == ("lost", 500, day(9))
    reason = "select lost_reason from crm.opportunities where opportunity_id = %s"
    assert trade.row(reason, deal) == "price"


def test_a_decided_opportunity_moves_no_more(trade: Trade) -> None:
    deal = _opportunity(trade)
    opportunities.win(trade.connection, opportunity_id=deal, on=day(9))
    with pytest.raises(OpportunityClosed, match=r"OP\d+ is won since 2024-03-10"):
        opportunities.lose(trade.connection, opportunity_id=deal, on=day(10), reason="price")


@pytest.mark.parametrize("stage", ["won", "propozal"])
def test_a_stage_that_is_not_an_open_one_is_refused_with_those_that_are(
    trade: Trade, stage: str
) -> None:
    with pytest.raises(UnknownStage) as refused:
        opportunities.move_stage(
            trade.connection, opportunity_id=_opportunity(trade), stage=stage, on=day(1)
        )
    assert "prospecting, qualified, proposal, negotiation" in refused.value.remedy


def test_a_win_that_nobody_can_count_is_refused(trade: Trade) -> None:
    with pytest.raises(WonWithoutAmount, match="has no amount"):
        opportunities.win(
            trade.connection, opportunity_id=_opportunity(trade, amount=None), on=day(1)
        )


def test_an_opportunity_does_not_move_before_it_was_found(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="was found on 2024-03-01"):
        opportunities.win(trade.connection, opportunity_id=_opportunity(trade), on=day(-1))


def test_an_opportunity_of_an_unknown_account_is_refused(trade: Trade) -> None:
    with pytest.raises(NotFound, match="account 999999"):
        opportunities.open_opportunity(
            trade.connection, account_id=999_999, name="Pumps", created_on=DAY
        )


def test_an_opportunity_for_an_unknown_product_is_refused(trade: Trade) -> None:
    with pytest.raises(NotFound, match="product 999999"):
        opportunities.open_opportunity(
            trade.connection,
            account_id=_account(trade),
            name="Pumps",
            created_on=DAY,
            product_id=999_999,
        )


def test_an_account_is_one_customer_for_good(trade: Trade) -> None:
    account_id = _account(trade)
    for _ in range(2):  # to say it twice changes nothing
        accounts.link_customer(trade.connection, account_id=account_id, customer_id=trade.customer)
    with pytest.raises(AccountIsCustomer, match=r"A\d+ is another customer than C\d+"):
        accounts.link_customer(
            trade.connection, account_id=account_id, customer_id=trade.register("Other")
        )


def test_a_contact_belongs_to_an_account(trade: Trade) -> None:
    account_id = _account(trade)
    contact = accounts.add_contact(
        trade.connection, account_id=account_id, last_name="Service achats"
    )
    owner = trade.row("select account_id from crm.contacts where contact_id = %s", contact)
    assert owner == account_id
    with pytest.raises(NotFound, match="account 999999"):
        accounts.add_contact(trade.connection, account_id=999_999, last_name="Service achats")


@pytest.mark.parametrize(("name", "country"), [("  ", "FR"), ("Jura", "fr"), ("Jura", "FRA")])
def test_an_account_has_a_name_and_a_country(trade: Trade, name: str, country: str) -> None:
    with pytest.raises(InvalidValue):
        accounts.open_account(trade.connection, name=name, country_code=country)
