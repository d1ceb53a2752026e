"""Requests to buy: what somebody needs, what it is estimated to cost, and when it is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, first, insert
from operations.erp.catalog.commands import products
from operations.erp.purchasing.authority import employed
from operations.erp.purchasing.errors import NoLines, TooEarly
from operations.erp.purchasing.model import RequestLine
from operations.errors import NotFound
from operations.numbering import next_number


@dataclass(frozen=True)
class Request:
    """A request as decisions and orders need it."""

    purchase_request_number: str
    company_id: int
    requester_id: int
    requested_on: dt.date
    status: str
    net_amount_base: Decimal


def request(
    connection: Connection,
    *,
    requester_id: int,
    requested_on: dt.date,
    needed_on: dt.date,
    lines: Sequence[RequestLine],
    company_id: int = 1,
) -> int:
    """Ask for goods to be bought; return the request's key. Raises NoLines, TooEarly, NotFound."""
    if not lines:
        raise NoLines("purchase request")
    if needed_on < requested_on:
        raise TooEarly("need", needed_on, of="the purchase request", earliest=requested_on)
    employed(connection, requester_id, requested_on)
    products(connection, [line.product_id for line in lines])
    purchase_request_id = insert(
        connection,
        "insert into erp.purchase_requests (purchase_request_number, company_id, requester_id,"
        " requested_on, needed_on, status, net_amount_base)"
        " values (%s, %s, %s, %s, %s, 'open', %s) returning purchase_request_id",
        [
            next_number(connection, "request", company_id),
            company_id,
            requester_id,
            requested_on,
            needed_on,
            sum((line.net_amount_base for line in lines), Decimal(0)),
        ],
    )
    connection.execute(
        "insert into erp.purchase_request_lines (purchase_request_id, line_number, product_id,"
        " quantity, unit_price_base, net_amount_base)"
        " select %s, line_number, product_id, quantity, unit_price, net_amount"
        " from unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[])"
        "  with ordinality as lines (product_id, quantity, unit_price, net_amount, line_number)",
        [
            purchase_request_id,
            [line.product_id for line in lines],
            [line.quantity for line in lines],
            [line.unit_price_base for line in lines],
            [line.net_amount_base for line in lines],
        ],
    )
    return purchase_request_id


def locked_request(connection: Connection, purchase_request_id: int) -> Request:
    """A request, kept from others until the transaction ends. Raises NotFound."""
    found = first(
        connection,
        Request,
        "select purchase_request_number, company_id, requester_id, requested_on, status,"
        " net_amount_base from erp.purchase_requests where purchase_request_id = %s for update",
        [purchase_request_id],
    )
    if found is None:
        raise NotFound("purchase request", purchase_request_id)
    return found
