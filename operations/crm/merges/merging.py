"""Merge a record into another one that it turned out to be, and part them again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from psycopg import sql
from psycopg.types.json import Jsonb

from operations.crm import edits
from operations.crm.accounts.errors import MergedAway
from operations.crm.leads.rules import score
from operations.crm.merges.children import Move, Moved, move_all, move_back
from operations.crm.merges.errors import (
    AccountsDiffer,
    ConversionsDiffer,
    CustomersDiffer,
    MergedFurther,
    MergesWithItself,
    MergeUndone,
)
from operations.crm.merges.model import ENTITIES, Entity, Kind, Record, called, filled
from operations.database.connection import Connection, first, insert
from operations.erp.party.commands import customer
from operations.erp.party.model import require_name
from operations.errors import InvalidValue, NotFound


@dataclass(frozen=True)
class _Merge:
    merge_id: int
    entity: Kind
    kept_id: int
    merged_id: int
    merged_on: dt.date
    merged_before: Record
    filled_fields: Record
    moved_rows: Moved
    undone_on: dt.date | None


def merge_accounts(
    connection: Connection, *, kept_id: int, merged_id: int, on: dt.date, by: str
) -> int:
    """Merge a firm that was entered twice; return the merge's key.

    What belongs to the merged account moves to the kept one, which takes over what it lacks.
    Raises NotFound, MergesWithItself, MergedAway, CustomersDiffer, InvalidValue.
    """
    return _merge(connection, ENTITIES["account"], kept_id, merged_id, on=on, by=by)


def merge_contacts(
    connection: Connection, *, kept_id: int, merged_id: int, on: dt.date, by: str
) -> int:
    """Merge a person of one account who was entered twice; return the merge's key.

    Consents stay where they were given: they are read for both. Raises NotFound, MergesWithItself,
    MergedAway, AccountsDiffer, InvalidValue.
    """
    return _merge(connection, ENTITIES["contact"], kept_id, merged_id, on=on, by=by)


def merge_leads(
    connection: Connection, *, kept_id: int, merged_id: int, on: dt.date, by: str
) -> int:
    """Merge a lead that came twice; return the merge's key.

    Raises NotFound, MergesWithItself, MergedAway, ConversionsDiffer, InvalidValue.
    """
    return _merge(connection, ENTITIES["lead"], kept_id, merged_id, on=on, by=by)


def undo_merge(connection: Connection, *, merge_id: int, on: dt.date, by: str) -> None:
    """Part two records again: each has the rows that it had, as far as nobody moved them since.

    A field that the kept one took over, and that nobody changed since, is blank again. Raises
    NotFound, MergeUndone, MergedFurther, InvalidValue.
    """
    merge = _locked_merge(connection, merge_id)
    if merge.undone_on is not None:
        raise MergeUndone(merge_id, merge.undone_on)
    require_name(by, of="person who undoes the merge")
    if on < merge.merged_on:
        raise InvalidValue(
            f"Merge {merge_id} is of {merge.merged_on}; it cannot be undone on {on}.",
            remedy="Give that day or a later one.",
        )
    entity = ENTITIES[merge.entity]
    kept, _ = locked_pair(connection, entity, merge.kept_id, merge.merged_id)
    if kept["merged_into_id"] is not None:
        raise MergedFurther(merge_id, later_id=_merge_of(connection, entity, merge.kept_id))
    move = Move(merge.kept_id, merge.merged_id, on, by)
    move_back(connection, entity, move, merge.moved_rows)
    untouched: dict[str, object] = {
        field: None for field, value in merge.filled_fields.items() if kept[field] == value
    }
    _write(connection, entity, merge.kept_id, untouched)
    parted: dict[str, object] = {"merged_into_id": None}
    if "customer_id" in merge.filled_fields:
        parted["customer_id"] = merge.merged_before["customer_id"]
    _write(connection, entity, merge.merged_id, parted)
    connection.execute(
        "update crm.merges set undone_on = %s, undone_by = %s where merge_id = %s",
        [on, by.strip(), merge_id],
    )


def _merge(
    connection: Connection, entity: Entity, kept_id: int, merged_id: int, *, on: dt.date, by: str
) -> int:
    if kept_id == merged_id:
        raise MergesWithItself(f"{entity.kind} {kept_id}")
    require_name(by, of="person who merges")
    kept, merged = locked_pair(connection, entity, kept_id, merged_id)
    for record in (kept, merged):
        if (into := record["merged_into_id"]) is not None:
            raise MergedAway(called(entity, record), into=f"{entity.kind} {into}")
    _require_one(connection, entity, kept, merged)
    taken = filled(entity, kept, merged)
    moved = move_all(connection, entity, Move(merged_id, kept_id, on, by))
    away: dict[str, object] = {"merged_into_id": kept_id}
    if "customer_id" in taken:
        away["customer_id"] = None
    _write(connection, entity, merged_id, away)
    _write(connection, entity, kept_id, taken)
    if entity.kind == "lead":
        score(connection, kept_id)
    return insert(
        connection,
        "insert into crm.merges (entity, kept_id, merged_id, merged_on, merged_by, kept_before,"
        " merged_before, filled_fields, moved_rows)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning merge_id",
        [
            entity.kind,
            kept_id,
            merged_id,
            on,
            by.strip(),
            Jsonb(kept),
            Jsonb(merged),
            Jsonb(taken),
            Jsonb(moved),
        ],
    )


def _require_one(connection: Connection, entity: Entity, kept: Record, merged: Record) -> None:
    """Refuse two records that cannot be one."""
    names = called(entity, kept), called(entity, merged)
    if entity.kind == "account":
        customers = [one["customer_id"] for one in (kept, merged)]
        if None not in customers and customers[0] != customers[1]:
            numbers = [customer(connection, key).customer_number for key in customers]  # type: ignore[arg-type]
            raise CustomersDiffer(*names, customers=(numbers[0], numbers[1]))
    if entity.kind == "contact" and kept["account_id"] != merged["account_id"]:
        raise AccountsDiffer(*names)
    if entity.kind == "lead" and merged["status"] == "converted":
        raise ConversionsDiffer(names[1])


def locked_pair(
    connection: Connection, entity: Entity, kept_id: int, merged_id: int
) -> tuple[Record, Record]:
    """Both records as they stand, locked in the order of their keys. Raises NotFound."""
    rows = connection.execute(
        sql.SQL(
            "select {key}, to_jsonb(record) from {table} as record where {key} = any(%s)"
            " order by {key} for update"
        ).format(key=sql.Identifier(entity.key), table=sql.Identifier(*entity.table.split("."))),
        [[kept_id, merged_id]],
    ).fetchall()
    records: dict[int, Record] = dict(rows)
    for key in (kept_id, merged_id):
        if key not in records:
            raise NotFound(entity.kind, key)
    return records[kept_id], records[merged_id]


def _locked_merge(connection: Connection, merge_id: int) -> _Merge:
    found = first(
        connection,
        _Merge,
        "select merge_id, entity, kept_id, merged_id, merged_on, merged_before, filled_fields,"
        " moved_rows, undone_on from crm.merges where merge_id = %s for update",
        [merge_id],
    )
    if found is None:
        raise NotFound("merge", merge_id)
    return found


def _merge_of(connection: Connection, entity: Entity, merged_id: int) -> int:
    row = connection.execute(
        "select merge_id from crm.merges where entity = %s and merged_id = %s"
        " and undone_on is null",
        [entity.kind, merged_id],
    ).fetchone()
    return 0 if row is None else int(row[0])


def _write(
    connection: Connection, entity: Entity, key_value: int, fields: dict[str, object]
) -> None:
    edits.update(connection, table=entity.table, key=entity.key, key_value=key_value, fields=fields)
