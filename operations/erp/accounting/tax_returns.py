"""What a VAT return declares: the ledger's lines of a period, summed by code and by box.

A return takes every line that no return declared yet, up to its last day: what was posted late
into a period that was filed is in the next one, as the tax office wants it. Filing and paying are
in ``tax_filing.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import LiteralString

from operations.database.connection import Connection, every
from operations.erp.accounting.model import (
    CLOSING_JOURNAL,
    OPENING_JOURNAL,
    TAX_ACCOUNTS,
    TAX_CREDIT,
    TAX_DEDUCTIBLE,
    TAX_DEDUCTIBLE_ON_ASSETS,
)
from operations.errors import InvalidValue

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class TaxPeriod:
    """The months of a return, whole."""

    starts_on: dt.date
    ends_on: dt.date

    def __post_init__(self) -> None:
        """Refuse what is not from the first of a month to the last of one."""
        after = self.ends_on + dt.timedelta(days=1)
        if self.starts_on.day != 1 or after.day != 1 or self.ends_on < self.starts_on:
            raise InvalidValue(
                f"A VAT return from {self.starts_on} to {self.ends_on} is not of whole months.",
                remedy="Give TaxPeriod.month(…) or TaxPeriod.quarter(…).",
            )

    @classmethod
    def month(cls, day: dt.date) -> TaxPeriod:
        """The month of a day."""
        return cls.of_months(day, 1)

    @classmethod
    def quarter(cls, day: dt.date) -> TaxPeriod:
        """The quarter of the calendar year of a day.

        >>> TaxPeriod.quarter(dt.date(2024, 5, 9))
        TaxPeriod(starts_on=datetime.date(2024, 4, 1), ends_on=datetime.date(2024, 6, 30))
        """
        return cls.of_months(day, 3)

    @classmethod
    def of_months(cls, day: dt.date, months: int) -> TaxPeriod:
        """The span of 1, 3 or 12 months, counted from January, in which a day lies."""
        first = (day.month - 1) // months * months + 1
        after = first + months
        end = dt.date(day.year + (after > 12), (after - 1) % 12 + 1, 1) - dt.timedelta(days=1)
        return cls(dt.date(day.year, first, 1), end)

    def __str__(self) -> str:
        """Its months: 2024-01 to 2024-03."""
        return f"{self.starts_on:%Y-%m} to {self.ends_on:%Y-%m}"


@dataclass(frozen=True)
class ReturnLine:
    """One code of a return; without a code, what was posted on VAT accounts without one."""

    tax_code: str | None
    base_amount: Decimal
    due_amount: Decimal
    deductible_amount: Decimal
    asset_amount: Decimal
    base_box: str | None
    tax_box: str | None
    deductible_box: str | None
    asset_box: str | None


@dataclass(frozen=True)
class Box:
    """A box of the form: the amount ex VAT and the tax."""

    base_amount: Decimal = NOTHING
    tax_amount: Decimal = NOTHING


@dataclass(frozen=True)
class TaxReturn:
    """A return as it would be filed now."""

    period: TaxPeriod
    lines: tuple[ReturnLine, ...]
    credit_brought: Decimal

    @property
    def due_amount(self) -> Decimal:
        """Tax collected, and owed under reverse charge."""
        return sum((line.due_amount for line in self.lines), NOTHING)

    @property
    def deductible_amount(self) -> Decimal:
        """Tax that is deducted, on fixed assets too."""
        both = (line.deductible_amount + line.asset_amount for line in self.lines)
        return sum(both, NOTHING)

    @property
    def payable_amount(self) -> Decimal:
        """What is to be paid."""
        return max(self._balance, NOTHING)

    @property
    def credit_amount(self) -> Decimal:
        """What the state owes, carried to the next return."""
        return max(-self._balance, NOTHING)

    @property
    def _balance(self) -> Decimal:
        return self.due_amount - self.deductible_amount - self.credit_brought

    def boxes(self) -> dict[str, Box]:
        """The boxes of the form that say something, by their names."""
        found: dict[str, Box] = {}
        for line in self.lines:
            for name, base, tax in _shares(line):
                before = found.get(name, Box())
                found[name] = Box(before.base_amount + base, before.tax_amount + tax)
        return dict(sorted(found.items()))


def _shares(line: ReturnLine) -> Iterable[tuple[str, Decimal, Decimal]]:
    """What a code adds to which box: the box of the tax shows its base too."""
    if line.base_box and line.base_box != line.tax_box:
        yield line.base_box, line.base_amount, NOTHING
    if line.tax_box:
        yield line.tax_box, line.base_amount, line.due_amount
    if line.deductible_box and line.deductible_amount:
        yield line.deductible_box, NOTHING, line.deductible_amount
    elif line.deductible_box and not line.tax_box and line.due_amount:
        # Tax that had been collected and comes back, as that of a bad debt.
        yield line.deductible_box, NOTHING, -line.due_amount
    if line.asset_box and line.asset_amount:
        yield line.asset_box, NOTHING, line.asset_amount


def prepare_tax_return(
    connection: Connection, *, period: TaxPeriod, company_id: int = 1
) -> TaxReturn:
    """What the return of a period would say now. It only reads."""
    lines = every(
        connection,
        ReturnLine,
        "with sums as (select lines.tax_code,"
        "  sum(lines.debit - lines.credit) filter (where account_code <> all(%(tax)s)) as base,"
        "  sum(lines.credit - lines.debit) filter (where account_code = any(%(due)s)) as due,"
        "  sum(lines.debit - lines.credit) filter (where account_code = %(goods)s) as deductible,"
        "  sum(lines.debit - lines.credit) filter (where account_code = %(assets)s) as asset"
        "  from erp.journal_lines as lines join erp.journal_entries as entries using (entry_id)"
        f"  where {DECLARED} group by lines.tax_code)"
        " select sums.tax_code,"
        "  case codes.direction when 'sale' then -coalesce(base, 0) else coalesce(base, 0) end"
        "   as base_amount, coalesce(due, 0) as due_amount,"
        "  coalesce(deductible, 0) as deductible_amount, coalesce(asset, 0) as asset_amount,"
        "  codes.base_box, codes.tax_box, codes.deductible_box, codes.asset_box"
        " from sums left join erp.tax_codes as codes using (tax_code) order by sums.tax_code",
        declared(period, company_id)
        | {"goods": TAX_DEDUCTIBLE, "assets": TAX_DEDUCTIBLE_ON_ASSETS},
    )
    row = connection.execute(
        "select coalesce(sum(debit - credit), 0) from erp.journal_lines"
        " join erp.journal_entries using (entry_id)"
        " where company_id = %s and account_code = %s",
        [company_id, TAX_CREDIT],
    ).fetchone()
    return TaxReturn(period, tuple(lines), max(row[0], NOTHING) if row else NOTHING)


# Which lines a return declares: not yet declared, up to its end; openings repeat what is. The
# accounts are written out: so PostgreSQL knows that its index of such lines serves.
DECLARED: LiteralString = (
    "entries.company_id = %(company)s and entries.posted_on <= %(end)s"
    " and lines.tax_return_id is null and (lines.tax_code is not null"
    "  or lines.account_code in ('44571', '4452', '4453', '44566', '44562'))"
    " and entries.journal_code <> all(%(carried)s) and entries.document_type <> 'tax_return'"
)


def declared(period: TaxPeriod, company_id: int) -> dict[str, object]:
    """The values of ``DECLARED``."""
    return {
        "company": company_id,
        "end": period.ends_on,
        "tax": list(TAX_ACCOUNTS),
        "due": [
            account
            for account in TAX_ACCOUNTS
            if account not in (TAX_DEDUCTIBLE, TAX_DEDUCTIBLE_ON_ASSETS)
        ],
        "carried": [OPENING_JOURNAL, CLOSING_JOURNAL],
    }
