"""Which price a customer gets: his list, the general ones, the catalogue; and one discount."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.erp.catalog import commands as catalog
from operations.erp.catalog.errors import CodeTaken, NoPrice
from operations.erp.catalog.pricing import Price
from operations.erp.party import commands as party
from operations.errors import InvalidValue, NotFound
from operations.validity import BeganAlready


def _list(trade: Trade, code: str, *prices: tuple[str, str], **more: object) -> int:
    """A price list with prices of the pump: from a quantity on, so much."""
    price_list_id = catalog.open_price_list(
        trade.connection,
        price_list_code=code,
        name=code,
        valid_from=DAY,
        **more,  # type: ignore[arg-type]
    )
    for quantity, price in prices:
        _price(trade, price_list_id, quantity, price, DAY)
    return price_list_id


def _price(trade: Trade, price_list_id: int, quantity: str, price: str, on: dt.date) -> None:
    catalog.set_price(
        trade.connection,
        price_list_id=price_list_id,
        product_id=trade.pump,
        unit_price=Decimal(price),
        minimum_quantity=Decimal(quantity),
        valid_from=on,
    )


def _for(trade: Trade, quantity: int = 1, on: dt.date = DAY, **more: object) -> Price:
    return catalog.price_for(
        trade.connection,
        product_id=trade.pump,
        quantity=Decimal(quantity),
        on=on,
        **{"customer_id": trade.customer, **more},  # type: ignore[arg-type]
    )


def test_without_a_list_the_catalogues_price_holds(trade: Trade) -> None:
    assert _for(trade) == Price(Decimal(100), Decimal(0), None)


def test_the_more_one_takes_the_less_one_pays(trade: Trade) -> None:
    _list(trade, "GENERAL", ("0", "98"), ("10", "95"), ("100", "90"), is_general=True)
    found = [_for(trade, quantity).unit_price for quantity in (1, 9, 10, 99, 100)]
    assert found == [98, 98, 95, 95, 90]


def test_a_list_that_begins_with_a_quantity_leaves_less_to_the_catalogue(trade: Trade) -> None:
    _list(trade, "GENERAL", ("10", "95"), is_general=True)
    assert _for(trade, 9) == Price(Decimal(100), Decimal(0), None)


def test_a_customers_own_list_goes_before_the_general_ones_though_it_is_dearer(
    trade: Trade,
) -> None:
    own = _list(trade, "OWN", ("0", "97"))
    _list(trade, "CHEAP", ("0", "80"), is_general=True)
    _list(trade, "USUAL", ("0", "99"), is_general=True)
    assert (_for(trade).unit_price, _for(trade).price_list) == (80, "CHEAP")
    party.change_customer(trade.connection, customer_id=trade.customer, price_list_id=own)
    assert (_for(trade).unit_price, _for(trade).price_list) == (97, "OWN")


def test_a_site_has_the_list_of_its_firm_unless_it_has_its_own(trade: Trade) -> None:
    site = trade.register("Site")
    firm_list, site_list = _list(trade, "FIRM", ("0", "97")), _list(trade, "SITE", ("0", "96"))
    party.change_customer(trade.connection, customer_id=trade.customer, price_list_id=firm_list)
    party.change_customer(trade.connection, customer_id=site, parent_customer_id=trade.customer)
    assert _for(trade, customer_id=site).price_list == "FIRM"
    party.change_customer(trade.connection, customer_id=site, price_list_id=site_list)
    assert _for(trade, customer_id=site).price_list == "SITE"


def test_a_price_holds_from_its_day_to_the_eve_of_the_next(trade: Trade) -> None:
    general = _list(trade, "GENERAL", ("0", "98"), is_general=True)
    _price(trade, general, "0", "101", day(10))
    found = [_for(trade, on=day(when)).unit_price for when in (-1, 0, 9, 10)]
    assert found == [100, 98, 98, 101]


def test_a_list_that_has_ended_prices_nothing(trade: Trade) -> None:
    _list(trade, "SPRING", ("0", "90"), is_general=True, valid_to=day(30))
    assert [_for(trade, on=day(when)).unit_price for when in (30, 31)] == [90, 100]


def test_a_price_is_in_the_currency_that_is_asked_for_or_refused(trade: Trade) -> None:
    with pytest.raises(NoPrice, match=r"P\d+ has no price in CHF on 2024-03-01"):
        _for(trade, currency_code="CHF")
    _list(trade, "SWISS", ("0", "105"), is_general=True, currency_code="CHF")
    assert _for(trade, currency_code="CHF").unit_price == 105
    assert _for(trade).unit_price == 100


def test_all_lines_of_a_document_are_priced_at_once_in_their_order(trade: Trade) -> None:
    _list(trade, "GENERAL", ("10", "95"), is_general=True)
    wanted = [(trade.hose, Decimal(1)), (trade.pump, Decimal(10)), (trade.pump, Decimal(1))]
    found = catalog.prices_for(trade.connection, customer_id=trade.customer, wanted=wanted, on=DAY)
    assert [price.unit_price for price in found] == [Decimal("9.99"), 95, 100]


@pytest.mark.parametrize(("customer", "product"), [(0, 1), (1, 0)])
def test_a_price_for_nobody_or_of_nothing_is_not_found(
    trade: Trade, customer: int, product: int
) -> None:
    with pytest.raises(NotFound, match="product 0" if customer else "customer 0"):
        catalog.price_for(
            trade.connection,
            customer_id=trade.customer * customer,
            product_id=trade.pump * product,
            quantity=Decimal(1),
            on=DAY,
        )


class Discounts:
    """A pump in a family below another, at a site below a firm."""

    def __init__(self, trade: Trade) -> None:
        self.trade = trade
        self.hydro = catalog.open_family(trade.connection, family_code="HYDRO", name="Hydro")
        self.pumps = catalog.open_family(
            trade.connection, family_code="PUMPS", name="Pumps", parent_family_id=self.hydro
        )
        catalog.change_product(trade.connection, product_id=trade.pump, family_id=self.pumps)
        self.site = trade.register("Site")
        party.change_customer(
            trade.connection, customer_id=self.site, parent_customer_id=trade.customer
        )

    def grant(self, rate: str, **more: object) -> None:
        catalog.grant_discount(
            self.trade.connection,
            discount_rate=Decimal(rate),
            valid_from=DAY,
            **more,  # type: ignore[arg-type]
        )

    def rate(self, on: dt.date = DAY) -> Decimal:
        return _for(self.trade, customer_id=self.site, on=on).discount_rate


def test_the_nearest_customers_discount_on_the_nearest_family_is_the_only_one(
    trade: Trade,
) -> None:
    discounts = Discounts(trade)
    granted: list[tuple[str, dict[str, int]]] = [
        ("0.01", {}),
        ("0.02", {"family_id": discounts.hydro}),
        ("0.03", {"family_id": discounts.pumps}),
        ("0.04", {"customer_id": trade.customer}),
        ("0.05", {"customer_id": trade.customer, "family_id": discounts.hydro}),
        ("0.06", {"customer_id": discounts.site}),
        ("0.07", {"customer_id": discounts.site, "family_id": discounts.hydro}),
        ("0.08", {"customer_id": discounts.site, "family_id": discounts.pumps}),
    ]
    assert discounts.rate() == 0
    for rate, of in granted:  # each is nearer than all before it
        discounts.grant(rate, **of)
        assert discounts.rate() == Decimal(rate)
    assert _for(trade, customer_id=trade.register("Other")).discount_rate == Decimal("0.03")


def test_a_discount_on_another_family_takes_nothing_off(trade: Trade) -> None:
    discounts = Discounts(trade)
    hoses = catalog.open_family(trade.connection, family_code="HOSES", name="Hoses")
    discounts.grant("0.5", family_id=hoses)
    assert discounts.rate() == 0


def test_nothing_comes_off_net_prices(trade: Trade) -> None:
    discounts = Discounts(trade)
    discounts.grant("0.10")
    _list(trade, "ACTION", ("0", "80"), is_general=True, is_net=True)
    assert _for(trade) == Price(Decimal(80), Decimal(0), "ACTION")


def test_a_discount_holds_for_its_days(trade: Trade) -> None:
    discounts = Discounts(trade)
    discounts.grant("0.10", valid_to=day(5))
    assert [discounts.rate(day(when)) for when in (-1, 5, 6)] == [0, Decimal("0.1"), 0]


def test_a_price_or_a_discount_that_would_change_the_past_is_refused(trade: Trade) -> None:
    general = _list(trade, "GENERAL", ("0", "98"), is_general=True)
    with pytest.raises(BeganAlready, match=r"price of product P\d+ on list GENERAL"):
        _price(trade, general, "0", "97", DAY)
    discounts = Discounts(trade)
    discounts.grant("0.10", customer_id=trade.customer, family_id=discounts.hydro)
    with pytest.raises(BeganAlready, match=r"discount of customer C\d+ on family HYDRO"):
        discounts.grant("0.11", customer_id=trade.customer, family_id=discounts.hydro)


@pytest.mark.parametrize(
    ("price", "quantity", "rule"),
    [("-1", "0", "below zero"), ("1", "-1", "from -1"), ("1.00001", "0", "4 decimals")],
)
def test_a_price_that_no_list_may_bear_is_refused(
    trade: Trade, price: str, quantity: str, rule: str
) -> None:
    general = _list(trade, "GENERAL")
    with pytest.raises(InvalidValue, match=rule):
        _price(trade, general, quantity, price, DAY)


def test_a_price_on_an_unknown_list_is_refused(trade: Trade) -> None:
    with pytest.raises(NotFound, match="price list 0"):
        _price(trade, 0, "0", "1", DAY)


def test_a_discount_is_a_share(trade: Trade) -> None:
    for rate in ("-0.1", "1.1"):
        with pytest.raises(InvalidValue, match="between 0 and 1"):
            catalog.grant_discount(trade.connection, discount_rate=Decimal(rate), valid_from=DAY)


def test_a_price_list_has_a_code_of_its_own_a_currency_and_days(trade: Trade) -> None:
    _list(trade, "GENERAL")
    with pytest.raises(CodeTaken, match="price list GENERAL already"):
        _list(trade, "GENERAL")
    with pytest.raises(NotFound, match="currency XXX"):
        _list(trade, "OTHER", currency_code="XXX")
    with pytest.raises(InvalidValue, match="from 2024-03-01 to 2024-02-29"):
        _list(trade, "OTHER", valid_to=day(-1))


def test_the_database_refuses_two_prices_or_discounts_on_one_day(trade: Trade) -> None:
    general = _list(trade, "GENERAL", ("0", "98"))
    with (
        trade.connection.transaction(force_rollback=True),
        pytest.raises(psycopg.errors.ExclusionViolation, match="one_list_price_a_day"),
        trade.connection.transaction(),
    ):
        trade.connection.execute(
            "insert into erp.price_list_lines (price_list_id, product_id, unit_price, valid_from)"
            " values (%s, %s, 1, %s)",
            [general, trade.pump, day(5)],
        )
    twice = "insert into erp.discounts (discount_rate, valid_from) values (0.1, %s)"
    trade.connection.execute(twice, [DAY])
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_discount_a_day"):
        trade.connection.execute(twice, [day(5)])
