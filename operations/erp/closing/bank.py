"""What a bank says is on an account, to be held against the books."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.database.connection import Connection, insert
from operations.erp.accounting.errors import UnknownAccount
from operations.erp.accounting.model import BANK
from operations.erp.party.companies import company
from operations.errors import InvalidValue
from operations.money import require_cents


def record_bank_balance(
    connection: Connection,
    *,
    stated_on: dt.date,
    amount: Decimal,
    account_code: str = BANK,
    company_id: int = 1,
) -> int:
    """Enter what a statement says at the end of a day, instead of what was entered; return its key.

    Raises InvalidValue, UnknownAccount, NotFound.
    """
    company(connection, company_id)
    require_cents(amount, what=f"The balance of account {account_code} on {stated_on}")
    if not account_code.startswith("51"):
        raise InvalidValue(
            f"Account {account_code} is not one of a bank.", remedy="Give an account such as 512."
        )
    known = connection.execute(
        "select from erp.ledger_accounts where account_code = %s", [account_code]
    ).fetchone()
    if known is None:
        raise UnknownAccount(account_code)
    return insert(
        connection,
        "insert into erp.bank_balances (company_id, account_code, stated_on, amount)"
        " values (%s, %s, %s, %s) on conflict (company_id, account_code, stated_on)"
        " do update set amount = excluded.amount returning bank_balance_id",
        [company_id, account_code, stated_on, amount],
    )
