"""Brings the fields of an account and its customer together, each by its own rule.

Both sides are read as they are now, locked, and compared with what they agreed on last. So handling
a change twice, or late, changes nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from operations.database.connection import Connection
from operations.errors import CommandRefused
from operations.sync import sides
from operations.sync.conflicts import BY_BOTH, close, keep_open, note_decided
from operations.sync.links import Link, agree, changed_since, winners
from operations.sync.model import FIELDS, Changed, Decision, Side, Value, decide
from operations.sync.sides import Record

OTHER: Final[Mapping[Side, Side]] = {"crm": "erp", "erp": "crm"}
UNDECIDED: Final = "changed on both sides"


def reconcile(connection: Connection, link: Link) -> int:
    """Bring each field to both sides; return how many began to wait for a person.

    A field waits when both have changed it and its rule asks for a person, or when the other side
    refuses the value. The others do not wait for it.
    """
    before = _both(connection, link)
    decisions = _decisions(connection, link, before)
    crm, erp = before["crm"].values, before["erp"].values
    same = [field for field in FIELDS if crm[field] == erp[field]]
    close(connection, link, same, kept="same", by=BY_BOTH)
    agreed = {**link.agreed, **{field: crm[field] for field in same}}
    waiting = {one.field: UNDECIDED for one in decisions if one.keep is None}
    for keep, target in OTHER.items():
        sent = {one.field: before[keep].values[one.field] for one in decisions if one.keep == keep}
        waiting |= _send(connection, target, _key(link, target), sent)
    over = [one for one in decisions if one.field not in waiting]
    agreed |= _settle(connection, link, over, before)
    agree(connection, link, agreed)
    return sum(
        keep_open(
            connection,
            link,
            field,
            crm=crm[field],
            erp=erp[field],
            reason=reason,
        )
        for field, reason in waiting.items()
    )


def _both(connection: Connection, link: Link) -> Mapping[Side, Record]:
    """Both sides, locked: the account first, as everywhere."""
    account = sides.account(connection, link.account_id)
    return {"crm": account, "erp": sides.customer(connection, link.customer_id)}


def _key(link: Link, side: Side) -> int:
    return link.account_id if side == "crm" else link.customer_id


def _decisions(connection: Connection, link: Link, before: Mapping[Side, Record]) -> list[Decision]:
    """What is to become of the fields on which the sides differ."""
    crm, erp = before["crm"], before["erp"]
    different = [field for field in FIELDS if crm.values[field] != erp.values[field]]
    if not different:
        return []
    rules, changed = winners(connection), changed_since(connection, link)
    by_row = Changed(crm.updated_at, erp.updated_at)
    found = [
        decide(
            field,
            winner=rules[field],
            agreed=link.agreed,
            crm=crm.values[field],
            erp=erp.values[field],
            changed=changed.get(field, by_row),
        )
        for field in different
    ]
    return [decision for decision in found if decision is not None]


def _send(
    connection: Connection, target: Side, key: int, values: Mapping[str, Value]
) -> dict[str, str]:
    """Write values to a side, all at once, else one by one; return why which was refused.

    A number may be wrong in the old country and right in the new one: together first.
    """
    if not values:
        return {}
    try:
        with connection.transaction():
            sides.write(connection, target, key, values)
    except CommandRefused as error:
        if len(values) == 1:
            return dict.fromkeys(values, error.message)
    else:
        return {}
    refused: dict[str, str] = {}
    for field, value in values.items():
        refused |= _send(connection, target, key, {field: value})
    return refused


def _settle(
    connection: Connection,
    link: Link,
    over: Sequence[Decision],
    before: Mapping[Side, Record],
) -> dict[str, Value]:
    """The values that went over, as both sides have them now.

    A side may keep a value in a form of its own, as a registration number without spaces: the one
    that sent it gets that form back.
    """
    now = _both(connection, link) if over else {}
    agreed: dict[str, Value] = {}
    for one in over:
        assert one.keep is not None  # noqa: S101  those without wait
        field, kept = one.field, one.keep
        stored = now[OTHER[kept]].values[field]
        if stored != now[kept].values[field]:
            sides.write(connection, kept, _key(link, kept), {field: stored})
        agreed[field] = stored
        close(connection, link, [field], kept=kept, by=BY_BOTH)
        if one.is_conflict:
            note_decided(
                connection,
                link,
                field,
                crm=before["crm"].values[field],
                erp=before["erp"].values[field],
                kept=kept,
            )
    return agreed
