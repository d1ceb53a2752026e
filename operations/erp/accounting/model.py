"""A journal entry and the rule that makes it one: debit equals credit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from operations.errors import CommandRefused
from operations.money import require_cents

# Accounts of the French chart (plan comptable général) that commands post to.
CAPITAL: Final = "101"
LEGAL_RESERVE: Final = "1061"
CARRIED_PROFIT: Final = "110"
CARRIED_LOSS: Final = "119"
YEAR_PROFIT: Final = "120"
YEAR_LOSS: Final = "129"
EXCHANGE_PROVISION: Final = "1515"
STOCK: Final = "37"
MATERIALS: Final = "31"
PRODUCTS: Final = "35"
PAYABLES: Final = "401"
PAYABLES_REVALUED: Final = "4018"
GOODS_NOT_INVOICED: Final = "4081"
RECEIVABLES: Final = "411"
RECEIVABLES_REVALUED: Final = "4118"
SALES_TO_INVOICE: Final = "4181"
CUSTOMER_ADVANCES: Final = "4191"
TAX_ON_ACQUISITIONS: Final = "4452"
TAX_ON_IMPORTS: Final = "4453"
TAX_PAYABLE: Final = "44551"
TAX_DEDUCTIBLE_ON_ASSETS: Final = "44562"
TAX_DEDUCTIBLE: Final = "44566"
TAX_CREDIT: Final = "44567"
TAX_COLLECTED: Final = "44571"
TAX_TO_INVOICE: Final = "44587"
DIVIDENDS: Final = "457"
SUSPENSE: Final = "471"
CONVERSION_LOSS: Final = "476"
CONVERSION_GAIN: Final = "477"
BANK: Final = "512"
MATERIALS_CHANGE: Final = "6031"
STOCK_CHANGE: Final = "6037"
PURCHASES: Final = "607"
PROVISION_MADE: Final = "6815"
SALES_OF_GOODS: Final = "707"
SALES_OF_PRODUCTS: Final = "701"
SALES_OF_SERVICES: Final = "706"
SALES_OF_MATERIALS: Final = "7088"
PRODUCTS_CHANGE: Final = "7135"
PROVISION_RELEASED: Final = "7815"
CLOSED_BALANCE: Final = "891"

# Whose lines a VAT return declares and settles.
TAX_ACCOUNTS: Final = (
    TAX_COLLECTED,
    TAX_ON_ACQUISITIONS,
    TAX_ON_IMPORTS,
    TAX_DEDUCTIBLE,
    TAX_DEDUCTIBLE_ON_ASSETS,
)

PURCHASE_JOURNAL: Final = "AC"
SALES_JOURNAL: Final = "VT"
BANK_JOURNAL: Final = "BQ"
STOCK_JOURNAL: Final = "ST"
OTHER_JOURNAL: Final = "OD"
OPENING_JOURNAL: Final = "AN"
CLOSING_JOURNAL: Final = "CL"


class UnbalancedEntry(CommandRefused):
    """An entry whose debit is not its credit, or that has no lines."""


@dataclass(frozen=True)
class Posting:
    """One line of an entry: an amount on one side of an account, in company currency.

    ``reference`` is the number of the invoice that a line of a party opens or settles.
    ``document_amount`` is the same in ``currency_code``, debit above zero, where the document is
    in another currency than the company's books. ``tax_code`` says which VAT the line is, or is
    the base of: what a VAT return sums. ``due_on`` is when what it opens is to be paid (else by
    the party's terms), ``item_on`` the day of the document that an opening line carries over.
    """

    account_code: str
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    customer_id: int | None = None
    reference: str | None = None
    supplier_id: int | None = None
    cost_centre_id: int | None = None
    currency_code: str | None = None
    document_amount: Decimal | None = None
    tax_code: str | None = None
    due_on: dt.date | None = None
    item_on: dt.date | None = None


@dataclass(frozen=True)
class Entry:
    """A journal entry for one document; it cannot be made but balanced.

    Posting gives it the next number of its series, unless it brings one of its own.
    """

    journal_code: str
    posted_on: dt.date
    document_type: str
    document_number: str
    description: str
    postings: tuple[Posting, ...]
    company_id: int = 1
    entry_number: str | None = None

    def __post_init__(self) -> None:
        """Refuse an entry that would not stand in the books."""
        place = f"The entry for {self.document_type.replace('_', ' ')} {self.document_number}"
        if not self.postings:
            raise UnbalancedEntry(f"{place} has no lines.", remedy="Post at least two lines.")
        for posting in self.postings:
            require_cents(posting.debit, what=f"{place}, account {posting.account_code}: debit")
            require_cents(posting.credit, what=f"{place}, account {posting.account_code}: credit")
            _require_document_amount(posting, place)
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

    def numbered(self, document_number: str) -> Entry:
        """The same entry with the number of its document, taken once all was checked."""
        return replace(self, document_number=document_number)


def _require_document_amount(posting: Posting, place: str) -> None:
    """An amount in another currency has its currency and stands on the same side."""
    amount = posting.document_amount
    if (posting.currency_code is None) != (amount is None):
        raise UnbalancedEntry(
            f"{place}, account {posting.account_code}: an amount in another currency comes with "
            f"that currency; it has {amount} and {posting.currency_code}.",
            remedy="Give both, or neither for a line in company currency.",
        )
    if amount is None:
        return
    require_cents(amount, what=f"{place}, account {posting.account_code}: document amount")
    if amount and (amount > 0) != (posting.debit > 0):
        raise UnbalancedEntry(
            f"{place}, account {posting.account_code}: {amount} {posting.currency_code} stands on "
            "the other side than its amount in company currency.",
            remedy="Give debits above zero and credits below it.",
        )


def without_zeros(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The postings that say something: no tax, no line."""
    return tuple(posting for posting in postings if posting.debit or posting.credit)


def reversed_sides(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The same amounts on the other side: what undoes an entry."""
    return tuple(
        replace(
            line,
            debit=line.credit,
            credit=line.debit,
            document_amount=None if line.document_amount is None else -line.document_amount,
        )
        for line in postings
    )
