"""Families in a tree; products that change on a version."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import Trade

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.errors import AboveItself, CodeTaken
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


def _family(trade: Trade, code: str, above: int | None = None) -> int:
    return catalog.open_family(
        trade.connection, family_code=code, name=code.title(), parent_family_id=above
    )


def test_a_family_stands_below_others(trade: Trade) -> None:
    top = _family(trade, "HYDRO")
    pumps = _family(trade, "PUMPS", top)
    sunk = _family(trade, "SUNK", pumps)
    line = catalog.family_line(trade.connection, sunk)
    assert [family.family_code for family in line] == ["SUNK", "PUMPS", "HYDRO"]
    catalog.move_family(trade.connection, family_id=sunk, parent_family_id=None)
    assert len(catalog.family_line(trade.connection, sunk)) == 1


def test_a_family_that_would_stand_above_itself_is_refused(trade: Trade) -> None:
    top = _family(trade, "HYDRO")
    pumps = _family(trade, "PUMPS", _family(trade, "WATER", top))
    with pytest.raises(AboveItself, match="PUMPS cannot stand above HYDRO"):
        catalog.move_family(trade.connection, family_id=top, parent_family_id=pumps)
    with pytest.raises(psycopg.errors.CheckViolation, match="would stand above itself"):
        trade.connection.execute(
            "update erp.item_families set parent_family_id = %s where family_id = %s",
            [pumps, top],
        )


def test_a_familys_code_is_given_once_and_what_is_above_it_is_known(trade: Trade) -> None:
    _family(trade, "HYDRO")
    with pytest.raises(CodeTaken, match="family HYDRO already"):
        _family(trade, "HYDRO")
    with pytest.raises(NotFound, match="family 0"):
        _family(trade, "OTHER", 0)


def test_a_family_moved_on_an_old_version_is_refused(trade: Trade) -> None:
    top, pumps = _family(trade, "HYDRO"), _family(trade, "PUMPS")
    catalog.move_family(trade.connection, family_id=pumps, parent_family_id=top)
    with pytest.raises(LostUpdate):
        catalog.move_family(
            trade.connection, family_id=pumps, parent_family_id=None, expected_version=1
        )


def test_a_product_is_withdrawn_and_repriced_on_a_version(trade: Trade) -> None:
    version = catalog.change_product(
        trade.connection,
        product_id=trade.pump,
        expected_version=1,
        is_active=False,
        family_id=_family(trade, "PUMPS"),
    )
    assert version == 2
    assert not catalog.products(trade.connection, [trade.pump])[trade.pump].is_active
    assert catalog.change_product(trade.connection, product_id=trade.pump, name="Pump") == 2
    with pytest.raises(LostUpdate, match=r"P\d+ of erp\.products is at version 2"):
        catalog.change_product(
            trade.connection, product_id=trade.pump, expected_version=1, is_active=True
        )


def test_a_change_that_no_product_may_bear_is_refused(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="name of the product"):
        catalog.change_product(trade.connection, product_id=trade.pump, name="")
    with pytest.raises(InvalidValue, match="list price of Pump"):
        catalog.change_product(trade.connection, product_id=trade.pump, list_price=Decimal(-1))
    with pytest.raises(NotFound, match="family 0"):
        catalog.change_product(trade.connection, product_id=trade.pump, family_id=0)
    with pytest.raises(NotFound, match="products 0"):
        catalog.change_product(trade.connection, product_id=0, name="x")
