"""What is planned for each account, cost centre and month, beside what was posted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from operations.database.connection import Connection, every
from operations.erp.accounting.errors import NotBudgeted, UnknownAccount
from operations.erp.accounting.periods import month_span
from operations.errors import InvalidValue, NotFound
from operations.money import require_cents
from operations.versions import require_version

Version = Literal["initial", "revised"]


@dataclass(frozen=True)
class BudgetLine:
    """Plan and books of an account, cost centre and month; charges and income above zero."""

    account_code: str
    name: str
    cost_centre_code: str | None
    month: dt.date
    budget: Decimal
    actual: Decimal

    @property
    def variance(self) -> Decimal:
        """Actual less budget: charges above it are spent too much, income is earned more."""
        return self.actual - self.budget

    @property
    def variance_rate(self) -> Decimal | None:
        """The variance as a share of the budget; None where nothing was planned."""
        return self.variance / self.budget if self.budget else None


def set_budget(
    connection: Connection,
    *,
    account_code: str,
    month: dt.date,
    amount: Decimal,
    version: Version = "initial",
    cost_centre_id: int | None = None,
    company_id: int = 1,
    expected_version: int | None = None,
) -> int:
    """Plan an amount for a month, instead of what was planned for it; return the budget's key.

    Raises UnknownAccount, NotBudgeted, NotFound, InvalidValue, LostUpdate.
    """
    require_cents(amount, what=f"The budget of account {account_code}")
    if version not in get_args(Version):
        raise InvalidValue(
            f"{version!r} is no version of a budget.",
            remedy=f"Give one of: {', '.join(get_args(Version))}.",
        )
    _require_planned(connection, account_code, cost_centre_id, company_id)
    key = {
        "company": company_id,
        "version": version,
        "account": account_code,
        "centre": cost_centre_id,
        "month": month.replace(day=1),
    }
    if expected_version is not None:
        row = connection.execute(
            "select budget_id from erp.budgets where company_id = %(company)s"
            " and version = %(version)s and account_code = %(account)s"
            " and cost_centre_id is not distinct from %(centre)s and month = %(month)s",
            key,
        ).fetchone()
        if row is not None:
            require_version(connection, table="erp.budgets", key=row[0], expected=expected_version)
    written = connection.execute(
        "insert into erp.budgets (company_id, version, account_code, cost_centre_id, month,"
        " amount) values (%(company)s, %(version)s, %(account)s, %(centre)s, %(month)s,"
        "  %(amount)s)"
        " on conflict (company_id, version, account_code, cost_centre_id, month)"
        " do update set amount = excluded.amount returning budget_id",
        {**key, "amount": amount},
    ).fetchone()
    assert written is not None  # noqa: S101  one row is inserted or updated
    return int(written[0])


def _require_planned(
    connection: Connection, account_code: str, cost_centre_id: int | None, company_id: int
) -> None:
    row = connection.execute(
        "select (select account_class from erp.ledger_accounts where account_code = %s),"
        " %s::bigint is null or exists"
        "  (select from erp.cost_centres where cost_centre_id = %s),"
        " exists (select from erp.companies where company_id = %s)",
        [account_code, cost_centre_id, cost_centre_id, company_id],
    ).fetchone()
    account_class, is_centre, is_company = row or (None, False, False)
    if account_class is None:
        raise UnknownAccount(account_code)
    if account_class not in (6, 7):
        raise NotBudgeted(
            f"Account {account_code} is neither a charge nor income: it has no budget.",
            remedy="Give an account of class 6 or 7.",
        )
    if not is_centre:
        raise NotFound("cost centre", cost_centre_id)
    if not is_company:
        raise NotFound("company", company_id)


def budget_against_actual(
    connection: Connection,
    *,
    start: dt.date,
    end: dt.date,
    version: Version = "revised",
    company_id: int = 1,
) -> list[BudgetLine]:
    """Plan and books by account, cost centre and month of ``start`` to ``end``, whole months.

    ``revised`` falls back on the initial budget where nothing was planned anew. What was posted
    and not planned, or planned and not posted, is there too.
    """
    return every(
        connection,
        BudgetLine,
        "with planned as (select distinct on (account_code, cost_centre_id, month)"
        "   account_code, cost_centre_id, month, amount from erp.budgets"
        "  where company_id = %(company)s and month between %(start)s and %(end)s"
        "   and version = any(%(versions)s)"
        "  order by account_code, cost_centre_id, month, version desc),"
        " posted as (select lines.account_code, lines.cost_centre_id,"
        "   date_trunc('month', entries.posted_on::timestamp)::date as month,"
        "   sum(case left(lines.account_code, 1) when '6' then lines.debit - lines.credit"
        "    else lines.credit - lines.debit end) as amount"
        "  from erp.journal_lines as lines"
        "  join erp.journal_entries as entries using (entry_id)"
        "  where entries.company_id = %(company)s and lines.account_code >= '6'"
        "   and lines.account_code not like '8%%'"
        "   and entries.posted_on between %(start)s and %(end)s group by 1, 2, 3),"
        " both_sides as (select account_code, cost_centre_id, month, amount as budget,"
        "   0::numeric as actual from planned"
        "  union all select account_code, cost_centre_id, month, 0, amount from posted)"
        " select account_code, accounts.name, centres.cost_centre_code, month,"
        "  sum(budget)::numeric(18, 2) as budget, sum(actual)::numeric(18, 2) as actual"
        " from both_sides join erp.ledger_accounts as accounts using (account_code)"
        " left join erp.cost_centres as centres using (cost_centre_id)"
        " group by account_code, accounts.name, centres.cost_centre_code, month"
        " order by account_code, centres.cost_centre_code nulls first, month",
        {
            "company": company_id,
            "start": start.replace(day=1),
            "end": month_span(end)[1],
            "versions": ["initial"] if version == "initial" else ["initial", "revised"],
        },
    )
