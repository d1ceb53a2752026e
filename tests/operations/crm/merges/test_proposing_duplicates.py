"""Records that may be one are proposed with the reasons, and not again once kept apart."""

from __future__ import annotations

import pytest
from desk import Desk
from trade import DAY

from operations.crm.merges import commands as merges
from operations.crm.merges.commands import Duplicate
from operations.crm.merges.errors import MergesWithItself
from operations.errors import InvalidValue, NotFound


def pairs(desk: Desk, of: str) -> list[tuple[int, int]]:
    found = merges.propose_duplicates(desk.connection, of=of)  # type: ignore[arg-type]
    return [(one.first_id, one.second_id) for one in found]


def test_accounts_are_proposed_with_everything_that_speaks_for_it(desk: Desk) -> None:
    one = desk.open_account(
        "Serrurerie du Pilat SARL", legal_id="012 345 678", web_address="www.pilat.fr"
    )
    two = desk.open_account(
        "SERRURERIE DU PILAT", legal_id="01234567800019", web_address="https://pilat.fr"
    )
    for account in (one, two):
        desk.contact(account, email="achats@pilat.fr")
    assert merges.propose_duplicates(desk.connection, of="account") == [
        Duplicate(
            one,
            two,
            (
                "same registration number 012345678",
                "same web domain pilat.fr",
                "same name in one country, but for its spelling: SERRURERIE DU PILAT",
                "a contact of each has the e-mail address achats@pilat.fr",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"country_code": "FR"}, {"country_code": "BE"}),
        ({"legal_id": "012345678"}, {"legal_id": "987654321", "name": "Autre"}),
        ({"web_address": "pilat.fr"}, {"web_address": "pilat.com", "name": "Autre"}),
    ],
)
def test_accounts_that_share_nothing_that_counts_are_not_proposed(
    desk: Desk, one: dict[str, str], two: dict[str, str]
) -> None:
    for fields in (one, two):
        desk.open_account(**({"name": "Serrurerie"} | fields))
    assert pairs(desk, "account") == []


def test_of_many_alike_each_is_proposed_once_with_the_eldest(desk: Desk) -> None:
    one, two, three = (desk.open_account("Serrurerie") for _ in range(3))
    assert pairs(desk, "account") == [(one, two), (one, three)]


def test_what_was_kept_apart_is_not_proposed_again_but_with_others_it_is(desk: Desk) -> None:
    one, two, three = (desk.open_account("Serrurerie") for _ in range(3))
    for other in (two, three):
        merges.keep_apart(
            desk.connection, of="account", first_id=other, second_id=one, on=DAY, by="Direction"
        )
    assert pairs(desk, "account") == [(two, three)]


def test_what_was_merged_is_not_proposed(desk: Desk) -> None:
    one, two = (desk.open_account("Serrurerie") for _ in range(2))
    merges.merge_accounts(desk.connection, kept_id=one, merged_id=two, on=DAY, by="Direction")
    assert pairs(desk, "account") == []


def test_contacts_of_one_account_are_proposed_by_address_and_name(desk: Desk) -> None:
    one = desk.contact(last_name="Achats", email="achats@jura.example")
    two = desk.contact(last_name="Compta", email="Achats@Jura.example ")
    three = desk.contact(last_name="ACHATS")
    desk.contact(desk.open_account("Other"), last_name="Achats")
    assert pairs(desk, "contact") == [(one, two), (one, three)]


def test_leads_are_proposed_by_address_and_firm(desk: Desk) -> None:
    one = desk.lead(email="dt@forez.example")
    two = desk.lead(company_name="Autre", email="DT@forez.example")
    three = desk.lead(company_name="Menuiserie du Forez SAS")
    desk.lead(company_name="Menuiserie du Forez", country_code="CH")
    assert pairs(desk, "lead") == [(one, two), (one, three)]


def test_only_two_records_that_exist_are_kept_apart_by_somebody(desk: Desk) -> None:
    given = {"of": "account", "on": DAY, "by": "Direction"}
    with pytest.raises(MergesWithItself):
        merges.keep_apart(
            desk.connection,
            first_id=desk.account,
            second_id=desk.account,
            **given,  # type: ignore[arg-type]
        )
    with pytest.raises(NotFound, match="account 999999"):
        merges.keep_apart(
            desk.connection,
            first_id=desk.account,
            second_id=999_999,
            **given,  # type: ignore[arg-type]
        )
    with pytest.raises(InvalidValue, match="person who decides"):
        merges.keep_apart(
            desk.connection,
            first_id=desk.account,
            second_id=desk.open_account("Other"),
            **(given | {"by": ""}),  # type: ignore[arg-type]
        )
