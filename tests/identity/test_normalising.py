"""One form for what was typed in many."""

from __future__ import annotations

import pytest

from identity.normalising.firms import firm_words
from identity.normalising.given_names import called
from identity.normalising.letters import words_of
from identity.normalising.mailboxes import is_of_a_post, mail_address, web_domain
from identity.normalising.people import person_name
from identity.normalising.phones import phone_number
from identity.normalising.places import postal_code, street_of, town
from identity.normalising.registrations import registrations
from identity.normalising.sounds import sound_of


@pytest.mark.parametrize(
    "typed",
    [
        "Dupont & Fils",
        "SARL DUPONT ET FILS",
        "S.A.R.L. Dupont et fils",
        "DUPONT & FILS S A R L",
        "Dupont and Fils Ltd",
        "Établissements Dupont et Fils",
        "dupont-fils",
        "Société à responsabilité limitée Dupont & Fils",
    ],
)
def test_a_firm_is_called_the_same_whatever_its_legal_form(typed: str) -> None:
    assert firm_words(typed) == ("dupont", "fils")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Müller GmbH & Co. KG", ("muller",)),
        ("Acme Sp. z o.o.", ("acme",)),
        ("Rossi S.p.A.", ("rossi",)),
        ("De Vries B.V.", ("de", "vries")),
        ("Lindqvist AB", ("lindqvist",)),
        ("Tan Pte Ltd", ("tan",)),
        ("A.B.C. Conseil", ("abc", "conseil")),
        ("Société", ()),
        ("Test 12", ()),
        ("N/A", ()),
        ("", ()),
    ],
)
def test_a_name_without_its_form_is_never_empty_unless_it_names_nobody(
    typed: str, words: tuple[str, ...]
) -> None:
    assert firm_words(typed) == words


def test_other_scripts_are_written_in_latin_letters() -> None:
    assert words_of("Łódź Œuvre") == ["lodz", "oeuvre"]
    assert words_of("ВАСИЛЬЕВ") == ["vasilev"]
    assert words_of("王杰") == ["wang", "jie"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("thompson", "tompson"), ("garski", "garsky"), ("sarah", "zara"), ("candace", "kandace")],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_a_short_form_stands_for_each_name_that_it_may_be() -> None:
    assert {"patrick", "patricia"} <= called("pat")
    assert called("bob") & called("robert")
    assert not called("mark") & called("mary")


def test_a_name_is_parted_from_titles_particles_and_generations() -> None:
    name = person_name("M. Jean", "van der Berg Jr")
    assert (name.given, name.family, name.generation) == (("jean",), ("berg",), "junior")
    assert person_name(None, None, "Hughes, Howie").given == ("howie",)
    assert person_name(None, None, "Anna Schmidt").family == ("schmidt",)
    assert person_name(None, None, "王杰").family == ("wang",)
    assert person_name("Test", "Test").family == ()


@pytest.mark.parametrize(
    "typed", ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6.12.34.56.78"]
)
def test_a_telephone_is_one_number_however_it_is_typed(typed: str) -> None:
    assert phone_number(typed, "FR") == "+33612345678"


def test_a_foreign_telephone_is_read_as_its_country_writes_it() -> None:
    assert phone_number("(702) 919-1300", "US") == phone_number("+1 702 919 1300", "FR")


@pytest.mark.parametrize("typed", ["0000000000", "12", "n/a", None])
def test_what_fills_a_telephone_field_is_no_number(typed: str | None) -> None:
    assert phone_number(typed, "FR") is None


def test_a_free_mail_domain_says_nothing_of_a_firm() -> None:
    assert mail_address("Dupont <Jean.Dupont+crm@GMAIL.com>") == "jean.dupont@gmail.com"
    assert web_domain("jean.dupont@gmail.com") is None
    assert web_domain("https://www.dupont-fils.fr/contact") == "dupont-fils.fr"
    assert web_domain("contact@dupont-fils.fr") == "dupont-fils.fr"
    assert is_of_a_post("achats@dupont-fils.fr")


def test_a_street_is_its_number_and_the_words_that_tell_it() -> None:
    assert street_of("12, av. du Moulin") == street_of("12 avenue du Moulin")
    assert street_of("Hardenbergstraße 87").names == street_of("87 Hardenberg Str.").names
    assert town("PARIS CEDEX 12") == "paris"
    assert town("St-Étienne") == "saint etienne"
    assert postal_code("89132-0000") == "89132"


def test_siren_siret_and_french_vat_number_are_one_registration() -> None:
    siren = ("siren:732829320",)
    assert registrations("732 829 320", None, "FR", is_firm=True) == siren
    assert registrations("73282932000074", None, "FR", is_firm=True) == siren
    assert registrations(None, "FR44732829320", "FR", is_firm=True) == siren


def test_a_number_that_its_register_refuses_is_no_evidence() -> None:
    assert registrations("732829321", None, "FR", is_firm=True) == ()
    assert registrations(None, "DE123", "DE", is_firm=True) == ()
    assert registrations("000000000", None, "FR", is_firm=True) == ()


def test_a_person_may_bear_several_numbers_each_of_its_register() -> None:
    assert registrations("passport-US:1025-1; ssn:294-66", None, "US", is_firm=False) == (
        "passport-us:10251",
        "ssn:29466",
    )
