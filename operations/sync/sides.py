"""The two sides of a link: read with their rows locked, and written by their own commands.

What is written here came from the other side, so it is not sent back: see ``as_echo``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

from psycopg.pq import TransactionStatus

from operations.crm.accounts import commands as accounts
from operations.database.connection import Connection, first
from operations.erp.party import commands as party
from operations.errors import NotFound
from operations.sync.model import FIELDS, Side, Value, Values

# Field → the parameter of the commands, where it has another name there.
IN_CRM: Final = {"seller": "owner_id"}
IN_ERP: Final = {"seller": "seller_id"}


@dataclass(frozen=True)
class Record:
    """One side of a link: its fields as text, and when it was changed last."""

    values: Values
    updated_at: dt.datetime


@dataclass(frozen=True)
class _Row:
    name: str
    legal_id: str | None
    country_code: str
    city: str | None
    seller: str | None
    updated_at: dt.datetime


def account(connection: Connection, account_id: int) -> Record:
    """An account, locked until the transaction ends. Raises NotFound."""
    found = first(
        connection,
        _Row,
        "select name, legal_id, country_code, city, owner_id::text as seller, updated_at"
        " from crm.accounts where account_id = %s for update",
        [account_id],
    )
    if found is None:
        raise NotFound("account", account_id)
    return _record(found)


def customer(connection: Connection, customer_id: int) -> Record:
    """A customer, locked until the transaction ends. Raises NotFound."""
    found = first(
        connection,
        _Row,
        "select name, legal_id, country_code, city, seller_id::text as seller, updated_at"
        " from erp.customers where customer_id = %s for update",
        [customer_id],
    )
    if found is None:
        raise NotFound("customer", customer_id)
    return _record(found)


def write(connection: Connection, side: Side, key: int, values: Values) -> None:
    """Bring values of the other side. Raises what the side's own command raises."""
    with as_echo(connection):
        if side == "crm":
            change = _named(values, IN_CRM)
            if change.get("owner_id", 0) is None:
                change["owner_name"] = None
            accounts.change_account(connection, account_id=key, **cast(Any, change))
        else:
            change = _named(values, IN_ERP)
            party.change_customer(connection, customer_id=key, **cast(Any, change))


def open_account(connection: Connection, values: Values) -> int:
    """Enter a customer of the books as an account. Return its key."""
    with as_echo(connection):
        return accounts.open_account(connection, **cast(Any, _named(values, IN_CRM)))


def register_customer(connection: Connection, values: Values, *, created_on: dt.date) -> int:
    """Enter an account into the books. Return the customer's key."""
    with as_echo(connection):
        return party.register_customer(
            connection, created_on=created_on, **cast(Any, _named(values, IN_ERP))
        )


def link(connection: Connection, *, account_id: int, customer_id: int) -> None:
    """Tell the CRM which customer an account is."""
    with as_echo(connection):
        accounts.link_customer(connection, account_id=account_id, customer_id=customer_id)


@contextmanager
def as_echo(connection: Connection) -> Iterator[None]:
    """What is written in the block is not noted in the outbox: the other side has it already."""
    connection.execute("select set_config('sync.applying', 'on', true)")
    try:
        yield
    finally:
        # After an error of the database the mark goes with the transaction, or its savepoint.
        if connection.info.transaction_status is not TransactionStatus.INERROR:
            connection.execute("select set_config('sync.applying', '', true)")


def _record(row: _Row) -> Record:
    return Record({field: getattr(row, field) for field in FIELDS}, row.updated_at)


def _named(values: Values, names: Mapping[str, str]) -> dict[str, Any]:
    """Fields as a command takes them: their own names and types."""
    return {names.get(field, field): _typed(field, value) for field, value in values.items()}


def _typed(field: str, value: Value) -> Value | int:
    return int(value) if field == "seller" and value is not None else value
