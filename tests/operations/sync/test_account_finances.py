"""What an account owes, is late with and has ordered, as the books have it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from two_sides import DAY, TODAY, TwoSides

from operations.crm.accounts import commands as accounts
from operations.erp.party.companies import found_company
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.sync import finances, offers
from operations.sync.sides import as_echo

COLUMNS = "open_amount, overdue_amount, order_book_amount, last_invoice_number, last_invoice_amount"


def _finances(sides: TwoSides, columns: str = COLUMNS) -> Any:
    return sides.row(f"select {columns} from crm.account_finances")


def test_an_account_that_never_bought_has_no_finances(sides: TwoSides) -> None:
    assert sides.row("select count(*) from crm.account_finances") == 0


def test_an_order_is_in_the_book_until_it_is_invoiced(sides: TwoSides) -> None:
    order_id = sides.trade.order(Line(sides.trade.pump, Decimal(10), Decimal(100)))
    sides.sync()
    assert _finances(sides) == (0, 0, Decimal("1000.00"), None, None)
    (line,) = sides.trade.order_lines(order_id)
    sales.deliver(
        sides.connection, order_id=order_id, delivered_on=DAY, quantities={line: Decimal(4)}
    )
    sales.invoice(sides.connection, order_id=order_id, posted_on=DAY)
    sides.sync(today=DAY)
    assert _finances(sides) == (
        Decimal("480.00"),
        Decimal("0.00"),
        Decimal("600.00"),
        "INV00001",
        Decimal("480.00"),
    )
    sales.cancel_remainder(
        sides.connection, order_id=order_id, cancelled_on=DAY, reason="Not needed"
    )
    sides.sync()
    assert _finances(sides, "order_book_amount") == 0


def test_payments_and_credit_notes_lower_what_is_open(sides: TwoSides) -> None:
    invoice_id = sides.trade.invoiced(Line(sides.trade.pump, Decimal(10), Decimal(100)))
    sides.sync()
    assert _finances(sides, "open_amount, overdue_amount") == (1200, 1200)
    sales.pay(
        sides.connection,
        customer_id=sides.trade.customer,
        paid_on=TODAY,
        allocations={invoice_id: Decimal("200.50")},
    )
    sides.sync()
    assert _finances(sides, "open_amount, overdue_amount") == (
        Decimal("999.50"),
        Decimal("999.50"),
    )
    sales.pay(
        sides.connection,
        customer_id=sides.trade.customer,
        paid_on=TODAY,
        allocations={invoice_id: Decimal("999.50")},
    )
    sides.sync()
    assert _finances(sides, "open_amount, overdue_amount, oldest_due_on, next_due_on") == (
        0,
        0,
        None,
        None,
    )


def test_what_becomes_overdue_by_the_mere_passing_of_days_is_seen(sides: TwoSides) -> None:
    sides.trade.invoiced()
    sides.sync(today=DAY)
    due_on = _finances(sides, "next_due_on")
    assert _finances(sides, "overdue_amount, as_of_on") == (0, DAY)
    assert finances.signal_due(sides.connection, today=due_on) == 0  # due that day, not late yet
    assert finances.signal_due(sides.connection, today=TODAY) == 1
    assert finances.signal_due(sides.connection, today=TODAY) == 0
    sides.sync()
    assert _finances(sides, "overdue_amount = open_amount, oldest_due_on, as_of_on") == (
        True,
        due_on,
        TODAY,
    )


def test_each_company_has_its_own_sum_in_its_own_currency(sides: TwoSides) -> None:
    swiss = found_company(
        sides.connection,
        company_code="CH",
        name="Filiale",
        country_code="CH",
        currency_code="CHF",
    )
    sides.trade.order()
    sides.connection.execute(
        "insert into erp.currency_rates (from_currency, to_currency, valid_on, rate)"
        " values ('EUR', 'CHF', %s, 0.95)",
        [DAY],
    )
    sales.order(
        sides.connection,
        customer_id=sides.trade.customer,
        ordered_on=DAY,
        lines=[Line(sides.trade.pump, Decimal(10), Decimal(100))],
        company_id=swiss,
    )
    sides.sync()
    rows = sides.connection.execute(
        "select currency_code, order_book_amount from crm.account_finances order by company_id"
    ).fetchall()
    assert rows == [("EUR", Decimal(1000)), ("CHF", Decimal(950))]


def test_an_account_linked_by_hand_shows_its_finances_before_its_fields_went_over(
    sides: TwoSides,
) -> None:
    with as_echo(sides.connection):
        account_id, customer_id = sides.account("Moulin Neuf"), sides.customer("Moulin")
        accounts.link_customer(sides.connection, account_id=account_id, customer_id=customer_id)
    sides.trade.order(customer=customer_id)
    sides.sync()
    assert _finances(sides, "account_id, order_book_amount") == (account_id, 1000)
    assert sides.both(account_id, "name") == ("Moulin Neuf", "Moulin")


def test_finances_follow_the_customer_to_the_account_that_a_merge_keeps(sides: TwoSides) -> None:
    sides.trade.order()
    sides.sync()
    account_id, kept = sides.account_of(sides.trade.customer), sides.account("Kept")
    for change in (
        f"merged_into_id = {kept}, customer_id = null where account_id = {account_id}",
        f"customer_id = {sides.trade.customer} where account_id = {kept}",
    ):
        sides.connection.execute(f"update crm.accounts set {change}".encode())
    sides.sync()
    assert _finances(sides, "account_id") == kept


@pytest.mark.parametrize("places", [1, 2])
def test_a_seller_sees_price_and_free_quantity(sides: TwoSides, places: int) -> None:
    offer = "select unit_price, available_quantity from crm.product_offers where product_id = %s"
    assert sides.row(offer, sides.trade.pump) == (Decimal(100), Decimal(0))
    sides.trade.invoiced(Line(sides.trade.pump, Decimal(places), Decimal(100)))
    sides.connection.execute(
        "update erp.products set list_price = 110 where product_id = %s", [sides.trade.pump]
    )
    sides.sync()
    assert sides.row(offer, sides.trade.pump) == (Decimal(110), Decimal(-places))


def test_a_service_has_a_price_and_no_stock(sides: TwoSides) -> None:
    sides.connection.execute(
        "update erp.products set kind = 'service' where product_id = %s", [sides.trade.hose]
    )
    sides.sync()
    query = "select available_quantity from crm.product_offers where product_id = %s"
    assert sides.row(query, sides.trade.hose) is None


def test_the_cheapest_general_price_of_the_day_is_shown_and_changes_with_the_days(
    sides: TwoSides,
) -> None:
    for code, price, from_day, to_day in (
        ("SPRING", "90", DAY, TODAY),
        ("DEAR", "95", DAY, None),
        ("OWN", "10", DAY, None),
    ):
        sides.connection.execute(
            "with list as (insert into erp.price_lists (price_list_code, name, currency_code,"
            " valid_from, is_general) values (%s, 'x', 'EUR', %s, %s) returning price_list_id)"
            " insert into erp.price_list_lines (price_list_id, product_id, unit_price, valid_from,"
            " valid_to) select price_list_id, %s, %s, %s, %s from list",
            [code, DAY, code != "OWN", sides.trade.pump, price, from_day, to_day],
        )
    sides.sync()
    shown = (
        "select unit_price, price_list_code, next_price_on from crm.product_offers"
        " where product_id = %s"
    )
    after = TODAY.fromordinal(TODAY.toordinal() + 1)
    assert sides.row(shown, sides.trade.pump) == (Decimal(90), "SPRING", after)
    assert offers.signal_due(sides.connection, today=TODAY) == 0
    assert offers.signal_due(sides.connection, today=after) == 1
    sides.sync(today=after)
    assert sides.row(shown, sides.trade.pump) == (Decimal(95), "DEAR", None)
