"""A quote is revised, refused or expires; then it is open no more."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import DAY, Trade, day

from operations.erp.sales import commands as sales
from operations.erp.sales.errors import NoLines, QuoteNotOpen, TooEarly
from operations.erp.sales.model import Line
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


def _quote(trade: Trade, valid_for: int = 30) -> int:
    return sales.quote(
        trade.connection,
        customer_id=trade.customer,
        quoted_on=DAY,
        valid_until=day(valid_for),
        lines=[Line(trade.pump, Decimal(2), Decimal(100))],
    )


def _status(trade: Trade, quote_id: int) -> object:
    return trade.row(
        "select status, decided_on, decision_reason from erp.quotes where quote_id = %s", quote_id
    )


def _revise(trade: Trade, quote_id: int, on: int = 5, lines: int = 1) -> int:
    return sales.revise_quote(
        trade.connection,
        quote_id=quote_id,
        revised_on=day(on),
        valid_until=day(on + 30),
        lines=[Line(trade.pump, Decimal(2), Decimal(90))] * lines,
    )


def test_a_revised_quote_is_replaced_by_the_new_one(trade: Trade) -> None:
    old = _quote(trade)
    new = _revise(trade, old)
    assert _status(trade, old) == ("revised", day(5), None)
    assert trade.row("select revises_quote_id from erp.quotes where quote_id = %s", new) == old
    with pytest.raises(QuoteNotOpen, match="is revised"):
        sales.accept_quote(trade.connection, quote_id=old, ordered_on=day(6))
    sales.accept_quote(trade.connection, quote_id=new, ordered_on=day(6))


def test_a_quote_past_its_day_may_still_be_revised(trade: Trade) -> None:
    new = _revise(trade, _quote(trade, valid_for=3), on=10)
    sales.accept_quote(trade.connection, quote_id=new, ordered_on=day(11))


def test_a_decided_quote_is_revised_no_more(trade: Trade) -> None:
    quote_id = _quote(trade)
    sales.accept_quote(trade.connection, quote_id=quote_id, ordered_on=day(3))
    with pytest.raises(QuoteNotOpen, match="is accepted"):
        _revise(trade, quote_id)


def test_a_revision_has_lines_and_is_not_before_its_quote(trade: Trade) -> None:
    with pytest.raises(NoLines):
        _revise(trade, _quote(trade), lines=0)
    with pytest.raises(TooEarly, match="quote of quote"):
        _revise(trade, _quote(trade), on=-1)


def test_a_refused_quote_says_why(trade: Trade) -> None:
    quote_id = _quote(trade)
    sales.refuse_quote(trade.connection, quote_id=quote_id, refused_on=day(4), reason="too dear")
    assert _status(trade, quote_id) == ("refused", day(4), "too dear")
    with pytest.raises(QuoteNotOpen, match="is refused"):
        sales.refuse_quote(
            trade.connection, quote_id=quote_id, refused_on=day(5), reason="too dear"
        )


def test_a_refusal_without_a_reason_or_before_the_quote_is_refused(trade: Trade) -> None:
    quote_id = _quote(trade)
    with pytest.raises(InvalidValue, match="refused for no reason"):
        sales.refuse_quote(trade.connection, quote_id=quote_id, refused_on=day(4), reason=" ")
    with pytest.raises(TooEarly, match="refusal of quote"):
        sales.refuse_quote(trade.connection, quote_id=quote_id, refused_on=day(-1), reason="no")
    with pytest.raises(NotFound, match="quote 999999"):
        sales.refuse_quote(trade.connection, quote_id=999_999, refused_on=day(4), reason="no")


def test_quotes_expire_on_the_day_after_their_last_one(trade: Trade) -> None:
    short, long = _quote(trade, valid_for=5), _quote(trade, valid_for=6)
    assert sales.expire_quotes(trade.connection, on=day(5)) == []
    assert sales.expire_quotes(trade.connection, on=day(6)) == [short]
    assert _status(trade, short) == ("expired", day(6), None)
    assert _status(trade, long) == ("open", None, None)
    with pytest.raises(QuoteNotOpen, match="is expired"):
        sales.accept_quote(trade.connection, quote_id=short, ordered_on=day(4))


def test_a_quote_that_somebody_has_decided_meanwhile_is_not_decided_again(trade: Trade) -> None:
    quote_id = _quote(trade)
    trade.connection.execute("update erp.quotes set valid_until = valid_until + 1")
    with pytest.raises(LostUpdate, match=r"QU\d+ of erp.quotes is at version 2"):
        sales.accept_quote(
            trade.connection, quote_id=quote_id, ordered_on=day(3), expected_version=1
        )
    sales.accept_quote(trade.connection, quote_id=quote_id, ordered_on=day(3), expected_version=2)


def test_another_company_numbers_and_expires_its_own_quotes(trade: Trade) -> None:
    _quote(trade, valid_for=5)
    assert sales.expire_quotes(trade.connection, on=day(9), company_id=2) == []
