"""What a VAT return refuses, and what it does with what fits no code."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import psycopg
import pytest
from bookkeeping import Books, balances
from trade import Trade
from waiting import LONGEST_WAIT_SECONDS, until_the_second_waits

from operations.database.server import Store
from operations.erp.accounting.errors import (
    NothingToPay,
    PeriodClosed,
    TaxPeriodNotOver,
    TaxReturnFiled,
    TaxReturnOutOfOrder,
)
from operations.erp.accounting.model import Posting
from operations.erp.accounting.periods import close_period
from operations.erp.accounting.tax_filing import file_tax_return, pay_tax_return
from operations.erp.accounting.tax_returns import TaxPeriod, prepare_tax_return
from operations.errors import InvalidValue, NotFound

JANUARY, FEBRUARY = dt.date(2024, 1, 15), dt.date(2024, 2, 15)
FIRST, SECOND = TaxPeriod.month(JANUARY), TaxPeriod.month(FEBRUARY)


def _file(trade: Trade, period: TaxPeriod = FIRST, on: dt.date = dt.date(2024, 4, 10)) -> int:
    return file_tax_return(trade.connection, period=period, filed_on=on)


def test_a_period_is_filed_once_and_after_those_before_it(trade: Trade) -> None:
    Books(trade).sell("100.00", JANUARY)
    _file(trade, SECOND)
    with pytest.raises(TaxReturnFiled, match="2024-02 to 2024-02 was filed: TR00001"):
        _file(trade, SECOND)
    with pytest.raises(TaxReturnFiled, match="2024-01 to 2024-03 was filed: TR00001"):
        _file(trade, TaxPeriod.quarter(JANUARY))
    with pytest.raises(TaxReturnOutOfOrder, match="TR00001 of a later period was"):
        _file(trade)


def test_a_return_is_filed_when_its_period_is_over(trade: Trade) -> None:
    with pytest.raises(TaxPeriodNotOver, match="cannot be filed on 2024-01-31"):
        _file(trade, on=FIRST.ends_on)
    with pytest.raises(TaxPeriodNotOver, match="cannot be posted on 2024-01-30"):
        file_tax_return(
            trade.connection, period=FIRST, filed_on=FEBRUARY, posted_on=dt.date(2024, 1, 30)
        )


def test_a_return_posts_in_an_open_month(trade: Trade) -> None:
    Books(trade).sell("100.00", JANUARY)
    close_period(trade.connection, month=JANUARY)
    with pytest.raises(PeriodClosed, match="VAT return of 2024-01 to 2024-01 cannot be dated"):
        _file(trade)
    assert trade.row("select count(*) from erp.tax_returns") == 0
    file_tax_return(
        trade.connection, period=FIRST, filed_on=FEBRUARY, posted_on=dt.date(2024, 2, 1)
    )
    assert balances(trade, "44571", "44551") == {"44571": "0.00", "44551": "-20.00"}


def test_a_return_of_nothing_is_filed_without_an_entry(trade: Trade) -> None:
    tax_return_id = _file(trade)
    assert trade.row("select entry_id, payable_amount from erp.tax_returns") == (None, 0)
    with pytest.raises(NothingToPay, match="TR00001 has nothing to pay"):
        pay_tax_return(trade.connection, tax_return_id=tax_return_id, paid_on=dt.date(2024, 5, 1))


def test_a_return_is_paid_once_and_not_before_it_was_filed(trade: Trade) -> None:
    Books(trade).sell("100.00", JANUARY)
    tax_return_id = _file(trade)
    with pytest.raises(NothingToPay, match="filed on 2024-04-10, and cannot be paid on 2024-04-09"):
        pay_tax_return(trade.connection, tax_return_id=tax_return_id, paid_on=dt.date(2024, 4, 9))
    paid_on = dt.date(2024, 4, 10)
    pay_tax_return(trade.connection, tax_return_id=tax_return_id, paid_on=paid_on)
    with pytest.raises(NothingToPay, match="TR00001 was paid on 2024-04-10"):
        pay_tax_return(trade.connection, tax_return_id=tax_return_id, paid_on=paid_on)
    with pytest.raises(NotFound, match="VAT return 999999"):
        pay_tax_return(trade.connection, tax_return_id=999_999, paid_on=paid_on)


def test_a_return_is_paid_from_an_open_month(trade: Trade) -> None:
    books = Books(trade)
    books.sell("100.00", JANUARY)
    tax_return_id = _file(trade, on=dt.date(2024, 2, 10))
    books.sell("100.00", FEBRUARY)
    for month in (JANUARY, FEBRUARY):
        close_period(trade.connection, month=month)
    with pytest.raises(PeriodClosed, match="payment of VAT return TR00001"):
        pay_tax_return(trade.connection, tax_return_id=tax_return_id, paid_on=FEBRUARY)


def test_tax_without_a_code_is_settled_and_shown_apart(trade: Trade) -> None:
    Books(trade).post(
        "OD",
        JANUARY,
        "manual_entry",
        "ME1",
        Posting("512", debit=Decimal(120)),
        Posting("707", credit=Decimal(100)),
        Posting("44571", credit=Decimal(20)),
    )
    (line,) = prepare_tax_return(trade.connection, period=FIRST).lines
    assert (line.tax_code, line.due_amount, line.base_box) == (None, Decimal(20), None)
    _file(trade)
    assert balances(trade, "44571") == {"44571": "0.00"}


def test_every_line_knows_the_return_that_declared_it(trade: Trade) -> None:
    Books(trade).sell("100.00", JANUARY)
    tax_return_id = _file(trade)
    rows = trade.connection.execute(
        "select account_code, tax_return_id from erp.journal_lines"
        " where tax_code is not null order by 1"
    ).fetchall()
    assert rows == [("44571", tax_return_id), ("707", tax_return_id)]
    assert prepare_tax_return(trade.connection, period=SECOND).lines == ()


def test_a_period_is_of_whole_months() -> None:
    with pytest.raises(InvalidValue, match="not of whole months"):
        TaxPeriod(dt.date(2024, 1, 1), dt.date(2024, 1, 30))
    year = TaxPeriod.of_months(JANUARY, 12)
    assert (year.starts_on, year.ends_on) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ("'2024-01-01', '2024-01-31', '2024-02-10', 5, 0, 0, 0, 0", "payable_is_due"),
        ("'2024-01-01', '2024-01-31', '2024-01-31', 0, 0, 0, 0, 0", "filed_after_its_end"),
        ("'2024-01-02', '2024-01-31', '2024-02-10', 0, 0, 0, 0, 0", "whole_months"),
        ("'2024-01-01', '2024-01-31', '2024-02-10', 5, 5, 0, 5, 5", "payable_or_credit"),
        ("'2024-02-01', '2024-04-30', '2024-05-10', 0, 0, 0, 0, 0", "one_return_a_day"),
    ],
)
def test_the_database_itself_keeps_returns_whole(trade: Trade, values: str, rule: str) -> None:
    _file(trade, SECOND)
    with pytest.raises(psycopg.errors.IntegrityError, match=rule):
        trade.connection.execute(
            b"insert into erp.tax_returns (tax_return_number, starts_on, ends_on, filed_on,"
            b" due_amount, deductible_amount, credit_brought_amount, payable_amount,"
            b" credit_amount) values ('X', " + values.encode() + b")"
        )


@pytest.mark.parametrize(
    "change", ["set credit = 21", "set tax_code = 'FR10'", "set tax_return_id = null"]
)
def test_the_database_itself_keeps_what_was_declared(trade: Trade, change: str) -> None:
    Books(trade).sell("100.00", JANUARY)
    _file(trade)
    with pytest.raises(psycopg.errors.CheckViolation, match="was declared by a VAT return"):
        trade.connection.execute(
            f"update erp.journal_lines {change} where tax_return_id is not null".encode()
        )


def test_what_is_posted_while_a_return_is_filed_is_summed_by_it(own_store: Store) -> None:
    def file_it() -> None:
        with psycopg.connect(own_store.writer, application_name="second") as second:
            file_tax_return(second, period=FIRST, filed_on=dt.date(2024, 4, 10))

    with ThreadPoolExecutor(1) as pool, psycopg.connect(own_store.writer) as first:
        trade = Trade(first)
        Books(trade).sell("100.00", JANUARY)
        first.commit()
        Books(trade).sell("50.00", JANUARY)
        waiting = pool.submit(file_it)
        until_the_second_waits(own_store)
        first.commit()
        waiting.result(LONGEST_WAIT_SECONDS)
        assert trade.row("select due_amount from erp.tax_returns") == Decimal("30.00")
        assert balances(trade, "44571") == {"44571": "0.00"}
