"""Who enters VAT codes, the classes of products and the positions of parties."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import get_args

from operations.database.connection import Connection
from operations.erp.accounting.errors import TaxCodeInForce
from operations.erp.accounting.vat import KINDS, Direction, Position, TaxClass
from operations.erp.catalog.commands import products
from operations.erp.party.model import require_country, require_name
from operations.errors import InvalidValue, NotFound
from operations.money import RATE_DECIMALS, require_exact


def define_tax_code(
    connection: Connection,
    *,
    code: str,
    name: str,
    country_code: str,
    direction: Direction,
    kind: str,
    tax_class: TaxClass,
    rate: Decimal,
    valid_from: dt.date,
    account_code: str | None = None,
    asset_account_code: str | None = None,
    reverse_account_code: str | None = None,
    base_box: str | None = None,
    tax_box: str | None = None,
    deductible_box: str | None = None,
    asset_box: str | None = None,
) -> None:
    """Enter a code in force from a day on; the one before it, of the same kind, ends on the eve.

    Raises InvalidValue, TaxCodeInForce.
    """
    require_name(name, of="VAT code")
    require_country(country_code, of=f"VAT code {code}")
    require_exact(rate, decimals=RATE_DECIMALS, what=f"The rate of VAT code {code}")
    if not 0 <= rate <= 1:
        raise InvalidValue(
            f"The rate of VAT code {code} is {rate}.", remedy="Give 0 to 1: 0.2 is 20 %."
        )
    if kind not in KINDS[direction]:
        raise InvalidValue(
            f"VAT code {code} is of kind {kind!r}, which no {direction} is.",
            remedy=f"Give one of: {', '.join(KINDS[direction])}.",
        )
    if (rate == 0) != (account_code is None):
        raise InvalidValue(
            f"VAT code {code} of {rate} has the account {account_code}.",
            remedy="Give the account of the tax; none to a rate of zero.",
        )
    same = {
        "country": country_code,
        "direction": direction,
        "kind": kind,
        "class": tax_class,
        "from": valid_from,
    }
    overlapping = connection.execute(
        "select tax_code from erp.tax_codes where (tax_code = %(code)s or (country_code ="
        " %(country)s and direction = %(direction)s and kind = %(kind)s and tax_class = %(class)s"
        " and coalesce(valid_to, 'infinity') >= %(from)s"
        " and (valid_to is not null or valid_from >= %(from)s))) for update",
        {**same, "code": code},
    ).fetchone()
    if overlapping is not None:
        raise TaxCodeInForce(
            f"VAT code {code} cannot hold from {valid_from}: {overlapping[0]} is in force then.",
            remedy="Give a later day, or another code.",
        )
    connection.execute(
        "update erp.tax_codes set valid_to = %(from)s::date - 1 where country_code = %(country)s"
        " and direction = %(direction)s and kind = %(kind)s and tax_class = %(class)s"
        " and valid_to is null",
        same,
    )
    connection.execute(
        "insert into erp.tax_codes (tax_code, name, country_code, direction, kind, tax_class,"
        " tax_rate, valid_from, account_code, asset_account_code, reverse_account_code, base_box,"
        " tax_box, deductible_box, asset_box)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            code,
            name.strip(),
            country_code,
            direction,
            kind,
            tax_class,
            rate,
            valid_from,
            account_code,
            asset_account_code,
            reverse_account_code,
            base_box,
            tax_box,
            deductible_box,
            asset_box,
        ],
    )


def set_tax_class(
    connection: Connection, *, product_id: int, country_code: str, tax_class: TaxClass
) -> None:
    """Say which of a country's rates a product bears; the standard one when nobody said.

    Raises NotFound, InvalidValue.
    """
    product = products(connection, [product_id])[product_id]
    require_country(country_code, of=f"the VAT of product {product.product_number}")
    if tax_class not in get_args(TaxClass):
        raise InvalidValue(
            f"Product {product.product_number} has the tax class {tax_class!r}.",
            remedy=f"Give one of: {', '.join(get_args(TaxClass))}.",
        )
    connection.execute(
        "insert into erp.product_tax_classes (product_id, country_code, tax_class)"
        " values (%s, %s, %s) on conflict (product_id, country_code)"
        " do update set tax_class = excluded.tax_class",
        [product_id, country_code, tax_class],
    )


def set_fiscal_position(
    connection: Connection,
    *,
    position: Position,
    customer_id: int | None = None,
    supplier_id: int | None = None,
) -> None:
    """Say that a party's VAT is not what its country says. Raises NotFound, InvalidValue."""
    if position not in get_args(Position):
        raise InvalidValue(
            f"{position!r} is no fiscal position.",
            remedy=f"Give one of: {', '.join(get_args(Position))}.",
        )
    if (customer_id is None) == (supplier_id is None):
        raise InvalidValue(
            "A fiscal position is of one party.", remedy="Name a customer or a supplier."
        )
    found = connection.execute(
        "select from erp.customers where customer_id = %s"
        " union all select from erp.suppliers where supplier_id = %s",
        [customer_id, supplier_id],
    ).fetchone()
    if found is None:
        raise NotFound(
            "customer" if supplier_id is None else "supplier", customer_id or supplier_id
        )
    target = "customer_id" if supplier_id is None else "supplier_id"
    connection.execute(
        "insert into erp.fiscal_positions (customer_id, supplier_id, fiscal_position)"
        f" values (%s, %s, %s) on conflict ({target})"
        " do update set fiscal_position = excluded.fiscal_position",
        [customer_id, supplier_id, position],
    )
