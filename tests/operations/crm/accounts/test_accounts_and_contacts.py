"""Accounts, contacts and roles: what is kept, what is normalised, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from desk import Desk
from trade import DAY, day

from operations.crm.accounts import commands as accounts
from operations.crm.accounts.errors import ForeignContact, MergedAway, RoleHeld, RoleNotHeld
from operations.crm.accounts.model import web_domain
from operations.crm.merges import commands as merges
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate


def test_what_is_not_given_stays_and_none_empties(desk: Desk) -> None:
    account = desk.open_account("Serrurerie du Pilat", city="Lyon", phone="0400000000")
    accounts.change_account(desk.connection, account_id=account, name="Serrurerie Pilat", city=None)
    seen = desk.of("accounts", account, "name, city, phone, row_version")
    assert seen == ("Serrurerie Pilat", None, "0400000000", 2)


def test_an_edit_on_a_version_that_no_longer_stands_is_refused(desk: Desk) -> None:
    accounts.change_account(
        desk.connection, account_id=desk.account, expected_version=1, city="Dole"
    )
    with pytest.raises(LostUpdate, match="is at version 2"):
        accounts.change_account(
            desk.connection, account_id=desk.account, expected_version=1, city="Lyon"
        )
    contact = desk.contact()
    with pytest.raises(LostUpdate):
        accounts.change_contact(desk.connection, contact_id=contact, expected_version=7)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": " "}, "name of the account"),
        ({"country_code": "fr"}, "country of account"),
        ({"web_address": "not a domain"}, "web address"),
    ],
)
def test_a_change_that_no_account_may_bear_is_refused(
    desk: Desk, change: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidValue, match=message):
        accounts.change_account(desk.connection, account_id=desk.account, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    ["atelier.fr", "https://www.Atelier.fr/contact?x", "ATELIER.FR:443", " atelier.fr. "],
)
def test_a_web_address_is_kept_as_its_domain(address: str) -> None:
    assert web_domain(address, of="x") == "atelier.fr"


def test_an_account_that_was_merged_takes_nothing_new(desk: Desk) -> None:
    other = desk.open_account("Ateliers Jura")
    merges.merge_accounts(
        desk.connection, kept_id=desk.account, merged_id=other, on=DAY, by="Vente Nord"
    )
    writes: tuple[Callable[[], int], ...] = (
        lambda: desk.deal(other),
        lambda: desk.contact(other),
        lambda: desk.ticket(account_id=other),
        lambda: accounts.change_account(desk.connection, account_id=other, city="Lyon"),
    )
    for write in writes:
        with pytest.raises(MergedAway, match=r"Account A\d+ was merged into account A\d+"):
            write()


def test_a_contact_changes_and_its_new_address_is_not_known_to_be_valid(desk: Desk) -> None:
    contact = desk.contact(email="achats@jura.example")
    accounts.note_email_validity(desk.connection, contact_id=contact, validity="bounced", on=day(2))
    seen = "email_validity, email_checked_on"
    assert desk.of("contacts", contact, seen) == ("bounced", day(2))
    accounts.change_contact(desk.connection, contact_id=contact, email="ventes@jura.example")
    assert desk.of("contacts", contact, seen) == ("unknown", None)


@pytest.mark.parametrize("email", ["achats", "achats@jura", "a b@jura.example", "@jura.example"])
def test_an_address_to_which_no_mail_arrives_is_refused(desk: Desk, email: str) -> None:
    with pytest.raises(InvalidValue, match="e-mail address of contact"):
        desk.contact(email=email)


def test_the_validity_of_no_address_is_not_noted(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="has no e-mail address"):
        accounts.note_email_validity(
            desk.connection, contact_id=desk.contact(), validity="valid", on=DAY
        )
    with pytest.raises(InvalidValue, match="said to be 'fine'"):
        accounts.note_email_validity(
            desk.connection,
            contact_id=desk.contact(email="a@b.example"),
            validity="fine",  # type: ignore[arg-type]
            on=DAY,
        )


def test_a_contact_has_one_role_of_a_kind_at_a_time_in_each_deal(desk: Desk) -> None:
    contact, deal = desk.contact(), desk.deal()
    for opportunity_id in (None, deal):
        accounts.give_role(
            desk.connection,
            contact_id=contact,
            role="buyer",
            on=DAY,
            opportunity_id=opportunity_id,
        )
    with pytest.raises(RoleHeld, match="holds the role buyer already"):
        accounts.give_role(desk.connection, contact_id=contact, role="buyer", on=day(1))
    accounts.end_role(desk.connection, contact_id=contact, role="buyer", on=day(1))
    accounts.give_role(desk.connection, contact_id=contact, role="buyer", on=day(2))
    spans = desk.rows(
        "select started_on, ended_on from crm.contact_roles where opportunity_id is null"
        " order by contact_role_id"
    )
    assert spans == [(DAY, day(1)), (day(2), None)]


def test_a_role_that_nobody_holds_or_that_began_later_does_not_end(desk: Desk) -> None:
    contact = desk.contact()
    with pytest.raises(RoleNotHeld, match="does not hold the role buyer"):
        accounts.end_role(desk.connection, contact_id=contact, role="buyer", on=DAY)
    accounts.give_role(desk.connection, contact_id=contact, role="buyer", on=day(5))
    with pytest.raises(InvalidValue, match="since 2024-03-06; it cannot end on 2024-03-02"):
        accounts.end_role(desk.connection, contact_id=contact, role="buyer", on=day(1))


def test_a_person_of_another_firm_has_no_role_in_a_deal(desk: Desk) -> None:
    stranger = desk.contact(desk.open_account("Other"))
    with pytest.raises(ForeignContact, match=r"does not belong to account A\d+"):
        accounts.give_role(
            desk.connection, contact_id=stranger, role="buyer", on=DAY, opportunity_id=desk.deal()
        )
    with pytest.raises(InvalidValue, match="role of contact"):
        accounts.give_role(
            desk.connection,
            contact_id=stranger,
            role="king",  # type: ignore[arg-type]
            on=DAY,
        )
    with pytest.raises(NotFound, match="opportunity 999999"):
        accounts.give_role(
            desk.connection, contact_id=stranger, role="buyer", on=DAY, opportunity_id=999_999
        )


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update crm.accounts set merged_into_id = account_id", "merged_into_another"),
        ("update crm.accounts set web_domain = 'http://x'", "web_domain"),
        ("update crm.contacts set email_validity = 'valid'", "checked_on_a_day"),
        ("update crm.contacts set merged_into_id = contact_id", "merged_into_another"),
        ("update crm.contact_roles set ended_on = '2024-02-01'", "ends_after_it_starts"),
        ("update crm.contact_roles set role = 'king'", "role_check"),
        (
            "insert into crm.contact_roles (contact_id, role, started_on)"
            " select contact_id, role, '2024-04-01' from crm.contact_roles",
            "one_role_at_a_time",
        ),
    ],
)
def test_the_database_refuses_what_no_account_or_contact_may_bear(
    desk: Desk, statement: str, rule: str
) -> None:
    contact = desk.contact()
    accounts.give_role(desk.connection, contact_id=contact, role="buyer", on=DAY)
    with pytest.raises(psycopg.errors.IntegrityError, match=rule):
        desk.connection.execute(statement.encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ateliers du Jura SARL", "ATELIERS DU JURA S.A.R.L."),
        ("Électricité des Cévennes", "Electricite  des Cevennes (SAS)"),
        ("Cœur d'Acier", "COEUR D ACIER"),
    ],
)
def test_spellings_of_one_name_share_a_key(desk: Desk, one: str, other: str) -> None:
    keys = desk.row("select crm.name_key(%s), crm.name_key(%s)", one, other)
    assert keys[0] == keys[1]


def test_names_that_differ_do_not_share_a_key_and_a_legal_form_alone_has_none(desk: Desk) -> None:
    assert desk.row("select crm.name_key('Jura SA'), crm.name_key('Jurassa')") == (
        "jura",
        "jurassa",
    )
    assert desk.row("select crm.name_key('S.A.')") is None


def test_a_siret_shares_the_key_of_its_siren(desk: Desk) -> None:
    keys = desk.row(
        "select crm.registration_key('012 345 678 00019', 'FR'),"
        " crm.registration_key('012345678', 'FR'), crm.registration_key('CHE-1.2', 'CH')"
    )
    assert keys == ("012345678", "012345678", "CHE12")
