"""From the numbers that people type to the keys that commands take, and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, LiteralString, NamedTuple

from psycopg import sql

from operations.database.connection import Connection
from operations.errors import InvalidValue, NotFound
from operations.numbering import PREFIXES
from operations.registers import reading
from operations.registers.catalogue import CRM, ERP
from operations.registers.model import Register


class _Numbered(NamedTuple):
    table: str
    key: str
    parent: str


# Documents whose lines people name by their number.
_LINES: Final = {
    "order": _Numbered("sales_order_lines", "order_line_id", "order_id"),
    "invoice": _Numbered("invoice_lines", "invoice_line_id", "invoice_id"),
    "purchase_order": _Numbered(
        "purchase_order_lines", "purchase_order_line_id", "purchase_order_id"
    ),
    "receipt": _Numbered("receipt_lines", "receipt_line_id", "receipt_id"),
    "supplier_invoice": _Numbered(
        "supplier_invoice_lines", "supplier_invoice_line_id", "supplier_invoice_id"
    ),
}


def key_of(connection: Connection, kind: str, number: str) -> int:
    """The key of the ``kind`` with a number. Raises InvalidValue (of another kind), NotFound."""
    register = _register(kind)
    if not number.startswith(PREFIXES[kind]):
        raise InvalidValue(
            f"{number!r} is not a number of {register.name}.",
            remedy=f"Numbers of {register.name} begin with {PREFIXES[kind]}.",
        )
    return reading.key_of(connection, register, number)


def number_of(connection: Connection, kind: str, key: int) -> str:
    """The number of the ``kind`` with a key. Raises NotFound."""
    register = _register(kind)
    query = sql.SQL("select {} from {} where {} = %s").format(
        sql.Identifier(register.number),
        sql.Identifier(register.schema, register.table),
        sql.Identifier(register.key),
    )
    row = connection.execute(query, [key]).fetchone()
    if row is None:
        raise NotFound(register.called, key)
    return str(row[0])


def line_keys(
    connection: Connection, kind: str, key: int, by_line: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """What is said of the lines of a document, by their keys. Raises InvalidValue."""
    lines = _LINES[kind]
    query = sql.SQL("select line_number, {} from erp.{} where {} = %s order by 1").format(
        sql.Identifier(lines.key), sql.Identifier(lines.table), sql.Identifier(lines.parent)
    )
    keys: dict[int, int] = dict(connection.execute(query, [key]).fetchall())
    for line_number in by_line:
        if line_number not in keys:
            raise InvalidValue(
                f"{number_of(connection, kind, key)} has no line {line_number}.",
                remedy=f"Its lines: {', '.join(str(number) for number in keys)}.",
            )
    return {keys[line_number]: said for line_number, said in by_line.items()}


def every_line(connection: Connection, kind: str, key: int) -> list[int]:
    """The keys of all lines of a document, in their order."""
    lines = _LINES[kind]
    query = sql.SQL("select {} from erp.{} where {} = %s order by line_number").format(
        sql.Identifier(lines.key), sql.Identifier(lines.table), sql.Identifier(lines.parent)
    )
    return [row[0] for row in connection.execute(query, [key])]


def order_of_receipt(connection: Connection, receipt_id: int) -> int:
    """The key of the purchase order of which goods came. Raises NotFound."""
    return _one(
        connection,
        "select purchase_order_id from erp.receipts where receipt_id = %s",
        receipt_id,
        what="receipt",
    )


def work_centre_of(connection: Connection, code: str) -> int:
    """The key of the work centre with a code. Raises NotFound."""
    return _one(
        connection,
        "select work_centre_id from erp.work_centres where work_centre_code = %s",
        code,
        what="work centre",
    )


def contact_of(connection: Connection, email: str) -> int:
    """The key of the contact with a mail address. Raises NotFound, InvalidValue (of several)."""
    found = connection.execute(
        "select contact_id from crm.contacts"
        " where email_key = lower(trim(%s)) and merged_into_id is null",
        [email],
    ).fetchall()
    if not found:
        raise NotFound("contact", email)
    if len(found) > 1:
        raise InvalidValue(
            f"{len(found)} contacts have the address {email}.",
            remedy="Merge them, or correct the address of one.",
        )
    return int(found[0][0])


def _one(connection: Connection, query: LiteralString, value: int | str, *, what: str) -> int:
    row = connection.execute(query, [value]).fetchone()
    if row is None:
        raise NotFound(what, value)
    return int(row[0])


def _register(kind: str) -> Register:
    return next(register for register in (*ERP, *CRM) if register.kind == kind)
