"""Open items in dollars at a month's end: valued, provided for, undone, then settled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bookkeeping import Books, balances, entry, look_at_rules
from trade import Trade

from operations.erp.accounting.currencies import set_rate
from operations.erp.accounting.lettering import letter_when_settled
from operations.erp.accounting.model import Posting
from operations.erp.accounting.open_items import open_items
from operations.erp.accounting.revaluation import revalue

MARCH, END_OF_MARCH = dt.date(2024, 3, 12), dt.date(2024, 3, 31)
APRIL = dt.date(2024, 4, 20)


def _dollars(
    account: str, base: str, dollars: str, party: dict[str, int], reference: str
) -> Posting:
    """A line of a party in dollars; debits above zero."""
    amount = Decimal(base)
    return Posting(
        account,
        debit=max(amount, Decimal(0)),
        credit=max(-amount, Decimal(0)),
        reference=reference,
        currency_code="USD",
        document_amount=Decimal(dollars),
        customer_id=party.get("customer_id"),
        supplier_id=party.get("supplier_id"),
    )


def test_dollars_are_valued_at_the_end_of_march_and_settled_in_april(trade: Trade) -> None:
    books = Books(trade)
    buyer, seller = {"customer_id": trade.customer}, {"supplier_id": books.supplier}
    # In March 1,000 dollars are invoiced at 0.90 and 500 are owed at 0.92.
    books.post(
        "VT",
        MARCH,
        "invoice",
        "INV-1",
        _dollars("411", "900", "1000", buyer, "INV-1"),
        Posting("707", credit=Decimal(900)),
    )
    books.post(
        "AC",
        MARCH,
        "supplier_invoice",
        "F-1",
        Posting("607", debit=Decimal(460)),
        _dollars("401", "-460", "-500", seller, "F-1"),
    )

    # The dollar ends the month at 0.95: 50 would be gained on the sale, 15 lost on the purchase.
    set_rate(
        trade.connection,
        from_currency="USD",
        to_currency="EUR",
        valid_on=END_OF_MARCH,
        rate=Decimal("0.95"),
    )
    assert revalue(trade.connection, month=MARCH, with_provision=True) is not None
    look_at_rules(trade)
    assert entry(trade, "RV202403") == [
        # 31 March
        ("4018", "", "15.00"),
        ("4118", "50.00", ""),
        ("477", "", "50.00"),
        ("476", "15.00", ""),
        ("6815", "15.00", ""),
        ("1515", "", "15.00"),
        # 1 April: undone; the provision by an account of its own
        ("4018", "15.00", ""),
        ("4118", "", "50.00"),
        ("477", "50.00", ""),
        ("476", "", "15.00"),
        ("7815", "", "15.00"),
        ("1515", "15.00", ""),
    ]
    # What customers owe is still the sum of their invoices.
    (item,) = open_items(trade.connection, account_code="411", on=END_OF_MARCH)
    assert (item.amount, item.document_amount) == (Decimal(900), Decimal(1000))

    # In April the customer pays 1,000 dollars at 0.97: the difference is earned then.
    books.post(
        "BQ",
        APRIL,
        "payment",
        "PAY-1",
        Posting("512", debit=Decimal(970)),
        _dollars("411", "-900", "-1000", buyer, "INV-1"),
        Posting("756", credit=Decimal(70)),
    )
    letter_when_settled(trade.connection, invoice_number="INV-1", customer_id=buyer["customer_id"])
    look_at_rules(trade)
    assert balances(trade, "411", "4118", "4018", "476", "477", "1515", "756") == {
        "411": "0.00",
        "4118": "0.00",
        "4018": "0.00",
        "476": "0.00",
        "477": "0.00",
        "1515": "0.00",
        "756": "-70.00",
    }
    rows = trade.connection.execute(
        "select currency_code, document_amount, booked_amount, valued_amount"
        " from erp.exchange_revaluation_lines order by valued_amount"
    ).fetchall()
    assert [tuple(str(value) for value in row) for row in rows] == [
        ("USD", "-500.00", "-460.00", "-475.00"),
        ("USD", "1000.00", "900.00", "950.00"),
    ]
