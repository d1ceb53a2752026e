"""Quotes: what was offered to a customer, revised until it is accepted, refused or expired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every, first, insert
from operations.erp.party.commands import customer
from operations.erp.sales.errors import QuoteNotOpen, TooEarly
from operations.erp.sales.exchange import rate_into_books
from operations.erp.sales.model import Line, at_rate
from operations.erp.sales.orders import order
from operations.erp.sales.sellable import require_sellable, require_seller
from operations.errors import InvalidValue, NotFound
from operations.numbering import next_number
from operations.versions import require_version


@dataclass(frozen=True)
class _Quote:
    quote_id: int
    quote_number: str
    company_id: int
    customer_id: int
    opportunity_id: int | None
    seller_id: int | None
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
    company_id: int = 1,
    seller_id: int | None = None,
) -> int:
    """Offer goods to a customer until a day; return the quote's key."""
    buyer = customer(connection, customer_id)
    require_sellable(connection, "quote", buyer, lines, currency_code)
    _require_opportunity(connection, opportunity_id)
    require_seller(connection, seller_id)
    return _offer(
        connection,
        customer_id=customer_id,
        quoted_on=quoted_on,
        valid_until=valid_until,
        lines=lines,
        opportunity_id=opportunity_id,
        currency_code=currency_code,
        company_id=company_id,
        seller_id=seller_id,
        revises=None,
    )


def revise_quote(
    connection: Connection,
    *,
    quote_id: int,
    revised_on: dt.date,
    valid_until: dt.date,
    lines: Sequence[Line],
    expected_version: int | None = None,
) -> int:
    """Replace an open quote, past its day or not, by another; return the new one's key."""
    offer = _locked(connection, quote_id, expected_version)
    _require_open(offer, revised_on, "quote")
    buyer = customer(connection, offer.customer_id)
    require_sellable(connection, "quote", buyer, lines, offer.currency_code)
    _decide(connection, offer, "revised", revised_on, None)
    return _offer(
        connection,
        customer_id=offer.customer_id,
        quoted_on=revised_on,
        valid_until=valid_until,
        lines=lines,
        opportunity_id=offer.opportunity_id,
        currency_code=offer.currency_code,
        company_id=offer.company_id,
        seller_id=offer.seller_id,
        revises=quote_id,
    )


def refuse_quote(
    connection: Connection,
    *,
    quote_id: int,
    refused_on: dt.date,
    reason: str,
    expected_version: int | None = None,
) -> None:
    """The customer does not want it; say why."""
    offer = _locked(connection, quote_id, expected_version)
    _require_open(offer, refused_on, "refusal")
    if not reason.strip():
        raise InvalidValue(
            f"Quote {offer.quote_number} is refused for no reason.", remedy="Say why it is refused."
        )
    _decide(connection, offer, "refused", refused_on, reason.strip())


def expire_quotes(connection: Connection, *, on: dt.date, company_id: int = 1) -> list[int]:
    """Close the open quotes that were valid until the eve or earlier; return their keys."""
    rows = connection.execute(
        "update erp.quotes set status = 'expired', decided_on = valid_until + 1"
        " where company_id = %s and status = 'open' and valid_until < %s returning quote_id",
        [company_id, on],
    ).fetchall()
    return sorted(row[0] for row in rows)


def accept_quote(
    connection: Connection,
    *,
    quote_id: int,
    ordered_on: dt.date,
    promised_on: dt.date | None = None,
    seller_name: str | None = None,
    seller_id: int | None = None,
    commission_rate: Decimal | None = None,
    expected_version: int | None = None,
) -> int:
    """Turn an open quote into an order with the same lines; return the order's key."""
    offer = _locked(connection, quote_id, expected_version)
    _require_open(offer, ordered_on, "order")
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
    _decide(connection, offer, "accepted", ordered_on, None)
    return order(
        connection,
        customer_id=offer.customer_id,
        ordered_on=ordered_on,
        promised_on=promised_on,
        seller_name=seller_name,
        seller_id=offer.seller_id if seller_id is None else seller_id,
        commission_rate=commission_rate,
        lines=lines,
        quote_id=quote_id,
        currency_code=offer.currency_code,
        company_id=offer.company_id,
    )


def _offer(
    connection: Connection,
    *,
    customer_id: int,
    quoted_on: dt.date,
    valid_until: dt.date,
    lines: Sequence[Line],
    opportunity_id: int | None,
    currency_code: str,
    company_id: int,
    seller_id: int | None,
    revises: int | None,
) -> int:
    if valid_until < quoted_on:
        raise InvalidValue(
            f"The quote of {quoted_on} would be valid until {valid_until}.",
            remedy="Let it be valid on its own day at least.",
        )
    _, rate = rate_into_books(
        connection, company_id=company_id, currency_code=currency_code, on=quoted_on
    )
    quote_id = insert(
        connection,
        "insert into erp.quotes (company_id, quote_number, customer_id, opportunity_id, seller_id,"
        " quoted_on, valid_until, status, currency_code, exchange_rate, revises_quote_id)"
        " values (%s, %s, %s, %s, %s, %s, %s, 'open', %s, %s, %s) returning quote_id",
        [
            company_id,
            next_number(connection, "quote", company_id),
            customer_id,
            opportunity_id,
            seller_id,
            quoted_on,
            valid_until,
            currency_code,
            rate,
            revises,
        ],
    )
    connection.execute(
        "insert into erp.quote_lines (quote_id, line_number, product_id, quantity, unit_price,"
        " discount_rate, net_amount, net_amount_base)"
        " select %s, line_number, product_id, quantity, unit_price, discount_rate, net, base"
        " from unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[]) with ordinality as lines"
        "  (product_id, quantity, unit_price, discount_rate, net, base, line_number)",
        [
            quote_id,
            [line.product_id for line in lines],
            [line.quantity for line in lines],
            [line.unit_price for line in lines],
            [line.discount_rate for line in lines],
            [line.net_amount for line in lines],
            [at_rate(line.net_amount, rate).base for line in lines],
        ],
    )
    return quote_id


def _locked(connection: Connection, quote_id: int, expected_version: int | None) -> _Quote:
    if expected_version is not None:
        require_version(connection, table="erp.quotes", key=quote_id, expected=expected_version)
    offer = first(
        connection,
        _Quote,
        "select quote_id, quote_number, company_id, customer_id, opportunity_id, seller_id,"
        " quoted_on, valid_until, status, currency_code"
        " from erp.quotes where quote_id = %s for update",
        [quote_id],
    )
    if offer is None:
        raise NotFound("quote", quote_id)
    return offer


def _require_open(offer: _Quote, on: dt.date, document: str) -> None:
    if offer.status != "open":
        raise QuoteNotOpen(
            f"Quote {offer.quote_number} is {offer.status}.",
            remedy="Make another quote for another order.",
        )
    if on < offer.quoted_on:
        raise TooEarly(document, on, of=f"quote {offer.quote_number}", earliest=offer.quoted_on)


def _decide(
    connection: Connection, offer: _Quote, status: str, on: dt.date, reason: str | None
) -> None:
    connection.execute(
        "update erp.quotes set status = %s, decided_on = %s, decision_reason = %s"
        " where quote_id = %s",
        [status, on, reason, offer.quote_id],
    )


def _require_opportunity(connection: Connection, opportunity_id: int | None) -> None:
    if opportunity_id is None:
        return
    query = "select from crm.opportunities where opportunity_id = %s"
    if connection.execute(query, [opportunity_id]).fetchone() is None:
        raise NotFound("opportunity", opportunity_id)
