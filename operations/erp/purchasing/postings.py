"""Which accounts a purchase moves: pure, from a document's amounts to its journal entries.

Receipt       Dr 607 purchases (31: 601)    Cr 4081 not yet invoiced        what they are to cost
              Dr 37 goods                   Cr 6037 stock change            by ``stock.move``
Return        Dr 4081, or 4098 when paid    Cr 607                          and 6037 / 37 back
Invoice       Dr 4081 what came             Cr 401 supplier
              Dr 607 what it differs by, Dr 4861 what did not come, Dr 6xx expenses, Dr 44566 VAT
Came later    Dr 4081                       Cr 4861
Credit note   Dr 401                        Cr 4098 returned, 4861 missing, 607 price, 44566
Payment       Dr 401 at the invoice's rate  Cr 512 at the day's rate, 765 and 44566 discount
              Dr 656 / Cr 756 the difference of the rates

Why so. The result of a French company shows purchases (607) and the change of stock (6037)
apart, and 607 + 6037 is the cost of sales. The sales side keeps 37 and 6037 perpetually: so
607 must be charged when the stock is, on the day of receipt, or the cost of sales would be
short of all goods that came without their invoice. 4081 (factures non parvenues) holds the other
side until the invoice: not once a year, as the chart allows, but always, so that on any day
4081 = what came and is not invoiced, 37 = what is here, 607 + 6037 = the cost of what was sold.
What is invoiced and did not come is no charge yet: 4861 (charges constatées d'avance) keeps it
apart, for 4081 with two signs on it would tell neither. What went back after it was invoiced is
a claim, 4098, not less debt. All three are ex VAT: the right to deduct comes with the invoice.

A price that differs is charged to 607; of goods at average cost that are still here, its part is
put on 37 by 6037, so it does not burden the result. At standard cost all of it is a variance.

Exchange differences are 656 and 756, not 666 and 766: since 2017 (règlement ANC 2015-05) those of
commercial debts belong to operations; 666 and 766 are for loans and cash. A discount for paying
early is income of the treasurer, 765, and takes its VAT along.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.erp.accounting.model import (
    GOODS_NOT_INVOICED,
    PAYABLES,
    PURCHASE_JOURNAL,
    Entry,
    Posting,
    without_zeros,
)

CREDITS_EXPECTED: Final = "4098"
INVOICED_NOT_RECEIVED: Final = "4861"
ANCILLARY_COSTS: Final = "608"
EXCHANGE_LOSS: Final = "656"
EXCHANGE_GAIN: Final = "756"
DISCOUNT_OBTAINED: Final = "765"


@dataclass(frozen=True)
class Place:
    """The document that an entry is of."""

    company_id: int
    on: dt.date
    document_type: str
    number: str


@dataclass(frozen=True)
class Owed:
    """What a supplier is owed by a document, and of which invoice: the line on 401."""

    supplier_id: int
    invoice_number: str
    amount_base: Decimal
    currency_code: str | None = None
    amount: Decimal | None = None

    def posting(self, sign: int = 1) -> Posting:
        """Its line: a credit when ``sign`` is 1, a debit when it is −1."""
        credit = sign * self.amount_base
        return Posting(
            PAYABLES,
            debit=max(-credit, Decimal(0)),
            credit=max(credit, Decimal(0)),
            supplier_id=self.supplier_id,
            reference=self.invoice_number,
            currency_code=self.currency_code,
            document_amount=None if self.amount is None else -sign * self.amount,
        )


def debit(
    account_code: str,
    amount: Decimal,
    cost_centre_id: int | None = None,
    tax_code: str | None = None,
) -> Posting:
    """A line on the debit side; on the credit side when the amount is below zero."""
    return Posting(
        account_code,
        debit=max(amount, Decimal(0)),
        credit=max(-amount, Decimal(0)),
        cost_centre_id=cost_centre_id,
        tax_code=tax_code,
    )


def credit(account_code: str, amount: Decimal) -> Posting:
    """A line on the credit side; on the debit side when the amount is below zero."""
    return debit(account_code, -amount)


def received(place: Place, by_account: Mapping[str, Decimal]) -> Entry | None:
    """Goods came, and their invoice did not."""
    total = sum(by_account.values(), Decimal(0))
    lines = [debit(account, amount) for account, amount in by_account.items()]
    return entry(PURCHASE_JOURNAL, place, [*lines, credit(GOODS_NOT_INVOICED, total)])


def came_later(place: Place, amount: Decimal) -> Entry | None:
    """What was invoiced before is here."""
    return entry(
        PURCHASE_JOURNAL,
        place,
        [debit(GOODS_NOT_INVOICED, amount), credit(INVOICED_NOT_RECEIVED, amount)],
    )


def returned(
    place: Place,
    *,
    uninvoiced: Decimal,
    expected: Decimal,
    pending: Decimal,
    by_account: Mapping[str, Decimal],
) -> Entry | None:
    """Goods went back: not to be paid, to be credited, or to be replaced."""
    return entry(
        PURCHASE_JOURNAL,
        place,
        [
            debit(GOODS_NOT_INVOICED, uninvoiced),
            debit(CREDITS_EXPECTED, expected),
            debit(INVOICED_NOT_RECEIVED, pending),
            *(credit(account, amount) for account, amount in by_account.items()),
        ],
    )


def entry(journal: str, place: Place, postings: Iterable[Posting]) -> Entry | None:
    """The entry of a document, without lines of nothing; None when nothing is left."""
    said = without_zeros(postings)
    if not said:
        return None
    title = place.document_type.replace("_", " ").capitalize()
    return Entry(
        journal,
        place.on,
        place.document_type,
        place.number,
        f"{title} {place.number}",
        said,
        place.company_id,
    )
