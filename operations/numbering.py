"""Numbers of documents and of master records: one after the other, without a gap.

Tax law asks it of invoices: a missing number looks like a hidden sale. So a number is not drawn
from a sequence of the database, which loses those of transactions that fail: the row of its kind
is locked until the transaction ends, and a transaction that fails gives its number back.
"""

from __future__ import annotations

from typing import Final

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
