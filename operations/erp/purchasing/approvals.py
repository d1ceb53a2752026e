"""Decisions on requests: within the approver's limit, by another than who asked, each kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from operations.database.connection import Connection, insert
from operations.erp.purchasing.authority import employed, require_authority
from operations.erp.purchasing.errors import AlreadyDecided, OwnRequest, RequestNotOpen, TooEarly
from operations.erp.purchasing.requests import Request, locked_request
from operations.errors import InvalidValue
from operations.money import require_cents


def approve(connection: Connection, *, request_id: int, approver_id: int, on: dt.date) -> int:
    """Let a request be bought; return the approval's key.

    The request is approved once as many people said so as ``approval_rules`` want of its amount:
    one, where no rule says more. Raises AboveLimit, OwnRequest, AlreadyDecided, RequestNotOpen.
    """
    asked = locked_request(connection, request_id)
    document = f"request {asked.purchase_request_number}"
    _require_open(asked, document, on)
    require_authority(
        connection,
        approver_id,
        amount=asked.net_amount_base,
        on=on,
        document=document,
        asked_by=asked.requester_id,
    )
    approval_id = _decide(
        connection, request_id, approver_id=approver_id, on=on, decision="approved"
    )
    connection.execute(
        "update erp.purchase_requests set status = 'approved' where purchase_request_id = %s"
        " and (select count(*) from erp.approvals where purchase_request_id = %s"
        "  and decision = 'approved') >="
        " coalesce((select max(approvals_needed) from erp.approval_rules"
        "  where company_id = %s and above_amount < %s), 1)",
        [request_id, request_id, asked.company_id, asked.net_amount_base],
    )
    return approval_id


def reject(
    connection: Connection, *, request_id: int, approver_id: int, on: dt.date, reason: str
) -> int:
    """Refuse a request for a reason; return the decision's key. Any other employee may.

    Raises OwnRequest, AlreadyDecided, RequestNotOpen, InvalidValue.
    """
    asked = locked_request(connection, request_id)
    document = f"request {asked.purchase_request_number}"
    _require_open(asked, document, on)
    if not reason.strip():
        raise InvalidValue(f"The {document} is rejected without a reason.", remedy="Say why.")
    employee = employed(connection, approver_id, on)
    if approver_id == asked.requester_id:
        raise OwnRequest(document, who=f"employee {employee.employee_number}")
    approval_id = _decide(
        connection, request_id, approver_id=approver_id, on=on, decision="rejected", reason=reason
    )
    connection.execute(
        "update erp.purchase_requests set status = 'rejected' where purchase_request_id = %s",
        [request_id],
    )
    return approval_id


def set_approval_rule(
    connection: Connection, *, above_amount: Decimal, approvals_needed: int, company_id: int = 1
) -> None:
    """Say how many approvals a request above an amount (company currency) needs."""
    require_cents(above_amount, what="The amount of the approval rule")
    if above_amount < 0 or approvals_needed < 1:
        raise InvalidValue(
            f"Requests above {above_amount} would need {approvals_needed} approvals.",
            remedy="Give an amount of zero or more, and one approval at least.",
        )
    connection.execute(
        "insert into erp.approval_rules (company_id, above_amount, approvals_needed)"
        " values (%s, %s, %s) on conflict (company_id, above_amount)"
        " do update set approvals_needed = excluded.approvals_needed",
        [company_id, above_amount, approvals_needed],
    )


def _require_open(asked: Request, document: str, on: dt.date) -> None:
    if asked.status != "open":
        raise RequestNotOpen(
            f"The {document} is {asked.status}.", remedy="Make another request for more."
        )
    if on < asked.requested_on:
        raise TooEarly("decision", on, of=document, earliest=asked.requested_on)


def _decide(
    connection: Connection,
    request_id: int,
    *,
    approver_id: int,
    on: dt.date,
    decision: Literal["approved", "rejected"],
    reason: str | None = None,
) -> int:
    row = connection.execute(
        "select purchase_request_number, decision from erp.approvals"
        " join erp.purchase_requests using (purchase_request_id)"
        " where purchase_request_id = %s and approver_id = %s",
        [request_id, approver_id],
    ).fetchone()
    if row is not None:
        raise AlreadyDecided(
            f"Request {row[0]} was {row[1]} by this employee already.",
            remedy="Ask another employee for the next approval.",
        )
    return insert(
        connection,
        "insert into erp.approvals (purchase_request_id, approver_id, decided_on, decision, reason)"
        " values (%s, %s, %s, %s, %s) returning approval_id",
        [request_id, approver_id, on, decision, reason],
    )
