"""The three-way match as arithmetic: which receipts a line pays, what waits, what is too much."""

from __future__ import annotations

from decimal import Decimal

import pytest
from trade import day

from operations.erp.purchasing.matching import (
    OpenReceipt,
    match,
    price_difference,
    quantity_difference,
    without,
)
from operations.erp.purchasing.model import spread
from operations.erp.purchasing.tolerances import Tolerances


def _receipt(key: int, quantity: str, amount: str) -> OpenReceipt:
    return OpenReceipt(key, 1, day(key), Decimal(quantity), Decimal(amount))


def test_the_oldest_receipts_are_paid_first() -> None:
    receipts = [_receipt(1, "4", "240"), _receipt(2, "6", "360")]
    matched = match(Decimal(5), Decimal(310), receipts, Decimal(0))
    assert [
        (part.receipt_line_id, part.quantity, part.receipt_amount_base, part.invoice_amount_base)
        for part in matched.parts
    ] == [(1, 4, 240, 248), (2, 1, 60, 62)]
    assert matched.pending_quantity == 0
    assert [(left.quantity, left.amount_base) for left in without(receipts, matched.parts)] == [
        (5, 300)
    ]


def test_what_did_not_come_waits_with_its_share_of_the_amount() -> None:
    matched = match(Decimal(10), Decimal("333.33"), [_receipt(1, "4", "240")], Decimal(0))
    assert (matched.pending_quantity, matched.pending_amount_base) == (6, Decimal("200.00"))
    assert matched.parts[0].invoice_amount_base == Decimal("133.33")


def test_an_excess_within_tolerance_is_dearer_goods_not_missing_ones() -> None:
    matched = match(Decimal("10.5"), Decimal(630), [_receipt(1, "10", "600")], Decimal("0.05"))
    assert matched.pending_quantity == 0
    assert (matched.parts[0].quantity, matched.parts[0].difference_base) == (10, 30)
    beyond = match(Decimal("10.6"), Decimal(636), [_receipt(1, "10", "600")], Decimal("0.05"))
    assert beyond.pending_quantity == Decimal("0.6")


def test_without_receipts_all_is_pending() -> None:
    matched = match(Decimal(3), Decimal(180), [], Decimal("0.5"))
    assert (matched.parts, matched.pending_quantity, matched.pending_amount_base) == ((), 3, 180)


def test_receipts_paid_in_thirds_lose_no_cent() -> None:
    receipts = [_receipt(1, "3", "100")]
    paid = Decimal(0)
    for _ in range(3):
        matched = match(Decimal(1), Decimal(33), receipts, Decimal(0))
        paid += matched.parts[0].receipt_amount_base
        receipts = without(receipts, matched.parts)
    assert (paid, receipts) == (100, [])


@pytest.mark.parametrize(
    ("invoiced", "is_out"),
    [("61.20", False), ("61.21", True), ("58.80", False), ("58.79", True)],
)
def test_a_price_may_differ_by_its_share_either_way(invoiced: str, is_out: bool) -> None:
    difference = price_difference(
        1,
        quantity=Decimal(100),
        ordered=Decimal(60),
        invoiced=Decimal(invoiced),
        exchange_rate=Decimal(1),
        tolerances=Tolerances(price_rate=Decimal("0.02"), price_amount=Decimal(0)),
    )
    assert (difference is not None) == is_out


def test_a_small_amount_may_differ_whatever_its_share() -> None:
    def difference(invoiced: str) -> object:
        return price_difference(
            1,
            quantity=Decimal(1),
            ordered=Decimal(10),
            invoiced=Decimal(invoiced),
            exchange_rate=Decimal(1),
            tolerances=Tolerances(price_amount=Decimal(5)),
        )

    assert difference("15") is None
    assert difference("15.01") is not None


def test_the_difference_is_at_stake_in_company_currency() -> None:
    difference = price_difference(
        1,
        quantity=Decimal(10),
        ordered=Decimal(60),
        invoiced=Decimal(66),
        exchange_rate=Decimal("0.9"),
        tolerances=Tolerances(),
    )
    assert difference is not None
    assert (difference.expected, difference.found, difference.amount_base) == (60, 66, 54)


def test_a_quantity_differs_when_something_waits() -> None:
    matched = match(Decimal(10), Decimal(600), [_receipt(1, "4", "240")], Decimal(0))
    difference = quantity_difference(1, quantity=Decimal(10), matched=matched)
    assert difference is not None
    assert (difference.expected, difference.found, difference.amount_base) == (4, 10, 360)


def test_spreading_keeps_the_sum_and_the_sign() -> None:
    parts = spread(Decimal("0.02"), [Decimal(1)] * 3)
    assert sum(parts) == Decimal("0.02")
    assert min(parts) >= 0
    assert spread(Decimal("-1.00"), [Decimal(1), Decimal(2)]) == [
        Decimal("-0.33"),
        Decimal("-0.67"),
    ]
