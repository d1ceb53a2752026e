"""An account and its customer are one firm: made on either side, changed on either side."""

from __future__ import annotations

from decimal import Decimal

import pytest
from two_sides import DAY, OTHER_SIREN, SIREN, TODAY, TwoSides

from operations.crm.accounts import commands as accounts
from operations.crm.opportunities import commands as opportunities
from operations.sync.commands import conflicts, request_customer
from operations.sync.errors import IsCustomer


def _won(sides: TwoSides, account_id: int) -> None:
    deal = opportunities.open_opportunity(
        sides.connection,
        account_id=account_id,
        name="Pumps",
        created_on=DAY,
        amount=Decimal(100),
    )
    opportunities.win(sides.connection, opportunity_id=deal, on=TODAY)


def _count(sides: TwoSides, table: str) -> int:
    return int(sides.row(f"select count(*) from {table}"))


def test_a_customer_of_the_books_gets_an_account(sides: TwoSides) -> None:
    customer_id = sides.customer("Moulin", city="Lyon", legal_id=SIREN)
    sides.sync()
    row = sides.row(
        "select name, city, legal_id, country_code from crm.accounts where customer_id = %s",
        customer_id,
    )
    assert row == ("Moulin", "Lyon", SIREN, "FR")
    assert sides.waiting() == []  # what the sync wrote does not come back


def test_an_account_that_is_only_courted_is_no_customer(sides: TwoSides) -> None:
    before = _count(sides, "erp.customers")
    sides.account("Moulin")
    sides.sync()
    assert _count(sides, "erp.customers") == before


def test_an_account_becomes_a_customer_with_its_first_deal_won(sides: TwoSides) -> None:
    account_id = sides.account("Moulin", city="Lyon", legal_id=SIREN)
    _won(sides, account_id)
    sides.sync()
    row = sides.row(
        "select name, city, legal_id, created_on from erp.customers join crm.accounts"
        " using (customer_id, name, city, legal_id) where account_id = %s",
        account_id,
    )
    assert row == ("Moulin", "Lyon", SIREN, TODAY)
    customers = _count(sides, "erp.customers")
    _won(sides, account_id)
    sides.sync()
    assert _count(sides, "erp.customers") == customers


def test_a_seller_may_ask_for_the_customer_before(sides: TwoSides) -> None:
    account_id = sides.account("Moulin")
    request_customer(sides.connection, account_id=account_id, on=DAY)
    sides.sync()
    assert sides.both(account_id, "name") == ("Moulin", "Moulin")
    with pytest.raises(IsCustomer, match="is customer C"):
        request_customer(sides.connection, account_id=account_id, on=DAY)


def test_a_deal_won_by_an_account_merged_since_makes_a_customer_of_the_kept_one(
    sides: TwoSides,
) -> None:
    kept, merged = sides.account("Moulin"), sides.account("Le Moulin")
    _won(sides, merged)
    sides.connection.execute(
        "update crm.accounts set merged_into_id = %s where account_id = %s", [kept, merged]
    )
    sides.sync()
    assert sides.both(kept, "name") == ("Moulin", "Moulin")


@pytest.mark.parametrize("first", ["account", "customer"])
def test_the_same_registration_number_is_the_same_firm(sides: TwoSides, first: str) -> None:
    account_id = sides.account("Moulin", legal_id=f"{SIREN[:3]} {SIREN[3:]}")
    if first == "account":
        customer_id = sides.customer("Moulin SA", legal_id=SIREN)
    else:
        customer_id = sides.customer("Moulin SA", legal_id=SIREN)
        _won(sides, account_id)
    sides.sync()
    assert sides.customer_of(account_id) == customer_id
    assert sides.both(account_id, "legal_id") == (SIREN, SIREN)


def test_a_second_account_of_a_known_firm_is_that_customer(sides: TwoSides) -> None:
    account_id, customer_id = sides.linked(legal_id=SIREN)
    double = sides.account("Atelier again", legal_id=SIREN)
    _won(sides, double)
    sides.sync()
    assert sides.customer_of(double) == customer_id
    assert sides.account_of(customer_id) == account_id


