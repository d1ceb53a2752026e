"""What is told to a customer about the rest of his order, and what of it ends."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import DAY, Trade, day

from operations.erp.sales import commands as sales
from operations.erp.sales.errors import (
    NothingToDeliver,
    NotInDocument,
    OverCancellation,
    OverDelivery,
    TooEarly,
)
from operations.erp.sales.model import Line
from operations.errors import InvalidValue, NotFound


def _two_lines(trade: Trade) -> tuple[int, int, int]:
    order_id = sales.order(
        trade.connection,
        customer_id=trade.customer,
        ordered_on=DAY,
        promised_on=day(5),
        lines=[
            Line(trade.pump, Decimal(10), Decimal(100)),
            Line(trade.hose, Decimal(4), Decimal("9.99")),
        ],
    )
    first, second = trade.order_lines(order_id)
    return order_id, first, second


def _deliver(trade: Trade, order_id: int, line: int, quantity: int, on: int = 1) -> int:
    return sales.deliver(
        trade.connection,
        order_id=order_id,
        delivered_on=day(on),
        quantities={line: Decimal(quantity)},
    )


def _promise(trade: Trade, order_id: int, on: int, told: int = 2, *lines: int) -> None:
    sales.promise(
        trade.connection,
        order_id=order_id,
        promised_on=day(on),
        told_on=day(told),
        line_ids=lines or None,
    )


def _cancel(trade: Trade, order_id: int, on: int = 3, **quantities: int) -> None:
    wanted = {int(key[1:]): Decimal(value) for key, value in quantities.items()}
    sales.cancel_remainder(
        trade.connection,
        order_id=order_id,
        cancelled_on=day(on),
        reason="bought elsewhere",
        quantities=wanted or None,
    )


def _promised(trade: Trade, line: int) -> list[tuple[object, ...]]:
    return trade.connection.execute(
        "select promised_on, told_on from erp.sales_order_promises where order_line_id = %s"
        " order by promise_id",
        [line],
    ).fetchall()


def test_a_new_promise_is_for_the_lines_of_which_something_remains(trade: Trade) -> None:
    order_id, pumps, hoses = _two_lines(trade)
    _deliver(trade, order_id, hoses, 4)
    _promise(trade, order_id, 9)
    assert _promised(trade, pumps) == [(day(5), DAY), (day(9), day(2))]
    assert _promised(trade, hoses) == [(day(5), DAY)]
    assert trade.row(
        "select array_agg(promised_on order by line_number) from erp.sales_order_lines"
        " where order_id = %s",
        order_id,
    ) == [day(9), day(5)]


def test_a_promise_may_be_for_one_line(trade: Trade) -> None:
    order_id, pumps, hoses = _two_lines(trade)
    _promise(trade, order_id, 9, 2, hoses)
    assert (len(_promised(trade, pumps)), len(_promised(trade, hoses))) == (1, 2)


def test_a_promise_is_not_before_the_order_nor_for_a_day_gone_by(trade: Trade) -> None:
    order_id, _, _ = _two_lines(trade)
    with pytest.raises(TooEarly, match="promise of order"):
        _promise(trade, order_id, 9, -1)
    with pytest.raises(TooEarly, match="promised day of the promise for order"):
        _promise(trade, order_id, 1, 2)
    with pytest.raises(TooEarly, match="promised day of the back-order"):
        sales.deliver(
            trade.connection,
            order_id=order_id,
            delivered_on=day(3),
            back_order_promised_on=day(2),
        )


def test_a_promise_for_another_order_or_for_nothing_is_refused(trade: Trade) -> None:
    order_id, _, _ = _two_lines(trade)
    (foreign,) = trade.order_lines(trade.order())
    with pytest.raises(NotInDocument, match=f"no line with the key {foreign}"):
        _promise(trade, order_id, 9, 2, foreign)
    sales.deliver(trade.connection, order_id=order_id, delivered_on=day(1))
    with pytest.raises(NothingToDeliver):
        _promise(trade, order_id, 9)
    with pytest.raises(NotFound, match="order 999999"):
        _promise(trade, 999_999, 9)


def test_what_is_cancelled_is_not_delivered(trade: Trade) -> None:
    order_id, pumps, _ = _two_lines(trade)
    _cancel(trade, order_id, **{f"l{pumps}": 7})
    with pytest.raises(OverDelivery, match="4 cannot be delivered, 3 of it remain"):
        _deliver(trade, order_id, pumps, 4, on=4)
    _deliver(trade, order_id, pumps, 3, on=4)
    value = "select sum(net_amount), sum(net_amount_base) from erp.sales_order_cancellations"
    assert trade.row(value) == (700, 700)


def test_an_order_of_which_nothing_was_delivered_is_cancelled_whole(trade: Trade) -> None:
    order_id, _, _ = _two_lines(trade)
    _cancel(trade, order_id)
    status = "select status from erp.sales_orders where order_id = %s"
    assert trade.row(status, order_id) == "cancelled"
    with pytest.raises(NothingToDeliver):
        sales.deliver(trade.connection, order_id=order_id, delivered_on=day(4))


def test_an_order_is_done_when_the_rest_of_what_was_invoiced_is_cancelled(trade: Trade) -> None:
    order_id, pumps, _ = _two_lines(trade)
    _deliver(trade, order_id, pumps, 2)
    sales.invoice(trade.connection, order_id=order_id, posted_on=day(2))
    _cancel(trade, order_id)
    status = "select status from erp.sales_orders where order_id = %s"
    assert trade.row(status, order_id) == "invoiced"


def test_more_than_remains_is_not_cancelled(trade: Trade) -> None:
    order_id, pumps, _ = _two_lines(trade)
    _deliver(trade, order_id, pumps, 6)
    with pytest.raises(OverCancellation, match="5 cannot be cancelled, 4 of it remain"):
        _cancel(trade, order_id, **{f"l{pumps}": 5})


def test_a_cancellation_names_own_lines_a_reason_and_a_day(trade: Trade) -> None:
    order_id, pumps, _ = _two_lines(trade)
    (foreign,) = trade.order_lines(trade.order())
    with pytest.raises(NotInDocument):
        _cancel(trade, order_id, **{f"l{foreign}": 1})
    with pytest.raises(TooEarly, match="cancellation of order"):
        _cancel(trade, order_id, on=-1)
    with pytest.raises(InvalidValue, match="not above zero"):
        _cancel(trade, order_id, **{f"l{pumps}": 0})
    with pytest.raises(InvalidValue, match="cancelled for no reason"):
        sales.cancel_remainder(trade.connection, order_id=order_id, cancelled_on=day(1), reason=" ")
    _cancel(trade, order_id)
    with pytest.raises(NothingToDeliver):
        _cancel(trade, order_id)
