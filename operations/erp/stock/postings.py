"""Which accounts a change of the own stock moves: pure, from changes to one journal entry.

Goods in     Dr 37 stock    Cr 6037 variation (or the caller's counter account)
Goods out    Dr 6037        Cr 37
What the goods cost more than their stock takes: Dr 60379 cost variance; less: Cr.
Material stands on 31 and 6031, finished products on 35 and 7135.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from operations.erp.accounting.model import STOCK_JOURNAL, Entry, Posting, without_zeros
from operations.erp.stock.model import Accounts


@dataclass(frozen=True)
class Document:
    """What moves goods, or changes their worth, on a day."""

    company_id: int
    on: dt.date
    document_type: str
    document_number: str

    @property
    def name(self) -> str:
        """How a refusal calls it."""
        return f"{self.document_type.replace('_', ' ')} {self.document_number}"

    @property
    def title(self) -> str:
        """How its entry calls it."""
        return f"{self.document_type.replace('_', ' ').capitalize()} {self.document_number}"


@dataclass(frozen=True)
class Change:
    """What the stock account gains of one line, and what its counter account says of it."""

    accounts: Accounts
    counter_account: str
    value: Decimal
    said: Decimal


def entry(document: Document, changes: Iterable[Change]) -> Entry | None:
    """One entry for all lines of a document, an account a line; None when nothing is worth it."""
    counters: dict[str, Decimal] = {}
    stocks: dict[str, Decimal] = {}
    for change in changes:
        _add(counters, change.counter_account, -change.said)
        _add(counters, change.accounts.cost_variance, change.said - change.value)
        _add(stocks, change.accounts.stock, change.value)
    return _entry(document, counters, stocks)


def revalued(
    document: Document,
    here: Iterable[tuple[Accounts, Decimal]],
    gone: Iterable[tuple[Accounts, Decimal]],
    *,
    counter_account: str | None,
) -> Entry | None:
    """A late cost: what is on hand is worth more, what has left was sold dearer than thought."""
    counters: dict[str, Decimal] = {}
    stocks: dict[str, Decimal] = {}
    for accounts, amount in here:
        _add(counters, counter_account or accounts.change, -amount)
        _add(stocks, accounts.stock, amount)
    for accounts, amount in gone:
        _add(counters, counter_account or accounts.change, -amount)
        _add(counters, accounts.change, amount)
    return _entry(document, counters, stocks)


def _entry(
    document: Document, counters: Mapping[str, Decimal], stocks: Mapping[str, Decimal]
) -> Entry | None:
    said = without_zeros(
        Posting(account, debit=max(amount, Decimal(0)), credit=max(-amount, Decimal(0)))
        for account, amount in (*counters.items(), *stocks.items())
    )
    if not said:
        return None
    return Entry(
        STOCK_JOURNAL,
        document.on,
        document.document_type,
        document.document_number,
        document.title,
        said,
        document.company_id,
    )


def _add(sums: dict[str, Decimal], account: str, amount: Decimal) -> None:
    sums[account] = sums.get(account, Decimal(0)) + amount
