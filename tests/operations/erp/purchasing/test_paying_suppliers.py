"""Payments to suppliers: never more than is owed, never what is blocked, in any currency."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import day

from operations.erp.accounting.currencies import set_rate
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    DiscountNotDue,
    NoLines,
    NotTheirs,
    OverPayment,
    TooEarly,
)
from operations.erp.purchasing.model import ExpenseLine
from operations.erp.purchasing.paper import Discount
from operations.errors import InvalidValue, NotFound

RENT = ExpenseLine("613", Decimal(1000), "Loyer")
OPEN_LETTERS = (
    "select count(*) from erp.journal_lines where account_code = '401' and lettering_id is null"
)


def _rate(buying: Buying, number: int, rate: str) -> None:
    set_rate(
        buying.connection,
        from_currency="USD",
        to_currency="EUR",
        valid_on=day(number),
        rate=Decimal(rate),
    )


def test_a_payment_settles_and_letters_its_invoice(buying: Buying) -> None:
    invoice_id = buying.invoice(RENT)
    payment_id = buying.pay({invoice_id: "1200"})
    assert buying.entries(buying.number("supplier_payment", payment_id)) == [
        ("401", 1200, 0),
        ("512", 0, 1200),
    ]
    assert buying.trade.row(OPEN_LETTERS) == 0


def test_a_part_leaves_the_rest_open(buying: Buying) -> None:
    invoice_id = buying.invoice(RENT)
    buying.pay({invoice_id: "500"})
    assert buying.trade.row(OPEN_LETTERS) == 2
    buying.pay({invoice_id: "700"}, on=31)
    assert buying.trade.row(OPEN_LETTERS) == 0


def test_one_payment_pays_several_invoices(buying: Buying) -> None:
    first, second = buying.invoice(RENT), buying.invoice(RENT, reference="F-2")
    payment_id = buying.pay({first: "1200", second: "200"})
    paid = "select amount from erp.supplier_payments where supplier_payment_id = %s"
    assert buying.trade.row(paid, payment_id) == 1400
    assert buying.balances("401") == {"401": -1000}


def test_over_payment_names_the_invoice_and_what_is_owed(buying: Buying) -> None:
    invoice_id = buying.invoice(RENT)
    buying.pay({invoice_id: "1000"})
    with pytest.raises(OverPayment, match=r"PI\d+: 200\.01 cannot be paid, 200\.00 is owed"):
        buying.pay({invoice_id: "200.01"})


def test_a_discount_for_paying_early_is_earned_with_its_vat(buying: Buying) -> None:
    invoice_id = buying.invoice(RENT, discount=Discount(Decimal("0.02"), day(17)))
    payment_id = buying.pay({invoice_id: "1176"}, discounts={invoice_id: Decimal(24)}, on=17)
    assert buying.entries(buying.number("supplier_payment", payment_id)) == [
        ("401", 1200, 0),
        ("512", 0, 1176),
        ("765", 0, 20),
        ("44566", 0, 4),
    ]
    assert buying.trade.row(OPEN_LETTERS) == 0


def test_a_discount_is_agreed_in_time_and_no_more(buying: Buying) -> None:
    with pytest.raises(InvalidValue, match="The discount is 1"):
        Discount(Decimal(1), day(17))
    plain = buying.invoice(RENT)
    with pytest.raises(DiscountNotDue, match="has no discount"):
        buying.pay({plain: "1199"}, discounts={plain: Decimal(1)})
    early = buying.invoice(RENT, reference="F-2", discount=Discount(Decimal("0.02"), day(17)))
    with pytest.raises(DiscountNotDue, match="until 2024-03-18, not on 2024-03-19"):
        buying.pay({early: "1176"}, discounts={early: Decimal(24)}, on=18)
    with pytest.raises(DiscountNotDue, match=r"24\.01 is more than .* 24\.00"):
        buying.pay({early: "1175.99"}, discounts={early: Decimal("24.01")}, on=17)
    buying.pay({early: "588"}, discounts={early: Decimal(12)}, on=16)
    with pytest.raises(DiscountNotDue, match=r"12\.01 is more than .* 12\.00"):
        buying.pay({early: "587.99"}, discounts={early: Decimal("12.01")}, on=17)


@pytest.mark.parametrize(
    ("paid_at", "account", "sides"),
    [("0.95", "656", (50, 0)), ("0.85", "756", (0, 50))],
)
def test_a_rate_that_moved_is_a_loss_or_a_gain_of_operations(
    buying: Buying, paid_at: str, account: str, sides: tuple[int, int]
) -> None:
    abroad = buying.register("Pump & Sons", "US")
    _rate(buying, 0, "0.90")
    _rate(buying, 20, paid_at)
    invoice_id = buying.invoice(
        ExpenseLine("622", Decimal(1000), "Advice", is_taxed=False),
        supplier_id=abroad,
        currency_code="USD",
    )
    payment_id = buying.pay({invoice_id: "1000"}, supplier_id=abroad, currency_code="USD")
    entries = buying.entries(buying.number("supplier_payment", payment_id))
    assert (account, *sides) in entries
    assert ("401", 900, 0) in entries
    assert ("512", 0, Decimal(paid_at) * 1000) in entries
    assert buying.trade.row(OPEN_LETTERS) == 0
    assert (
        buying.trade.row(
            "select sum(document_amount) from erp.journal_lines where account_code = '401'"
        )
        == 0
    )


def test_parts_in_another_currency_leave_no_cent_behind(buying: Buying) -> None:
    abroad = buying.register("Pump & Sons", "US")
    _rate(buying, 0, "0.91237")
    invoice_id = buying.invoice(
        ExpenseLine("622", Decimal("100.01"), "Advice", is_taxed=False),
        supplier_id=abroad,
        currency_code="USD",
    )
    for amount in ("33.33", "33.33", "33.35"):
        buying.pay({invoice_id: amount}, supplier_id=abroad, currency_code="USD")
    assert buying.balances("401") == {"401": 0}
    assert buying.trade.row(OPEN_LETTERS) == 0


def test_what_a_supplier_owes_lowers_a_payment_or_is_paid_back(buying: Buying) -> None:
    first = buying.invoice(RENT)
    buying.pay({first: "1200"}, on=10)
    buying.credit(first, "price", "200")  # the supplier owes 240
    second = buying.invoice(RENT, reference="F-2")
    with pytest.raises(OverPayment, match=r"-240\.01 cannot be paid, -240\.00 is owed"):
        buying.pay({second: "1200", first: "-240.01"})
    payment_id = buying.pay({second: "1200", first: "-40"})
    paid = "select amount from erp.supplier_payments where supplier_payment_id = %s"
    assert buying.trade.row(paid, payment_id) == 1160
    back = buying.pay({first: "-200"}, on=31)
    assert buying.entries(buying.number("supplier_payment", back)) == [
        ("401", 0, 200),
        ("512", 200, 0),
    ]
    assert buying.trade.row(OPEN_LETTERS) == 0


def test_a_credit_note_may_pay_an_invoice_without_the_bank(buying: Buying) -> None:
    first = buying.invoice(RENT)
    buying.pay({first: "1200"}, on=10)
    buying.credit(first, "price", "1000")
    second = buying.invoice(RENT, reference="F-2")
    payment_id = buying.pay({second: "1200", first: "-1200"})
    journal = "select journal_code from erp.journal_entries where document_number = %s"
    assert buying.trade.row(journal, buying.number("supplier_payment", payment_id)) == "OD"
    assert buying.trade.row(OPEN_LETTERS) == 0


def test_a_payment_is_for_invoices_of_its_supplier_in_its_currency(buying: Buying) -> None:
    invoice_id = buying.invoice(RENT)
    with pytest.raises(NotTheirs, match=r"PI\d+ is not one of supplier V\d+ in EUR"):
        buying.pay({invoice_id: "1"}, supplier_id=buying.register("Autre"))
    _rate(buying, 0, "0.9")
    with pytest.raises(NotTheirs, match="in USD"):
        buying.pay({invoice_id: "1"}, currency_code="USD")
    with pytest.raises(NotFound, match="supplier invoice 999999"):
        buying.pay({999_999: "1"})
    with pytest.raises(NoLines):
        buying.pay({})


@pytest.mark.parametrize("amount", ["0", "0.001"])
def test_a_payment_is_in_cents_and_of_something(buying: Buying, amount: str) -> None:
    with pytest.raises(InvalidValue, match="payment of supplier invoice"):
        buying.pay({buying.invoice(RENT): amount})


def test_a_payment_before_its_invoice_is_refused(buying: Buying) -> None:
    with pytest.raises(TooEarly, match=r"payment of supplier invoice PI\d+"):
        buying.pay({buying.invoice(RENT, on=7): "1"}, on=6)


def test_nothing_is_paid_back_before_it_was_paid_too_much(buying: Buying) -> None:
    invoice_id = buying.invoice(RENT)
    buying.pay({invoice_id: "1200"}, on=10)
    buying.credit(invoice_id, "price", "200", on=15)
    with pytest.raises(TooEarly, match=r"too much of supplier invoice PI\d+ is of 2024-03-16"):
        buying.pay({invoice_id: "-240"}, on=14)
    buying.pay({invoice_id: "-240"}, on=15)
    buying.connection.execute(
        "update erp.supplier_payments set paid_on = paid_on - 1 where amount < 0"
    )
    with pytest.raises(psycopg.errors.CheckViolation, match=r"240\.00 was not too much paid yet"):
        buying.connection.execute(
            "update erp.supplier_payment_allocations set amount = amount where amount < 0"
        )


def test_a_payment_of_another_currency_than_given_costs_its_rate(buying: Buying) -> None:
    abroad = buying.register("Pump & Sons", "US")
    invoice_id = buying.invoice(
        ExpenseLine("622", Decimal(100), "Advice", is_taxed=False),
        supplier_id=abroad,
        currency_code="USD",
        exchange_rate=Decimal("0.9"),
    )
    payment_id = purchasing.pay(
        buying.connection,
        supplier_id=abroad,
        paid_on=day(9),
        allocations={invoice_id: Decimal(100)},
        currency_code="USD",
        exchange_rate=Decimal("0.91"),
    )
    assert buying.trade.row(
        "select payments.amount, amount_base, exchange_difference_base"
        " from erp.supplier_payments as payments"
        " join erp.supplier_payment_allocations using (supplier_payment_id)"
        " where supplier_payment_id = %s",
        payment_id,
    ) == (100, 91, 1)
