"""What the funds take of gross pay, by company and fund, from a day on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every, insert
from operations.erp.party.companies import company
from operations.erp.people.entitlements import require_not_run
from operations.erp.people.model import Contribution
from operations.errors import InvalidValue
from operations.money import RATE_DECIMALS, require_exact
from operations.validity import succeed

SOCIAL_SECURITY: Final = "431"
PENSION_FUNDS: Final = "437"
FUNDS: Final = (SOCIAL_SECURITY, PENSION_FUNDS)


def set_contribution_rate(
    connection: Connection,
    *,
    account_code: str,
    employee_rate: Decimal,
    employer_rate: Decimal,
    valid_from: dt.date,
    company_id: int = 1,
) -> int:
    """Say what a fund takes of gross pay from a day on; return the row's key.

    ``account_code`` is 431 (social security) or 437 (pension and other funds); 0.22 is 22 %. The
    rates before it end on the eve. Raises InvalidValue, BeganAlready, PayrollRun, NotFound.
    """
    owner = company(connection, company_id)
    what = f"The contribution of company {owner.company_code} on {account_code}"
    if account_code not in FUNDS:
        raise InvalidValue(f"{what} is to no fund.", remedy=f"Give one of {', '.join(FUNDS)}.")
    for rate in (employee_rate, employer_rate):
        require_exact(rate, decimals=RATE_DECIMALS, what=what)
        if not 0 <= rate < 1:
            raise InvalidValue(
                f"{what} is {rate}.", remedy="Give rates from 0 to less than 1: 0.22 is 22 %."
            )
    require_not_run(connection, company_id=company_id, valid_from=valid_from, what=what)
    succeed(
        connection,
        table="erp.contribution_rates",
        of={"company_id": company_id, "account_code": account_code},
        valid_from=valid_from,
        what=what,
    )
    return insert(
        connection,
        "insert into erp.contribution_rates (company_id, account_code, employee_rate,"
        " employer_rate, valid_from) values (%s, %s, %s, %s, %s) returning contribution_rate_id",
        [company_id, account_code, employee_rate, employer_rate, valid_from],
    )


def contributions_on(connection: Connection, *, company_id: int, on: dt.date) -> list[Contribution]:
    """What each fund takes on a day, by account; none when nobody said."""
    return every(
        connection,
        Contribution,
        "select account_code, employee_rate, employer_rate from erp.contribution_rates"
        " where company_id = %s and valid_from <= %s and (valid_to is null or valid_to >= %s)"
        " order by account_code",
        [company_id, on, on],
    )
