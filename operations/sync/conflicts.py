"""Fields on which the two sides differ: kept until a person says whose value stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from operations.database.connection import Connection, every, first
from operations.erp.party.model import require_name
from operations.errors import InvalidValue, NotFound
from operations.sync import sides
from operations.sync.errors import ConflictMoved, ConflictResolved
from operations.sync.links import Link, agree
from operations.sync.model import Side, Value

BY_RULE = "rule"
BY_BOTH = "both sides"


@dataclass(frozen=True)
class Conflict:
    """A field of an account and its customer that waits for a person, and why."""

    conflict_id: int
    account_number: str
    customer_number: str
    field: str
    agreed_value: str | None
    crm_value: str | None
    erp_value: str | None
    reason: str
    found_at: dt.datetime


@dataclass(frozen=True)
class _Found:
    link_id: int
    customer_id: int
    account_id: int
    agreed: dict[str, str | None]
    field: str
    crm_value: str | None
    erp_value: str | None
    kept: str | None
    resolved_by: str | None


def conflicts(connection: Connection) -> list[Conflict]:
    """The conflicts that wait for a person, the oldest first."""
    return every(
        connection,
        Conflict,
        "select conflict_id, account_number, customer_number, field, agreed_value, crm_value,"
        " erp_value, reason, found_at"
        " from sync.conflicts join sync.links using (link_id)"
        " join crm.accounts using (account_id)"
        " join erp.customers on customers.customer_id = links.customer_id"
        " where resolved_at is null order by conflict_id",
        [],
    )


def resolve(connection: Connection, conflict_id: int, keep: Side, by: str) -> None:
    """Let the value of one side stand: it is written to the other one.

    ``by`` says who decided. Raises NotFound, ConflictResolved, ConflictMoved, InvalidValue, and
    what the other side's own command raises when it refuses the value.
    """
    require_name(by, of="person who decides")
    if keep not in {"erp", "crm"}:
        raise InvalidValue(
            f"Conflict {conflict_id} cannot keep {keep!r}.", remedy="Give erp or crm."
        )
    found = _locked(connection, conflict_id)
    if found.kept is not None:
        raise ConflictResolved(conflict_id, kept=found.kept, by=found.resolved_by or "")
    crm = sides.account(connection, found.account_id).values[found.field]
    erp = sides.customer(connection, found.customer_id).values[found.field]
    if (crm, erp) != (found.crm_value, found.erp_value):
        raise ConflictMoved(conflict_id, crm=crm, erp=erp)
    link = Link(found.link_id, found.customer_id, found.account_id, found.agreed)
    value = bring(connection, link, found.field, keep=keep, value=crm if keep == "crm" else erp)
    agree(connection, link, {**link.agreed, found.field: value})
    close(connection, link, [found.field], kept=keep, by=by.strip())


def bring(connection: Connection, link: Link, field: str, *, keep: Side, value: Value) -> Value:
    """Write a value that stands to the other side; return it as both have it then.

    The ERP keeps a registration number in one form: the CRM gets it in that form too.
    """
    if keep == "erp":
        sides.write(connection, "crm", link.account_id, {field: value})
        return sides.account(connection, link.account_id).values[field]
    sides.write(connection, "erp", link.customer_id, {field: value})
    stored = sides.customer(connection, link.customer_id).values[field]
    if stored != value:
        sides.write(connection, "crm", link.account_id, {field: stored})
    return stored


def keep_open(
    connection: Connection, link: Link, field: str, *, crm: Value, erp: Value, reason: str
) -> bool:
    """Keep a field for a person; True when it was not kept already."""
    row = connection.execute(
        "insert into sync.conflicts as known (link_id, field, agreed_value, crm_value, erp_value,"
        " reason) values (%s, %s, %s, %s, %s, %s)"
        " on conflict (link_id, field) where resolved_at is null do update"
        "  set crm_value = excluded.crm_value, erp_value = excluded.erp_value,"
        "   reason = excluded.reason"
        " returning xmax = 0",
        [link.link_id, field, link.agreed.get(field), crm, erp, reason],
    ).fetchone()
    return bool(row and row[0])


def note_decided(
    connection: Connection, link: Link, field: str, *, crm: Value, erp: Value, kept: Side
) -> None:
    """Keep what a field's rule decided: the value that did not stand is not lost."""
    connection.execute(
        "insert into sync.conflicts (link_id, field, agreed_value, crm_value, erp_value, reason,"
        " kept, resolved_by, resolved_at) values (%s, %s, %s, %s, %s, 'changed on both sides',"
        " %s, %s, clock_timestamp())",
        [link.link_id, field, link.agreed.get(field), crm, erp, kept, BY_RULE],
    )


def close(connection: Connection, link: Link, fields: Sequence[str], *, kept: str, by: str) -> None:
    """Close what is open of these fields."""
    connection.execute(
        "update sync.conflicts set kept = %s, resolved_by = %s, resolved_at = clock_timestamp()"
        " where link_id = %s and field = any(%s) and resolved_at is null",
        [kept, by, link.link_id, list(fields)],
    )


def _locked(connection: Connection, conflict_id: int) -> _Found:
    """A conflict with its link, both locked until the transaction ends."""
    found = first(
        connection,
        _Found,
        "select links.link_id, customer_id, account_id, agreed, field, crm_value, erp_value, kept,"
        " resolved_by from sync.conflicts join sync.links using (link_id)"
        " where conflict_id = %s for update",
        [conflict_id],
    )
    if found is None:
        raise NotFound("conflict", conflict_id)
    return found
