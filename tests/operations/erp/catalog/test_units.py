"""Quantities in other units: exact, by the ways that were given, or refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trade import Trade

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.errors import (
    CodeTaken,
    ContradictingConversion,
    InexactConversion,
    NoConversion,
)
from operations.erp.catalog.measures import converted
from operations.errors import InvalidValue, NotFound


def _set(trade: Trade, one: str, other: str, by: str, *, of: int | None = None) -> int:
    return catalog.set_conversion(
        trade.connection, from_unit=one, to_unit=other, numerator=Decimal(by), product_id=of
    )


def _convert(trade: Trade, quantity: str, one: str, other: str, of: int | None = None) -> Decimal:
    return catalog.convert(
        trade.connection,
        quantity=Decimal(quantity),
        from_unit=one,
        to_unit=other,
        product_id=of,
    )


@pytest.mark.parametrize(
    ("quantity", "one", "other", "worth"),
    [
        ("2.5", "T", "G", "2500000"),
        ("500", "G", "KG", "0.5"),
        ("3", "M", "MM", "3000"),
        ("7", "PCE", "PCE", "7"),
    ],
)
def test_a_quantity_is_the_same_in_another_unit(
    trade: Trade, quantity: str, one: str, other: str, worth: str
) -> None:
    assert _convert(trade, quantity, one, other) == Decimal(worth)


def test_a_products_own_conversions_hold_for_it_alone_and_go_before_those_of_all(
    trade: Trade,
) -> None:
    _set(trade, "BOX", "PCE", "10")
    _set(trade, "BOX", "PCE", "12", of=trade.hose)
    _set(trade, "PAL", "BOX", "40", of=trade.hose)
    assert _convert(trade, "2", "BOX", "PCE", of=trade.pump) == 20
    assert _convert(trade, "2", "PAL", "PCE", of=trade.hose) == 960
    assert _convert(trade, "6", "PCE", "BOX", of=trade.hose) == Decimal("0.5")
    with pytest.raises(NoConversion, match=r"from PAL to PCE for product P\d+"):
        _convert(trade, "2", "PAL", "PCE", of=trade.pump)


def test_two_units_without_a_way_between_them_are_refused(trade: Trade) -> None:
    with pytest.raises(NoConversion, match="from KG to M\\."):
        _convert(trade, "1", "KG", "M")


def test_what_has_no_exact_value_is_refused_and_not_rounded(trade: Trade) -> None:
    catalog.set_conversion(
        trade.connection,
        from_unit="PCE",
        to_unit="BOX",
        numerator=Decimal(1),
        denominator=Decimal(3),
    )
    assert _convert(trade, "3", "PCE", "BOX") == 1
    with pytest.raises(InexactConversion, match=r"1 PCE is 0\.333333… BOX"):
        _convert(trade, "1", "PCE", "BOX")


@given(
    quantity=st.decimals(min_value="0.0001", max_value=10**9, places=4),
    factor=st.fractions(min_value=Fraction(1, 1000), max_value=1000),
)
def test_there_and_back_is_where_it_began(quantity: Decimal, factor: Fraction) -> None:
    try:
        there = converted(quantity, factor, from_unit="A", to_unit="B")
    except InexactConversion:
        return
    assert converted(there, 1 / factor, from_unit="B", to_unit="A") == quantity


def test_saying_it_again_replaces_what_was_said_whichever_way_round(trade: Trade) -> None:
    first = _set(trade, "BOX", "PCE", "10")
    assert _set(trade, "BOX", "PCE", "20") == first
    again = catalog.set_conversion(
        trade.connection,
        from_unit="PCE",
        to_unit="BOX",
        numerator=Decimal(1),
        denominator=Decimal(25),
    )
    assert again == first
    assert _convert(trade, "1", "BOX", "PCE") == 25


def test_two_ways_lead_to_one_quantity(trade: Trade) -> None:
    _set(trade, "T", "G", "1000000")
    with pytest.raises(ContradictingConversion, match=r"One T cannot be 999 G: .* 1000000"):
        _set(trade, "T", "G", "999")


@pytest.mark.parametrize(
    ("other", "by", "refusal", "rule"),
    [
        ("PCE", "0", InvalidValue, "is by 0"),
        ("PCE", "0.00001", InvalidValue, "4 decimals"),
        ("BOX", "2", InvalidValue, "of one unit"),
        ("XXX", "2", NotFound, "unit XXX"),
    ],
)
def test_a_conversion_that_means_nothing_is_refused(
    trade: Trade, other: str, by: str, refusal: type[Exception], rule: str
) -> None:
    with pytest.raises(refusal, match=rule):
        _set(trade, "BOX", other, by)


def test_a_conversion_of_an_unknown_product_is_refused(trade: Trade) -> None:
    with pytest.raises(NotFound, match="product 0"):
        _set(trade, "BOX", "PCE", "2", of=0)


def test_a_unit_is_entered_once_and_products_are_counted_in_units_of_the_books(
    trade: Trade,
) -> None:
    catalog.add_unit(trade.connection, unit_code="ROL", name="Rouleau")
    with pytest.raises(CodeTaken, match="unit ROL already"):
        catalog.add_unit(trade.connection, unit_code="ROL", name="Rouleau")
    for unit, known in (("ROL", True), ("XXX", False)):
        register = {"name": "Wire", "category": "Wires", "list_price": Decimal(1)}
        if known:
            catalog.register_product(trade.connection, unit_code=unit, **register)  # type: ignore[arg-type]
            continue
        with pytest.raises(NotFound, match="unit XXX"):
            catalog.register_product(trade.connection, unit_code=unit, **register)  # type: ignore[arg-type]


def test_the_database_keeps_one_factor_for_two_units(trade: Trade) -> None:
    _set(trade, "BOX", "PCE", "10")
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_a_pair"):
        trade.connection.execute(
            "insert into erp.unit_conversions (from_unit, to_unit, numerator)"
            " values ('PCE', 'BOX', 5)"
        )


def test_the_database_refuses_a_product_in_a_unit_that_is_none(trade: Trade) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        trade.connection.execute("update erp.products set unit_code = 'XXX'")
