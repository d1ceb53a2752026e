"""A journal entry and the rule that makes it one: debit equals credit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from operations.errors import CommandRefused
from operations.money import require_cents

# Accounts of the French chart (plan comptable général) that the sales chain posts to.
STOCK: Final = "37"
RECEIVABLES: Final = "411"
TAX_COLLECTED: Final = "44571"
BANK: Final = "512"
STOCK_CHANGE: Final = "6037"
SALES: Final = "707"

SALES_JOURNAL: Final = "VT"
BANK_JOURNAL: Final = "BQ"
STOCK_JOURNAL: Final = "ST"


class UnbalancedEntry(CommandRefused):
    """An entry whose debit is not its credit, or that has no lines."""


@dataclass(frozen=True)
class Posting:
    """One line of an entry: an amount on one side of an account, in company currency.

    ``reference`` is the number of the invoice that a line of a customer opens or settles.
    """

    account_code: str
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    customer_id: int | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Entry:
    """A journal entry for one document; it cannot be made but balanced."""

    journal_code: str
    posted_on: dt.date
    document_type: str
    document_number: str
    description: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        """Refuse an entry that would not stand in the books."""
        place = f"The entry for {self.document_type.replace('_', ' ')} {self.document_number}"
        if not self.postings:
            raise UnbalancedEntry(f"{place} has no lines.", remedy="Post at least two lines.")
        for posting in self.postings:
            require_cents(posting.debit, what=f"{place}, account {posting.account_code}: debit")
            require_cents(posting.credit, what=f"{place}, account {posting.account_code}: credit")
            if min(posting.debit, posting.credit) < 0 or (posting.debit > 0) == (
                posting.credit > 0
            ):
                raise UnbalancedEntry(
                    f"{place}, account {posting.account_code}: a line has either a debit or a "
                    f"credit above zero; it has {posting.debit} and {posting.credit}.",
                    remedy="Split it into two lines, or turn its side instead of its sign.",
                )
        gap = sum((posting.debit - posting.credit for posting in self.postings), Decimal(0))
        if gap:
            raise UnbalancedEntry(
                f"{place} does not balance: debit less credit is {gap}.",
                remedy="Correct its lines; what was posted is corrected by another entry.",
            )


def without_zeros(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The postings that say something: no tax, no line."""
    return tuple(posting for posting in postings if posting.debit or posting.credit)


def reversed_sides(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The same amounts on the other side: what undoes an entry."""
    return tuple(replace(line, debit=line.credit, credit=line.debit) for line in postings)
