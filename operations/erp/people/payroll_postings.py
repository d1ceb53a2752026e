"""What a payroll posts: the charge of a month, and the payments that settle it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from operations.erp.accounting.model import (
    BANK,
    BANK_JOURNAL,
    OTHER_JOURNAL,
    Entry,
    Posting,
    without_zeros,
)
from operations.erp.people.model import Pay

WAGES: Final = "641"
SOCIAL_CHARGES: Final = "645"
WAGES_OWED: Final = "421"
TAX_WITHHELD: Final = "4421"


def charged(
    number: str,
    on: dt.date,
    pays: Iterable[tuple[int | None, Pay]],
    funds: Sequence[str],
    *,
    company_id: int,
) -> Entry | None:
    """The charge of a month, by cost centre; None when nobody is paid anything.

    Debit wages and social charges; credit employees, funds and the tax withheld.
    """
    wages: dict[int | None, Decimal] = {}
    charges: dict[int | None, Decimal] = {}
    owed = dict.fromkeys((WAGES_OWED, *funds, TAX_WITHHELD), Decimal(0))
    for cost_centre_id, pay in pays:
        wages[cost_centre_id] = wages.get(cost_centre_id, Decimal(0)) + pay.gross_amount
        charges[cost_centre_id] = charges.get(cost_centre_id, Decimal(0)) + pay.employer_amount
        owed[WAGES_OWED] += pay.net_amount
        owed[TAX_WITHHELD] += pay.withheld_amount
        for fund, own, on_top in zip(funds, pay.employee_funds, pay.employer_funds, strict=True):
            owed[fund] += own + on_top
    lines = [
        Posting(account, debit=amount, cost_centre_id=cost_centre_id)
        for account, amounts in ((WAGES, wages), (SOCIAL_CHARGES, charges))
        for cost_centre_id, amount in sorted(amounts.items(), key=lambda each: each[0] or 0)
    ]
    lines += [Posting(account, credit=amount, reference=number) for account, amount in owed.items()]
    return _entry(OTHER_JOURNAL, on, "payroll", number, "Payroll", lines, company_id)


def settled(
    number: str, on: dt.date, owed: Mapping[str, Decimal], *, company_id: int, what: str
) -> Entry | None:
    """A payment from the bank of what is owed, by account; None when nothing is."""
    lines = [Posting(account, debit=amount, reference=number) for account, amount in owed.items()]
    lines.append(Posting(BANK, credit=sum(owed.values(), Decimal(0))))
    return _entry(BANK_JOURNAL, on, "payroll_payment", number, what, lines, company_id)


def _entry(  # noqa: PLR0917  the parts of an entry
    journal: str,
    on: dt.date,
    kind: str,
    number: str,
    what: str,
    lines: Iterable[Posting],
    company_id: int,
) -> Entry | None:
    postings = without_zeros(lines)
    if not postings:
        return None
    return Entry(journal, on, kind, number, f"{what} {number}", postings, company_id)
