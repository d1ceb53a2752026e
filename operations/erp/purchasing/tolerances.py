"""How far receipts and invoices may be from what was ordered: by company, or by supplier."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, first
from operations.erp.party.suppliers import supplier
from operations.errors import InvalidValue
from operations.money import RATE_DECIMALS, require_cents, require_exact
from operations.versions import require_version


@dataclass(frozen=True)
class Tolerances:
    """Shares (0 to 1) and amounts; ``tax_amount`` is in the invoice's currency, others in ours.

    ``unordered_amount``: above it an invoice without order goes to the queue; None: never.
    """

    price_rate: Decimal = Decimal("0.02")
    price_amount: Decimal = Decimal("5.00")
    quantity_rate: Decimal = Decimal(0)
    over_receipt_rate: Decimal = Decimal("0.05")
    tax_amount: Decimal = Decimal("0.05")
    unordered_amount: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse a share outside 0 to 1, or an amount below zero."""
        for name in ("price_rate", "quantity_rate", "over_receipt_rate"):
            rate: Decimal = getattr(self, name)
            require_exact(rate, decimals=RATE_DECIMALS, what=f"The tolerance {name}")
            if not 0 <= rate <= 1:
                raise InvalidValue(
                    f"The tolerance {name} is {rate}.",
                    remedy="Give a rate between 0 and 1: 0.05 is 5 %.",
                )
        for name in ("price_amount", "tax_amount", "unordered_amount"):
            amount: Decimal | None = getattr(self, name)
            if amount is None:
                continue
            require_cents(amount, what=f"The tolerance {name}")
            if amount < 0:
                raise InvalidValue(
                    f"The tolerance {name} is {amount}: below zero.", remedy="Give zero or more."
                )


DEFAULT: Final = Tolerances()


def set_tolerances(
    connection: Connection,
    tolerances: Tolerances,
    *,
    supplier_id: int | None = None,
    company_id: int = 1,
    expected_version: int | None = None,
) -> None:
    """Say what is tolerated: of one supplier, or of all that have no row of their own.

    Raises LostUpdate, NotFound.
    """
    if supplier_id is not None:
        supplier(connection, supplier_id)
    row = connection.execute(
        "select match_tolerance_id from erp.match_tolerances where company_id = %s"
        " and supplier_id is not distinct from %s",
        [company_id, supplier_id],
    ).fetchone()
    if row is not None:
        require_version(
            connection, table="erp.match_tolerances", key=row[0], expected=expected_version
        )
    connection.execute(
        "insert into erp.match_tolerances (company_id, supplier_id, price_rate, price_amount,"
        " quantity_rate, over_receipt_rate, tax_amount, unordered_amount)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (company_id, supplier_id)"
        " do update set price_rate = excluded.price_rate, price_amount = excluded.price_amount,"
        " quantity_rate = excluded.quantity_rate, over_receipt_rate = excluded.over_receipt_rate,"
        " tax_amount = excluded.tax_amount, unordered_amount = excluded.unordered_amount",
        [
            company_id,
            supplier_id,
            tolerances.price_rate,
            tolerances.price_amount,
            tolerances.quantity_rate,
            tolerances.over_receipt_rate,
            tolerances.tax_amount,
            tolerances.unordered_amount,
        ],
    )


def tolerances_of(connection: Connection, *, supplier_id: int, company_id: int = 1) -> Tolerances:
    """The tolerances of a supplier: its own, or else the company's, or else ``DEFAULT``."""
    found = first(
        connection,
        Tolerances,
        "select price_rate, price_amount, quantity_rate, over_receipt_rate, tax_amount,"
        " unordered_amount from erp.match_tolerances where company_id = %s"
        " and (supplier_id = %s or supplier_id is null) order by supplier_id limit 1",
        [company_id, supplier_id],
    )
    return DEFAULT if found is None else found
