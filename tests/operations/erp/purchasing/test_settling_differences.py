"""The queue: who may accept a difference, and what a dispute ends with."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import DAY, day

from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    AboveLimit,
    ExceptionClosed,
    InvoiceBlocked,
    OwnRequest,
    TooEarly,
)
from operations.erp.purchasing.model import ExpenseLine, OrderLine
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


def _dear(buying: Buying, **given: int | None) -> tuple[int, int]:
    """An invoice at 66 for pumps ordered at 60: 60 are at stake. Its key and the exception's."""
    order_id = buying.order(OrderLine(buying.pump, Decimal(10), Decimal(60)), **given)
    buying.receive(order_id)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "66"))
    (waiting,) = purchasing.open_exceptions(buying.connection)
    return invoice_id, waiting.match_exception_id


def _resolve(buying: Buying, key: int, decision: str, who: int, on: int = 10) -> int:
    return purchasing.resolve(
        buying.connection,
        exception_id=key,
        decision=decision,  # type: ignore[arg-type]
        decided_by_id=who,
        on=day(on),
        note="Seen",
    )


def test_the_queue_says_what_differs_and_by_how_much(buying: Buying) -> None:
    invoice_id, _ = _dear(buying)
    (waiting,) = purchasing.open_exceptions(buying.connection)
    assert (
        waiting.supplier_invoice_number,
        waiting.supplier_name,
        waiting.line_number,
        waiting.reason,
        waiting.expected,
        waiting.found,
        waiting.difference_amount_base,
    ) == (
        buying.number("supplier_invoice", invoice_id),
        "Pompes du Rhône",
        1,
        "price",
        60,
        66,
        60,
    )


def test_a_blocked_invoice_is_not_paid_before_the_difference_is_accepted(buying: Buying) -> None:
    invoice_id, key = _dear(buying)
    with pytest.raises(InvoiceBlocked, match=r"PI\d+ is blocked for payment: price open"):
        buying.pay({invoice_id: "792"})
    _resolve(buying, key, "accepted", buying.buyer)
    buying.pay({invoice_id: "792"})
    assert buying.balances("401") == {"401": 0}


@pytest.mark.parametrize("decision", ["disputed", "credit_asked"])
def test_a_disputed_invoice_stays_blocked_until_a_credit_note_covers_it(
    buying: Buying, decision: str
) -> None:
    invoice_id, key = _dear(buying)
    _resolve(buying, key, decision, buying.workshop)
    buying.credit(invoice_id, "price", "59.99", reference="A-1")
    with pytest.raises(InvoiceBlocked, match=f"price {decision}"):
        buying.pay({invoice_id: "1"})
    buying.credit(invoice_id, "price", "0.01", reference="A-2")
    assert purchasing.open_exceptions(buying.connection) == []
    buying.pay({invoice_id: "720"})
    assert buying.balances("401", "607", "37") == {"401": 0, "607": 600, "37": 600}


def test_a_dispute_may_end_with_acceptance_and_both_are_kept(buying: Buying) -> None:
    _, key = _dear(buying)
    _resolve(buying, key, "disputed", buying.workshop)
    _resolve(buying, key, "accepted", buying.buyer, on=14)
    assert buying.connection.execute(
        "select decision, decided_by_id, decided_on from erp.match_decisions order by 1 desc"
    ).fetchall() == [
        ("disputed", buying.workshop, day(10)),
        ("accepted", buying.buyer, day(14)),
    ]


def test_a_difference_above_the_limit_names_who_may_accept_it(buying: Buying) -> None:
    small = buying.employee("Magasin", limit="59.99")
    _, key = _dear(buying)
    with pytest.raises(AboveLimit) as refused:
        _resolve(buying, key, "accepted", small)
    assert "is worth 60.00: employee EM2 may approve up to 59.99" in refused.value.message
    assert refused.value.remedy == "Ask one who may: EM0."


