"""Rebates: once for a time in which something was bought, and used once."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.sales import commands as sales
from operations.erp.sales.cash_errors import (
    IsDownPayment,
    NotEnoughCash,
    NothingToRebate,
    NothingToRefund,
    RebateGranted,
)
from operations.erp.sales.errors import ForeignInvoice, NoLines, OverPayment, TooEarly
from operations.errors import InvalidValue, NotFound


def _grant(trade: Trade, start: int = 0, end: int = 20, posted: int = 20, rate: str = "0.1") -> int:
    return sales.grant_rebate(
        trade.connection,
        customer_id=trade.customer,
        starts_on=day(start),
        ends_on=day(end),
        posted_on=day(posted),
        rebate_rate=Decimal(rate),
    )


def _apply(trade: Trade, rebate_id: int, invoice_id: int, amount: str, on: int = 20) -> None:
    sales.apply_rebate(
        trade.connection,
        rebate_id=rebate_id,
        applied_on=day(on),
        allocations={invoice_id: Decimal(amount)},
    )


def test_a_day_is_rebated_once(trade: Trade) -> None:
    trade.invoiced()
    _grant(trade)
    with pytest.raises(RebateGranted, match=r"CN\d+ is for 2024-03-01 to 2024-03-21"):
        _grant(trade, start=20, end=30, posted=30)
    with pytest.raises(NothingToRebate):
        _grant(trade, start=21, end=30, posted=30)


def test_nothing_goes_back_where_nothing_was_bought_or_all_was_credited(trade: Trade) -> None:
    with pytest.raises(NothingToRebate, match="from 2024-03-01 to 2024-03-21"):
        _grant(trade)
    invoice_id = trade.invoiced()
    (line,) = trade.invoice_lines(invoice_id)
    sales.credit(
        trade.connection,
        invoice_id=invoice_id,
        posted_on=day(5),
        reason="return",
        lines={line: Decimal(10)},
    )
    with pytest.raises(NothingToRebate):
        _grant(trade)


def test_a_rebate_has_a_rate_a_time_that_has_ended_and_an_open_month(trade: Trade) -> None:
    trade.invoiced()
    for rate, end in (("0", 20), ("1.01", 20), ("0.1", -1)):
        with pytest.raises(InvalidValue, match="rebate of customer"):
            _grant(trade, end=end, rate=rate)
    with pytest.raises(TooEarly, match="time of the rebate"):
        _grant(trade, posted=19)
    close_period(trade.connection, month=day(0))
    with pytest.raises(PeriodClosed, match="rebate of customer"):
        _grant(trade)


def test_no_more_of_a_rebate_is_used_than_was_granted(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    rebate_id = _grant(trade)  # 100 and 20 of VAT
    _apply(trade, rebate_id, invoice_id, "100")
    with pytest.raises(NotEnoughCash, match=r"rebate CN\d+: 20\.01 .* 20\.00 is there"):
        _apply(trade, rebate_id, invoice_id, "20.01")
    with pytest.raises(NothingToRefund):
        sales.refund(trade.connection, rebate_id=rebate_id, refunded_on=day(21), amount=Decimal(21))
    _apply(trade, rebate_id, invoice_id, "20")
    lettered = "select count(*) from erp.journal_lines where reference = %s and lettering_id > 0"
    number = str(trade.row("select rebate_number from erp.rebates"))
    assert trade.row(lettered, number) == 3


def test_a_rebate_settles_what_is_owed_by_the_same_customer(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    rebate_id = _grant(trade)
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={invoice_id: Decimal(1150)},
    )
    with pytest.raises(OverPayment):
        _apply(trade, rebate_id, invoice_id, "51")
    with pytest.raises(ForeignInvoice):
        _apply(trade, rebate_id, trade.invoiced(customer=trade.register("Other")), "1")
    with pytest.raises(TooEarly, match="application of rebate"):
        _apply(trade, rebate_id, invoice_id, "1", on=19)
    with pytest.raises(NotFound, match="rebate 999999"):
        _apply(trade, 999_999, invoice_id, "1")
    with pytest.raises(NoLines):
        sales.apply_rebate(
            trade.connection, rebate_id=rebate_id, applied_on=day(20), allocations={}
        )


def test_the_database_refuses_more_than_was_granted_and_a_day_twice(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    rebate_id = _grant(trade)
    write = (
        "insert into erp.rebate_allocations (rebate_id, invoice_id, applied_on, amount)"
        " values (%s, %s, %s, %s)"
    )
    with (
        pytest.raises(psycopg.errors.CheckViolation, match=r"Rebate CN\d+: 1\.00 more is used"),
        trade.connection.transaction(),
    ):
        trade.connection.execute(write, [rebate_id, invoice_id, day(20), 121])
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_rebate_a_day"):
        trade.connection.execute(
            "insert into erp.rebates (rebate_number, customer_id, starts_on, ends_on, posted_on,"
            " rebate_rate, basis_amount, net_amount, tax_amount, gross_amount)"
            " select 'CNX', customer_id, ends_on, ends_on, posted_on, rebate_rate, basis_amount,"
            " net_amount, tax_amount, gross_amount from erp.rebates"
        )


def test_a_rebate_pays_no_down_payment_and_nothing_of_another(trade: Trade) -> None:
    trade.invoiced()
    rebate_id = _grant(trade)
    advance = sales.down_payment(
        trade.connection, order_id=trade.order(), posted_on=day(1), net_amount=Decimal(100)
    )
    with pytest.raises(IsDownPayment):
        _apply(trade, rebate_id, advance, "1")
    foreign = trade.invoiced(customer=trade.register("Other"))
    for invoice_id, why in ((advance, "asks for a down-payment"), (foreign, "not of one customer")):
        with (
            pytest.raises(psycopg.errors.CheckViolation, match=why),
            trade.connection.transaction(),
        ):
            trade.connection.execute(
                "insert into erp.rebate_allocations (rebate_id, invoice_id, applied_on, amount)"
                " values (%s, %s, %s, 1)",
                [rebate_id, invoice_id, day(20)],
            )
