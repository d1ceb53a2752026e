"""Orders to suppliers: let by an approved request, or by a buyer within the own limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.currencies import rate_or_given
from operations.erp.catalog.commands import products
from operations.erp.party.companies import company
from operations.erp.party.suppliers import supplier
from operations.erp.purchasing.authority import require_authority
from operations.erp.purchasing.errors import (
    AboveApproved,
    NoLines,
    RequestNotApproved,
    TooEarly,
)
from operations.erp.purchasing.model import OrderLine
from operations.erp.purchasing.requests import locked_request
from operations.erp.purchasing.tolerances import tolerances_of
from operations.errors import InvalidValue
from operations.money import to_cents
from operations.numbering import next_number


def order(
    connection: Connection,
    *,
    supplier_id: int,
    ordered_on: dt.date,
    lines: Sequence[OrderLine],
    request_id: int | None = None,
    buyer_id: int | None = None,
    currency_code: str | None = None,
    exchange_rate: Decimal | None = None,
    company_id: int = 1,
) -> int:
    """Order goods of a supplier; return the order's key.

    It is let by ``request_id``, approved, within its amount and the price tolerance; or by
    ``buyer_id`` within the own approval limit. Without a currency it is the supplier's; without a
    rate it is the one in force. Raises NoLines, RequestNotApproved, AboveApproved, AboveLimit,
    TooEarly, NotFound.
    """
    if not lines:
        raise NoLines("purchase order")
    seller = supplier(connection, supplier_id)
    products(connection, [line.product_id for line in lines])
    home = company(connection, company_id).currency_code
    currency = currency_code or seller.currency_code
    rate = rate_or_given(
        connection, from_currency=currency, to_currency=home, on=ordered_on, given=exchange_rate
    )
    for line in lines:
        if line.promised_on is not None and line.promised_on < ordered_on:
            raise TooEarly(
                "promise", line.promised_on, of="the purchase order", earliest=ordered_on
            )
    tolerances = tolerances_of(connection, supplier_id=supplier_id, company_id=company_id)
    net = sum((line.net_amount for line in lines), Decimal(0))
    net_base = to_cents(net * rate)
    if request_id is not None:
        _require_approved(
            connection,
            request_id,
            company_id=company_id,
            ordered_on=ordered_on,
            net_base=net_base,
            price_rate=tolerances.price_rate,
        )
    elif buyer_id is not None:
        require_authority(
            connection, buyer_id, amount=net_base, on=ordered_on, document="purchase order"
        )
    else:
        raise RequestNotApproved(
            "Nobody let this purchase order be made.",
            remedy="Give an approved request, or a buyer within the own approval limit.",
        )
    purchase_order_id = insert(
        connection,
        "insert into erp.purchase_orders (purchase_order_number, company_id, supplier_id,"
        " purchase_request_id, buyer_id, ordered_on, status, currency_code, exchange_rate,"
        " net_amount, net_amount_base) values (%s, %s, %s, %s, %s, %s, 'open', %s, %s, %s, %s)"
        " returning purchase_order_id",
        [
            next_number(connection, "purchase_order", company_id),
            company_id,
            supplier_id,
            request_id,
            buyer_id,
            ordered_on,
            currency,
            rate,
            net,
            net_base,
        ],
    )
    _insert_lines(
        connection,
        purchase_order_id,
        lines,
        company_id=company_id,
        ordered_on=ordered_on,
        exchange_rate=rate,
        over_receipt_rate=tolerances.over_receipt_rate,
    )
    return purchase_order_id


def _require_approved(
    connection: Connection,
    request_id: int,
    *,
    company_id: int,
    ordered_on: dt.date,
    net_base: Decimal,
    price_rate: Decimal,
) -> None:
    asked = locked_request(connection, request_id)
    number = asked.purchase_request_number
    if asked.status not in {"approved", "ordered"}:
        raise RequestNotApproved(
            f"Request {number} is {asked.status}.",
            remedy="Have it approved first; what was rejected is asked for anew.",
        )
    if asked.company_id != company_id:
        raise InvalidValue(
            f"Request {number} is one of company {asked.company_id}, not of {company_id}.",
            remedy="Order for the company that asked.",
        )
    if ordered_on < asked.requested_on:
        raise TooEarly("order", ordered_on, of=f"request {number}", earliest=asked.requested_on)
    row = connection.execute(
        "select coalesce(sum(net_amount_base), 0) from erp.purchase_orders"
        " where purchase_request_id = %s and status <> 'cancelled'",
        [request_id],
    ).fetchone()
    ordered = Decimal(0) if row is None else row[0]
    left = to_cents(asked.net_amount_base * (1 + price_rate)) - ordered
    if net_base > left:
        raise AboveApproved(number, asked=net_base, left=left)
    connection.execute(
        "update erp.purchase_requests set status = 'ordered'"
        " where purchase_request_id = %s and status = 'approved'",
        [request_id],
    )


def _insert_lines(
    connection: Connection,
    purchase_order_id: int,
    lines: Sequence[OrderLine],
    *,
    company_id: int,
    ordered_on: dt.date,
    exchange_rate: Decimal,
    over_receipt_rate: Decimal,
) -> None:
    """The lines with the prices that they are measured against, and their first promises."""
    connection.execute(
        "with lines as (insert into erp.purchase_order_lines (purchase_order_id, company_id,"
        "  line_number, product_id, quantity, unit_price, unit_price_base, net_amount,"
        "  over_receipt_rate, last_unit_price_base, standard_unit_cost)"
        "  select %(order)s, %(company)s, given.line_number, given.product_id, given.quantity,"
        "   given.unit_price, given.unit_price * %(rate)s, given.net_amount, %(over)s,"
        "   (select earlier.unit_price_base from erp.purchase_order_lines as earlier"
        "    where earlier.product_id = given.product_id and earlier.company_id = %(company)s"
        "    order by earlier.purchase_order_line_id desc limit 1), costs.unit_cost"
        "  from unnest(%(product)s::bigint[], %(quantity)s::numeric[], %(price)s::numeric[],"
        "   %(net)s::numeric[]) with ordinality"
        "   as given (product_id, quantity, unit_price, net_amount, line_number)"
        "  left join erp.product_costs as costs on costs.product_id = given.product_id"
        "   and costs.valid_from <= %(on)s and (costs.valid_to is null or costs.valid_to >= %(on)s)"
        "  returning purchase_order_line_id, line_number)"
        " insert into erp.purchase_promises (purchase_order_line_id, promise_number, promised_on,"
        "  said_on)"
        " select lines.purchase_order_line_id, 1, given.promised_on, %(on)s"
        " from lines join unnest(%(promised)s::date[]) with ordinality"
        "  as given (promised_on, line_number) using (line_number)"
        " where given.promised_on is not null",
        {
            "order": purchase_order_id,
            "over": over_receipt_rate,
            "rate": exchange_rate,
            "company": company_id,
            "on": ordered_on,
            "product": [line.product_id for line in lines],
            "quantity": [line.quantity for line in lines],
            "price": [line.unit_price for line in lines],
            "net": [line.net_amount for line in lines],
            "promised": [line.promised_on for line in lines],
        },
    )
