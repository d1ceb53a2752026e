"""What valuing foreign currency refuses, and when it posts nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from bookkeeping import Books
from trade import Trade

from operations.erp.accounting.currencies import set_rate
from operations.erp.accounting.errors import AlreadyDone, NoRate, PeriodClosed
from operations.erp.accounting.model import Posting
from operations.erp.accounting.periods import close_period
from operations.erp.accounting.revaluation import revalue

MARCH, END_OF_MARCH = dt.date(2024, 3, 12), dt.date(2024, 3, 31)


@pytest.fixture
def books(trade: Trade) -> Books:
    """1,000 dollars that a customer owes, posted at 0.90."""
    made = Books(trade)
    made.post(
        "VT",
        MARCH,
        "invoice",
        "INV-1",
        Posting(
            "411",
            debit=Decimal(900),
            customer_id=trade.customer,
            reference="INV-1",
            currency_code="USD",
            document_amount=Decimal(1000),
        ),
        Posting("707", credit=Decimal(900)),
    )
    return made


def _rate(trade: Trade, rate: str, on: dt.date = END_OF_MARCH) -> None:
    set_rate(
        trade.connection, from_currency="USD", to_currency="EUR", valid_on=on, rate=Decimal(rate)
    )


def test_a_month_is_revalued_once(trade: Trade, books: Books) -> None:
    _rate(trade, "0.95")
    revalue(trade.connection, month=MARCH)
    with pytest.raises(AlreadyDone, match="revalued for 2024-03 already"):
        revalue(trade.connection, month=END_OF_MARCH)


def test_a_rate_of_another_month_does_not_value_this_one(trade: Trade, books: Books) -> None:
    _rate(trade, "0.95", dt.date(2024, 2, 29))
    _rate(trade, "0.99", dt.date(2024, 4, 1))
    with pytest.raises(NoRate, match="USD to EUR from 2024-03-01 to 2024-03-31"):
        revalue(trade.connection, month=MARCH)


def test_nothing_is_posted_where_nothing_differs(trade: Trade, books: Books) -> None:
    _rate(trade, "0.90")
    assert revalue(trade.connection, month=MARCH) is None
    assert revalue(trade.connection, month=dt.date(2024, 2, 1)) is None  # nothing foreign yet
    assert trade.row("select count(*) from erp.exchange_revaluations") == 0


def test_both_months_must_be_open(trade: Trade, books: Books) -> None:
    _rate(trade, "0.95")
    close_period(trade.connection, month=MARCH)
    with pytest.raises(PeriodClosed, match="revaluation of 2024-03 cannot be dated 2024-03-31"):
        revalue(trade.connection, month=MARCH)


def test_a_loss_without_a_provision_stays_out_of_the_result(trade: Trade, books: Books) -> None:
    _rate(trade, "0.80")
    revalue(trade.connection, month=MARCH)
    found = trade.row(
        "select gain_amount, loss_amount, provision_amount from erp.exchange_revaluations"
    )
    assert found == (0, 100, 0)
    query = "select count(*) from erp.journal_lines where account_code in ('6815', '1515')"
    assert trade.row(query) == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("update erp.exchange_revaluations set provision_amount = 1", "provision_is_of_the_loss"),
        (
            "insert into erp.exchange_revaluations (month, entry_id, reversal_entry_id,"
            " gain_amount, loss_amount, provision_amount) select month, entry_id,"
            " reversal_entry_id, 0, 0, 0 from erp.exchange_revaluations",
            "month",
        ),
    ],
)
def test_the_database_itself_values_a_month_once(
    trade: Trade, books: Books, change: str, rule: str
) -> None:
    _rate(trade, "0.95")
    revalue(trade.connection, month=MARCH)
    with pytest.raises(psycopg.errors.IntegrityError, match=rule):
        trade.connection.execute(change.encode())
