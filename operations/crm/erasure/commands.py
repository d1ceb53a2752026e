"""Forget a person in the store: each text that names them, in whatever table, in one transaction.

Documents, deals and words stay with the record, which bears a pseudonym: the law wants the books
kept, and the company must be able to show that it asked. Histories that nobody may change are
changed here alone, so the connection is the owner's; the stamps fire nonetheless, and the river
reads the rows again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from operations.crm.erasure.errors import MayNotErase
from operations.crm.erasure.model import Forgotten, pattern, quoted_pattern
from operations.database.connection import Connection

SCHEMAS = ("erp", "crm", "sync")
# Whose rows are a person's own, by the key of the person's record.
OWN = {"contact_id": "contact_ids", "lead_id": "lead_ids"}
# What a person's own record keeps of them: nothing but that it was one.
BLANKED = {
    "crm.contacts": ("email", "phone", "job_title", "email_checked_on"),
    "crm.leads": ("email", "phone", "job_title"),
}
UNKNOWN = {"crm.contacts": ("email_validity",)}
ENTITIES = {"contact": "contact_ids", "lead": "lead_ids"}

_COLUMNS = """
    select nspname || '.' || relname, attname, format_type(atttypid, null),
        attgenerated <> ''
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = any(%s) and relkind = 'r' and attnum > 0 and not attisdropped
    order by 1, attnum
"""


@dataclass(frozen=True)
class Erased:
    """How many rows of which tables changed."""

    rows: dict[str, int]


@dataclass
class _Table:
    name: str
    columns: list[str]
    texts: list[str]
    documents: list[str]


def forget(connection: Connection, who: Forgotten) -> Erased:
    """Put the pseudonym in the place of all that names a person; return what changed.

    The transaction is the caller's, who commits it, or undoes it after a dry run. Raises
    NobodyNamed (when ``Forgotten`` is made), MayNotErase.
    """
    _by_force(connection)
    counts: dict[str, int] = {}
    for table in _tables(connection):
        written = connection.execute(_statement(table, who), _values(who))
        if written.rowcount:
            counts[table.name] = written.rowcount
    connection.execute("set local session_replication_role = origin")
    return Erased(counts)


def held(connection: Connection, who: Forgotten) -> dict[str, list[dict[str, object]]]:
    """Table → its rows that are the person's or name them; for the person's own file."""
    found: dict[str, list[dict[str, object]]] = {}
    for table in _tables(connection):
        query = sql.SQL("select * from {} where {}").format(
            sql.Identifier(*table.name.split(".")), _concerned(table, who)
        )
        with connection.cursor(row_factory=dict_row) as cursor:
            if rows := cursor.execute(query, _values(who)).fetchall():
                found[table.name] = rows
    return found


def _by_force(connection: Connection) -> None:
    connection.execute("set constraints all immediate")
    try:
        connection.execute("set local session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege as error:
        raise MayNotErase(connection.info.user) from error


def _tables(connection: Connection) -> list[_Table]:
    """The tables of the store that hold text, with the columns in which it may stand."""
    columns: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for name, column, kind, is_generated in connection.execute(_COLUMNS, [list(SCHEMAS)]):
        columns[name].append((column, kind, is_generated))
    found = []
    for name, parts in columns.items():
        texts = [c for c, kind, made in parts if kind in ("text", "character varying") and not made]
        documents = [c for c, kind, made in parts if kind in ("json", "jsonb") and not made]
        if texts or documents:
            found.append(_Table(name, [c for c, _, _ in parts], texts, documents))
    return found


def _values(who: Forgotten) -> dict[str, object]:
    return {
        "addresses": pattern(who.addresses),
        "names": pattern(who.names),
        "quoted": quoted_pattern([*who.words, *who.phones]),
        "words": [word.lower() for word in (*who.words, *who.names)],
        "phones": list(who.phones),
        "pseudonym": who.pseudonym,
        "address": who.address_pseudonym,
        "quoted_pseudonym": f'"{who.pseudonym}"',
        "contact_ids": list(who.contact_ids),
        "lead_ids": list(who.lead_ids),
    }


def _statement(table: _Table, who: Forgotten) -> sql.Composed:
    """One update: every text anew, of the rows that are the person's or name them."""
    own = _own_rows(table, is_addressed=bool(who.addresses))
    blanked = [c for c in BLANKED.get(table.name, ()) if c not in table.texts]
    values = [(column, _text(table, column, own)) for column in (*table.texts, *blanked)]
    values += [(column, _document(column, own)) for column in table.documents]
    changed = [
        sql.SQL("{} is distinct from {}").format(
            sql.SQL("{}::text").format(sql.Identifier(column)), sql.SQL("({})::text").format(value)
        )
        for column, value in values
    ]
    return sql.SQL("update {} set {} where {} and ({})").format(
        sql.Identifier(*table.name.split(".")),
        sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(column), value) for column, value in values
        ),
        _concerned(table, who),
        sql.SQL(" or ").join(changed),
    )


