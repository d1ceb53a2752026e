"""Credit notes of suppliers: what they settle, and no more than was invoiced."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import day

from operations.erp.accounting.tax_codes import set_fiscal_position, set_tax_class
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    DuplicateReference,
    NoLines,
    NotInDocument,
    OverCredit,
    TooEarly,
)
from operations.erp.purchasing.model import ExpenseLine
from operations.errors import InvalidValue, NotFound


def _invoiced(buying: Buying) -> tuple[int, int, int]:
    """Ten pumps that came and were invoiced: the keys of order, receipt and invoice."""
    order_id = buying.order()
    receipt_id = buying.receive(order_id)
    return order_id, receipt_id, buying.invoice_as_received(order_id)


def test_a_credit_note_for_a_return_settles_what_was_expected(buying: Buying) -> None:
    order_id, receipt_id, invoice_id = _invoiced(buying)
    buying.give_back(order_id, receipt_id, "3")
    note_id = buying.credit(invoice_id, "return", "3")
    assert buying.entries(buying.number("supplier_credit_note", note_id)) == [
        ("401", 216, 0),
        ("4098", 0, 180),
        ("44566", 0, 36),
    ]


def test_no_more_is_credited_as_returned_than_went_back(buying: Buying) -> None:
    order_id, receipt_id, invoice_id = _invoiced(buying)
    buying.give_back(order_id, receipt_id, "3")
    with pytest.raises(OverCredit, match=r"PI\d+, line 1: 4 cannot be credited, 3 went back"):
        buying.credit(invoice_id, "return", "4")


def test_no_more_is_credited_as_missing_than_did_not_come(buying: Buying) -> None:
    _, _, invoice_id = _invoiced(buying)
    with pytest.raises(OverCredit, match="1 cannot be credited, 0 did not come"):
        buying.credit(invoice_id, "quantity", "1")


def test_a_better_price_lowers_the_charge_and_what_is_here(buying: Buying) -> None:
    _, _, invoice_id = _invoiced(buying)
    buying.sell("4")
    note_id = buying.credit(invoice_id, "price", "50")
    assert buying.entries(buying.number("supplier_credit_note", note_id)) == [
        ("401", 60, 0),
        ("607", 0, 50),
        ("44566", 0, 10),
        ("6037", 30, 0),
        ("37", 0, 30),
    ]
    assert buying.cost_of_sales() == 220
    lowered = "select stock_amount_base from erp.supplier_credit_note_lines"
    assert buying.trade.row(lowered) == 30


def test_a_better_price_of_goods_to_come_is_theirs_in_part(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, 4)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "60"))
    buying.credit(invoice_id, "price", "100")
    assert buying.balances("4861", "607", "37") == {"4861": 300, "607": 200, "37": 200}
    buying.receive(order_id, on=13)
    assert buying.balances("4861", "607", "37", "4081") == {
        "4861": 0,
        "607": 500,
        "37": 500,
        "4081": 0,
    }


def test_a_credit_note_gives_back_the_vat_that_was_charged_whatever_is_charged_since(
    buying: Buying,
) -> None:
    _, _, invoice_id = _invoiced(buying)
    set_tax_class(buying.connection, product_id=buying.pump, country_code="FR", tax_class="reduced")
    set_fiscal_position(buying.connection, supplier_id=buying.supplier, position="abroad")
    buying.credit(invoice_id, "price", "100")
    _credit(buying, invoice_id, reason="tax", tax_amount=Decimal(10))
    given_back = buying.connection.execute(
        "select tax_code, sum(credit) from erp.journal_lines join erp.journal_entries"
        " using (entry_id) where document_type = 'supplier_credit_note'"
        " and account_code = '44566' group by 1"
    ).fetchall()
    assert given_back == [("FRA20", 30)]


def test_an_expense_is_credited_where_it_was_charged(buying: Buying) -> None:
    invoice_id = buying.invoice(ExpenseLine("613", Decimal(1000), "Loyer"))
    note_id = buying.credit(invoice_id, "price", "100")
    assert buying.entries(buying.number("supplier_credit_note", note_id)) == [
        ("401", 120, 0),
        ("613", 0, 100),
        ("44566", 0, 20),
    ]


def test_an_invoice_credited_whole_in_thirds_leaves_no_cent(buying: Buying) -> None:
    invoice_id = buying.invoice(ExpenseLine("613", Decimal("100.01"), "Loyer"))
    for reference, amount in (("A", "33.33"), ("B", "33.33"), ("C", "33.35")):
        buying.credit(invoice_id, "price", amount, reference=reference)
    assert buying.balances("401", "613", "44566") == {"401": 0, "613": 0, "44566": 0}
    lettered = "select count(*) from erp.journal_lines where lettering_id is not null"
    assert buying.trade.row(lettered) == 4


def test_goods_that_were_paid_less_for_come_back_at_that_price(buying: Buying) -> None:
    order_id, receipt_id, invoice_id = _invoiced(buying)
    buying.credit(invoice_id, "price", "100", reference="A-1")
    buying.give_back(order_id, receipt_id, "10", on=13)
    buying.credit(invoice_id, "return", "10", reference="A-2", on=14)
    assert buying.balances("401", "4098", "44566", "37") == {
        "401": 0,
        "4098": 0,
        "44566": 0,
        "37": 0,
    }
    assert buying.cost_of_sales() == 0


def test_a_price_credit_is_no_more_than_the_line(buying: Buying) -> None:
    _, _, invoice_id = _invoiced(buying)
    buying.credit(invoice_id, "price", "500", reference="A-1")
    with pytest.raises(OverCredit, match=r"100\.01 cannot be credited, 100 are left"):
        buying.credit(invoice_id, "price", "100.01", reference="A-2")


def test_a_credit_note_is_recorded_once(buying: Buying) -> None:
    _, _, invoice_id = _invoiced(buying)
    buying.credit(invoice_id, "price", "1", reference="AV-7")
    with pytest.raises(DuplicateReference, match=r"credit note av7 is in the books as PC\d+"):
        buying.credit(invoice_id, "price", "1", reference="av7")
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_credit_note_a_reference"):
        buying.connection.execute(
            "update erp.supplier_credit_notes set supplier_reference = 'av 7'"
            " where supplier_credit_note_id = %s",
            [buying.credit(invoice_id, "price", "1", reference="AV-8")],
        )


def test_a_credit_note_makes_sense(buying: Buying) -> None:
    _, _, invoice_id = _invoiced(buying)
    with pytest.raises(TooEarly, match=r"credit note of supplier invoice PI\d+"):
        buying.credit(invoice_id, "price", "1", on=6)
    with pytest.raises(InvalidValue, match="has the reason 'gift'"):
        buying.credit(invoice_id, "gift", "1")
    with pytest.raises(NotInDocument):
        _credit(buying, invoice_id, lines={999_999: Decimal(1)})
    with pytest.raises(NoLines):
        _credit(buying, invoice_id, lines={})
    with pytest.raises(NotFound, match="supplier invoice 999999"):
        _credit(buying, 999_999, lines={1: Decimal(1)})
    with pytest.raises(InvalidValue, match=r"a VAT of 120\.01 cannot be credited, 120\.00"):
        _credit(buying, invoice_id, reason="tax", tax_amount=Decimal("120.01"))


def test_over_credit_past_the_command_is_refused(buying: Buying) -> None:
    _, _, invoice_id = _invoiced(buying)
    buying.credit(invoice_id, "price", "1")
    with pytest.raises(psycopg.errors.CheckViolation, match=r"600\.01 credited of 600\.00"):
        buying.connection.execute("update erp.supplier_credit_note_lines set net_amount = 600.01")


def _credit(buying: Buying, invoice_id: int, **given: object) -> int:
    return purchasing.credit(
        buying.connection,
        supplier_invoice_id=invoice_id,
        supplier_reference="A-9",
        posted_on=day(9),
        **{"reason": "price", **given},  # type: ignore[arg-type]
    )
