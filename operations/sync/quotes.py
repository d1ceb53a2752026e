"""An accepted quote becomes an order of the books: one, however often the ERP is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from operations.database.connection import Connection, first, insert
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import QuoteNotOpen, TooEarly
from operations.erp.sales.sellable import require_seller
from operations.errors import NotFound
from operations.sync.errors import AcceptedAlready


@dataclass(frozen=True)
class _Quote:
    quote_number: str
    status: str
    quoted_on: dt.date
    accepted_on: dt.date | None


@dataclass(frozen=True)
class _Acceptance:
    accepted_on: dt.date
    promised_on: dt.date | None
    seller_id: int | None
    order_id: int | None
    made_order_id: int | None


def note_acceptance(
    connection: Connection,
    *,
    quote_id: int,
    accepted_on: dt.date,
    promised_on: dt.date | None = None,
    seller_id: int | None = None,
) -> int:
    """Note in the CRM that a customer accepted a quote; return the acceptance's key.

    The ERP makes the order when it hears of it. What it refuses then, such as an order of a blocked
    customer, waits among the pending messages. Raises NotFound, QuoteNotOpen, TooEarly,
    AcceptedAlready.
    """
    require_seller(connection, seller_id)
    offer = first(
        connection,
        _Quote,
        "select quote_number, status, quoted_on, accepted_on from erp.quotes"
        " left join crm.quote_acceptances using (quote_id) where quote_id = %s"
        " for update of quotes",
        [quote_id],
    )
    if offer is None:
        raise NotFound("quote", quote_id)
    if offer.accepted_on is not None:
        raise AcceptedAlready(offer.quote_number, accepted_on=offer.accepted_on)
    if offer.status != "open":
        raise QuoteNotOpen(
            f"Quote {offer.quote_number} is {offer.status}.",
            remedy="Make another quote for another order.",
        )
    if accepted_on < offer.quoted_on:
        raise TooEarly(
            "acceptance", accepted_on, of=f"quote {offer.quote_number}", earliest=offer.quoted_on
        )
    return insert(
        connection,
        "insert into crm.quote_acceptances (quote_id, accepted_on, promised_on, seller_id)"
        " values (%s, %s, %s, %s) returning quote_acceptance_id",
        [quote_id, accepted_on, promised_on, seller_id],
    )


def order_accepted(connection: Connection, quote_id: int) -> None:
    """Make the order of an accepted quote, unless there is one.

    The quote is locked first: by whom it was accepted, there or here, is settled then. Raises what
    ``accept_quote`` raises.
    """
    connection.execute("select from erp.quotes where quote_id = %s for update", [quote_id])
    accepted = first(
        connection,
        _Acceptance,
        "select accepted_on, acceptances.promised_on, acceptances.seller_id, acceptances.order_id,"
        " orders.order_id as made_order_id from crm.quote_acceptances as acceptances"
        " left join erp.sales_orders as orders using (quote_id) where quote_id = %s"
        " for update of acceptances",
        [quote_id],
    )
    if accepted is None or accepted.order_id is not None:
        return
    order_id = accepted.made_order_id
    if order_id is None:
        order_id = sales.accept_quote(
            connection,
            quote_id=quote_id,
            ordered_on=accepted.accepted_on,
            promised_on=accepted.promised_on,
            seller_id=accepted.seller_id,
        )
    connection.execute(
        "update crm.quote_acceptances set order_id = %s where quote_id = %s", [order_id, quote_id]
    )