def test_who_asked_for_the_goods_does_not_accept_that_they_cost_more(buying: Buying) -> None:
    request_id = buying.request()
    buying.approve(request_id)
    buying.connection.execute("update erp.employees set approval_limit = 10000")
    _, key = _dear(buying, request_id=request_id, buyer_id=None)
    with pytest.raises(OwnRequest):
        _resolve(buying, key, "accepted", buying.workshop)
    _resolve(buying, key, "accepted", buying.buyer)


def test_what_is_settled_is_settled(buying: Buying) -> None:
    _, key = _dear(buying)
    _resolve(buying, key, "accepted", buying.buyer)
    with pytest.raises(ExceptionClosed, match="is accepted since 2024-03-11"):
        _resolve(buying, key, "disputed", buying.buyer)


def test_a_decision_on_a_difference_that_another_decided_meanwhile_is_refused(
    buying: Buying,
) -> None:
    _, key = _dear(buying)
    _resolve(buying, key, "disputed", buying.workshop)
    with pytest.raises(LostUpdate):
        purchasing.resolve(
            buying.connection,
            exception_id=key,
            decision="accepted",
            decided_by_id=buying.buyer,
            on=day(10),
            expected_version=1,
        )


def test_a_decision_makes_sense(buying: Buying) -> None:
    _, key = _dear(buying)
    with pytest.raises(InvalidValue, match="'maybe' is no decision"):
        _resolve(buying, key, "maybe", buying.buyer)
    with pytest.raises(TooEarly, match="decision of the difference in price"):
        _resolve(buying, key, "accepted", buying.buyer, on=6)
    with pytest.raises(NotFound, match="match exception 999999"):
        _resolve(buying, 999_999, "accepted", buying.buyer)


def test_missing_goods_that_are_credited_free_the_invoice(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, 8)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "60"))
    buying.credit(invoice_id, "quantity", "2")
    assert buying.balances("4861", "401", "44566") == {"4861": 0, "401": -576, "44566": 96}
    buying.pay({invoice_id: "576"})


def test_vat_that_is_credited_frees_the_invoice(buying: Buying) -> None:
    invoice_id = buying.invoice(ExpenseLine("613", Decimal(1000), "Loyer"), tax_amount=Decimal(210))
    purchasing.credit(
        buying.connection,
        supplier_invoice_id=invoice_id,
        supplier_reference="A-1",
        posted_on=day(9),
        reason="tax",
        tax_amount=Decimal(10),
    )
    buying.pay({invoice_id: "1200"})
    assert buying.balances("401", "44566") == {"401": 0, "44566": 200}


def test_an_acceptance_above_the_limit_past_the_command_is_refused(buying: Buying) -> None:
    _, key = _dear(buying)
    with pytest.raises(psycopg.errors.CheckViolation, match="above the limit of who accepts"):
        buying.connection.execute(
            "insert into erp.match_decisions (match_exception_id, decision, decided_by_id,"
            " decided_on) values (%s, 'accepted', %s, %s)",
            [key, buying.workshop, DAY],
        )


def test_an_acceptance_of_nobody_past_the_command_is_refused(buying: Buying) -> None:
    _, key = _dear(buying)
    with pytest.raises(psycopg.errors.CheckViolation, match="is accepted by nobody"):
        buying.connection.execute(
            "update erp.match_exceptions set status = 'accepted', closed_on = raised_on"
            " where match_exception_id = %s",
            [key],
        )


def test_a_payment_of_a_blocked_invoice_past_the_command_is_refused(buying: Buying) -> None:
    invoice_id, key = _dear(buying)
    _resolve(buying, key, "accepted", buying.buyer)
    buying.pay({invoice_id: "100"})
    buying.connection.execute(
        "update erp.match_exceptions set status = 'open', closed_on = null"
        " where match_exception_id = %s",
        [key],
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="is blocked"):
        buying.connection.execute("update erp.supplier_payment_allocations set amount = 101")
