"""Customers to whom nothing is sold for now: no new order, while what was promised goes on."""

from __future__ import annotations

import datetime as dt

from operations.database.connection import Connection
from operations.erp.party.customers import customer, customer_for_share
from operations.erp.party.errors import CustomerBlocked, NotBlocked
from operations.erp.party.model import Customer, require_name
from operations.versions import require_version


def block_customer(
    connection: Connection,
    *,
    customer_id: int,
    blocked_on: dt.date,
    reason: str,
    expected_version: int | None = None,
) -> None:
    """Take no new order of a customer from a day on. Raises NotBlocked, LostUpdate."""
    require_name(reason, of="block")
    require_version(connection, table="erp.customers", key=customer_id, expected=expected_version)
    found = customer(connection, customer_id)
    if found.blocked_on is not None:
        raise NotBlocked(
            f"Customer {found.customer_number} is blocked since {found.blocked_on} already.",
            remedy="Unblock it first, to block it for another reason.",
        )
    connection.execute(
        "update erp.customers set blocked_on = %s, block_reason = %s where customer_id = %s",
        [blocked_on, reason.strip(), customer_id],
    )


def unblock_customer(
    connection: Connection, *, customer_id: int, expected_version: int | None = None
) -> None:
    """Take orders of a customer again. Raises NotBlocked, LostUpdate."""
    require_version(connection, table="erp.customers", key=customer_id, expected=expected_version)
    found = customer(connection, customer_id)
    if found.blocked_on is None:
        raise NotBlocked(
            f"Customer {found.customer_number} is not blocked.", remedy="Nothing is to be done."
        )
    connection.execute(
        "update erp.customers set blocked_on = null, block_reason = null where customer_id = %s",
        [customer_id],
    )


def require_may_order(connection: Connection, customer_id: int, *, on: dt.date) -> Customer:
    """The customer of a new order, kept as it is until the transaction ends.

    Whoever blocks it waits for the order, or the order for him. Raises CustomerBlocked, NotFound.
    """
    buyer = customer_for_share(connection, customer_id)
    if buyer.blocked_on is not None and buyer.blocked_on <= on:
        raise CustomerBlocked(
            buyer.customer_number, since=buyer.blocked_on, reason=buyer.block_reason or ""
        )
    return buyer
