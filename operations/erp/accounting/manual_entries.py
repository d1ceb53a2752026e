"""Entries that a bookkeeper writes by hand: depreciation, wages, corrections.

What documents post (sales, purchases, stock, openings) is never posted by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from operations.database.connection import Connection
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.errors import NotByHand, UnknownAccount
from operations.erp.accounting.model import (
    BANK_JOURNAL,
    CLOSED_BALANCE,
    OTHER_JOURNAL,
    PAYABLES,
    RECEIVABLES,
    TAX_ACCOUNTS,
    Entry,
    Posting,
)
from operations.erp.accounting.periods import require_open
from operations.errors import InvalidValue, NotFound
from operations.numbering import next_number

JOURNALS: Final = (OTHER_JOURNAL, BANK_JOURNAL)
STOCK_CLASS: Final = "3"
# Depreciation of stock is a valuation at the year's end, not a movement of goods.
STOCK_DEPRECIATION: Final = "39"


def post_manual_entry(
    connection: Connection,
    *,
    journal_code: str,
    posted_on: dt.date,
    description: str,
    lines: Sequence[Posting],
    company_id: int = 1,
) -> int:
    """Post an entry that no document makes; return its key.

    Raises NotByHand, UnknownAccount, NotFound, UnbalancedEntry, PeriodClosed, InvalidValue.
    """
    if not description.strip():
        raise InvalidValue(
            f"The manual entry of {posted_on} says nothing.", remedy="Describe what it is for."
        )
    if journal_code not in JOURNALS:
        raise NotByHand(
            f"Nothing is posted by hand in journal {journal_code}: its documents do.",
            remedy=f"Post in {' or '.join(JOURNALS)}, or enter the document.",
        )
    for line in lines:
        _require_for_hand(line)
    _require_known(connection, lines)
    # Refuses what does not balance before a number is taken.
    entry = Entry(
        journal_code,
        posted_on,
        "manual_entry",
        "to come",
        description.strip(),
        tuple(lines),
        company_id,
    )
    require_open(connection, posted_on, document="manual entry", company_id=company_id)
    number = next_number(connection, "manual_entry", company_id)
    return post_in_open(connection, entry.numbered(number))


def _require_for_hand(line: Posting) -> None:
    code = line.account_code
    if code == CLOSED_BALANCE or (
        code.startswith(STOCK_CLASS) and not code.startswith(STOCK_DEPRECIATION)
    ):
        raise NotByHand(
            f"Nothing is posted by hand on account {code}.",
            remedy="Enter a stock document; a year is closed by its command.",
        )
    if (code == RECEIVABLES and line.customer_id is None) or (
        code == PAYABLES and line.supplier_id is None
    ):
        raise NotByHand(
            f"A line of account {code} has no party: it could not be settled.",
            remedy="Name its customer (411) or supplier (401).",
        )
    if code in TAX_ACCOUNTS and line.tax_code is None:
        raise NotByHand(
            f"A line of account {code} has no VAT code: no return could declare it.",
            remedy="Give its tax_code, such as FR20.",
        )


def _require_known(connection: Connection, lines: Sequence[Posting]) -> None:
    """What lines name exists; else the database would refuse without a remedy."""
    unknown = connection.execute(
        "select 'account', key from unnest(%s::text[]) as named (key)"
        "  where not exists (select from erp.ledger_accounts where account_code = key)"
        " union all select 'customer', key::text from unnest(%s::bigint[]) as named (key)"
        "  where not exists (select from erp.customers where customer_id = key)"
        " union all select 'supplier', key::text from unnest(%s::bigint[]) as named (key)"
        "  where not exists (select from erp.suppliers where supplier_id = key)"
        " union all select 'cost centre', key::text from unnest(%s::bigint[]) as named (key)"
        "  where not exists (select from erp.cost_centres where cost_centre_id = key)"
        " union all select 'VAT code', key from unnest(%s::text[]) as named (key)"
        "  where not exists (select from erp.tax_codes where tax_code = key)"
        " order by 1, 2 limit 1",
        [
            [line.account_code for line in lines],
            [line.customer_id for line in lines if line.customer_id is not None],
            [line.supplier_id for line in lines if line.supplier_id is not None],
            [line.cost_centre_id for line in lines if line.cost_centre_id is not None],
            [line.tax_code for line in lines if line.tax_code is not None],
        ],
    ).fetchone()
    if unknown is None:
        return
    thing, key = unknown
    if thing == "account":
        raise UnknownAccount(key)
    raise NotFound(thing, key)
