"""Worth that changes without goods: late costs, and standard costs that are set anew.

Nothing is changed in place: each is a row more in the values, and an entry of its own day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.stock import postings
from operations.erp.stock.errors import AtStandardCost, NothingOnHand, WorthLessThanNothing
from operations.erp.stock.holding import hold
from operations.erp.stock.model import ACCOUNTS, Held
from operations.erp.stock.storage import insert_values
from operations.erp.stock.valuation import Change
from operations.errors import InvalidValue
from operations.money import require_cents, to_cents
from operations.numbering import next_number

LATE_COST: Final = "late cost"
NEW_STANDARD: Final = "standard cost"
NOTHING: Final = Decimal(0)


def revalue(
    connection: Connection,
    *,
    company_id: int,
    revalued_on: dt.date,
    document_type: str,
    document_number: str,
    amounts: Mapping[int, Decimal],
    gone: Mapping[int, Decimal] | None = None,
    reason: str = LATE_COST,
    counter_account: str | None = None,
) -> None:
    """Let what is on hand of average products be worth more, or less, by product, to the cent.

    ``gone`` is the part of the cost whose goods have left: it goes to the variation of the stock,
    and so to the cost of sales. Both stand against ``counter_account``; without one against the
    variation too, which then shows what is on hand alone. Posts one entry.

    Raises AtStandardCost, NothingOnHand, WorthLessThanNothing, PeriodClosed, NotFound.
    """
    left = gone or {}
    document = postings.Document(company_id, revalued_on, document_type, document_number)
    name = document.name
    for amount in (*amounts.values(), *left.values()):
        require_cents(amount, what=f"The {name}")
    if not amounts and not left:
        raise InvalidValue(f"The {name} changes no worth.", remedy="Give at least one amount.")
    require_open(connection, revalued_on, document=name, company_id=company_id)
    held = hold(connection, company_id=company_id, product_ids=[*amounts, *left], on=revalued_on)
    for product_id, amount in amounts.items():
        _require_bearable(held[product_id], amount)
    changes = [(held[product_id], amount) for product_id, amount in amounts.items() if amount]
    entry = postings.revalued(
        document,
        [(ACCOUNTS[product.kind], amount) for product, amount in changes],
        [(ACCOUNTS[held[product_id].kind], amount) for product_id, amount in left.items()],
        counter_account=counter_account,
    )
    entry_id = None if entry is None else post_in_open(connection, entry)
    _write(connection, document, entry_id, changes, reason)


def revalue_to_standard(
    connection: Connection, *, company_id: int, on: dt.date, product_ids: Sequence[int] = ()
) -> str | None:
    """Let the stock of standard products be worth what the cost in force says; post the rest.

    A cost set anew changes what leaves from then on; what was there before keeps its worth until
    this is run. Without ``product_ids`` it is all of them. Return the number of the document;
    None when all are worth what they should be. Raises PeriodClosed.
    """
    rows = connection.execute(
        "select product_id from erp.stock_balances as held"
        " join erp.products using (product_id)"
        " join erp.product_costs as costs using (product_id)"
        " where company_id = %(company)s and valuation = 'standard'"
        "  and valid_from <= %(on)s and (valid_to is null or valid_to >= %(on)s)"
        "  and value_amount <> round(quantity * unit_cost, 2)"
        "  and (cardinality(%(products)s::bigint[]) = 0"
        "   or product_id = any(%(products)s))",
        {"company": company_id, "on": on, "products": list(product_ids)},
    ).fetchall()
    held = hold(connection, company_id=company_id, product_ids=[row[0] for row in rows], on=on)
    changes = [
        (product, amount) for product in held.values() if (amount := _away_from_standard(product))
    ]
    if not changes:
        return None
    require_open(connection, on, document="revaluation of the stock", company_id=company_id)
    number = next_number(connection, "stock_document", company_id)
    document = postings.Document(company_id, on, "revaluation", number)
    entry = postings.entry(
        document,
        [
            postings.Change(accounts, accounts.cost_variance, amount, amount)
            for product, amount in changes
            for accounts in (ACCOUNTS[product.kind],)
        ],
    )
    entry_id = None if entry is None else post_in_open(connection, entry)
    _write(connection, document, entry_id, changes, NEW_STANDARD)
    connection.execute(
        "insert into erp.stock_documents (stock_document_number, company_id, kind, dated_on)"
        " values (%s, %s, 'revaluation', %s)",
        [number, company_id, on],
    )
    return number


def _away_from_standard(product: Held) -> Decimal:
    """By how much it should be worth more."""
    if product.standard_cost is None:
        return NOTHING
    return to_cents(product.quantity * product.standard_cost) - product.value


def _require_bearable(product: Held, amount: Decimal) -> None:
    if not product.is_average:
        raise AtStandardCost(product.product_number)
    if amount and not product.quantity:
        raise NothingOnHand(product.product_number, amount)
    if product.value + amount < 0:
        raise WorthLessThanNothing(product.product_number, amount, worth=product.value)


def _write(
    connection: Connection,
    document: postings.Document,
    entry_id: int | None,
    changes: Sequence[tuple[Held, Decimal]],
    reason: str,
) -> None:
    insert_values(
        connection,
        document,
        entry_id,
        [(product, None, Change(NOTHING, amount, amount, NOTHING)) for product, amount in changes],
        reason=reason,
    )
