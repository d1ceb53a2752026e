"""What suppliers ask: by quantity, in their units and currencies, from a day on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.errors import NoConversion, NoPurchasePrice
from operations.erp.party import commands as party
from operations.errors import InvalidValue, NotFound
from operations.validity import BeganAlready


def _supplier(trade: Trade, name: str = "Fonderie", **more: str) -> int:
    return party.register_supplier(
        trade.connection,
        name=name,
        country_code="FR",
        created_on=DAY,
        **more,  # type: ignore[arg-type]
    )


def _set(trade: Trade, supplier: int, price: str, on: dt.date = DAY, **more: object) -> int:
    return catalog.set_purchase_price(
        trade.connection,
        supplier_id=supplier,
        product_id=trade.pump,
        unit_price=Decimal(price),
        valid_from=on,
        **more,  # type: ignore[arg-type]
    )


def _asked(trade: Trade, supplier: int, quantity: int, on: dt.date = DAY) -> Decimal:
    return catalog.purchase_price(
        trade.connection,
        supplier_id=supplier,
        product_id=trade.pump,
        quantity=Decimal(quantity),
        on=on,
    ).unit_price


def test_a_supplier_asks_less_for_more_and_from_a_day_on_more(trade: Trade) -> None:
    foundry = _supplier(trade)
    _set(trade, foundry, "58")
    _set(trade, foundry, "55", minimum_quantity=Decimal(50))
    _set(trade, foundry, "60", day(10))
    assert [_asked(trade, foundry, quantity) for quantity in (1, 49, 50)] == [58, 58, 55]
    assert [_asked(trade, foundry, 1, day(when)) for when in (9, 10)] == [58, 60]


def test_it_is_in_the_suppliers_currency_and_the_products_unit_when_nothing_is_said(
    trade: Trade,
) -> None:
    foundry = _supplier(trade, currency_code="CHF")
    _set(trade, foundry, "58", supplier_code="PX-4", lead_time_days=12)
    (offer,) = catalog.purchase_offers(
        trade.connection, product_id=trade.pump, quantity=Decimal(1), on=DAY
    )
    assert (offer.currency_code, offer.unit_code) == ("CHF", "PCE")
    assert (offer.supplier_code, offer.lead_time_days) == ("PX-4", 12)


def test_a_unit_from_which_no_way_leads_to_the_products_own_is_refused(trade: Trade) -> None:
    foundry = _supplier(trade)
    with pytest.raises(NoConversion, match=r"from PAL to PCE for product P\d+"):
        _set(trade, foundry, "900", unit_code="PAL")
    catalog.set_conversion(
        trade.connection,
        from_unit="PAL",
        to_unit="PCE",
        numerator=Decimal(16),
        product_id=trade.pump,
    )
    _set(trade, foundry, "900", unit_code="PAL")
    with pytest.raises(NotFound, match="unit XXX"):
        _set(trade, foundry, "900", unit_code="XXX")


def test_offers_are_those_preferred_then_the_soonest_each_at_its_best_quantity(
    trade: Trade,
) -> None:
    slow, soon, known = (_supplier(trade, name) for name in ("Slow", "Soon", "Known"))
    _set(trade, slow, "50", lead_time_days=30)
    _set(trade, soon, "60", lead_time_days=2)
    _set(trade, soon, "57", lead_time_days=2, minimum_quantity=Decimal(10))
    _set(trade, known, "62", lead_time_days=40, is_preferred=True)
    offers = catalog.purchase_offers(
        trade.connection, product_id=trade.pump, quantity=Decimal(10), on=DAY
    )
    assert [(offer.supplier_id, offer.unit_price) for offer in offers] == [
        (known, 62),
        (soon, 57),
        (slow, 50),
    ]


def test_a_product_that_a_supplier_does_not_offer_is_refused(trade: Trade) -> None:
    foundry = _supplier(trade)
    _set(trade, foundry, "55", minimum_quantity=Decimal(50))
    with pytest.raises(NoPurchasePrice, match=r"V\d+ has no price for 49 of product P\d+"):
        _asked(trade, foundry, 49)
    with pytest.raises(NoPurchasePrice):
        _asked(trade, foundry, 50, day(-1))


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"minimum_quantity": Decimal(-1)}, "from -1"),
        ({"lead_time_days": -1}, "-1 days"),
        ({"valid_to": day(-1)}, "to 2024-02-29"),
    ],
)
def test_a_purchase_price_that_means_nothing_is_refused(
    trade: Trade, more: dict[str, object], rule: str
) -> None:
    with pytest.raises(InvalidValue, match=rule):
        _set(trade, _supplier(trade), "1", **more)


def test_a_purchase_price_that_would_change_the_past_is_refused(trade: Trade) -> None:
    foundry = _supplier(trade)
    _set(trade, foundry, "58")
    with pytest.raises(BeganAlready, match=r"P\d+ at supplier V\d+ holds from 2024-03-01"):
        _set(trade, foundry, "57")
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_purchase_price_a_day"):
        trade.connection.execute(
            "insert into erp.supplier_products (supplier_id, product_id, unit_code, unit_price,"
            " currency_code, valid_from) values (%s, %s, 'PCE', 1, 'EUR', %s)",
            [foundry, trade.pump, day(3)],
        )
