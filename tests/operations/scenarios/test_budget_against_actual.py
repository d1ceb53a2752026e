"""A budget of two cost centres, revised once, beside what was spent and earned."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bookkeeping import Books
from trade import Trade

from operations.erp.accounting.budgets import budget_against_actual, set_budget
from operations.erp.accounting.manual_entries import post_manual_entry
from operations.erp.accounting.model import Posting

MARCH, APRIL = dt.date(2024, 3, 15), dt.date(2024, 4, 15)


def _centre(trade: Trade, code: str) -> int:
    return int(
        trade.row(
            "insert into erp.cost_centres (cost_centre_code, name) values (%s, %s)"
            " returning cost_centre_id",
            code,
            code,
        )
    )


def _spend(trade: Trade, amount: str, centre: int | None, on: dt.date) -> None:
    post_manual_entry(
        trade.connection,
        journal_code="BQ",
        posted_on=on,
        description="Rent",
        lines=[
            Posting("613", debit=Decimal(amount), cost_centre_id=centre),
            Posting("512", credit=Decimal(amount)),
        ],
    )


def test_plan_and_books_stand_side_by_side(trade: Trade) -> None:
    north, south = _centre(trade, "NORTH"), _centre(trade, "SOUTH")
    # Voted in January: rent of both centres, and what is to be sold.
    for month in (MARCH, APRIL):
        for centre, amount in ((north, "1000"), (south, "500")):
            set_budget(
                trade.connection,
                account_code="613",
                cost_centre_id=centre,
                month=month,
                amount=Decimal(amount),
            )
        set_budget(trade.connection, account_code="707", month=month, amount=Decimal(8000))
    # Planned anew in March: the South moves house in April.
    set_budget(
        trade.connection,
        account_code="613",
        cost_centre_id=south,
        month=APRIL,
        amount=Decimal(900),
        version="revised",
    )

    # What happens: rents are paid, one without a centre; goods are sold.
    _spend(trade, "1000.00", north, MARCH)
    _spend(trade, "550.00", south, MARCH)
    _spend(trade, "880.00", south, APRIL)
    _spend(trade, "40.00", None, APRIL)
    Books(trade).sell("9000.00", MARCH)

    found = budget_against_actual(trade.connection, start=MARCH, end=APRIL)
    assert [
        (
            line.account_code,
            line.cost_centre_code,
            f"{line.month:%m}",
            str(line.budget),
            str(line.actual),
            str(line.variance),
        )
        for line in found
    ] == [
        ("613", None, "04", "0.00", "40.00", "40.00"),
        ("613", "NORTH", "03", "1000.00", "1000.00", "0.00"),
        ("613", "NORTH", "04", "1000.00", "0.00", "-1000.00"),
        ("613", "SOUTH", "03", "500.00", "550.00", "50.00"),
        ("613", "SOUTH", "04", "900.00", "880.00", "-20.00"),
        ("707", None, "03", "8000.00", "9000.00", "1000.00"),
        ("707", None, "04", "8000.00", "0.00", "-8000.00"),
    ]
    assert found[3].variance_rate == Decimal("0.1")
    assert found[0].variance_rate is None

    # As it was voted first, the South's rent of April is 500.
    initial = budget_against_actual(trade.connection, start=APRIL, end=APRIL, version="initial")
    south_in_april = next(line for line in initial if line.cost_centre_code == "SOUTH")
    assert (south_in_april.budget, south_in_april.variance) == (Decimal(500), Decimal(380))
