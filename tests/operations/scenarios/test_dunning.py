"""Reminders: by days late, one level after the other, not for what is disputed or covered."""

from __future__ import annotations

from decimal import Decimal

from receivable_books import every_rule_holds, number
from trade import Trade, day

from operations.erp.sales import commands as sales

Letters = list[tuple[str, list[tuple[str, int]]]]


def _run(trade: Trade, on: int, *, send: bool = True) -> Letters:
    """Titles of the reminders of a day, each with its invoices and their levels."""
    found = sales.run_dunning(trade.connection, on=day(on), send=send)
    return [
        (letter.title, [(line.invoice_number, line.level) for line in letter.lines])
        for letter in found
    ]


def test_a_customer_is_reminded_level_by_level_and_disputes_wait(trade: Trade) -> None:
    connection = trade.connection
    late, disputed = trade.invoiced(), trade.invoiced()  # due on day 32
    first, second = number(trade, "invoice", late), number(trade, "invoice", disputed)
    sales.dispute(connection, invoice_id=disputed, opened_on=day(35), reason="two pumps leak")

    # Seven days late nobody is reminded; at eight a letter goes out, once.
    assert _run(trade, 39) == []
    assert _run(trade, 40, send=False) == [("Rappel", [(first, 1)])]
    assert _run(trade, 40) == [("Rappel", [(first, 1)])]
    assert _run(trade, 40) == []
    assert _run(trade, 41) == []

    # A part payment does not stop the next level, which comes fifteen days after the first.
    sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(45),
        allocations={late: Decimal(700)},
    )
    assert _run(trade, 54) == []
    (letter,) = sales.run_dunning(connection, on=day(55))
    assert (letter.title, letter.level, letter.lines[0].owed) == ("Relance", 2, 500)
    assert letter.reminder_number == "REM00002"

    # The dispute ends: its invoice begins at the first level, however late it is.
    sales.settle_dispute(connection, invoice_id=disputed, settled_on=day(56), outcome="repaired")
    assert _run(trade, 57) == [("Rappel", [(second, 1)])]

    # One letter to a customer bears all; it has the title of its highest level.
    assert _run(trade, 77) == [("Mise en demeure", [(first, 3), (second, 2)])]
    assert _run(trade, 90) == []

    # Money that is not applied yet covers the rest: nobody is told to pay what he has paid.
    sales.pay(
        connection,
        customer_id=trade.customer,
        paid_on=day(98),
        allocations={},
        amount=Decimal(1700),
    )
    assert _run(trade, 99) == []
    every_rule_holds(trade)
