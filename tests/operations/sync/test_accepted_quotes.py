"""A quote accepted in the CRM becomes one order of the books, however often they are told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from two_sides import DAY, TODAY, TwoSides

from operations.erp.party.commands import block_customer
from operations.erp.party.errors import CustomerBlocked
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import QuoteNotOpen, TooEarly
from operations.erp.sales.model import Line
from operations.errors import NotFound
from operations.sync.commands import note_acceptance
from operations.sync.errors import AcceptedAlready
from operations.sync.quotes import order_accepted


def _quote(sides: TwoSides) -> int:
    return sales.quote(
        sides.connection,
        customer_id=sides.trade.customer,
        quoted_on=DAY,
        valid_until=TODAY,
        lines=[Line(sides.trade.pump, Decimal(2), Decimal("99.90"))],
    )


def _accept(sides: TwoSides, quote_id: int) -> None:
    note_acceptance(sides.connection, quote_id=quote_id, accepted_on=TODAY, promised_on=TODAY)


def test_an_accepted_quote_becomes_an_order(sides: TwoSides) -> None:
    quote_id = _quote(sides)
    _accept(sides, quote_id)
    assert sides.row("select count(*) from erp.sales_orders") == 0
    sides.sync()
    order = sides.row(
        "select orders.ordered_on, orders.promised_on, net_amount, quotes.status"
        " from crm.quote_acceptances join erp.sales_orders as orders using (order_id, quote_id)"
        " join erp.sales_order_lines using (order_id) join erp.quotes using (quote_id)"
    )
    assert order == (TODAY, TODAY, Decimal("199.80"), "accepted")
    order_accepted(sides.connection, quote_id)
    assert sides.row("select count(*) from erp.sales_orders") == 1


def test_one_accepted_in_the_books_meanwhile_makes_no_second_order(sides: TwoSides) -> None:
    quote_id = _quote(sides)
    _accept(sides, quote_id)
    order_id = sales.accept_quote(sides.connection, quote_id=quote_id, ordered_on=TODAY)
    sides.sync()
    assert sides.row("select order_id from crm.quote_acceptances") == order_id
    assert sides.row("select count(*) from erp.sales_orders") == 1


def test_a_quote_is_accepted_once(sides: TwoSides) -> None:
    quote_id = _quote(sides)
    _accept(sides, quote_id)
    with pytest.raises(AcceptedAlready, match=f"was accepted on {TODAY}"):
        _accept(sides, quote_id)


def test_a_quote_that_is_not_open_is_not_accepted(sides: TwoSides) -> None:
    quote_id = _quote(sides)
    sales.refuse_quote(sides.connection, quote_id=quote_id, refused_on=DAY, reason="Too dear")
    with pytest.raises(QuoteNotOpen, match="is refused"):
        _accept(sides, quote_id)


def test_a_quote_is_not_accepted_before_it_was_made(sides: TwoSides) -> None:
    early = DAY.replace(day=1, month=1)
    with pytest.raises(TooEarly):
        note_acceptance(sides.connection, quote_id=_quote(sides), accepted_on=early)


def test_a_quote_that_is_not_there_is_told(sides: TwoSides) -> None:
    with pytest.raises(NotFound, match="quote 0"):
        _accept(sides, 0)


def test_what_the_books_refuse_makes_no_order(sides: TwoSides) -> None:
    quote_id = _quote(sides)
    _accept(sides, quote_id)
    block_customer(
        sides.connection, customer_id=sides.trade.customer, blocked_on=DAY, reason="Does not pay"
    )
    with pytest.raises(CustomerBlocked):
        sides.sync()
    assert sides.row("select count(*) from erp.sales_orders") == 0


def test_a_second_order_of_a_quote_is_refused_by_the_database(sides: TwoSides) -> None:
    quote_id = _quote(sides)
    _accept(sides, quote_id)
    sides.sync()
    other = _quote(sides)
    with pytest.raises(Exception, match="quote_acceptances_order_id_key"):
        sides.connection.execute(
            "insert into crm.quote_acceptances (quote_id, accepted_on, order_id)"
            " select %s, %s, order_id from crm.quote_acceptances",
            [other, TODAY],
        )
