"""Post entries to the journals. Posted entries are never changed: another one corrects them.

Closing and reopening months, and lettering, are in ``periods.py`` and ``lettering.py``.
"""

from __future__ import annotations

from operations.database.connection import Connection, insert
from operations.erp.accounting.model import Entry
from operations.erp.accounting.periods import require_open
from operations.numbering import next_number


def post(connection: Connection, entry: Entry) -> int:
    """Write a balanced entry in an open period; return its key.

    The database checks the balance and the period once more. Raises PeriodClosed.
    """
    document = f"{entry.document_type.replace('_', ' ')} {entry.document_number}"
    require_open(connection, entry.posted_on, document=document, company_id=entry.company_id)
    return post_in_open(connection, entry)


def post_in_open(connection: Connection, entry: Entry) -> int:
    """``post`` for a command that required the period to be open before it wrote its document."""
    lines = entry.postings
    # One statement for the entry and all its lines: a year of the sample company took 8 % longer
    # line by line.
    return insert(
        connection,
        "with entry as (insert into erp.journal_entries (entry_number, journal_code, posted_on,"
        "  document_type, document_number, description, company_id)"
        "  values (%s, %s, %s, %s, %s, %s, %s) returning entry_id)"
        " insert into erp.journal_lines (entry_id, line_number, account_code, customer_id,"
        " supplier_id, cost_centre_id, reference, label, debit, credit, currency_code,"
        " document_amount, tax_code, due_on, item_on)"
        " select entry_id, line_number, account_code, customer_id, supplier_id, cost_centre_id,"
        "  reference, %s, debit, credit, currency_code, document_amount, tax_code, due_on, item_on"
        " from entry cross join unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[],"
        "  %s::text[], %s::numeric[], %s::numeric[], %s::text[], %s::numeric[], %s::text[],"
        "  %s::date[], %s::date[])"
        "  with ordinality as lines (account_code, customer_id, supplier_id, cost_centre_id,"
        "   reference, debit, credit, currency_code, document_amount, tax_code, due_on,"
        "   item_on, line_number)"
        " order by line_number returning entry_id",
        [
            entry.entry_number or next_number(connection, "journal_entry", entry.company_id),
            entry.journal_code,
            entry.posted_on,
            entry.document_type,
            entry.document_number,
            entry.description,
            entry.company_id,
            entry.description,
            [line.account_code for line in lines],
            [line.customer_id for line in lines],
            [line.supplier_id for line in lines],
            [line.cost_centre_id for line in lines],
            [line.reference for line in lines],
            [line.debit for line in lines],
            [line.credit for line in lines],
            [line.currency_code for line in lines],
            [line.document_amount for line in lines],
            [line.tax_code for line in lines],
            [line.due_on for line in lines],
            [line.item_on for line in lines],
        ],
    )
