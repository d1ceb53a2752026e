"""What becomes of proposals: a production order, a request to buy, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first
from operations.erp.production.errors import NobodyAsks, ProposalNotOpen
from operations.erp.production.orders import plan_order
from operations.erp.purchasing.model import RequestLine
from operations.erp.purchasing.requests import request
from operations.errors import NotFound


def accept_proposal(
    connection: Connection,
    *,
    requirement_proposal_id: int,
    accepted_on: dt.date,
    requester_id: int | None = None,
) -> int:
    """Plan the production order, or ask for the purchase, that a proposal is for; return its key.

    ``requester_id`` is the employee who asks to buy; the price is what a unit costs now. Raises
    ProposalNotOpen, NobodyAsks, NotFound, and what ``plan_order`` and ``request`` raise.
    """
    proposal = _locked(connection, requirement_proposal_id)
    begins = max(proposal.order_on, accepted_on)
    needed = max(proposal.needed_on, begins)
    if proposal.source == "make":
        key = plan_order(
            connection,
            product_id=proposal.product_id,
            quantity=proposal.quantity,
            planned_on=accepted_on,
            start_on=begins,
            due_on=needed,
            location_id=proposal.location_id,
            company_id=proposal.company_id,
        )
        _decide(connection, requirement_proposal_id, production_order_id=key)
        return key
    if requester_id is None:
        raise NobodyAsks(proposal.product_number)
    key = request(
        connection,
        requester_id=requester_id,
        requested_on=accepted_on,
        needed_on=needed,
        lines=[RequestLine(proposal.product_id, proposal.quantity, proposal.unit_cost)],
        company_id=proposal.company_id,
    )
    _decide(connection, requirement_proposal_id, purchase_request_id=key)
    return key


def dismiss_proposal(connection: Connection, *, requirement_proposal_id: int) -> None:
    """Let a proposal fall. Raises ProposalNotOpen, NotFound."""
    _locked(connection, requirement_proposal_id)
    connection.execute(
        "update erp.requirement_proposals set status = 'dismissed'"
        " where requirement_proposal_id = %s",
        [requirement_proposal_id],
    )


def made_of(connection: Connection, requirement_proposal_id: int) -> str | None:
    """The number of the production order or the request that a proposal became."""
    row = connection.execute(
        "select coalesce(production_order_number, purchase_request_number)"
        " from erp.requirement_proposals left join erp.production_orders"
        "  using (production_order_id)"
        " left join erp.purchase_requests using (purchase_request_id)"
        " where requirement_proposal_id = %s",
        [requirement_proposal_id],
    ).fetchone()
    return None if row is None else row[0]


@dataclass(frozen=True)
class _Proposal:
    product_id: int
    product_number: str
    company_id: int
    location_id: int
    source: str
    quantity: Decimal
    order_on: dt.date
    needed_on: dt.date
    status: str
    unit_cost: Decimal


def _locked(connection: Connection, requirement_proposal_id: int) -> _Proposal:
    found = first(
        connection,
        _Proposal,
        "select proposals.product_id, product_number, company_id, location_id, source, quantity,"
        " order_on, needed_on, proposals.status, coalesce("
        "  (select average_cost from erp.stock_balances as held"
        "   where held.product_id = proposals.product_id and held.company_id = runs.company_id),"
        "  (select unit_cost from erp.product_costs as costs"
        "   where costs.product_id = proposals.product_id and valid_from <= planned_on"
        "    and (valid_to is null or valid_to >= planned_on)), 0) as unit_cost"
        " from erp.requirement_proposals as proposals"
        " join erp.requirement_runs as runs using (requirement_run_id)"
        " join erp.products using (product_id)"
        " where requirement_proposal_id = %s for update of proposals",
        [requirement_proposal_id],
    )
    if found is None:
        raise NotFound("proposal", requirement_proposal_id)
    if found.status != "open":
        raise ProposalNotOpen(found.product_number, found.status)
    return found


def _decide(
    connection: Connection,
    requirement_proposal_id: int,
    *,
    production_order_id: int | None = None,
    purchase_request_id: int | None = None,
) -> None:
    connection.execute(
        "update erp.requirement_proposals set status = 'accepted', production_order_id = %s,"
        " purchase_request_id = %s where requirement_proposal_id = %s",
        [production_order_id, purchase_request_id, requirement_proposal_id],
    )
