"""Agree on payment terms, under a code. What they mean is computed in ``terms.py``."""

from __future__ import annotations

from decimal import Decimal

from operations.database.connection import Connection, first, insert
from operations.erp.party.errors import TermsExist
from operations.erp.party.model import require_name
from operations.erp.party.terms import PaymentTerms
from operations.errors import NotFound

_COLUMNS = "net_days, is_end_of_month, day_of_month, discount_days, discount_rate"


def agree_terms(
    connection: Connection,
    *,
    terms_code: str,
    name: str,
    net_days: int,
    is_end_of_month: bool = False,
    day_of_month: int | None = None,
    discount_days: int | None = None,
    discount_rate: Decimal | None = None,
) -> int:
    """Enter payment terms for customers and suppliers to have; return their key.

    They do not change: documents were made by them. Raises InvalidValue, TermsExist.
    """
    require_name(terms_code, of="payment terms' code")
    require_name(name, of="payment terms")
    terms = PaymentTerms(net_days, is_end_of_month, day_of_month, discount_days, discount_rate)
    code = terms_code.strip()
    if _by_code(connection, code) is not None:
        raise TermsExist(code)
    return insert(
        connection,
        "insert into erp.payment_terms (terms_code, name, net_days, is_end_of_month, day_of_month,"
        " discount_days, discount_rate) values (%s, %s, %s, %s, %s, %s, %s)"
        " returning payment_terms_id",
        [
            code,
            name.strip(),
            terms.net_days,
            terms.is_end_of_month,
            terms.day_of_month,
            terms.discount_days,
            terms.discount_rate,
        ],
    )


def payment_terms(connection: Connection, payment_terms_id: int) -> PaymentTerms:
    """The terms with a key. Raises NotFound."""
    found = first(
        connection,
        PaymentTerms,
        f"select {_COLUMNS} from erp.payment_terms where payment_terms_id = %s",
        [payment_terms_id],
    )
    if found is None:
        raise NotFound("payment terms", payment_terms_id)
    return found


def terms_by_code(connection: Connection, terms_code: str) -> int:
    """The key of the terms with a code, such as 45FDM. Raises NotFound."""
    key = _by_code(connection, terms_code)
    if key is None:
        raise NotFound("payment terms", terms_code)
    return key


def _by_code(connection: Connection, terms_code: str) -> int | None:
    row = connection.execute(
        "select payment_terms_id from erp.payment_terms where terms_code = %s", [terms_code]
    ).fetchone()
    return None if row is None else int(row[0])
