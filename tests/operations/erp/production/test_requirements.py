"""Requirements of a company: what is looked at, what is kept, and what becomes of proposals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest
from buying import Buying
from trade import DAY, day
from workshop import Workshop

from operations.erp.catalog.commands import register_product
from operations.erp.production import commands as production
from operations.erp.production.errors import NobodyAsks, ProposalNotOpen
from operations.erp.production.netting import Proposal
from operations.erp.purchasing.model import OrderLine, RequestLine
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line
from operations.erp.stock import commands as stock
from operations.erp.stock.errors import NotInStock
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


def _plan(workshop: Workshop) -> list[Proposal]:
    return production.plan_requirements(workshop.connection, 1, day(1))


def _quantities(workshop: Workshop) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for each in _plan(workshop):
        sums[each.product_id] = sums.get(each.product_id, Decimal(0)) + each.quantity
    return sums


def _sell(workshop: Workshop, product_id: int, quantity: int, *, on: int = 20) -> int:
    return sales.order(
        workshop.connection,
        customer_id=workshop.trade.customer,
        ordered_on=DAY,
        promised_on=day(on),
        lines=[Line(product_id, Decimal(quantity), Decimal(300))],
    )


def _rule(workshop: Workshop, product_id: int, **said: Any) -> int:
    return production.set_reorder_rule(
        workshop.connection,
        product_id=product_id,
        location_id=said.pop("location_id", workshop.warehouse.main),
        **said,
    )


def _proposals(workshop: Workshop, status: str = "open") -> list[int]:
    rows = workshop.connection.execute(
        "select requirement_proposal_id from erp.requirement_proposals where status = %s"
        " order by line_number",
        [status],
    )
    return [row[0] for row in rows]


def test_what_is_sold_and_not_there_is_made_of_what_is_there(workshop: Workshop) -> None:
    _sell(workshop, workshop.station, 15)
    (stations,) = _plan(workshop)
    # 1 h and 15 × 0.5 h at 8 h a day: two days before the twentieth.
    assert (stations.source, stations.quantity) == ("make", 15)
    assert (stations.order_on, stations.needed_on) == (day(18), day(20))


def test_components_that_are_lacking_are_bought(workshop: Workshop) -> None:
    _sell(workshop, workshop.station, 30)
    assert _quantities(workshop) == {
        workshop.station: 30,
        workshop.steel: 20,
        workshop.motor: 10,
    }


def test_what_was_delivered_or_cancelled_is_not_asked_for(workshop: Workshop) -> None:
    order = _sell(workshop, workshop.motor, 30)
    (line,) = workshop.trade.order_lines(order)
    sales.deliver(
        workshop.connection,
        order_id=order,
        delivered_on=day(1),
        quantities={line: Decimal(20)},
    )
    sales.cancel_remainder(
        workshop.connection,
        order_id=order,
        cancelled_on=day(1),
        quantities={line: Decimal(6)},
        reason="trop",
    )
    assert _quantities(workshop) == {workshop.motor: 4}


def test_production_orders_bring_their_output_and_need_their_components(
    workshop: Workshop,
) -> None:
    _sell(workshop, workshop.station, 30)
    order = workshop.released(30, due_on=day(15))
    assert _quantities(workshop) == {workshop.steel: 20, workshop.motor: 10}
    workshop.issue(order, steel="80", motor="20")
    workshop.output(order, "5", "1")
    # 24 are to come of the order and 5 are there: one was scrapped and is made anew.
    assert _quantities(workshop) == {
        workshop.station: 1,
        workshop.steel: 24,  # 40 for the order and 4, of 20
        workshop.motor: 11,
    }


def test_orders_and_requests_to_buy_are_coming(workshop: Workshop) -> None:
    buying = Buying(workshop.trade)
    _sell(workshop, workshop.motor, 50)
    buying.order(OrderLine(workshop.motor, Decimal(12), Decimal(120), day(10)))
    buying.request(RequestLine(workshop.motor, Decimal(8), Decimal(120)))
    assert _quantities(workshop) == {workshop.motor: 10}


def test_what_was_received_is_not_coming_any_more(workshop: Workshop) -> None:
    buying = Buying(workshop.trade)
    _sell(workshop, workshop.motor, 50)
    order = buying.order(OrderLine(workshop.motor, Decimal(12), Decimal(120), day(10)))
    buying.receive(order, 7, on=1)
    assert _quantities(workshop) == {workshop.motor: 18}  # 27 there, 5 to come


def test_goods_on_their_way_arrive_in_the_place_that_asks(workshop: Workshop) -> None:
    depot = stock.open_location(workshop.connection, code="LYON", name="Dépôt de Lyon")
    _rule(workshop, workshop.motor, location_id=depot, minimum=Decimal(6))
    stock.transfer(
        workshop.connection,
        from_location_id=workshop.warehouse.main,
        to_location_id=depot,
        sent_on=DAY,
        goods=[stock.Goods(workshop.motor, Decimal(4))],
        is_on_its_way=True,
    )
    (motors,) = _plan(workshop)
    assert (motors.location_id, motors.quantity) == (depot, 2)


def test_a_later_calculation_supersedes_what_nobody_decided(workshop: Workshop) -> None:
    _sell(workshop, workshop.station, 15)
    _plan(workshop)
    (first,) = _proposals(workshop)
    _plan(workshop)
    assert _proposals(workshop, "superseded") == [first]
    with pytest.raises(ProposalNotOpen, match=r"for product P\d+ is superseded"):
        production.accept_proposal(
            workshop.connection, requirement_proposal_id=first, accepted_on=day(1)
        )


def test_a_proposal_to_make_becomes_a_production_order(workshop: Workshop) -> None:
    _sell(workshop, workshop.station, 15)
    _plan(workshop)
    (proposal,) = _proposals(workshop)
    order = production.accept_proposal(
        workshop.connection, requirement_proposal_id=proposal, accepted_on=day(1)
    )
    assert workshop.trade.row(
        "select product_id, quantity, start_on, due_on from erp.production_orders"
        " where production_order_id = %s",
        order,
    ) == (workshop.station, 15, day(18), day(20))
    assert _plan(workshop) == []


def test_a_proposal_to_buy_becomes_a_request(workshop: Workshop) -> None:
    buying = Buying(workshop.trade)
    _sell(workshop, workshop.motor, 25)
    _plan(workshop)
    (proposal,) = _proposals(workshop)
    with pytest.raises(NobodyAsks, match="nobody asks for it"):
        production.accept_proposal(
            workshop.connection, requirement_proposal_id=proposal, accepted_on=day(1)
        )
    request = production.accept_proposal(
        workshop.connection,
        requirement_proposal_id=proposal,
        accepted_on=day(1),
        requester_id=buying.workshop,
    )
    assert workshop.trade.row(
        "select product_id, quantity, unit_price_base from erp.purchase_request_lines"
        " where purchase_request_id = %s",
        request,
    ) == (workshop.motor, 5, 120)
    assert _plan(workshop) == []


def test_a_proposal_is_decided_once(workshop: Workshop) -> None:
    _sell(workshop, workshop.station, 15)
    _plan(workshop)
    (proposal,) = _proposals(workshop)
    production.dismiss_proposal(workshop.connection, requirement_proposal_id=proposal)
    with pytest.raises(ProposalNotOpen, match="is dismissed"):
        production.dismiss_proposal(workshop.connection, requirement_proposal_id=proposal)
    with pytest.raises(NotFound, match="proposal 999999"):
        production.dismiss_proposal(workshop.connection, requirement_proposal_id=999_999)


def test_an_accepted_proposal_names_what_it_became(workshop: Workshop) -> None:
    _sell(workshop, workshop.station, 15)
    _plan(workshop)
    with pytest.raises(psycopg.errors.CheckViolation, match="accepted_as_something"):
        workshop.connection.execute("update erp.requirement_proposals set status = 'accepted'")


def test_a_rule_is_set_again_and_not_unseen(workshop: Workshop) -> None:
    rule = _rule(workshop, workshop.motor, minimum=Decimal(25))
    assert _quantities(workshop) == {workshop.motor: 5}
    assert _rule(workshop, workshop.motor, minimum=Decimal(30), expected_version=1) == rule
    with pytest.raises(LostUpdate):
        _rule(workshop, workshop.motor, minimum=Decimal(35), expected_version=1)


def test_a_rule_that_makes_no_sense_is_refused(workshop: Workshop) -> None:
    for said in (
        {"minimum": Decimal(-1)},
        {"minimum": Decimal(5), "maximum": Decimal(4)},
        {"multiple": Decimal(0)},
        {"source": "steal"},
        {"lead_time_days": 1000},
        {"location_id": workshop.warehouse.customers},
    ):
        with pytest.raises(InvalidValue, match=r"The reorder rule of product P\d+"):
            _rule(workshop, workshop.motor, **said)
    repair = register_product(
        workshop.connection, name="Repair", category="x", list_price=Decimal(1)
    )
    stock.keep_product(workshop.connection, product_id=repair, kind="service")
    with pytest.raises(NotInStock):
        _rule(workshop, repair)
