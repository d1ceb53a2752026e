"""Each check of the list sees what it is for; accruals and bank balances refuse what is wrong."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from bookkeeping import Books
from trade import DAY, Trade, day

from operations.database.server import Store
from operations.erp.accounting.commands import post
from operations.erp.accounting.errors import (
    AlreadyDone,
    NoRate,
    PeriodClosed,
    PeriodNotOpen,
    UnknownAccount,
)
from operations.erp.accounting.model import Entry, Posting
from operations.erp.accounting.periods import close_period as close_anyhow
from operations.erp.accounting.tax_filing import file_tax_return
from operations.erp.accounting.tax_returns import Box, TaxPeriod, prepare_tax_return
from operations.erp.closing.commands import (
    accrue,
    close_period,
    closing_checklist,
    record_bank_balance,
)
from operations.erp.closing.errors import PeriodNotReady
from operations.erp.closing.to_invoice import to_invoice
from operations.erp.sales import commands as sales
from operations.errors import InvalidValue, NotFound

END_OF_MARCH = dt.date(2024, 3, 31)


def _broken(trade: Trade) -> dict[str, str]:
    found = closing_checklist(trade.connection, month=DAY)
    return {check.name: check.detail for check in found if not check.is_ok}


def _delivered(trade: Trade) -> int:
    order_id = trade.order()
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    return order_id


def _post(trade: Trade, *lines: Posting) -> None:
    post(trade.connection, Entry("OD", DAY, "manual_entry", "ME-1", "By hand", lines))


def test_a_month_without_entries_has_nothing_to_check(trade: Trade) -> None:
    assert _broken(trade) == {}
    with pytest.raises(PeriodNotOpen, match="2024-03 has no entries"):
        close_period(trade.connection, month=DAY, strict=True)


def test_a_receivable_without_a_document_is_seen(trade: Trade) -> None:
    _post(
        trade,
        Posting("411", debit=Decimal(5), customer_id=trade.customer),
        Posting("758", credit=Decimal(5)),
    )
    assert _broken(trade) == {
        "receivables": "The documents say 0.00, account 411 says 5.00.",
    }


def test_stock_that_no_move_made_is_seen(trade: Trade) -> None:
    _post(trade, Posting("37", debit=Decimal(5)), Posting("6037", credit=Decimal(5)))
    assert _broken(trade) == {"stock": "The stock says 0, account 37 says 5.00."}


def test_what_is_left_in_suspense_is_seen(trade: Trade) -> None:
    _post(trade, Posting("471", debit=Decimal(5)), Posting("758", credit=Decimal(5)))
    assert _broken(trade) == {"suspense": "5.00 are on 471."}


def test_vat_without_a_code_is_seen(trade: Trade) -> None:
    _post(trade, Posting("44566", debit=Decimal(5)), Posting("758", credit=Decimal(5)))
    assert _broken(trade)["VAT codes"] == "JE00001 post VAT without a code."


def test_the_vat_of_a_bad_debt_comes_back_in_its_box_and_stops_no_closing(trade: Trade) -> None:
    lost = trade.invoiced()
    sales.write_off(trade.connection, invoice_id=lost, written_off_on=day(20), reason="bad_debt")
    period = TaxPeriod.month(DAY)
    found = prepare_tax_return(trade.connection, period=period)
    assert found.boxes() == {
        "08": Box(Decimal(1000), Decimal(200)),
        "21": Box(Decimal(0), Decimal(200)),
    }
    assert found.payable_amount == 0
    file_tax_return(trade.connection, period=period, filed_on=day(40))
    assert "VAT codes" not in _broken(trade)


def test_open_dollars_that_were_not_valued_are_seen(trade: Trade) -> None:
    books = Books(trade)
    _post(
        trade,
        Posting("607", debit=Decimal(9)),
        Posting(
            "401",
            credit=Decimal(9),
            supplier_id=books.supplier,
            currency_code="USD",
            document_amount=Decimal(-10),
        ),
    )
    assert "USD are open and not valued" in _broken(trade)["foreign currency"]


def test_an_entry_put_out_of_balance_by_force_is_seen(own_store: Store) -> None:
    with psycopg.connect(own_store.owner) as connection:
        trade = Trade(connection)
        _post(trade, Posting("627", debit=Decimal(5)), Posting("758", credit=Decimal(5)))
        connection.execute("set session_replication_role = replica")
        connection.execute("update erp.journal_lines set debit = 6 where debit > 0")
        assert _broken(trade)["entries balance"] == "JE00001 do not balance, or have no lines."
        connection.rollback()


def test_a_quarter_is_declared_with_its_last_month(trade: Trade) -> None:
    trade.connection.execute("update erp.companies set tax_period_months = 3")
    Books(trade).sell("100.00", dt.date(2024, 2, 5))
    february = closing_checklist(trade.connection, month=dt.date(2024, 2, 1))
    assert {check.detail for check in february if check.name == "VAT return"} == {
        "It is due for 2024-01 to 2024-03."
    }
    assert "2024-01 to 2024-03 is not filed" in _broken(trade)["VAT return"]


def test_a_month_closes_without_the_checks_when_they_are_not_asked_for(trade: Trade) -> None:
    _post(trade, Posting("471", debit=Decimal(5)), Posting("758", credit=Decimal(5)))
    with pytest.raises(PeriodNotReady, match=r"2024-03 cannot be closed: 5\.00 are on 471") as no:
        close_period(trade.connection, month=DAY, strict=True)
    assert no.value.remedy == "Post it where it belongs."
    close_period(trade.connection, month=DAY)


def test_sales_of_a_month_are_accrued_once(trade: Trade) -> None:
    _delivered(trade)
    accrue(trade.connection, month=DAY)
    with pytest.raises(AlreadyDone, match="accrued for 2024-03 already"):
        accrue(trade.connection, month=END_OF_MARCH)
    assert _broken(trade) == {}


def test_nothing_is_accrued_where_all_is_invoiced(trade: Trade) -> None:
    trade.invoiced()
    assert accrue(trade.connection, month=DAY) is None


def test_what_is_invoiced_later_was_to_be_invoiced_at_the_months_end(trade: Trade) -> None:
    order_id = _delivered(trade)
    sales.invoice(trade.connection, order_id=order_id, posted_on=dt.date(2024, 4, 3))
    (found,) = to_invoice(trade.connection, on=END_OF_MARCH)
    assert [found.net_amount, found.tax_amount_base] == [1000, 200]
    assert to_invoice(trade.connection, on=dt.date(2024, 4, 3)) == []


def test_a_sale_in_dollars_is_accrued_at_a_rate(trade: Trade) -> None:
    _delivered(trade)
    trade.connection.execute("update erp.sales_orders set currency_code = 'USD'")
    with pytest.raises(NoRate, match="USD to EUR on 2024-03-31"):
        accrue(trade.connection, month=DAY)


def test_both_months_of_an_accrual_must_be_open(trade: Trade) -> None:
    _delivered(trade)
    close_anyhow(trade.connection, month=DAY)
    with pytest.raises(PeriodClosed, match="accrual of 2024-03 cannot be dated 2024-03-31"):
        accrue(trade.connection, month=DAY)


def test_a_bank_states_one_balance_a_day_on_an_account_of_its_own(trade: Trade) -> None:
    for amount in (Decimal(5), Decimal(7)):
        record_bank_balance(trade.connection, stated_on=DAY, amount=amount)
    assert trade.row("select amount from erp.bank_balances") == 7
    with pytest.raises(InvalidValue, match="Account 411 is not one of a bank"):
        record_bank_balance(trade.connection, stated_on=DAY, amount=Decimal(5), account_code="411")
    with pytest.raises(UnknownAccount, match="5199"):
        record_bank_balance(trade.connection, stated_on=DAY, amount=Decimal(5), account_code="5199")
    with pytest.raises(InvalidValue, match="2 decimals"):
        record_bank_balance(trade.connection, stated_on=DAY, amount=Decimal("0.001"))
    with pytest.raises(NotFound, match="company 999999"):
        record_bank_balance(trade.connection, stated_on=DAY, amount=Decimal(5), company_id=999_999)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (
            "insert into erp.accruals (month, entry_id, reversal_entry_id, net_amount, tax_amount)"
            " select month, entry_id, reversal_entry_id, 1, 0 from erp.accruals",
            "accruals_company_id_month_key",
        ),
        ("update erp.accruals set month = '2024-03-02'", "accruals_month_check"),
        (
            "insert into erp.bank_balances (account_code, stated_on, amount)"
            " values ('411', '2024-03-31', 1)",
            "bank_balances_account_code_check",
        ),
    ],
)
def test_the_database_itself_accrues_a_month_once_and_knows_its_banks(
    trade: Trade, change: str, rule: str
) -> None:
    _delivered(trade)
    accrue(trade.connection, month=DAY)
    with pytest.raises(psycopg.errors.IntegrityError, match=rule):
        trade.connection.execute(change.encode())
