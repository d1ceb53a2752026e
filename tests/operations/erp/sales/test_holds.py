"""What a customer may owe, what counts towards it, and who lets an order go beyond."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import DAY, Trade, day

from operations.erp.accounting.currencies import set_rate
from operations.erp.party import commands as party
from operations.erp.party.errors import CustomerBlocked
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import MayNotRelease, NotOnHold, TooEarly
from operations.errors import InvalidValue, NotFound


def _limit(trade: Trade, amount: int, currency: str = "EUR") -> None:
    party.change_customer(
        trade.connection,
        customer_id=trade.customer,
        credit_limit=Decimal(amount),
        credit_currency_code=currency,
    )


def _employee(trade: Trade, limit: int | None = 10_000, left: int | None = None) -> int:
    return int(
        trade.row(
            "insert into erp.employees (employee_number, name, hired_on, left_on, approval_limit)"
            " values ('EM1', 'Direction', %s, %s, %s) returning employee_id",
            DAY,
            None if left is None else day(left),
            limit,
        )
    )


def _is_held(trade: Trade, order_id: int) -> bool:
    held = trade.row(
        "select count(*) from erp.sales_order_holds where order_id = %s and released_on is null",
        order_id,
    )
    return bool(held)


def _release(trade: Trade, order_id: int, employee_id: int, on: int = 2, why: str = "ok") -> None:
    sales.release_order(
        trade.connection,
        order_id=order_id,
        released_on=day(on),
        employee_id=employee_id,
        reason=why,
    )


def test_an_order_up_to_the_limit_is_not_held_and_a_cent_more_is(trade: Trade) -> None:
    _limit(trade, 1200)
    assert not _is_held(trade, trade.order())
    assert _is_held(trade, trade.order())


def test_without_a_limit_nothing_is_held(trade: Trade) -> None:
    assert not _is_held(trade, trade.order())


def test_a_limit_in_another_currency_is_taken_at_the_rate_of_the_day(trade: Trade) -> None:
    set_rate(
        trade.connection,
        from_currency="USD",
        to_currency="EUR",
        valid_on=DAY,
        rate=Decimal("0.9"),
    )
    _limit(trade, 1300, "USD")  # 1,170 euros
    assert _is_held(trade, trade.order())


def test_money_on_account_and_down_payments_lower_what_is_owed(trade: Trade) -> None:
    _limit(trade, 1200)
    order_id = trade.order()
    advance = sales.down_payment(
        trade.connection, order_id=order_id, posted_on=day(1), net_amount=Decimal(500)
    )
    exposure = sales.exposure(trade.connection, customer_id=trade.customer)
    assert (exposure.receivables, exposure.orders, exposure.advances) == (600, 1200, 600)
    assert exposure.amount == 1200
    sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(2),
        allocations={advance: Decimal(600)},
        amount=Decimal(800),
    )
    exposure = sales.exposure(trade.connection, customer_id=trade.customer)
    assert (exposure.receivables, exposure.amount) == (-200, 400)


def test_what_is_cancelled_or_invoiced_is_counted_once(trade: Trade) -> None:
    order_id = trade.order()
    (line,) = trade.order_lines(order_id)
    sales.deliver(
        trade.connection, order_id=order_id, delivered_on=day(1), quantities={line: Decimal(4)}
    )
    sales.invoice(trade.connection, order_id=order_id, posted_on=day(2))
    sales.cancel_remainder(
        trade.connection,
        order_id=order_id,
        cancelled_on=day(3),
        reason="enough",
        quantities={line: Decimal(1)},
    )
    exposure = sales.exposure(trade.connection, customer_id=trade.customer)
    assert (exposure.receivables, exposure.orders) == (480, 600)


def test_an_order_that_nothing_holds_is_not_released(trade: Trade) -> None:
    with pytest.raises(NotOnHold, match="is not on hold"):
        _release(trade, trade.order(), _employee(trade))


def test_a_release_has_a_reason_a_day_and_somebody_who_works_here(trade: Trade) -> None:
    _limit(trade, 1000)
    order_id = trade.order()
    with pytest.raises(InvalidValue, match="released for no reason"):
        _release(trade, order_id, _employee(trade), why="")
    with pytest.raises(TooEarly, match="release of the hold"):
        _release(trade, order_id, 1, on=-1)
    with pytest.raises(NotFound, match="employee 999999"):
        _release(trade, order_id, 999_999)


@pytest.mark.parametrize(("limit", "left"), [(None, None), (199, None), (10_000, 1)])
def test_who_may_approve_nothing_too_little_or_has_left_releases_nothing(
    trade: Trade, limit: int | None, left: int | None
) -> None:
    _limit(trade, 1000)
    order_id = trade.order()  # 200 beyond
    with pytest.raises(MayNotRelease, match="Direction cannot release order"):
        _release(trade, order_id, _employee(trade, limit, left))


def test_a_blocked_customer_orders_nothing(trade: Trade) -> None:
    party.block_customer(
        trade.connection, customer_id=trade.customer, blocked_on=DAY, reason="never pays"
    )
    with pytest.raises(CustomerBlocked, match="never pays"):
        trade.order()