def test_one_that_was_linked_by_hand_is_not_made_again(sides: TwoSides) -> None:
    account_id, customer_id = sides.account("Moulin", city="Lyon"), sides.customer("Moulin")
    accounts.link_customer(sides.connection, account_id=account_id, customer_id=customer_id)
    sides.sync()
    assert sides.account_of(customer_id) == account_id
    assert sides.both(account_id, "city") == ("Lyon", "Lyon")  # a blank is filled


@pytest.mark.parametrize("field", ["name", "city"])
def test_a_change_of_one_side_goes_over_and_not_back(sides: TwoSides, field: str) -> None:
    account_id, customer_id = sides.linked(city="Lyon")
    sides.in_crm(account_id, **{field: "From the CRM"})
    sides.sync()
    assert sides.both(account_id, field) == ("From the CRM", "From the CRM")
    sides.in_erp(customer_id, **{field: "From the ERP"})
    sides.sync()
    assert sides.both(account_id, field) == ("From the ERP", "From the ERP")
    assert sides.waiting() == []


def test_a_field_that_is_emptied_is_emptied_on_both_sides(sides: TwoSides) -> None:
    account_id, _ = sides.linked(city="Lyon")
    sides.in_crm(account_id, city=None)
    sides.sync()
    assert sides.both(account_id, "city") == (None, None)


def test_who_sells_to_it_goes_over_by_its_key(sides: TwoSides) -> None:
    account_id, customer_id = sides.linked()
    seller = sides.row(
        "insert into erp.employees (employee_number, name, hired_on) values ('EM1', 'Vente Nord',"
        " '2020-01-01') returning employee_id"
    )
    sides.in_crm(account_id, owner_id=seller)
    sides.sync()
    assert sides.both(account_id, "seller") == (seller, seller)
    sides.in_erp(customer_id, seller_id=None)
    sides.sync()
    assert sides.both(account_id, "seller") == (None, None)
    assert (
        sides.row("select owner_name from crm.accounts where account_id = %s", account_id) is None
    )


def test_a_number_comes_back_in_the_form_in_which_the_books_keep_it(sides: TwoSides) -> None:
    account_id, _ = sides.linked()
    sides.in_crm(account_id, legal_id="552 100 554")
    sides.sync()
    assert sides.both(account_id, "legal_id") == (SIREN, SIREN)


def test_what_the_other_side_refuses_waits_for_a_person_and_the_rest_goes_over(
    sides: TwoSides,
) -> None:
    account_id, _ = sides.linked(legal_id=SIREN)
    sides.in_crm(account_id, legal_id="552100555", city="Lyon")
    assert sides.sync() == 1
    assert sides.both(account_id, "city") == ("Lyon", "Lyon")
    assert sides.both(account_id, "legal_id") == ("552100555", SIREN)
    (conflict,) = conflicts(sides.connection)
    assert (conflict.field, conflict.crm_value, conflict.erp_value) == (
        "legal_id",
        "552100555",
        SIREN,
    )
    assert "check digit" in conflict.reason
    sides.in_crm(account_id, legal_id=OTHER_SIREN)
    sides.sync()
    assert sides.both(account_id, "legal_id") == (OTHER_SIREN, OTHER_SIREN)
    assert conflicts(sides.connection) == []


def test_a_customer_is_made_without_the_number_that_the_books_refuse(sides: TwoSides) -> None:
    account_id = sides.account("Moulin", legal_id="not a number")
    _won(sides, account_id)
    sides.sync()
    assert sides.both(account_id, "legal_id") == ("not a number", None)
    assert [conflict.field for conflict in conflicts(sides.connection)] == ["legal_id"]


def test_the_link_follows_the_account_that_a_merge_keeps(sides: TwoSides) -> None:
    account_id, customer_id = sides.linked(city="Lyon")
    kept = sides.account("Atelier", city="Lyon")
    sides.connection.execute(
        "update crm.accounts set merged_into_id = %s, customer_id = null where account_id = %s",
        [kept, account_id],
    )
    sides.connection.execute(
        "update crm.accounts set customer_id = %s where account_id = %s", [customer_id, kept]
    )
    sides.sync()
    assert sides.account_of(customer_id) == kept
    sides.in_erp(customer_id, city="Paris")
    sides.sync()
    assert sides.both(kept, "city") == ("Paris", "Paris")
