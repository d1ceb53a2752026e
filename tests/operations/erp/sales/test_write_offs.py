"""What is given up: no more than is open, small differences only when they are small."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import Trade, day

from operations.erp.sales import commands as sales
from operations.erp.sales.cash_errors import IsDownPayment, NotSmall, OverWriteOff
from operations.erp.sales.errors import TooEarly
from operations.erp.sales.write_offs import Reason
from operations.errors import InvalidValue, NotFound


def _write_off(
    trade: Trade, invoice: int, reason: Reason, amount: str | None = None, on: int = 40
) -> int:
    return sales.write_off(
        trade.connection,
        invoice_id=invoice,
        written_off_on=day(on),
        reason=reason,
        amount=None if amount is None else Decimal(amount),
    )


def _cash(trade: Trade, amount: str) -> int:
    return sales.pay(
        trade.connection,
        customer_id=trade.customer,
        paid_on=day(10),
        allocations={},
        amount=Decimal(amount),
    )


def test_a_part_of_a_debt_may_be_given_up(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    _write_off(trade, invoice_id, "bad_debt", "600")
    assert [trade.balance(code) for code in ("411", "654", "44571")] == [600, 500, -100]
    assert trade.row("select amount from erp.owed(%s)", invoice_id) == 600


def test_a_debt_without_vat_gives_none_back(trade: Trade) -> None:
    abroad = trade.register("Pompes Wallonnes", "BE", "BE0428759497")
    _write_off(trade, trade.invoiced(customer=abroad), "bad_debt")
    assert [trade.balance(code) for code in ("411", "654", "44571")] == [0, 1000, 0]


def test_more_than_is_owed_is_not_given_up(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    with pytest.raises(OverWriteOff, match=r"1200\.01 cannot be written off, 1200\.00 is open"):
        _write_off(trade, invoice_id, "bad_debt", "1200.01")
    _write_off(trade, invoice_id, "bad_debt")
    with pytest.raises(OverWriteOff, match=r"0\.00 is open"):
        _write_off(trade, invoice_id, "bad_debt")


def test_a_small_difference_is_small(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    with pytest.raises(NotSmall, match=r"10\.01 is no small difference, 10\.00 is the most"):
        _write_off(trade, invoice_id, "small_difference", "10.01")
    _write_off(trade, invoice_id, "small_difference", "10")
    with pytest.raises(NotSmall, match=r"PAY\d+: 10\.01"):
        sales.keep_difference(trade.connection, payment_id=_cash(trade, "10.01"), kept_on=day(11))


def test_a_write_off_is_for_a_known_reason_of_cents_and_not_before_its_document(
    trade: Trade,
) -> None:
    invoice_id = trade.invoiced()
    with pytest.raises(InvalidValue, match="for the reason 'whim'"):
        _write_off(trade, invoice_id, "whim")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="not above zero"):
        _write_off(trade, invoice_id, "bad_debt", "0")
    with pytest.raises(TooEarly, match="write-off of Invoice"):
        _write_off(trade, invoice_id, "bad_debt", on=1)
    with pytest.raises(TooEarly, match="write-off of Payment"):
        sales.keep_difference(trade.connection, payment_id=_cash(trade, "1"), kept_on=day(9))
    with pytest.raises(NotFound, match="invoice 999999"):
        _write_off(trade, 999_999, "bad_debt")


def test_cash_that_is_used_is_not_kept(trade: Trade) -> None:
    payment_id = _cash(trade, "5")
    sales.keep_difference(trade.connection, payment_id=payment_id, kept_on=day(11))
    with pytest.raises(OverWriteOff, match=r"PAY\d+: 0\.00 cannot"):
        sales.keep_difference(trade.connection, payment_id=payment_id, kept_on=day(11))


def test_a_down_payment_is_cancelled_and_not_written_off(trade: Trade) -> None:
    advance = sales.down_payment(
        trade.connection, order_id=trade.order(), posted_on=day(1), net_amount=Decimal(100)
    )
    with pytest.raises(IsDownPayment, match="cancel_down_payment"):
        _write_off(trade, advance, "bad_debt")
    with pytest.raises(IsDownPayment):
        sales.credit(
            trade.connection, invoice_id=advance, posted_on=day(2), reason="price", lines={}
        )
