"""What becomes of a year's result: losses first, then the legal reserve, dividends, the rest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, first
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.errors import NotAllocable
from operations.erp.accounting.fiscal_years import closed_year
from operations.erp.accounting.model import (
    CAPITAL,
    CARRIED_LOSS,
    CARRIED_PROFIT,
    DIVIDENDS,
    LEGAL_RESERVE,
    OTHER_JOURNAL,
    YEAR_LOSS,
    YEAR_PROFIT,
    Entry,
    Posting,
    without_zeros,
)
from operations.erp.accounting.periods import require_open
from operations.erp.party.companies import company
from operations.errors import InvalidValue
from operations.money import require_cents, to_cents

# Of each profit, until the reserve is so much of the capital: code de commerce, L232-10; code des
# obligations suisse, 672.
RESERVE_RATE: Final = Decimal("0.05")
RESERVE_CAPS: Final = {"FR": Decimal("0.10"), "CH": Decimal("0.50")}


@dataclass(frozen=True)
class Equity:
    """What stood on the accounts of equity: credits above zero, but ``carried_loss`` a debit."""

    capital: Decimal
    legal_reserve: Decimal
    carried_profit: Decimal
    carried_loss: Decimal


@dataclass(frozen=True)
class Allocation:
    """A result and where it goes; ``carried`` is below zero when 110 is drawn upon, or a loss."""

    result: Decimal
    absorbed_loss: Decimal
    legal_reserve: Decimal
    dividends: Decimal

    @property
    def carried(self) -> Decimal:
        """What is left of it."""
        return self.result - self.absorbed_loss - self.legal_reserve - self.dividends

    def postings(self) -> tuple[Posting, ...]:
        """120 or 129 to zero, against where it goes."""
        nothing = Decimal(0)
        is_loss = self.result < 0
        return without_zeros(
            [
                Posting(YEAR_PROFIT, debit=max(self.result, nothing)),
                Posting(CARRIED_PROFIT, debit=nothing if is_loss else max(-self.carried, nothing)),
                Posting(CARRIED_LOSS, debit=-self.carried if is_loss else nothing),
                Posting(YEAR_LOSS, credit=max(-self.result, nothing)),
                Posting(CARRIED_LOSS, credit=self.absorbed_loss),
                Posting(LEGAL_RESERVE, credit=self.legal_reserve),
                Posting(DIVIDENDS, credit=self.dividends),
                Posting(CARRIED_PROFIT, credit=max(self.carried, nothing)),
            ]
        )


def allocated(
    result: Decimal, equity: Equity, *, dividends: Decimal, reserve_cap: Decimal
) -> Allocation:
    """Where a result goes; ``reserve_cap`` is a share of the capital. Raises NotAllocable."""
    absorbed = max(min(result, equity.carried_loss), Decimal(0))
    left = max(result - absorbed, Decimal(0))
    room = max(to_cents(equity.capital * reserve_cap) - equity.legal_reserve, Decimal(0))
    reserve = min(to_cents(left * RESERVE_RATE), room)
    distributable = max(left - reserve + equity.carried_profit, Decimal(0))
    if result <= 0 or absorbed < equity.carried_loss:
        distributable = Decimal(0)  # no dividend while a loss is carried
    if dividends > distributable:
        raise NotAllocable(
            f"Dividends of {dividends} cannot be paid: {distributable} may be distributed, after "
            f"carried losses and {reserve} to the legal reserve.",
            remedy=f"Pay at most {distributable}.",
        )
    return Allocation(result, absorbed, reserve, dividends)


def allocate_result(
    connection: Connection,
    *,
    year: int,
    decided_on: dt.date,
    dividends: Decimal = Decimal(0),
    company_id: int = 1,
) -> Allocation:
    """Allocate the result of a closed year, as the partners decided; return where it went.

    Raises NotAllocable, InvalidValue, PeriodClosed.
    """
    require_cents(dividends, what="The dividends")
    if dividends < 0:
        raise InvalidValue(f"The dividends are {dividends}.", remedy="Give zero or more.")
    connection.execute(
        "select from erp.fiscal_years where company_id = %s and fiscal_year = %s for no key update",
        [company_id, year],
    )
    closed = closed_year(connection, year=year, company_id=company_id)
    if closed is None:
        raise NotAllocable(
            f"Fiscal year {year} is not closed: its result is not known.",
            remedy=f"Close fiscal year {year} first.",
        )
    if decided_on <= closed.ends_on:
        raise NotAllocable(
            f"The result of {year} cannot be allocated on {decided_on}.",
            remedy=f"Date the decision after {closed.ends_on}.",
        )
    done = connection.execute(
        "select decided_on from erp.result_allocations where fiscal_year_id = %s",
        [closed.fiscal_year_id],
    ).fetchone()
    if done is not None or not closed.result_amount:
        why = f"was allocated on {done[0]}" if done is not None else "is nothing"
        raise NotAllocable(f"The result of {year} {why}.", remedy="Nothing is to be done.")
    country = company(connection, company_id).country_code
    document = f"allocation of the result of {year}"
    require_open(connection, decided_on, document=document, company_id=company_id)
    found = allocated(
        closed.result_amount,
        _equity(connection, decided_on, company_id),
        dividends=dividends,
        reserve_cap=RESERVE_CAPS.get(country, RESERVE_CAPS["FR"]),
    )
    number = f"AR{'' if company_id == 1 else f'{company_id}-'}{year}"
    entry = Entry(
        OTHER_JOURNAL,
        decided_on,
        "result_allocation",
        number,
        f"Affectation du résultat {year}",
        found.postings(),
        company_id,
    )
    connection.execute(
        "insert into erp.result_allocations (fiscal_year_id, decided_on, entry_id,"
        " absorbed_loss_amount, legal_reserve_amount, dividend_amount, carried_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s)",
        [
            closed.fiscal_year_id,
            decided_on,
            post_in_open(connection, entry),
            found.absorbed_loss,
            found.legal_reserve,
            found.dividends,
            found.carried,
        ],
    )
    return found


def _equity(connection: Connection, on: dt.date, company_id: int) -> Equity:
    found = first(
        connection,
        Equity,
        "select coalesce(sum(credit - debit) filter (where account_code = %(capital)s), 0)"
        "  as capital,"
        " coalesce(sum(credit - debit) filter (where account_code = %(reserve)s), 0)"
        "  as legal_reserve,"
        " coalesce(sum(credit - debit) filter (where account_code = %(profit)s), 0)"
        "  as carried_profit,"
        " coalesce(sum(debit - credit) filter (where account_code = %(loss)s), 0) as carried_loss"
        " from erp.journal_lines join erp.journal_entries using (entry_id)"
        " where company_id = %(company)s and posted_on <= %(on)s"
        " and account_code = any(%(accounts)s)",
        {
            "capital": CAPITAL,
            "reserve": LEGAL_RESERVE,
            "profit": CARRIED_PROFIT,
            "loss": CARRIED_LOSS,
            "accounts": [CAPITAL, LEGAL_RESERVE, CARRIED_PROFIT, CARRIED_LOSS],
            "company": company_id,
            "on": on,
        },
    )
    return found or Equity(*[Decimal(0)] * 4)
