"""Disputes begin and end once; reminders leave alone what is not late."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import Trade, day

from operations.erp.sales import commands as sales
from operations.erp.sales.cash_errors import DisputeOpen, NotDisputed
from operations.erp.sales.errors import TooEarly
from operations.errors import InvalidValue, NotFound


def _dispute(trade: Trade, invoice_id: int, on: int = 10, reason: str = "leaks") -> int:
    return sales.dispute(trade.connection, invoice_id=invoice_id, opened_on=day(on), reason=reason)


def _settle(trade: Trade, invoice_id: int, on: int = 12, outcome: str = "repaired") -> None:
    sales.settle_dispute(
        trade.connection, invoice_id=invoice_id, settled_on=day(on), outcome=outcome
    )


def test_an_invoice_is_disputed_once_at_a_time(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _dispute(trade, invoice_id)
    with pytest.raises(DisputeOpen, match="is disputed since 2024-03-11"):
        _dispute(trade, invoice_id, on=11)
    _settle(trade, invoice_id)
    _dispute(trade, invoice_id, on=20)


def test_what_is_not_disputed_is_not_settled(trade: Trade) -> None:
    with pytest.raises(NotDisputed):
        _settle(trade, trade.invoiced())


def test_a_dispute_has_words_and_follows_its_invoice(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    with pytest.raises(TooEarly, match="dispute of invoice"):
        _dispute(trade, invoice_id, on=1)
    with pytest.raises(InvalidValue, match="says nothing"):
        _dispute(trade, invoice_id, reason=" ")
    with pytest.raises(NotFound, match="invoice 999999"):
        _dispute(trade, 999_999)
    _dispute(trade, invoice_id)
    with pytest.raises(TooEarly, match="settlement of dispute"):
        _settle(trade, invoice_id, on=9)
    with pytest.raises(InvalidValue, match="says nothing"):
        _settle(trade, invoice_id, outcome="")


def test_a_dispute_is_seen_from_its_first_day_to_the_eve_of_its_end(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _dispute(trade, invoice_id, on=10)
    _settle(trade, invoice_id, on=12)
    seen = {
        on: sales.receivables(trade.connection, on=day(on))[0].is_disputed for on in range(9, 14)
    }
    assert seen == {9: False, 10: True, 11: True, 12: False, 13: False}


def test_what_is_not_late_or_paid_is_not_reminded_of(trade: Trade) -> None:
    trade.invoiced()
    paid = trade.invoiced()
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(33),
        allocations={paid: Decimal(1200)},
    )
    assert sales.run_dunning(trade.connection, on=day(39)) == []
    (letter,) = sales.run_dunning(trade.connection, on=day(40))
    assert len(letter.lines) == 1


def test_each_customer_gets_a_letter_of_his_own(trade: Trade) -> None:
    other = trade.register("Other")
    trade.invoiced()
    trade.invoiced(customer=other)
    letters = sales.run_dunning(trade.connection, on=day(40))
    assert {letter.customer_id for letter in letters} == {trade.customer, other}
    assert trade.row("select count(*) from erp.reminders") == 2


def test_another_company_reminds_of_its_own_invoices_alone(trade: Trade) -> None:
    trade.invoiced()
    assert sales.run_dunning(trade.connection, on=day(40), company_id=2) == []
