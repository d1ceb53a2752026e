"""Account and customer: the same firm on both sides, made on either."""

from __future__ import annotations

import datetime as dt

from psycopg.types.json import Jsonb

from operations.crm.accounts.commands import require_account
from operations.database.connection import Connection, insert
from operations.erp.party.commands import customer
from operations.errors import CommandRefused
from operations.sync import finances, sides
from operations.sync.errors import IsCustomer
from operations.sync.fields import reconcile
from operations.sync.links import account_of, link_of, make_link

# The account (on) and the customers that bear its registration number in its country.
SAME_FIRM = (
    " accounts.country_code = customers.country_code and accounts.registration_key"
    " = crm.registration_key(customers.legal_id, customers.country_code::text)"
)


def request_customer(connection: Connection, *, account_id: int, on: dt.date) -> int:
    """Ask the ERP to enter an account as a customer, before its first deal is won.

    Return the key of the message. Raises NotFound, MergedAway, IsCustomer.
    """
    account = require_account(connection, account_id)
    if account.customer_id is not None:
        number = customer(connection, account.customer_id).customer_number
        raise IsCustomer(account.account_number, number)
    return insert(
        connection,
        "insert into sync.outbox (topic, aggregate_id, system, payload)"
        " values ('account', %s, 'crm', %s) returning outbox_id",
        [account_id, Jsonb({"won_on": on.isoformat()})],
    )


def note_all(connection: Connection) -> int:
    """Let the next run look at every customer, and at each account that has won a deal.

    So two systems that lived apart are brought together; handling what is in step changes nothing.
    Return how many messages wait for it.
    """
    row = connection.execute(
        "with every_one as ("
        " select 'customer' as topic, customer_id as aggregate_id, 'erp' as system"
        "  from erp.customers"
        " union all select 'account', account_id, 'crm' from crm.accounts"
        "  where customer_id is null and merged_into_id is null and exists ("
        "   select from crm.opportunities"
        "   where opportunities.account_id = accounts.account_id and stage = 'won')),"
        " noted as (insert into sync.outbox (topic, aggregate_id, system)"
        "  select topic, aggregate_id, system from every_one"
        "  where not exists (select from sync.outbox as waiting"
        "   where waiting.topic = every_one.topic"
        "   and waiting.aggregate_id = every_one.aggregate_id"
        "   and delivered_at is null and dead_at is null)"
        "  order by topic desc, aggregate_id returning 1)"
        " select count(*) from noted"
    ).fetchone()
    return row[0] if row else 0


def bring_together(connection: Connection, customer_id: int, *, today: dt.date) -> int:
    """Give a customer its account, and both the same values; return how many conflicts appeared.

    Locks the link, then the account, then the customer.
    """
    link = link_of(connection, customer_id)
    account_id = account_of(connection, customer_id)
    if account_id is None:
        account_id = _account_for(connection, customer_id)
    if link is None or link.account_id != account_id:
        link = make_link(connection, customer_id=customer_id, account_id=account_id)
        finances.refresh(connection, customer_id, today=today)
    return reconcile(connection, link)


def become_customer(connection: Connection, account_id: int, *, on: dt.date, today: dt.date) -> int:
    """Make an account a customer of the books, unless it is one; return new conflicts.

    The only customer with the same registration number is that firm: no second one is made.
    """
    row = connection.execute(
        "select customer_id, merged_into_id from crm.accounts where account_id = %s for update",
        [account_id],
    ).fetchone()
    if row is None or row[0] is not None:
        return 0
    if row[1] is not None:
        return become_customer(connection, row[1], on=on, today=today)
    customer_id = _registered(connection, account_id)
    if customer_id is None:
        customer_id = _register(connection, account_id, on)
    sides.link(connection, account_id=account_id, customer_id=customer_id)
    return bring_together(connection, customer_id, today=today)


def _account_for(connection: Connection, customer_id: int) -> int:
    """The oldest account with the customer's registration number, else a new one; linked."""
    row = connection.execute(
        f"select account_id from crm.accounts join erp.customers on {SAME_FIRM}"
        " where customers.customer_id = %s and accounts.customer_id is null"
        " and merged_into_id is null order by account_id limit 1 for update of accounts",
        [customer_id],
    ).fetchone()
    if row is None:
        values = sides.customer(connection, customer_id).values
        account_id = sides.open_account(connection, values)
    else:
        account_id = int(row[0])
    sides.link(connection, account_id=account_id, customer_id=customer_id)
    return account_id


def _registered(connection: Connection, account_id: int) -> int | None:
    """The only customer with the account's registration number."""
    rows = connection.execute(
        f"select customers.customer_id from erp.customers join crm.accounts on {SAME_FIRM}"
        " where accounts.account_id = %s limit 2",
        [account_id],
    ).fetchall()
    return int(rows[0][0]) if len(rows) == 1 else None


def _register(connection: Connection, account_id: int, on: dt.date) -> int:
    """A new customer; without the registration number when the books refuse it.

    The number waits for a person then, as any field that a side refuses.
    """
    values = sides.account(connection, account_id).values
    try:
        with connection.transaction():
            return sides.register_customer(connection, values, created_on=on)
    except CommandRefused:
        if values["legal_id"] is None:
            raise
    return sides.register_customer(connection, {**values, "legal_id": None}, created_on=on)
