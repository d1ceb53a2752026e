"""From an order that cannot be delivered to the goods made for it, as a bookkeeper sees it.

Entries are written account, debit, credit. A station is made of 4 kg of steel (material at average
cost, 5 a kg) and a motor (material at a standard cost of 120), in half an hour at 40; an hour of
setup is spread over ten: its standard cost is 164.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from buying import Buying
from trade import DAY, Trade, day
from workshop import Workshop

from operations.erp.production import commands as production
from operations.erp.production.errors import ComponentsMissing
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import OrderLine
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock


@pytest.fixture
def workshop(trade: Trade) -> Workshop:
    """A workshop with 100 kg of steel and 20 motors."""
    return Workshop(trade)


def _open_proposals(workshop: Workshop) -> list[int]:
    rows = workshop.connection.execute(
        "select requirement_proposal_id from erp.requirement_proposals where status = 'open'"
        " order by line_number"
    )
    return [row[0] for row in rows]


def test_thirty_stations_are_planned_bought_for_made_and_delivered(workshop: Workshop) -> None:
    connection, buying = workshop.connection, Buying(workshop.trade)

    # Thirty stations are ordered for the twentieth day, and there are none.
    sold = sales.order(
        connection,
        customer_id=workshop.trade.customer,
        ordered_on=DAY,
        promised_on=day(20),
        lines=[Line(workshop.station, Decimal(30), Decimal(300))],
    )

    # The calculation says what to make, and what to buy for it, and why.
    proposals = production.plan_requirements(connection, 1, day(1))
    assert [(each.product_id, each.source, each.quantity) for each in proposals] == [
        (workshop.station, "make", 30),
        (workshop.steel, "buy", 20),
        (workshop.motor, "buy", 10),
    ]
    assert proposals[0].order_on == day(18)  # 16 hours are two days
    number = workshop.trade.row(
        "select product_number from erp.products where product_id = %s", workshop.station
    )
    assert proposals[1].reason == (
        f"100 there; 120 for 30 of {number} on 2024-03-19; 0 days before"
    )
    made, steel, motors = (
        production.accept_proposal(
            connection,
            requirement_proposal_id=key,
            accepted_on=day(1),
            requester_id=buying.workshop,
        )
        for key in _open_proposals(workshop)
    )
    assert production.plan_requirements(connection, 1, day(1)) == []

    # The workshop begins on the fifth day; motors are lacking until they are bought.
    production.release_order(connection, production_order_id=made, released_on=day(5))
    with pytest.raises(ComponentsMissing, match="120 asked, 100 free"):
        workshop.issue(made, on=5)
    for request, product, price, quantity in (
        (steel, workshop.steel, "5", "20"),
        (motors, workshop.motor, "120", "10"),
    ):
        purchasing.approve(connection, request_id=request, approver_id=buying.buyer, on=day(5))
        bought = buying.order(
            OrderLine(product, Decimal(quantity), Decimal(price)),
            request_id=request,
            buyer_id=None,
            ordered_on=day(5),
        )
        buying.receive(bought, on=8)

    # Components go in: material leaves the stock and is a charge.
    assert workshop.issue(made, on=8) == 4200
    assert workshop.entries(made, "component_issue") == [("6031", 4200, 0), ("31", 0, 4200)]

    # Twenty stations are made, one is scrapped; the hours are wages in the ledger.
    workshop.work(made, "12", on=10)
    workshop.output(made, "20", "1", on=10)
    assert workshop.entries(made, "production_output") == [("7135", 0, 3280), ("35", 3280, 0)]

    # At the end of that week the rest is in progress: 4200 and 480 less 3280.
    assert production.post_work_in_progress(connection, on=day(12)) == 1400
    assert workshop.trade.balance("33") == 0  # undone on the next day

    # The other nine are made, with half a kilo more of steel, and the order is closed.
    workshop.warehouse.receive(workshop.steel, 1, "5", on=day(14), number="RC9")
    workshop.issue(made, on=15, steel="0.5")
    workshop.work(made, "5", on=15)
    workshop.output(made, "9", on=15)
    variance = workshop.close(made, on=16)

    # It has cost 4202.50 and 680; 29 stations are worth 4756: 126.50 too much.
    assert variance == Decimal("126.50")
    assert workshop.entries(made, "production_order") == [
        ("71359", Decimal("126.50"), 0),
        ("7135", 0, Decimal("126.50")),
    ]

    # All 29 are delivered at their standard cost; one is still to be made.
    (line,) = workshop.trade.order_lines(sold)
    sales.deliver(
        connection,
        order_id=sold,
        delivered_on=day(18),
        quantities={line: Decimal(29)},
    )
    assert workshop.trade.row("select cost_amount from erp.delivery_lines") == 4756
    (again,) = [
        each
        for each in production.plan_requirements(connection, 1, day(18))
        if each.product_id == workshop.station
    ]
    assert (again.source, again.quantity, again.is_late) == ("make", 1, False)
    assert workshop.trade.balance("35") == 0
    ties = stock.stock_against_ledger(connection, 1, day(30))
    assert [tie.gap for tie in ties] == [0] * len(ties)
    assert stock.stock_against_moves(connection, 1) == []
