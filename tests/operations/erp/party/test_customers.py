"""What the books know of customers: changes on a version, limits, groups, blocks, addresses."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from trade import DAY, Trade, day

from operations.erp.party import commands as party
from operations.erp.party.errors import AboveItself, CustomerBlocked, NotBlocked
from operations.errors import InvalidValue, NotFound
from operations.validity import BeganAlready
from operations.versions import LostUpdate

SEAT = {
    "line_1": "12 rue de la Scierie",
    "postal_code": "42600",
    "city": "Montbrison",
    "country_code": "FR",
}


def test_only_what_is_named_changes_and_the_version_rises(trade: Trade) -> None:
    version = party.change_customer(
        trade.connection,
        customer_id=trade.customer,
        expected_version=1,
        credit_limit=Decimal(5000),
        currency_code="CHF",
    )
    known = party.customer(trade.connection, trade.customer)
    assert version == known.row_version == 2
    assert (known.name, known.credit_limit) == ("Atelier du Forez", 5000)
    assert known.credit_currency_code == known.currency_code == "CHF"


def test_a_change_to_what_stands_is_no_change(trade: Trade) -> None:
    same = party.change_customer(
        trade.connection, customer_id=trade.customer, name="Atelier du Forez"
    )
    assert same == 1


def test_a_change_on_an_old_version_is_refused(trade: Trade) -> None:
    party.change_customer(trade.connection, customer_id=trade.customer, city="Feurs")
    with pytest.raises(LostUpdate, match="is at version 2"):
        party.change_customer(
            trade.connection, customer_id=trade.customer, expected_version=1, city="Lyon"
        )


@pytest.mark.parametrize(
    ("changes", "refusal", "rule"),
    [
        ({"name": " "}, InvalidValue, "name of the customer is empty"),
        ({"country_code": "fr"}, InvalidValue, "'fr'"),
        ({"credit_limit": Decimal(-1)}, InvalidValue, "credit limit of customer Atelier"),
        ({"credit_limit": Decimal("0.001")}, InvalidValue, "2 decimals are kept"),
        ({"payment_terms_days": 400}, InvalidValue, "400 days"),
        ({"currency_code": "XXX"}, NotFound, "currency XXX"),
        ({"seller_id": 0}, NotFound, "employee 0"),
        ({"price_list_id": 0}, NotFound, "price list 0"),
        ({"parent_customer_id": 0}, NotFound, "customer 0"),
    ],
)
def test_a_change_that_no_customer_may_bear_is_refused(
    trade: Trade, changes: dict[str, str], refusal: type[Exception], rule: str
) -> None:
    with pytest.raises(refusal, match=rule):
        party.change_customer(
            trade.connection,
            customer_id=trade.customer,
            **changes,  # type: ignore[arg-type]
        )


def test_an_unknown_customer_is_not_changed(trade: Trade) -> None:
    with pytest.raises(NotFound, match=r"erp\.customers 0"):
        party.change_customer(trade.connection, customer_id=0, city="Lyon")


def _site(trade: Trade, name: str, parent: int | None) -> int:
    return party.register_customer(
        trade.connection,
        name=name,
        country_code="FR",
        created_on=DAY,
        parent_customer_id=parent,
    )


def test_a_group_is_everyone_under_the_same_top(trade: Trade) -> None:
    group = _site(trade, "Groupe", None)
    firm = _site(trade, "Firm", group)
    sites = [_site(trade, "North", firm), _site(trade, "South", firm)]
    assert party.above(trade.connection, sites[1]) == [sites[1], firm, group]
    assert party.group_of(trade.connection, sites[0]) == [group, firm, *sites]
    assert party.group_of(trade.connection, trade.customer) == [trade.customer]


def test_nobody_stands_above_itself(trade: Trade) -> None:
    firm = _site(trade, "Firm", trade.customer)
    site = _site(trade, "Site", firm)
    for parent in (site, trade.customer):
        with pytest.raises(AboveItself, match=r"C\d+ cannot stand above customer C\d+"):
            party.change_customer(
                trade.connection, customer_id=trade.customer, parent_customer_id=parent
            )


def test_the_database_refuses_a_circle_of_customers(trade: Trade) -> None:
    site = _site(trade, "Site", _site(trade, "Firm", trade.customer))
    with pytest.raises(psycopg.errors.CheckViolation, match=r"customer_id \d+ .* above itself"):
        trade.connection.execute(
            "update erp.customers set parent_customer_id = %s where customer_id = %s",
            [site, trade.customer],
        )


def _block(trade: Trade) -> None:
    party.block_customer(
        trade.connection, customer_id=trade.customer, blocked_on=day(3), reason="impayés"
    )


def test_a_blocked_customer_may_not_order_from_that_day_on(trade: Trade) -> None:
    _block(trade)
    assert party.require_may_order(trade.connection, trade.customer, on=day(2)).blocked_on
    with pytest.raises(CustomerBlocked, match=r"C\d+ is blocked since 2024-03-04: impayés"):
        party.require_may_order(trade.connection, trade.customer, on=day(3))
    party.unblock_customer(trade.connection, customer_id=trade.customer)
    party.require_may_order(trade.connection, trade.customer, on=day(3))


def test_a_customer_is_blocked_once_and_unblocked_once(trade: Trade) -> None:
    with pytest.raises(NotBlocked, match="is not blocked"):
        party.unblock_customer(trade.connection, customer_id=trade.customer)
    _block(trade)
    with pytest.raises(NotBlocked, match="blocked since 2024-03-04 already"):
        _block(trade)


def test_a_block_has_a_reason(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="block is empty"):
        party.block_customer(
            trade.connection, customer_id=trade.customer, blocked_on=DAY, reason=" "
        )


def test_an_unknown_customer_may_not_order(trade: Trade) -> None:
    with pytest.raises(NotFound, match="customer 0"):
        party.require_may_order(trade.connection, 0, on=DAY)


def test_the_database_refuses_an_order_of_a_blocked_customer(trade: Trade) -> None:
    trade.connection.execute("update erp.customers set blocked_on = %s, block_reason = 'x'", [DAY])
    with pytest.raises(psycopg.errors.CheckViolation, match=r"C\d+ is blocked since 2024-03-01: x"):
        trade.connection.execute(
            "insert into erp.sales_orders (order_number, customer_id, ordered_on, status,"
            " currency_code) values ('SOX', %s, %s, 'open', 'EUR')",
            [trade.customer, DAY],
        )


def _address(trade: Trade, kind: str, start: int, **more: str) -> int:
    return party.add_address(
        trade.connection,
        customer_id=trade.customer,
        kind=kind,  # type: ignore[arg-type]
        valid_from=day(start),
        **{**SEAT, **more},  # type: ignore[arg-type]
    )


def test_a_new_seat_ends_the_one_before_and_serves_where_no_other_address_is(trade: Trade) -> None:
    _address(trade, "registered", 0)
    _address(trade, "registered", 10, city="Feurs", postal_code="42110")
    found = [
        party.address_on(trade.connection, kind="bill_to", on=day(when), customer_id=trade.customer)
        for when in (-1, 9, 10)
    ]
    assert [address and address.city for address in found] == [None, "Montbrison", "Feurs"]


def test_goods_may_go_to_several_places_until_one_is_given_up(trade: Trade) -> None:
    depot = _address(trade, "ship_to", 0)
    _address(trade, "ship_to", 0, city="Feurs")
    party.end_address(trade.connection, address_id=depot, last_day=day(5))
    known = [
        [
            address.city
            for address in party.addresses_on(
                trade.connection, on=day(when), customer_id=trade.customer
            )
        ]
        for when in (5, 6)
    ]
    assert known == [["Montbrison", "Feurs"], ["Feurs"]]


def test_an_address_that_would_change_the_past_is_refused(trade: Trade) -> None:
    _address(trade, "bill_to", 5)
    with pytest.raises(BeganAlready, match=r"bill_to address .* holds from 2024-03-06"):
        _address(trade, "bill_to", 5)


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"postal_code": "4260"}, "postal code '4260'"),
        ({"country_code": "DE", "postal_code": " "}, "has no postal code"),
        ({"country_code": "de"}, "'de'"),
        ({"line_1": ""}, "name of the address is empty"),
        ({"city": ""}, "city is empty"),
    ],
)
def test_an_address_that_no_letter_reaches_is_refused(
    trade: Trade, more: dict[str, str], rule: str
) -> None:
    with pytest.raises(InvalidValue, match=rule):
        _address(trade, "ship_to", 0, **more)


def test_an_address_is_one_partys(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="a customer's or a supplier's"):
        party.add_address(trade.connection, kind="ship_to", valid_from=DAY, **SEAT)


def test_an_address_ends_after_it_began(trade: Trade) -> None:
    depot = _address(trade, "ship_to", 5)
    with pytest.raises(InvalidValue, match="from 2024-03-06 to 2024-03-02"):
        party.end_address(trade.connection, address_id=depot, last_day=day(1))
    with pytest.raises(NotFound, match="address 0"):
        party.end_address(trade.connection, address_id=0, last_day=day(1))


def test_the_database_refuses_two_seats_on_one_day(trade: Trade) -> None:
    _address(trade, "registered", 0)
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_seat_of_a_customer"):
        trade.connection.execute(
            "insert into erp.addresses (customer_id, kind, line_1, postal_code, city,"
            " country_code, valid_from) values (%s, 'registered', 'x', '1', 'x', 'FR', %s)",
            [trade.customer, day(5)],
        )
