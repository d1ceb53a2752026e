"""Two at once at one order, or at one proposal: the second waits, and is told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import psycopg
import pytest
from trade import Trade, day
from waiting import the_second_is_refused
from workshop import Workshop

from operations.database.connection import Connection
from operations.database.server import Store
from operations.erp.production import commands as production
from operations.erp.production.errors import (
    ComponentsMissing,
    OrderNotReleased,
    OverOutput,
    ProposalNotOpen,
)
from operations.erp.sales.model import Line
from operations.errors import CommandRefused

Act = Callable[[Connection], object]


def _output(workshop: Workshop) -> Act:
    order = workshop.released(10)
    return lambda connection: production.report_output(
        connection, production_order_id=order, reported_on=day(4), good_quantity=Decimal(6)
    )


def _issue(workshop: Workshop) -> Act:
    """Two orders need twelve motors each, and twenty are there."""
    orders = iter([workshop.released(12), workshop.released(12)])
    return lambda connection: production.issue_components(
        connection, production_order_id=next(orders), issued_on=day(2)
    )


def _closing(workshop: Workshop) -> Act:
    order = workshop.released(10)
    return lambda connection: production.close_order(
        connection, production_order_id=order, closed_on=day(6)
    )


def _acceptance(workshop: Workshop) -> Act:
    workshop.trade.order(Line(workshop.station, Decimal(5), Decimal(300)))
    production.plan_requirements(workshop.connection, 1, day(1))
    proposal = workshop.trade.row(
        "select requirement_proposal_id from erp.requirement_proposals where status = 'open'"
    )
    return lambda connection: production.accept_proposal(
        connection, requirement_proposal_id=proposal, accepted_on=day(1)
    )


@pytest.mark.parametrize(
    ("prepared", "refusal"),
    [
        pytest.param(_output, OverOutput, id="six of ten made"),
        pytest.param(_issue, ComponentsMissing, id="twelve of twenty motors taken"),
        pytest.param(_closing, OrderNotReleased, id="an order closed"),
        pytest.param(_acceptance, ProposalNotOpen, id="a proposal accepted"),
    ],
)
def test_what_two_do_at_once_is_done_once(
    own_store: Store, prepared: Callable[[Workshop], Act], refusal: type[CommandRefused]
) -> None:
    with psycopg.connect(own_store.writer) as connection:
        act = prepared(Workshop(Trade(connection)))
    the_second_is_refused(own_store, act, refusal)
