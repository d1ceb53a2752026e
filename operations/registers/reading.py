"""Reads registers: a list with filters, or one document with its lines and journal entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from psycopg import sql

from operations.database.connection import Connection
from operations.errors import InvalidValue, NotFound
from operations.registers.model import Lines, Register, Sheet


def listed(
    connection: Connection,
    register: Register,
    *,
    status: str | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    limit: int = 50,
) -> Sheet:
    """The newest rows of a register, newest first. Raises InvalidValue for a filter it lacks."""
    wanted: list[sql.Composable] = []
    values: list[Any] = []
    if status is not None:
        wanted.append(sql.SQL("{} = %s").format(_column(register, register.status, "status")))
        values.append(status)
    for bound, sign in ((start, ">="), (end, "<=")):
        if bound is not None:
            place = _column(register, register.dated, "date")
            wanted.append(sql.SQL("{} {} %s").format(place, sql.SQL(sign)))
            values.append(bound)
    condition = sql.SQL(" and ").join(wanted) if wanted else sql.SQL("true")
    return _sheet(
        connection,
        register.name,
        sql.SQL("{} where {} order by {} desc limit %s").format(
            _select(register), condition, sql.Identifier("head", register.key)
        ),
        [*values, limit],
    )


def shown(connection: Connection, register: Register, number: str) -> list[Sheet]:
    """A document whole: its head, its lines, and the journal entries that it made.

    Raises NotFound.
    """
    head = _sheet(
        connection,
        f"{register.called} {number}",
        sql.SQL("{} where {} = %s").format(_select(register), _number(register)),
        [number],
    )
    if not head.rows:
        raise NotFound(register.called, number)
    sheets = [head, *lines_of(connection, register, number)]
    entries = entries_of(connection, number)
    return [*sheets, entries] if entries.rows else sheets


def key_of(connection: Connection, register: Register, number: str) -> int:
    """The key of the document or record with a number. Raises NotFound."""
    query = sql.SQL("select {} from {} where {} = %s").format(
        sql.Identifier(register.key),
        sql.Identifier(register.schema, register.table),
        sql.Identifier(register.number),
    )
    row = connection.execute(query, [number]).fetchone()
    if row is None:
        raise NotFound(register.called, number)
    return int(row[0])


def lines_of(connection: Connection, register: Register, number: str) -> list[Sheet]:
    """What belongs to a document, a sheet for each kind of it that there is."""
    sheets = [
        _sheet(connection, lines.title, _lines(register, lines), [number])
        for lines in register.lines
    ]
    return [sheet for sheet in sheets if sheet.rows]


def entries_of(connection: Connection, document_number: str) -> Sheet:
    """The journal lines that a document made, in the order in which they were posted."""
    return _entries(connection, "entries.document_number = %s", [document_number])


def entries_written(connection: Connection) -> Sheet:
    """The journal lines that the transaction under way has posted so far."""
    return _entries(connection, "entries.changed_xid = pg_current_xact_id()::text::bigint", [])


def _entries(connection: Connection, condition: str, values: Sequence[object]) -> Sheet:
    return _sheet(
        connection,
        "journal",
        sql.SQL(
            "select entries.entry_number as entry, entries.journal_code as journal,"
            " entries.posted_on, lines.account_code as account, accounts.name, lines.debit,"
            " lines.credit, letterings.code as letter"
            " from erp.journal_entries as entries"
            " join erp.journal_lines as lines using (entry_id)"
            " join erp.ledger_accounts as accounts using (account_code)"
            " left join erp.letterings using (lettering_id)"
            " where {} order by entries.posted_on, entries.entry_id, lines.line_number"
        ).format(_written(condition)),
        values,
    )


def _select(register: Register) -> sql.Composed:
    return sql.SQL("select {} from {} as head {}").format(
        _plain(register.columns),
        sql.Identifier(register.schema, register.table),
        _written(register.joins),
    )


def _lines(register: Register, lines: Lines) -> sql.Composed:
    return sql.SQL(
        "select {} from {} as lines {} where lines.{} in"
        " (select {} from {} as head {} where {} = %s) order by {}"
    ).format(
        _plain(lines.columns),
        sql.Identifier(*lines.table.split(".")),
        _written(lines.joins),
        sql.Identifier(lines.parent),
        sql.Identifier("head", register.key),
        sql.Identifier(register.schema, register.table),
        _written(register.joins),
        _number(register),
        _written(lines.order_by),
    )


def _number(register: Register) -> sql.Identifier:
    table, _, column = register.number.rpartition(".")
    return sql.Identifier(table or "head", column)


def _column(register: Register, column: str | None, what: str) -> sql.Identifier:
    if column is None:
        raise InvalidValue(
            f"{register.name} have no {what}.", remedy=f"List them without asking for a {what}."
        )
    return sql.Identifier("head", column)


def _plain(columns: Sequence[str]) -> sql.SQL:
    return _written(", ".join(columns))


def _written(text: str) -> sql.SQL:
    """SQL of a declaration of ours: never of a person's words."""
    return sql.SQL(cast("Any", text))


def _sheet(
    connection: Connection, title: str, query: sql.SQL | sql.Composed, values: Sequence[object]
) -> Sheet:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        heading = tuple(column.name for column in cursor.description or ())
        return Sheet(title, heading, tuple(cursor.fetchall()))
