"""Requests and their approval: who may let what be bought."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying
from trade import DAY, day

from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.errors import (
    AboveLimit,
    AlreadyDecided,
    NoLines,
    NotEmployed,
    OwnRequest,
    RequestNotOpen,
    TooEarly,
)
from operations.erp.purchasing.model import RequestLine
from operations.errors import InvalidValue, NotFound

STATUS = "select status from erp.purchase_requests where purchase_request_id = %s"
WORTH_600 = "select net_amount_base from erp.purchase_requests where purchase_request_id = %s"


def _reject(buying: Buying, request_id: int, approver_id: int, reason: str = "Too dear") -> int:
    return purchasing.reject(
        buying.connection, request_id=request_id, approver_id=approver_id, on=day(1), reason=reason
    )


def test_a_request_is_worth_its_lines_and_waits_for_a_decision(buying: Buying) -> None:
    request_id = buying.request()
    assert buying.trade.row(WORTH_600, request_id) == 600
    assert buying.trade.row(STATUS, request_id) == "open"


def test_an_approval_within_the_limit_approves_the_request(buying: Buying) -> None:
    request_id = buying.request()
    buying.approve(request_id)
    assert buying.trade.row(STATUS, request_id) == "approved"
    assert buying.trade.row(
        "select approver_id, decided_on, decision from erp.approvals"
        " where purchase_request_id = %s",
        request_id,
    ) == (buying.buyer, day(1), "approved")


def test_an_approval_above_the_limit_names_it_and_who_may(buying: Buying) -> None:
    small = buying.employee("Magasin", limit="599.99")
    buying.employee("Direction", limit="500000")
    request_id = buying.request()
    with pytest.raises(AboveLimit) as refused:
        buying.approve(request_id, small)
    number = buying.number("purchase_request", request_id)
    assert refused.value.message == (
        f"The request {number} is worth 600.00: employee EM2 may approve up to 599.99."
    )
    assert refused.value.remedy == "Ask one who may: EM0, EM3."
    assert buying.trade.row(STATUS, request_id) == "open"


def test_when_nobody_may_the_remedy_says_so(buying: Buying) -> None:
    request_id = buying.request(RequestLine(buying.pump, Decimal(1000), Decimal(60)))
    with pytest.raises(AboveLimit) as refused:
        buying.approve(request_id)
    assert refused.value.remedy.startswith("Raise somebody's approval limit to 60000")


def test_an_employee_without_a_limit_approves_nothing(buying: Buying) -> None:
    nobody = buying.employee("Accueil", limit=None)
    with pytest.raises(AboveLimit, match="may approve up to 0"):
        buying.approve(buying.request(), nobody)


def test_nobody_approves_or_rejects_their_own_request(buying: Buying) -> None:
    request_id = purchasing.request(
        buying.connection,
        requester_id=buying.buyer,
        requested_on=DAY,
        needed_on=DAY,
        lines=[RequestLine(buying.pump, Decimal(1), Decimal(60))],
    )
    with pytest.raises(OwnRequest, match="nobody decides their own"):
        buying.approve(request_id)
    with pytest.raises(OwnRequest):
        _reject(buying, request_id, buying.buyer)


def test_somebody_who_left_approves_nothing(buying: Buying) -> None:
    former = buying.employee("Ancien chef", limit="10000", left_on=DAY)
    with pytest.raises(NotEmployed, match="does not work here on 2024-03-02"):
        buying.approve(buying.request(), former)
    with pytest.raises(NotFound, match="employee 999999"):
        buying.approve(buying.request(), 999_999)


def test_a_dear_request_needs_several_people(buying: Buying) -> None:
    purchasing.set_approval_rule(buying.connection, above_amount=Decimal(500), approvals_needed=2)
    second = buying.employee("Direction", limit="500000")
    request_id = buying.request()
    buying.approve(request_id)
    assert buying.trade.row(STATUS, request_id) == "open"
    with pytest.raises(AlreadyDecided, match="was approved by this employee already"):
        buying.approve(request_id)
    buying.approve(request_id, second)
    assert buying.trade.row(STATUS, request_id) == "approved"


def test_a_rule_begins_above_its_amount(buying: Buying) -> None:
    purchasing.set_approval_rule(buying.connection, above_amount=Decimal(600), approvals_needed=2)
    request_id = buying.request()
    buying.approve(request_id)
    assert buying.trade.row(STATUS, request_id) == "approved"


def test_an_approval_rule_of_nobody_is_refused(buying: Buying) -> None:
    with pytest.raises(InvalidValue, match="would need 0 approvals"):
        purchasing.set_approval_rule(buying.connection, above_amount=Decimal(1), approvals_needed=0)


def test_a_rejected_request_says_why_and_is_decided(buying: Buying) -> None:
    request_id = buying.request()
    with pytest.raises(InvalidValue, match="without a reason"):
        _reject(buying, request_id, buying.buyer, " ")
    _reject(buying, request_id, buying.buyer)
    assert buying.trade.row(STATUS, request_id) == "rejected"
    with pytest.raises(RequestNotOpen, match=r"request PR\d+ is rejected"):
        buying.approve(request_id)


def test_a_request_of_nothing_or_needed_before_it_is_made_is_refused(buying: Buying) -> None:
    with pytest.raises(NoLines):
        purchasing.request(
            buying.connection,
            requester_id=buying.workshop,
            requested_on=DAY,
            needed_on=DAY,
            lines=[],
        )
    with pytest.raises(TooEarly):
        purchasing.request(
            buying.connection,
            requester_id=buying.workshop,
            requested_on=DAY,
            needed_on=day(-1),
            lines=[RequestLine(buying.pump, Decimal(1), Decimal(60))],
        )


def test_a_decision_before_its_request_is_refused(buying: Buying) -> None:
    former = buying.employee("Direction", limit="10000")
    buying.connection.execute("update erp.employees set hired_on = '2020-01-01'")
    with pytest.raises(TooEarly, match="decision"):
        purchasing.approve(
            buying.connection, request_id=buying.request(), approver_id=former, on=day(-1)
        )


APPROVAL = (
    "insert into erp.approvals (purchase_request_id, approver_id, decided_on, decision)"
    " values (%s, %s, %s, 'approved')"
)


def test_an_approval_of_the_own_request_past_the_command_is_refused(buying: Buying) -> None:
    buying.connection.execute("update erp.employees set approval_limit = 1000000")
    with pytest.raises(psycopg.errors.CheckViolation, match="is decided by whoever asked for it"):
        buying.connection.execute(APPROVAL, [buying.request(), buying.workshop, DAY])


def test_an_approval_above_the_limit_past_the_command_is_refused(buying: Buying) -> None:
    small = buying.employee("Magasin", limit="599.99")
    with pytest.raises(psycopg.errors.CheckViolation, match="above the limit of its approver"):
        buying.connection.execute(APPROVAL, [buying.request(), small, DAY])


def test_two_approvals_of_one_employee_past_the_command_are_refused(buying: Buying) -> None:
    request_id = buying.request()
    buying.approve(request_id)
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_decision_an_approver"):
        buying.connection.execute(APPROVAL, [request_id, buying.buyer, DAY])
