"""What a document in another currency is worth in the books of its company."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection
from operations.erp.accounting.currencies import rate_or_given
from operations.erp.party.companies import company


@dataclass(frozen=True)
class Books:
    """Whose ledger a document goes to; ``currency_code`` is the document's, None for the ledger's
    own: only amounts in another currency are shown beside those of the books.
    """

    company_id: int = 1
    currency_code: str | None = None


HOME: Final = Books()


def rate_into_books(
    connection: Connection,
    *,
    company_id: int,
    currency_code: str,
    on: dt.date,
    given: Decimal | None = None,
) -> tuple[Books, Decimal]:
    """The books of a company, and what a unit of the currency is worth in them on a day.

    ``given`` is a rate that somebody agreed, such as the bank's. Raises NotFound, NoRate,
    InvalidValue.
    """
    own = company(connection, company_id).currency_code
    if own == currency_code:
        return Books(company_id), Decimal(1)
    rate = rate_or_given(
        connection, from_currency=currency_code, to_currency=own, on=on, given=given
    )
    return Books(company_id, currency_code), rate


def books_of(connection: Connection, *, company_id: int, currency_code: str) -> Books:
    """The books of a company for a document whose rate is known. Raises NotFound."""
    own = company(connection, company_id).currency_code
    return Books(company_id, None if own == currency_code else currency_code)
