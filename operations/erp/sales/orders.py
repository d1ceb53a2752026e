"""Quotes and orders: what was offered, and what was promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from operations.database.connection import Connection, every, first, insert, insert_all
from operations.erp.catalog.commands import products
from operations.erp.party.commands import customer
from operations.erp.sales.errors import NoLines, NotForSale, QuoteNotOpen, TooEarly
from operations.erp.sales.model import Line
from operations.errors import InvalidValue, NotFound
from operations.numbering import next_number


@dataclass(frozen=True)
class _Quote:
    quote_number: str
    customer_id: int
    quoted_on: dt.date
    valid_until: dt.date
    status: str
    currency_code: str


def quote(
    connection: Connection,
    *,
    customer_id: int,
    quoted_on: dt.date,
    valid_until: dt.date,
    lines: Sequence[Line],
    opportunity_id: int | None = None,
    currency_code: str = "EUR",
) -> int:
    """Offer goods to a customer until a day; return the quote's key."""
    _require_sellable(connection, "quote", customer_id, lines, currency_code)
    _require_opportunity(connection, opportunity_id)
    if valid_until < quoted_on:
        raise InvalidValue(
            f"The quote of {quoted_on} would be valid until {valid_until}.",
            remedy="Let it be valid on its own day at least.",
        )
    quote_id = insert(
        connection,
        "insert into erp.quotes (quote_number, customer_id, opportunity_id, quoted_on,"
        " valid_until, status, currency_code) values (%s, %s, %s, %s, %s, 'open', %s)"
        " returning quote_id",
        [
            next_number(connection, "quote"),
            customer_id,
            opportunity_id,
            quoted_on,
            valid_until,
            currency_code,
        ],
    )
    insert_all(
        connection,
        "insert into erp.quote_lines (quote_id, line_number, product_id, quantity, unit_price,"
        " discount_rate, net_amount) values (%s, %s, %s, %s, %s, %s, %s)",
        _numbered(quote_id, lines),
    )
    return quote_id


def accept_quote(
    connection: Connection,
    *,
    quote_id: int,
    ordered_on: dt.date,
    promised_on: dt.date | None = None,
    seller_name: str | None = None,
) -> int:
    """Turn an open quote into an order with the same lines; return the order's key."""
    offer = first(
        connection,
        _Quote,
        "select quote_number, customer_id, quoted_on, valid_until, status, currency_code"
        " from erp.quotes where quote_id = %s for update",
        [quote_id],
    )
    if offer is None:
        raise NotFound("quote", quote_id)
    if offer.status != "open":
        raise QuoteNotOpen(
            f"Quote {offer.quote_number} is {offer.status}.",
            remedy="Make another quote for another order.",
        )
    if ordered_on < offer.quoted_on:
        raise TooEarly(
            "order", ordered_on, of=f"quote {offer.quote_number}", earliest=offer.quoted_on
        )
    if ordered_on > offer.valid_until:
        raise QuoteNotOpen(
            f"Quote {offer.quote_number} was valid until {offer.valid_until}, not on {ordered_on}.",
            remedy="Make a new quote at the prices of today.",
        )
    lines = every(
        connection,
        Line,
        "select product_id, quantity, unit_price, discount_rate from erp.quote_lines"
        " where quote_id = %s order by line_number",
        [quote_id],
    )
    connection.execute("update erp.quotes set status = 'accepted' where quote_id = %s", [quote_id])
    return order(
        connection,
        customer_id=offer.customer_id,
        ordered_on=ordered_on,
        promised_on=promised_on,
        seller_name=seller_name,
        lines=lines,
        quote_id=quote_id,
        currency_code=offer.currency_code,
    )


def order(
    connection: Connection,
    *,
    customer_id: int,
    ordered_on: dt.date,
    lines: Sequence[Line],
    promised_on: dt.date | None = None,
    seller_name: str | None = None,
    quote_id: int | None = None,
    currency_code: str = "EUR",
) -> int:
    """Take an order; return its key. ``quote_id`` is given by ``accept_quote`` alone."""
    _require_sellable(connection, "order", customer_id, lines, currency_code)
    order_id = insert(
        connection,
        "insert into erp.sales_orders (order_number, customer_id, quote_id, seller_name,"
        " ordered_on, promised_on, status, currency_code)"
        " values (%s, %s, %s, %s, %s, %s, 'open', %s) returning order_id",
        [
            next_number(connection, "order"),
            customer_id,
            quote_id,
            seller_name,
            ordered_on,
            promised_on,
            currency_code,
        ],
    )
    insert_all(
        connection,
        "insert into erp.sales_order_lines (order_id, line_number, product_id, quantity,"
        " unit_price, discount_rate, net_amount) values (%s, %s, %s, %s, %s, %s, %s)",
        _numbered(order_id, lines),
    )
    return order_id


def _numbered(document_id: int, lines: Sequence[Line]) -> list[tuple[object, ...]]:
    return [
        (
            document_id,
            number,
            line.product_id,
            line.quantity,
            line.unit_price,
            line.discount_rate,
            line.net_amount,
        )
        for number, line in enumerate(lines, start=1)
    ]


def _require_sellable(
    connection: Connection,
    document: str,
    customer_id: int,
    lines: Sequence[Line],
    currency_code: str,
) -> None:
    """The customer and the products are in the books, for sale, in the document's currency."""
    if not lines:
        raise NoLines(document)
    customer(connection, customer_id)
    for product in products(connection, [line.product_id for line in lines]).values():
        if not product.is_active:
            raise NotForSale(
                f"Product {product.product_number} is withdrawn.", remedy="Offer another product."
            )
        if product.currency_code != currency_code:
            raise NotForSale(
                f"Product {product.product_number} is priced in {product.currency_code}; "
                f"the {document} is in {currency_code}.",
                remedy=f"Make the {document} in {product.currency_code}.",
            )


def _require_opportunity(connection: Connection, opportunity_id: int | None) -> None:
    if opportunity_id is None:
        return
    query = "select from crm.opportunities where opportunity_id = %s"
    if connection.execute(query, [opportunity_id]).fetchone() is None:
        raise NotFound("opportunity", opportunity_id)
