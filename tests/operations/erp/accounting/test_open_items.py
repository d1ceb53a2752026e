"""What stands open of each party on any day, how old it is, and what letters it."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.erp.accounting.commands import post
from operations.erp.accounting.errors import NotLetterable
from operations.erp.accounting.lettering import letter, letter_when_settled, unletter
from operations.erp.accounting.model import Entry, Posting
from operations.erp.accounting.open_items import ageing, open_items
from operations.erp.party.companies import found_company
from operations.erp.party.suppliers import register_supplier
from operations.erp.sales import commands as sales
from operations.errors import NotFound


def _supplier(trade: Trade, name: str = "Fonderie") -> int:
    return register_supplier(
        trade.connection, name=name, country_code="FR", created_on=DAY, payment_terms_days=45
    )


def _buy(trade: Trade, supplier_id: int, reference: str, amount: str, on: int = 0) -> None:
    lines = (
        Posting("607", debit=Decimal(amount)),
        Posting("401", credit=Decimal(amount), supplier_id=supplier_id, reference=reference),
    )
    post(trade.connection, Entry("AC", day(on), "supplier_invoice", reference, "Goods", lines))


def _settle(trade: Trade, supplier_id: int, reference: str, amount: str, on: int) -> None:
    lines = (
        Posting("401", debit=Decimal(amount), supplier_id=supplier_id, reference=reference),
        Posting("512", credit=Decimal(amount)),
    )
    post(trade.connection, Entry("BQ", day(on), "supplier_payment", "SP1", "Paid", lines))
    letter_when_settled(
        trade.connection, invoice_number=reference, account_code="401", supplier_id=supplier_id
    )


def _open(trade: Trade, account: str, on: int) -> list[tuple[object, ...]]:
    items = open_items(trade.connection, account_code=account, on=day(on))
    return [(item.reference, item.amount, item.days_late, item.bucket) for item in items]


def test_a_supplier_is_owed_what_is_not_settled_on_that_day(trade: Trade) -> None:
    supplier_id = _supplier(trade)
    _buy(trade, supplier_id, "F1", "100")
    _buy(trade, supplier_id, "F2", "30", on=10)
    _settle(trade, supplier_id, "F1", "40", on=20)
    assert _open(trade, "401", 20) == [("F1", -60, 0, "not due"), ("F2", -30, 0, "not due")]
    _settle(trade, supplier_id, "F1", "60", on=50)
    assert _open(trade, "401", 50) == [("F2", -30, 0, "not due")]
    assert _open(trade, "401", 49) == [("F1", -60, 4, "1–30"), ("F2", -30, 0, "not due")]
    trade.connection.execute("set constraints all immediate")


def test_open_items_sum_to_the_balance_of_their_account_on_any_day(trade: Trade) -> None:
    first, second = trade.invoiced(), trade.invoiced()
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(40),
        allocations={first: Decimal(1200), second: Decimal(700)},
    )
    for on, balance in ((1, 0), (2, 2400), (39, 2400), (40, 500)):
        items = open_items(trade.connection, account_code="411", on=day(on))
        assert sum(item.amount for item in items) == balance


def test_items_are_aged_by_their_due_date(trade: Trade) -> None:
    trade.invoiced()  # of day 2, due on day 32
    ages: dict[int, object] = {
        on: _open(trade, "411", on)[0][2:] for on in (32, 33, 62, 63, 122, 123)
    }
    assert ages == {
        32: (0, "not due"),
        33: (1, "1–30"),
        62: (30, "1–30"),
        63: (31, "31–60"),
        122: (90, "61–90"),
        123: (91, "91+"),
    }
    sums = ageing(open_items(trade.connection, account_code="411", on=day(63)))
    assert sums == {"not due": 0, "1–30": 0, "31–60": 1200, "61–90": 0, "91+": 0}


def test_a_line_that_says_when_it_is_due_is_due_then(trade: Trade) -> None:
    lines = (
        Posting("411", debit=Decimal(5), customer_id=trade.customer, due_on=day(3)),
        Posting("758", credit=Decimal(5)),
    )
    post(trade.connection, Entry("OD", DAY, "manual_entry", "ME1", "Fee", lines))
    (item,) = open_items(trade.connection, account_code="411", on=day(4))
    assert (item.due_on, item.days_late, item.reference) == (day(3), 1, None)
    assert (item.party_name, item.item_on) == ("Atelier du Forez", DAY)


def test_two_suppliers_with_one_invoice_number_are_settled_apart(trade: Trade) -> None:
    first, second = _supplier(trade), _supplier(trade, "Visserie")
    _buy(trade, first, "F1", "100")
    _buy(trade, second, "F1", "100")
    _settle(trade, first, "F1", "100", on=5)
    items = open_items(trade.connection, account_code="401", on=day(9))
    assert [item.party_name for item in items] == ["Visserie"]


def _lettered(trade: Trade) -> tuple[int, list[int]]:
    """An invoice paid whole: its lettering and the lines of it."""
    invoice_id = trade.invoiced()
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(40),
        allocations={invoice_id: Decimal(1200)},
    )
    lettering_id = trade.row("select lettering_id from erp.letterings")
    rows = trade.connection.execute(
        "select journal_line_id from erp.journal_lines where lettering_id = %s", [lettering_id]
    )
    return lettering_id, [row[0] for row in rows]


def test_what_is_unlettered_is_open_again_and_may_be_lettered_anew(trade: Trade) -> None:
    lettering_id, lines = _lettered(trade)
    unletter(trade.connection, lettering_id=lettering_id)
    trade.connection.execute("set constraints all immediate")
    query = "select count(*) from erp.journal_lines where lettering_id is null"
    assert trade.row(f"{query} and account_code = '411'") == 2
    again = letter(trade.connection, line_ids=lines, on=day(41))
    assert trade.row("select code from erp.letterings where lettering_id = %s", again) == "AAB"


def test_a_lettering_is_undone_once_and_must_be_there(trade: Trade) -> None:
    lettering_id, _ = _lettered(trade)
    unletter(trade.connection, lettering_id=lettering_id)
    with pytest.raises(NotLetterable, match="Lettering AAA was undone already"):
        unletter(trade.connection, lettering_id=lettering_id)
    with pytest.raises(NotFound, match="lettering 999999"):
        unletter(trade.connection, lettering_id=999_999)


def test_the_database_itself_refuses_lines_of_an_undone_lettering(trade: Trade) -> None:
    lettering_id, lines = _lettered(trade)
    unletter(trade.connection, lettering_id=lettering_id)
    trade.connection.execute("set constraints all immediate")
    with pytest.raises(psycopg.errors.CheckViolation, match="Lettering AAA was undone"):
        trade.connection.execute(
            "update erp.journal_lines set lettering_id = %s where journal_line_id = any(%s)",
            [lettering_id, lines],
        )


def test_a_line_of_another_customer_that_names_an_invoice_does_not_stop_its_payment(
    trade: Trade,
) -> None:
    invoice_id = trade.invoiced()
    number = trade.row("select invoice_number from erp.invoices where invoice_id = %s", invoice_id)
    other = trade.register("Other")
    lines = (
        Posting("411", debit=Decimal(5), customer_id=other, reference=number),
        Posting("411", credit=Decimal(5), customer_id=other, reference=number),
    )
    post(trade.connection, Entry("OD", day(5), "manual", "OD1", "By hand", lines))
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={invoice_id: Decimal(1200)},
    )
    lettered = "select count(*) from erp.journal_lines where customer_id = %s and lettering_id > 0"
    assert trade.row(lettered, trade.customer) == 2
    assert trade.row(lettered, other) == 0


def test_a_line_of_another_company_that_names_an_invoice_does_not_stop_its_payment(
    trade: Trade,
) -> None:
    invoice_id = trade.invoiced()
    number = trade.row("select invoice_number from erp.invoices where invoice_id = %s", invoice_id)
    swiss = found_company(
        trade.connection, company_code="CH", name="Filiale", country_code="CH", currency_code="CHF"
    )
    lines = (
        Posting("411", debit=Decimal(5), customer_id=trade.customer, reference=number),
        Posting("758", credit=Decimal(5)),
    )
    post(trade.connection, Entry("OD", day(5), "manual", "OD1", "By hand", lines, swiss))
    allocations = {invoice_id: Decimal(1200)}
    sales.pay(
        trade.connection, customer_id=trade.customer, paid_on=day(10), allocations=allocations
    )
    lettered = "select count(*) from erp.journal_lines where lettering_id is not null"
    assert trade.row(lettered) == 2
