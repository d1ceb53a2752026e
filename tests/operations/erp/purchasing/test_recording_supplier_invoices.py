"""Supplier invoices: matched, posted whole, and put into the queue where they differ."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import day

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.accounting.tax_returns import TaxPeriod, prepare_tax_return
from operations.erp.party.payment_terms import agree_terms
from operations.erp.party.suppliers import change_supplier
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    DuplicateReference,
    NoLines,
    NotAwaited,
    NotTheirs,
    TooEarly,
)
from operations.erp.purchasing.model import ExpenseLine, GoodsLine
from operations.erp.purchasing.tolerances import Tolerances
from operations.errors import InvalidValue, NotFound

QUEUE = (
    "select reason, expected, found, difference_amount_base, status from erp.match_exceptions"
    " where supplier_invoice_id = %s order by match_exception_id"
)
RENT = ExpenseLine("613", Decimal(1000), "Loyer de mars")


def _queue(buying: Buying, invoice_id: int) -> list[tuple[object, ...]]:
    return buying.connection.execute(QUEUE, [invoice_id]).fetchall()


def test_an_invoice_of_what_came_settles_what_was_owed(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id)
    invoice_id = buying.invoice_as_received(order_id)
    assert buying.entries(buying.number("supplier_invoice", invoice_id)) == [
        ("4081", 600, 0),
        ("44566", 120, 0),
        ("401", 0, 720),
    ]
    assert _queue(buying, invoice_id) == []


def test_its_line_on_401_names_the_supplier_and_the_invoice(buying: Buying) -> None:
    invoice_id = buying.invoice(RENT)
    assert buying.trade.row(
        "select supplier_id, reference from erp.journal_lines where account_code = '401'"
    ) == (buying.supplier, buying.number("supplier_invoice", invoice_id))


def test_an_invoice_is_due_after_the_terms_of_the_supplier(buying: Buying) -> None:
    due = "select due_on, invoiced_on from erp.supplier_invoices where supplier_invoice_id = %s"
    first = buying.invoice(RENT, invoiced_on=day(3), on=7)
    assert buying.trade.row(due, first) == (day(33), day(3))
    second = buying.invoice(RENT, reference="F-2", due_on=day(9), on=7)
    assert buying.trade.row(due, second) == (day(9), day(7))


def test_terms_at_the_end_of_the_month_and_their_discount_are_taken(buying: Buying) -> None:
    terms = agree_terms(
        buying.connection,
        terms_code="30FDM2",
        name="30 jours fin de mois, 2 % à 8 jours",
        net_days=30,
        is_end_of_month=True,
        discount_days=8,
        discount_rate=Decimal("0.02"),
    )
    change_supplier(buying.connection, supplier_id=buying.supplier, payment_terms_id=terms)
    assert buying.trade.row(
        "select due_on, discount_rate, discount_until from erp.supplier_invoices"
        " where supplier_invoice_id = %s",
        buying.invoice(RENT, on=7),
    ) == (dt.date(2024, 4, 30), Decimal("0.02"), day(15))


def test_what_is_deducted_and_its_base_are_in_the_vat_return(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, 8)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "61"), RENT)
    buying.credit(invoice_id, "quantity", "2")
    left = prepare_tax_return(buying.connection, period=TaxPeriod(day(0), dt.date(2024, 3, 31)))
    (line,) = left.lines
    assert (line.base_amount, line.deductible_amount) == (1488, Decimal("297.60"))


def test_a_tolerated_price_is_paid_and_what_is_here_bears_it(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id)
    buying.sell("4")
    invoice_id = buying.invoice(buying.goods(order_id, "10", "61"))
    assert _queue(buying, invoice_id) == []
    assert buying.entries(buying.number("supplier_invoice", invoice_id)) == [
        ("4081", 600, 0),
        ("607", 10, 0),
        ("44566", 122, 0),
        ("401", 0, 732),
        ("6037", 0, 6),
        ("37", 6, 0),
    ]
    assert buying.trade.row(
        "select receipt_amount_base, invoice_amount_base, quantity_on_hand, stock_amount_base"
        " from erp.invoice_matches"
    ) == (600, 610, 6, 6)
    assert buying.cost_of_sales() == 244


def test_a_price_out_of_tolerance_is_posted_and_queued(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "66"))
    assert _queue(buying, invoice_id) == [("price", 60, 66, 60, "open")]
    assert buying.balances("401") == {"401": -792}


def test_a_price_far_too_low_is_queued_too(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "6"))
    assert _queue(buying, invoice_id) == [("price", 60, 6, -540, "open")]


def test_what_did_not_come_waits_apart_and_is_queued(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, 4)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "60"))
    assert _queue(buying, invoice_id) == [("quantity", 4, 10, 360, "open")]
    assert buying.balances("4081", "4861", "607") == {"4081": 0, "4861": 360, "607": 240}


def test_what_comes_after_its_invoice_takes_its_price_and_frees_it(buying: Buying) -> None:
    order_id = buying.order()
    invoice_id = buying.invoice(buying.goods(order_id, "10", "61"))
    buying.receive(order_id, 4, on=9)
    assert _queue(buying, invoice_id) == [("quantity", 0, 10, 610, "open")]
    buying.receive(order_id, 6, on=11)
    assert _queue(buying, invoice_id) == [("quantity", 0, 10, 610, "received")]
    assert buying.balances("4081", "4861", "607", "37") == {
        "4081": 0,
        "4861": 0,
        "607": 610,
        "37": 610,
    }


def test_an_invoice_posted_later_than_goods_that_came_late_settles_on_its_own_day(
    buying: Buying,
) -> None:
    order_id = buying.order()
    buying.invoice(buying.goods(order_id, "10", "60"), on=7)
    buying.receive(order_id, on=5)  # told after the invoice, dated before
    assert buying.balances("4081", "4861", on=6) == {"4081": -600, "4861": 0}
    assert buying.balances("4081", "4861", on=7) == {"4081": 0, "4861": 0}
    assert purchasing.awaited(buying.connection, on=day(6)).not_invoiced == 600
    assert purchasing.awaited(buying.connection, on=day(7)).not_invoiced == 0


def test_a_stated_vat_is_taken_and_a_wrong_one_queued(buying: Buying) -> None:
    near = buying.invoice(RENT, tax_amount=Decimal("200.05"))
    assert _queue(buying, near) == []
    far = buying.invoice(RENT, reference="F-2", tax_amount=Decimal(210))
    assert _queue(buying, far) == [("tax", 200, 210, 10, "open")]
    assert buying.balances("44566", "401") == {
        "44566": Decimal("410.05"),
        "401": Decimal("-2410.05"),
    }


def test_expenses_without_order_are_charged_to_their_cost_centre(buying: Buying) -> None:
    centre = buying.trade.row(
        "insert into erp.cost_centres (cost_centre_code, name) values ('ATEL', 'Atelier')"
        " returning cost_centre_id"
    )
    invoice_id = buying.invoice(
        ExpenseLine("615", Decimal(300), "Entretien du tour", centre),
        ExpenseLine("616", Decimal(50), "Assurance", is_taxed=False),
    )
    assert buying.entries(buying.number("supplier_invoice", invoice_id)) == [
        ("615", 300, 0),
        ("616", 50, 0),
        ("44566", 60, 0),
        ("401", 0, 410),
    ]
    charged = "select cost_centre_id from erp.journal_lines where account_code = '615'"
    assert buying.trade.row(charged) == centre


def test_expenses_that_nobody_ordered_are_queued_above_an_amount(buying: Buying) -> None:
    purchasing.set_tolerances(buying.connection, Tolerances(unordered_amount=Decimal(1000)))
    assert _queue(buying, buying.invoice(RENT)) == []
    more = ExpenseLine("613", Decimal("1000.01"), "Loyer")
    dear = buying.invoice(more, reference="F-2")
    amount = Decimal("1000.01")
    assert _queue(buying, dear) == [("no_order", 1000, amount, amount, "open")]


def test_a_supplier_of_the_union_charges_no_vat_and_we_owe_it(buying: Buying) -> None:
    german = buying.register("Pumpen Rhein", "DE")
    order_id = buying.order(supplier_id=german)
    buying.receive(order_id)
    invoice_id = buying.invoice_as_received(order_id, supplier_id=german)
    assert buying.entries(buying.number("supplier_invoice", invoice_id)) == [
        ("4081", 600, 0),
        ("44566", 120, 0),
        ("4452", 0, 120),
        ("401", 0, 600),
    ]
    with pytest.raises(InvalidValue, match=r"states a VAT of 120, and none is to be charged"):
        buying.invoice(RENT, supplier_id=german, reference="F-2", tax_amount=Decimal(120))


@pytest.mark.parametrize("reference", ["FA-2024/017", "fa 2024 017", "Fa.2024.017", " FA2024-017 "])
def test_an_invoice_is_recorded_once_however_its_number_is_written(
    buying: Buying, reference: str
) -> None:
    first = buying.invoice(RENT, reference="FA-2024/017")
    with pytest.raises(DuplicateReference) as refused:
        buying.invoice(RENT, reference=reference)
    assert buying.number("supplier_invoice", first) in refused.value.message


def test_two_suppliers_may_use_the_same_number(buying: Buying) -> None:
    buying.invoice(RENT)
    buying.invoice(RENT, supplier_id=buying.register("Immobilière du Forez"))


def test_a_duplicate_past_the_command_is_refused(buying: Buying) -> None:
    buying.invoice(RENT, reference="FA-17")
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_invoice_a_reference"):
        buying.connection.execute(
            "update erp.supplier_invoices set supplier_reference = 'fa 17'"
            " where supplier_invoice_id = %s",
            [buying.invoice(RENT, reference="FA-18")],
        )


def test_an_invoice_needs_a_number_and_lines(buying: Buying) -> None:
    with pytest.raises(InvalidValue, match="has the number '--'"):
        buying.invoice(RENT, reference="--")
    with pytest.raises(NoLines):
        buying.invoice()


def test_an_invoice_is_for_orders_of_its_supplier_in_its_currency(buying: Buying) -> None:
    order_id = buying.order()
    line = buying.goods(order_id, "1", "60")
    with pytest.raises(NotTheirs, match=r"Order PO\d+ is not one of supplier V\d+ in EUR"):
        buying.invoice(line, supplier_id=buying.register("Autre"))
    with pytest.raises(NotTheirs):
        buying.invoice(line, currency_code="USD", exchange_rate=Decimal("0.9"))
    with pytest.raises(NotFound, match="purchase order line 999999"):
        buying.invoice(GoodsLine(999_999, Decimal(1), Decimal(1)))


def test_an_invoice_of_goods_that_came_later_is_dated_with_them(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, on=5)
    with pytest.raises(NotAwaited, match="of 2024-03-04 is for goods that came on 2024-03-06"):
        buying.invoice(buying.goods(order_id, "1", "60"), on=3)


def test_dates_of_an_invoice_follow_each_other(buying: Buying) -> None:
    with pytest.raises(TooEarly, match="posting"):
        buying.invoice(RENT, invoiced_on=day(8), on=7)
    with pytest.raises(TooEarly, match="due date"):
        buying.invoice(RENT, due_on=day(6), on=7)


def test_an_invoice_of_a_closed_month_is_refused(buying: Buying) -> None:
    buying.invoice(RENT)
    close_period(buying.connection, month=day(0))
    with pytest.raises(PeriodClosed, match=r"invoice F-2 of supplier V\d+"):
        buying.invoice(RENT, reference="F-2")


def test_an_expense_is_on_an_account_of_charges_in_the_books(buying: Buying) -> None:
    with pytest.raises(InvalidValue, match="on account 512"):
        ExpenseLine("512", Decimal(1), "Frais")
    with pytest.raises(NotFound, match="account 699999"):
        buying.invoice(ExpenseLine("699999", Decimal(1), "Frais"))
    with pytest.raises(NotFound, match="cost centre 999999"):
        buying.invoice(ExpenseLine("613", Decimal(1), "Loyer", 999_999))
    with pytest.raises(InvalidValue, match="is 0"):
        ExpenseLine("613", Decimal(0), "Rien")


def test_an_exchange_rate_is_above_zero_and_one_at_home(buying: Buying) -> None:
    with pytest.raises(InvalidValue, match="exchange rate"):
        buying.invoice(RENT, exchange_rate=Decimal("1.1"))
    with pytest.raises(InvalidValue, match="exchange rate"):
        buying.invoice(RENT, currency_code="USD", exchange_rate=Decimal(-1))


def test_a_receipt_invoiced_twice_past_the_command_is_refused(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id)
    buying.invoice_as_received(order_id)
    with pytest.raises(psycopg.errors.CheckViolation, match=r"11\.0000 invoiced of 10\.0000"):
        buying.connection.execute("update erp.invoice_matches set quantity = 11")
