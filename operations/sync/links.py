"""Which account is which customer, and what both agreed on last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from operations.database.connection import Connection, first
from operations.sync.model import Changed, Values, Winner


@dataclass(frozen=True)
class Link:
    """An account and its customer; ``agreed``: field → the value that both had last."""

    link_id: int
    customer_id: int
    account_id: int
    agreed: Values


def link_of(connection: Connection, customer_id: int) -> Link | None:
    """The link of a customer, locked until the transaction ends."""
    return first(
        connection,
        Link,
        "select link_id, customer_id, account_id, agreed from sync.links"
        " where customer_id = %s for update",
        [customer_id],
    )


def make_link(connection: Connection, *, customer_id: int, account_id: int) -> Link:
    """Link an account to its customer; one of another account moves to this one, afresh.

    The account was another's only when it was merged, so the database's refusal is not expected.
    """
    made = first(
        connection,
        Link,
        "insert into sync.links (customer_id, account_id) values (%s, %s)"
        " on conflict (customer_id) do update"
        "  set account_id = excluded.account_id, agreed = '{}', agreed_at = clock_timestamp()"
        " returning link_id, customer_id, account_id, agreed",
        [customer_id, account_id],
    )
    assert made is not None  # noqa: S101  an upsert returns its row
    return made


def agree(connection: Connection, link: Link, agreed: Values) -> None:
    """Note the values that both sides have now."""
    if dict(agreed) == dict(link.agreed):
        return
    connection.execute(
        "update sync.links set agreed = %s, agreed_at = clock_timestamp() where link_id = %s",
        [Jsonb(dict(agreed)), link.link_id],
    )


def account_of(connection: Connection, customer_id: int) -> int | None:
    """The account that stands for a customer: not merged away, the oldest when several do."""
    row = connection.execute(
        "select account_id from crm.accounts where customer_id = %s and merged_into_id is null"
        " order by account_id limit 1",
        [customer_id],
    ).fetchone()
    return None if row is None else int(row[0])


def winners(connection: Connection) -> Mapping[str, Winner]:
    """Field → who wins when both sides have changed it."""
    return dict(connection.execute("select field, winner from sync.field_rules").fetchall())


def changed_since(connection: Connection, link: Link) -> Mapping[str, Changed]:
    """Field → when each side changed it last, as the messages say."""
    rows = connection.execute(
        "select field, max(occurred_at) filter (where system = 'crm'),"
        " max(occurred_at) filter (where system = 'erp')"
        " from sync.outbox cross join lateral jsonb_object_keys(payload -> 'changed') as field"
        " where topic = 'customer' and aggregate_id = %s and payload ? 'changed' group by field",
        [link.customer_id],
    ).fetchall()
    return {field: Changed(crm_at, erp_at) for field, crm_at, erp_at in rows}
