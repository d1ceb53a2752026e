"""The closing check-list of a month, in the order in which a bookkeeper goes through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from operations.database.connection import Connection
from operations.erp.accounting import periods
from operations.erp.accounting.periods import LOCK, Period, month_span
from operations.erp.closing import checks, purchase_checks
from operations.erp.closing.checks import Check, Month
from operations.erp.closing.errors import PeriodNotReady

CHECKS: Final[tuple[Callable[[Connection, Month], Check], ...]] = (
    checks.entries_balance,
    checks.receivables_are_411,
    purchase_checks.payables_are_401,
    purchase_checks.receipts_are_4081,
    checks.stock_is_its_accounts,
    checks.no_goods_to_invoice,
    purchase_checks.no_exceptions_are_open,
    checks.currencies_are_revalued,
    checks.suspense_is_empty,
    checks.bank_agrees,
    checks.vat_lines_have_codes,
    checks.vat_is_declared,
)


def closing_checklist(
    connection: Connection, *, month: dt.date, company_id: int = 1
) -> list[Check]:
    """Every check of a month, whether it holds or not. It only reads.

    Raises NoRate and NoTaxCode, where what was delivered cannot be valued.
    """
    asked = Month(company_id, *month_span(month))
    return [check(connection, asked) for check in CHECKS]


def close_period(
    connection: Connection, *, month: dt.date, company_id: int = 1, strict: bool = False
) -> Period:
    """Close a month; ``strict`` refuses it with the first check that is broken.

    Raises PeriodNotReady, and what ``accounting.periods.close_period`` does.
    """
    if strict:
        connection.execute(LOCK)  # nothing is posted between the checks and the closing
        asked = Month(company_id, *month_span(month))
        for check in CHECKS:
            found = check(connection, asked)
            if not found.is_ok:
                raise PeriodNotReady(asked.starts_on, found.detail, found.remedy)
    return periods.close_period(connection, month=month, company_id=company_id)
