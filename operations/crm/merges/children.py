"""The rows that belong to a record: found from the foreign keys, so a later table is no trap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from psycopg import sql

from operations.crm.merges.model import Entity
from operations.crm.opportunities.events import say
from operations.database.connection import Connection, every

Moved = Mapping[str, list[int]]

# What was said by somebody stays said by him (append only): who reads it follows merged_into_id.
_STAYS = ("crm.consent_events",)

_CHILDREN = """
    select
        format('%%s.%%s', spaces.nspname, tables.relname) as table_name,
        columns.attname as column_name,
        keys.attname as key,
        coalesce((
            select jsonb_agg(jsonb_build_object(
                'columns', (
                    select coalesce(jsonb_agg(attname), '[]') from pg_attribute
                    where attrelid = uniques.indrelid and attnum = any(uniques.indkey)
                        and attnum <> columns.attnum
                ),
                'condition', coalesce(pg_get_expr(uniques.indpred, uniques.indrelid), 'true')
            ))
            from pg_index as uniques
            where uniques.indrelid = tables.oid and uniques.indisunique
                and columns.attnum = any(uniques.indkey)
        ), '[]') as uniques
    from pg_constraint as constraints
    join pg_class as tables on tables.oid = constraints.conrelid
    join pg_namespace as spaces on spaces.oid = tables.relnamespace
    join pg_attribute as columns
        on columns.attrelid = tables.oid and columns.attnum = constraints.conkey[1]
    join pg_index as primaries on primaries.indrelid = tables.oid and primaries.indisprimary
    join pg_attribute as keys
        on keys.attrelid = tables.oid and keys.attnum = primaries.indkey[0]
    where constraints.contype = 'f' and cardinality(constraints.conkey) = 1
        and constraints.confrelid = %(table)s::regclass
        and columns.attname <> 'merged_into_id'
    order by 1, 2
"""


class _Unique(TypedDict):
    """What may stand once for a record: the other columns, and the rows for which it is so."""

    columns: list[str]
    condition: str


@dataclass(frozen=True)
class _Reference:
    table_name: str
    column_name: str
    key: str
    uniques: list[_Unique]

    @property
    def name(self) -> str:
        return f"{self.table_name}.{self.column_name}"


@dataclass(frozen=True)
class Move:
    """From which record to which one rows go, on which day, and who says so."""

    from_id: int
    to_id: int
    on: dt.date
    by: str


def move_all(connection: Connection, entity: Entity, move: Move) -> Moved:
    """Give the rows of one record to another; return the keys of those that moved, by column.

    A row that the other has already (the same campaign, the same role) stays where it is.
    """
    moved: dict[str, list[int]] = {}
    for reference in _references(connection, entity):
        keys = _move(connection, reference, move)
        if keys:
            moved[reference.name] = keys
    return moved


def move_back(connection: Connection, entity: Entity, move: Move, moved: Moved) -> None:
    """Give back the rows that moved, as far as they still belong to the record that got them."""
    for reference in _references(connection, entity):
        if keys := moved.get(reference.name):
            _move(connection, reference, move, only=keys)


def _references(connection: Connection, entity: Entity) -> list[_Reference]:
    found = every(connection, _Reference, _CHILDREN, {"table": entity.table})
    return [reference for reference in found if reference.table_name not in _STAYS]


def _move(
    connection: Connection, reference: _Reference, move: Move, *, only: list[int] | None = None
) -> list[int]:
    if reference.table_name == "crm.opportunities":
        say(connection, on=move.on, by=move.by)
    table = sql.Identifier(*reference.table_name.split("."))
    column = sql.Identifier(reference.column_name)
    free = [_free(table, column, unique) for unique in reference.uniques]
    rows = connection.execute(
        sql.SQL(
            "update {table} as mine set {column} = %(to_id)s where {column} = %(from_id)s"
            " and (%(only)s::bigint[] is null or {key} = any(%(only)s)){free} returning {key}"
        ).format(
            table=table,
            column=column,
            key=sql.Identifier(reference.key),
            free=sql.SQL("").join(free),
        ),
        {"from_id": move.from_id, "to_id": move.to_id, "only": only},
    ).fetchall()
    return sorted(row[0] for row in rows)


def _free(table: sql.Identifier, column: sql.Identifier, unique: _Unique) -> sql.Composed:
    """Where a row may move: the other record has none like it yet."""
    same = [
        sql.SQL(" and other.{name} is not distinct from mine.{name}").format(
            name=sql.Identifier(name)
        )
        for name in unique["columns"]
    ]
    return sql.SQL(
        " and not exists (select from {table} as other"
        " where other.{column} = %(to_id)s and {condition}{same})"
    ).format(
        table=table,
        column=column,
        condition=sql.SQL(unique["condition"]),
        same=sql.SQL("").join(same),
    )
