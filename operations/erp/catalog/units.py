"""Units of measure, and how one becomes another: for all products, or for one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from operations.database.connection import Connection, every, insert
from operations.erp.catalog.errors import CodeTaken, ContradictingConversion, NoConversion
from operations.erp.catalog.measures import Conversion, converted, factor_between, factors
from operations.erp.catalog.products import products, require_unit
from operations.erp.party.model import require_name
from operations.errors import InvalidValue
from operations.money import QUANTITY_DECIMALS, require_exact


def add_unit(connection: Connection, *, unit_code: str, name: str) -> None:
    """Enter a unit of measure. Raises CodeTaken, InvalidValue."""
    require_name(unit_code, of="unit's code")
    require_name(name, of="unit")
    taken = "select from erp.units where unit_code = %s"
    if connection.execute(taken, [unit_code]).fetchone() is not None:
        raise CodeTaken("unit", unit_code)
    connection.execute(
        "insert into erp.units (unit_code, name) values (%s, %s)", [unit_code, name.strip()]
    )


def set_conversion(
    connection: Connection,
    *,
    from_unit: str,
    to_unit: str,
    numerator: Decimal,
    denominator: Decimal = Decimal(1),
    product_id: int | None = None,
) -> int:
    """Say that one ``from_unit`` is ``numerator`` / ``denominator`` of ``to_unit``.

    For all products, or for one; what was said of the two units before is replaced. Return its
    key. Raises InvalidValue, NotFound, ContradictingConversion.
    """
    what = f"The conversion from {from_unit} to {to_unit}"
    for part in (numerator, denominator):
        require_exact(part, decimals=QUANTITY_DECIMALS, what=what)
        if part <= 0:
            raise InvalidValue(f"{what} is by {part}.", remedy="Give numbers above zero.")
    if from_unit == to_unit:
        raise InvalidValue(f"{what} is of one unit.", remedy="Name two units.")
    for unit in (from_unit, to_unit):
        require_unit(connection, unit)
    if product_id is not None:
        products(connection, [product_id])
    given = Conversion(product_id, from_unit, to_unit, numerator, denominator)
    pair = {from_unit, to_unit}
    known = _conversions(connection, product_id)
    others = factors(each for each in known if {each.from_unit, each.to_unit} != pair)
    stands = factor_between(others, from_unit, to_unit)
    if stands is not None and stands != given.factor:
        raise ContradictingConversion(from_unit, to_unit, given=given.factor, stands=stands)
    return insert(
        connection,
        "insert into erp.unit_conversions (product_id, from_unit, to_unit, numerator, denominator)"
        " values (%s, %s, %s, %s, %s)"
        " on conflict (coalesce(product_id, 0), least(from_unit, to_unit),"
        "  greatest(from_unit, to_unit))"
        " do update set from_unit = excluded.from_unit, to_unit = excluded.to_unit,"
        "  numerator = excluded.numerator, denominator = excluded.denominator"
        " returning unit_conversion_id",
        [product_id, from_unit, to_unit, numerator, denominator],
    )


def conversion_factor(
    connection: Connection, *, from_unit: str, to_unit: str, product_id: int | None = None
) -> Fraction:
    """By what a quantity of a product is multiplied, exactly. Raises NoConversion."""
    if from_unit == to_unit:
        return Fraction(1)
    found = factor_between(factors(_conversions(connection, product_id)), from_unit, to_unit)
    if found is None:
        product = None
        if product_id is not None:
            product = products(connection, [product_id])[product_id].product_number
        raise NoConversion(from_unit, to_unit, product=product)
    return found


def convert(
    connection: Connection,
    *,
    quantity: Decimal,
    from_unit: str,
    to_unit: str,
    product_id: int | None = None,
) -> Decimal:
    """A quantity in another unit, exactly. Raises NoConversion, InexactConversion."""
    factor = conversion_factor(
        connection, from_unit=from_unit, to_unit=to_unit, product_id=product_id
    )
    return converted(quantity, factor, from_unit=from_unit, to_unit=to_unit)


def _conversions(connection: Connection, product_id: int | None) -> list[Conversion]:
    return every(
        connection,
        Conversion,
        "select product_id, from_unit, to_unit, numerator, denominator"
        " from erp.unit_conversions where product_id is null or product_id = %s",
        [product_id],
    )
