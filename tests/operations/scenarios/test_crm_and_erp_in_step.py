"""A firm in both systems, from the first call to a late payment: each hears of the other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bookkeeping import entry
from trade import DAY, day
from two_sides import TwoSides

from operations.crm.accounts import commands as accounts
from operations.crm.opportunities import commands as opportunities
from operations.database.connection import Connection
from operations.erp.party.commands import change_customer
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.sync.commands import conflicts, note_acceptance, resolve

SIREN = "552100554"


def _seen_in_crm(sides: TwoSides, account_id: int) -> tuple[str, ...]:
    """What the seller sees: owed, of it late, still to be invoiced, the last invoice."""
    row = sides.row(
        "select open_amount, overdue_amount, order_book_amount, last_invoice_number"
        " from crm.account_finances where account_id = %s",
        account_id,
    )
    return tuple(str(value) for value in row)


def test_a_firm_from_its_first_call_to_its_late_payment(connection: Connection) -> None:
    sides = TwoSides(connection)
    books, trade = connection, sides.trade

    # Sales meets a firm. The books do not know it yet: it has bought nothing.
    account_id = accounts.open_account(
        books, name="Moulin Neuf", country_code="FR", city="Lyon", legal_id="552 100 554"
    )
    deal = opportunities.open_opportunity(
        books, account_id=account_id, name="Pumps", created_on=DAY, amount=Decimal(1000)
    )
    sides.sync(today=DAY)
    assert sides.row("select count(*) from erp.customers where name = 'Moulin Neuf'") == 0

    # The deal is won: the firm becomes a customer, its number checked and in the books' own form.
    opportunities.win(books, opportunity_id=deal, on=day(3))
    sides.sync(today=day(3))
    customer_id = sides.customer_of(account_id)
    assert sides.both(account_id, "legal_id") == (SIREN, SIREN)

    # Its customer accepts the quote; the seller notes it, the ERP makes the order.
    quote_id = sales.quote(
        books,
        customer_id=customer_id,
        quoted_on=day(3),
        valid_until=day(30),
        lines=[Line(sides.trade.pump, Decimal(10), Decimal(100))],
        opportunity_id=deal,
    )
    note_acceptance(books, quote_id=quote_id, accepted_on=day(5), promised_on=day(10))
    sides.sync(today=day(5))
    order_id = sides.row("select order_id from crm.quote_acceptances")
    assert _seen_in_crm(sides, account_id) == ("0.00", "0.00", "1000.00", "None")

    # Six of ten pumps are delivered and invoiced.
    (line,) = trade.order_lines(order_id)
    sales.deliver(books, order_id=order_id, delivered_on=day(8), quantities={line: Decimal(6)})
    sales.invoice(books, order_id=order_id, posted_on=day(9))
    assert entry(trade, "INV00001") == [
        ("411", "720.00", ""),
        ("707", "", "600.00"),
        ("44571", "", "120.00"),
    ]
    sides.sync(today=day(9))
    assert _seen_in_crm(sides, account_id) == ("720.00", "0.00", "400.00", "INV00001")

    # A part is paid in time, the rest is late: nothing was written, the days went by.
    invoice_id = sides.row("select invoice_id from erp.invoices")
    sales.pay(
        books, customer_id=customer_id, paid_on=day(20), allocations={invoice_id: Decimal(500)}
    )
    sides.sync(today=day(20))
    assert _seen_in_crm(sides, account_id) == ("220.00", "0.00", "400.00", "INV00001")
    late = sides.row("select due_on from erp.invoices") + dt.timedelta(days=1)
    sides.tomorrow(late)
    assert _seen_in_crm(sides, account_id) == ("220.00", "220.00", "400.00", "INV00001")

    # Both sides rename the firm on the same day. Nobody's word is overwritten: a person decides.
    accounts.change_account(books, account_id=account_id, name="Moulin Neuf Group")
    change_customer(books, customer_id=customer_id, name="Moulin Neuf SAS")
    sides.sync(today=late)
    (conflict,) = conflicts(books)
    assert (conflict.crm_value, conflict.erp_value) == ("Moulin Neuf Group", "Moulin Neuf SAS")
    resolve(books, conflict.conflict_id, "erp", by="Direction commerciale")
    assert sides.both(account_id, "name") == ("Moulin Neuf SAS", "Moulin Neuf SAS")
    assert sides.waiting() == []
