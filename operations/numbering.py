"""Numbers of documents and of master records: one after the other, without a gap.

Tax law asks it of invoices: a missing number looks like a hidden sale. So a number is not drawn
from a sequence of the database, which loses those of transactions that fail: the row of its kind
is locked until the transaction ends, and a transaction that fails gives its number back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from weakref import WeakKeyDictionary

from psycopg.pq import TransactionStatus

from operations.database.connection import Connection

# What the number begins with, by kind; five digits follow, more when they are used up.
PREFIXES: Final = {
    "account": "A",
    "customer": "C",
    "product": "P",
    "opportunity": "OP",
    "quote": "QU",
    "order": "SO",
    "delivery": "DL",
    "invoice": "INV",
    "credit_note": "CN",
    "payment": "PAY",
    "refund": "RF",
    "reminder": "REM",
    "supplier": "V",
    "employee": "EM",
    "request": "PR",
    "purchase_order": "PO",
    "receipt": "RC",
    "supplier_return": "SR",
    "supplier_invoice": "PI",
    "supplier_credit_note": "PC",
    "supplier_payment": "SP",
    "landed_cost": "LC",
    "stock_document": "SD",
    "stock_count": "SK",
    "production_order": "MO",
    "payroll": "PL",
    "tax_return": "TR",
    "journal_entry": "JE",
    "manual_entry": "ME",
    "lead": "L",
    "campaign": "CA",
    "ticket": "T",
    "activity": "AC",
}

# Connection → the last number of each kind, while its transaction counts in memory.
_COUNTED: Final[WeakKeyDictionary[Connection, dict[str, int]]] = WeakKeyDictionary()


def next_number(connection: Connection, kind: str, company_id: int = 1) -> str:
    """The next number of ``kind``, such as ``INV00042``; others wait until this transaction ends.

    Each company counts for itself: the second one's invoices are ``INV2-00001`` and so on.

    A command takes the number of its document, then of its journal entry: two commands never wait
    for each other in a circle. A transaction of many commands may; PostgreSQL then ends one.
    """
    prefix = PREFIXES[kind]
    if company_id == 1:
        return f"{prefix}{next_count(connection, kind):05d}"
    return f"{prefix}{company_id}-{next_count(connection, f'{kind}/{company_id}'):05d}"


def next_count(connection: Connection, kind: str, *, taken: int = 1) -> int:
    """How many of ``kind`` there are with this one; others wait until this transaction ends.

    With ``taken`` above 1 so many numbers are given, and the last of them is returned.
    """
    counted = _COUNTED.get(connection)
    if counted is not None:
        counted[kind] = counted.get(kind, 0) + taken
        return counted[kind]
    row = connection.execute(
        "update erp.sequences set last_number = last_number + %s where kind = %s"
        " returning last_number",
        [taken, kind],
    ).fetchone()
    if row is None:  # the first of its kind, or another transaction is making it
        row = connection.execute(
            "insert into erp.sequences as sequences (kind, last_number) values (%s, %s)"
            " on conflict (kind) do update"
            " set last_number = sequences.last_number + excluded.last_number"
            " returning last_number",
            [kind, taken],
        ).fetchone()
    if row is None:
        raise AssertionError(f"no number was given for {kind}")
    return int(row[0])


@contextmanager
def counting_in_memory(connection: Connection) -> Iterator[None]:
    """Count here, for one transaction of very many documents; write the last numbers at its end.

    Each number is a new version of its kind's row, and while the transaction lasts whoever asks for
    the next one walks past all of them: 27,000 numbers were 11 % of the sample company's time.
    Nobody else counts until the transaction ends. A savepoint that is rolled back in the block does
    not give its numbers back.
    """
    connection.execute("lock table erp.sequences in share row exclusive mode")
    rows = connection.execute("select kind, last_number from erp.sequences").fetchall()
    counted: dict[str, int] = dict(rows)
    _COUNTED[connection] = counted
    try:
        yield
    finally:
        del _COUNTED[connection]
        # After an error of the database the numbers go with the transaction.
        if connection.info.transaction_status is not TransactionStatus.INERROR:
            connection.execute(
                "insert into erp.sequences (kind, last_number)"
                " select * from unnest(%s::text[], %s::bigint[])"
                " on conflict (kind) do update set last_number = excluded.last_number"
                " where sequences.last_number <> excluded.last_number",
                [list(counted), list(counted.values())],
            )
