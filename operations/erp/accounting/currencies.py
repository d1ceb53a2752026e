"""Rates of currencies: how much a document in another one is worth in the company's books."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection
from operations.erp.accounting.errors import NoRate
from operations.errors import InvalidValue
from operations.money import require_exact

RATE_DECIMALS: Final = 8


def set_rate(
    connection: Connection,
    *,
    from_currency: str,
    to_currency: str,
    valid_on: dt.date,
    rate: Decimal,
) -> None:
    """Say what one unit of ``from_currency`` is worth from a day until the next rate.

    A rate of that day is replaced. Raises InvalidValue.
    """
    what = f"The rate from {from_currency} to {to_currency} of {valid_on}"
    require_exact(rate, decimals=RATE_DECIMALS, what=what)
    if rate <= 0:
        raise InvalidValue(f"{what} is {rate}.", remedy="Give a rate above zero.")
    connection.execute(
        "insert into erp.currency_rates (from_currency, to_currency, valid_on, rate)"
        " values (%s, %s, %s, %s)"
        " on conflict (from_currency, to_currency, valid_on) do update set rate = excluded.rate",
        [from_currency, to_currency, valid_on, rate],
    )


def rate_or_given(
    connection: Connection,
    *,
    from_currency: str,
    to_currency: str,
    on: dt.date,
    given: Decimal | None,
) -> Decimal:
    """The rate of a document: 1 in the company's own currency, whatever is given.

    ``given`` is a rate that somebody agreed, such as the bank's. Raises NoRate, InvalidValue.
    """
    if given is None or from_currency == to_currency:
        return rate_on(connection, from_currency=from_currency, to_currency=to_currency, on=on)
    what = f"The rate from {from_currency} to {to_currency}"
    require_exact(given, decimals=RATE_DECIMALS, what=what)
    if given <= 0:
        raise InvalidValue(f"{what} is {given}.", remedy="Give a rate above zero.")
    return given


def rate_on(
    connection: Connection,
    *,
    from_currency: str,
    to_currency: str,
    on: dt.date,
    since: dt.date | None = None,
) -> Decimal:
    """The last rate at or before a day; 1 between a currency and itself.

    With ``since`` a rate that is older than that day is none. Raises NoRate.
    """
    if from_currency == to_currency:
        return Decimal(1)
    row = connection.execute(
        "select rate from erp.currency_rates where from_currency = %s and to_currency = %s"
        " and valid_on <= %s and valid_on >= coalesce(%s, valid_on)"
        " order by valid_on desc limit 1",
        [from_currency, to_currency, on, since],
    ).fetchone()
    if row is None:
        raise NoRate(from_currency, to_currency, on, since=since)
    return Decimal(row[0])