def _concerned(table: _Table, who: Forgotten) -> sql.Composed:
    """Which rows are the person's or name them."""
    named = [
        sql.SQL("coalesce({}::text ~* any(array[%(addresses)s, %(names)s]), false)").format(
            sql.Identifier(column)
        )
        for column in (*table.texts, *table.documents)
    ]
    own = _own_rows(table, is_addressed=bool(who.addresses))
    return sql.SQL("({})").format(sql.SQL(" or ").join([own, *named]))


def _own_rows(table: _Table, *, is_addressed: bool) -> sql.Composed:
    """Which rows are the person's: under their key, about their record, or with their address."""
    ways = [
        sql.SQL("coalesce({} = any(%({})s), false)").format(sql.Identifier(key), sql.SQL(ids))
        for key, ids in OWN.items()
        if key in table.columns
    ]
    if table.name == "crm.merges":
        ways += [
            sql.SQL("(entity = {} and (kept_id = any(%({})s) or merged_id = any(%({})s)))").format(
                sql.Literal(entity), sql.SQL(ids), sql.SQL(ids)
            )
            for entity, ids in ENTITIES.items()
        ]
    if is_addressed:
        ways += [
            sql.SQL("coalesce({}::text ~* %(addresses)s, false)").format(sql.Identifier(column))
            for column in (*table.texts, *table.documents)
        ]
    if not ways:
        return sql.SQL("({})").format(sql.SQL("false"))
    return sql.SQL("({})").format(sql.SQL(" or ").join(ways))


def _text(table: _Table, column: str, own: sql.Composed) -> sql.Composed:
    name = sql.Identifier(column)
    if column in BLANKED.get(table.name, ()):
        return sql.SQL("case when {} then null else {} end").format(own, name)
    if column in UNKNOWN.get(table.name, ()):
        return sql.SQL("case when {} then 'unknown' else {} end").format(own, name)
    return sql.SQL(
        "case when {own} and lower({name}) = any(%(words)s) then %(pseudonym)s"
        " when {own} and {name} = any(%(phones)s) then %(pseudonym)s"
        " else regexp_replace(regexp_replace({name}, %(addresses)s, %(address)s, 'gi'),"
        " %(names)s, %(pseudonym)s, 'gi') end"
    ).format(own=own, name=name)


def _document(column: str, own: sql.Composed) -> sql.Composed:
    """JSON as text and back: its own quotes tell a whole value from a part of another."""
    name = sql.SQL("{}::text").format(sql.Identifier(column))
    replaced = sql.SQL(
        "regexp_replace(regexp_replace({}, %(addresses)s, %(address)s, 'gi'),"
        " %(names)s, %(pseudonym)s, 'gi')"
    ).format(name)
    return sql.SQL(
        "(case when {own} then regexp_replace({replaced}, %(quoted)s, %(quoted_pseudonym)s, 'gi')"
        " else {replaced} end)::jsonb"
    ).format(own=own, replaced=replaced)
