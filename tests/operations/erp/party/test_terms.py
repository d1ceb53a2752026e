"""When an invoice is due: days, ends of months, days of the month; and what paying early saves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from trade import DAY, Trade, day

from operations.erp.party import commands as party
from operations.erp.party.errors import TermsExist
from operations.erp.party.terms import PaymentTerms, due_on, early_discount
from operations.errors import InvalidValue, NotFound


@pytest.mark.parametrize(
    ("terms", "invoiced", "due"),
    [
        (PaymentTerms(0), "2024-01-31", "2024-01-31"),
        (PaymentTerms(30), "2024-01-31", "2024-03-01"),
        (PaymentTerms(45, is_end_of_month=True), "2024-01-10", "2024-02-29"),
        (PaymentTerms(45, is_end_of_month=True), "2023-01-20", "2023-03-31"),
        (PaymentTerms(30, is_end_of_month=True, day_of_month=10), "2024-11-15", "2025-01-10"),
        (PaymentTerms(0, day_of_month=15), "2024-01-15", "2024-01-15"),
        (PaymentTerms(0, day_of_month=15), "2024-01-16", "2024-02-15"),
        (PaymentTerms(0, day_of_month=31), "2024-02-01", "2024-02-29"),
        (PaymentTerms(0, is_end_of_month=True, day_of_month=31), "2024-04-01", "2024-04-30"),
    ],
)
def test_an_invoice_is_due_by_its_terms(terms: PaymentTerms, invoiced: str, due: str) -> None:
    assert due_on(terms, dt.date.fromisoformat(invoiced)) == dt.date.fromisoformat(due)


@pytest.mark.parametrize(("after", "saved"), [(8, "20.00"), (9, "0.00")])
def test_who_pays_within_the_days_of_the_discount_takes_it_off(after: int, saved: str) -> None:
    terms = PaymentTerms(30, discount_days=8, discount_rate=Decimal("0.02"))
    paid_on = DAY + dt.timedelta(days=after)
    amount = early_discount(terms, invoiced_on=DAY, paid_on=paid_on, amount=Decimal(1000))
    assert amount == Decimal(saved)


def test_terms_without_a_discount_save_nothing() -> None:
    saved = early_discount(PaymentTerms(30), invoiced_on=DAY, paid_on=DAY, amount=Decimal(1000))
    assert saved == 0


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        ({"net_days": 366}, "would be 366 days"),
        ({"net_days": -1}, "would be -1 days"),
        ({"net_days": 30, "day_of_month": 32}, "on the 32 of a month"),
        ({"net_days": 30, "discount_days": 8}, "days without a discount"),
        ({"net_days": 30, "discount_days": 8, "discount_rate": Decimal(1)}, "payment is 1"),
        ({"net_days": 5, "discount_days": 8, "discount_rate": Decimal("0.1")}, "8 days of 5"),
    ],
)
def test_terms_by_which_nothing_could_be_due_are_refused(terms: dict[str, int], rule: str) -> None:
    with pytest.raises(InvalidValue, match=rule):
        PaymentTerms(**terms)


def test_an_invoice_follows_the_terms_that_its_customer_agreed_on(trade: Trade) -> None:
    agreed = party.terms_by_code(trade.connection, "45FDM")
    buyer = party.register_customer(
        trade.connection,
        name="Charpente du Vercors",
        country_code="FR",
        created_on=DAY,
        payment_terms_id=agreed,
    )
    invoice_id = trade.invoiced(customer=buyer)
    due = trade.row("select due_on from erp.invoices where invoice_id = %s", invoice_id)
    assert day(2) == dt.date(2024, 3, 3)
    assert due == dt.date(2024, 4, 30)


def test_terms_under_a_code_do_not_change(trade: Trade) -> None:
    with pytest.raises(TermsExist, match="45FDM already"):
        party.agree_terms(trade.connection, terms_code="45FDM", name="Autres", net_days=10)


def test_terms_that_nobody_agreed_on_are_not_found(trade: Trade) -> None:
    with pytest.raises(NotFound, match="payment terms 90J"):
        party.terms_by_code(trade.connection, "90J")
    with pytest.raises(NotFound, match="payment terms 0"):
        party.change_customer(trade.connection, customer_id=trade.customer, payment_terms_id=0)


def test_days_alone_end_the_terms_that_were_agreed_before(trade: Trade) -> None:
    own = "select payment_terms_days, payment_terms_id from erp.customers where customer_id = %s"
    agreed = party.agree_terms(trade.connection, terms_code="90J", name="90 jours", net_days=90)
    party.change_customer(trade.connection, customer_id=trade.customer, payment_terms_id=agreed)
    assert trade.row(own, trade.customer) == (90, agreed)
    party.change_customer(trade.connection, customer_id=trade.customer, payment_terms_days=20)
    assert trade.row(own, trade.customer) == (20, None)
