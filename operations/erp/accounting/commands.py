"""Post entries to the journals. Posted entries are never changed: another one corrects them.

Closing and reopening months, and lettering, are in ``periods.py`` and ``lettering.py``.
"""

from __future__ import annotations

from operations.database.connection import Connection, insert, insert_all
from operations.erp.accounting.model import Entry
from operations.erp.accounting.periods import require_open
from operations.numbering import next_number


def post(connection: Connection, entry: Entry) -> int:
    """Write a balanced entry in an open period; return its key.

    The database checks the balance and the period once more. Raises PeriodClosed.
    """
    document = f"{entry.document_type.replace('_', ' ')} {entry.document_number}"
    require_open(connection, entry.posted_on, document=document)
    return post_in_open(connection, entry)


def post_in_open(connection: Connection, entry: Entry) -> int:
    """``post`` for a command that required the period to be open before it wrote its document."""
    entry_id = insert(
        connection,
        "insert into erp.journal_entries (entry_number, journal_code, posted_on, document_type,"
        " document_number, description) values (%s, %s, %s, %s, %s, %s) returning entry_id",
        [
            next_number(connection, "journal_entry"),
            entry.journal_code,
            entry.posted_on,
            entry.document_type,
            entry.document_number,
            entry.description,
        ],
    )
    insert_all(
        connection,
        "insert into erp.journal_lines (entry_id, line_number, account_code, customer_id,"
        " reference, label, debit, credit) values (%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                entry_id,
                number,
                posting.account_code,
                posting.customer_id,
                posting.reference,
                entry.description,
                posting.debit,
                posting.credit,
            )
            for number, posting in enumerate(entry.postings, start=1)
        ],
    )
    return entry_id
