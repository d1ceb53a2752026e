"""Registration numbers that carry their own check, and what is said of those that fail it."""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from trade import DAY, Trade

from operations.company.firms import firm
from operations.erp.party import commands as party
from operations.erp.party.errors import (
    AlreadyRegistered,
    WrongRegistration,
    WrongSiren,
    WrongSiret,
    WrongVatNumber,
)
from operations.erp.party.registrations import Registration, registration

SIREN = "732829320"
SIRET = "73282932000074"


def _of(country_code: str = "FR", **numbers: str) -> Registration:
    return registration(of="customer Atelier", country_code=country_code, **numbers)


def test_the_numbers_of_a_french_firm_are_kept_without_spaces_and_fill_each_other() -> None:
    whole = Registration(SIREN, SIREN, SIRET, "FR44732829320")
    assert _of(siret="732 829 320 00074", vat_number="FR 44 732 829 320") == whole
    assert _of(legal_id="732 829 320") == Registration(SIREN, SIREN, None, None)
    assert _of() == Registration(None, None, None, None)


@pytest.mark.parametrize(
    ("numbers", "kind", "fault"),
    [
        ({"siren": "732829321"}, WrongSiren, "SIREN 732829321 of customer Atelier: its check"),
        ({"siren": "73282932"}, WrongSiren, "not the length of nine digits"),
        ({"siren": "73282932X"}, WrongSiren, "it has not nine digits"),
        ({"legal_id": "RCS Lyon"}, WrongSiren, "SIREN RCS Lyon"),
        ({"siret": "73282932000075"}, WrongSiret, "its check digit"),
        ({"siren": "404833048", "siret": SIRET}, WrongSiret, "not begin with the SIREN 404833048"),
        ({"siren": SIREN, "legal_id": "404833048"}, WrongSiren, "its legal id is another"),
        ({"vat_number": "FR00732829320"}, WrongVatNumber, "its check digit"),
        ({"vat_number": "BE0428759497"}, WrongVatNumber, "the form of those of FR"),
        (
            {"siren": "404833048", "vat_number": "FR44732829320"},
            WrongVatNumber,
            "does not end with the SIREN 404833048",
        ),
    ],
)
def test_a_number_that_no_register_gave_is_refused_and_the_check_named(
    numbers: dict[str, str], kind: type[WrongRegistration], fault: str
) -> None:
    with pytest.raises(kind, match=fault) as refused:
        _of(**numbers)
    assert "Copy it from the register" in refused.value.remedy


@pytest.mark.parametrize(
    ("country", "given", "kept"),
    [
        ("BE", "0428.759.497", "BE0428759497"),
        ("DE", "DE 136 695 976", "DE136695976"),
        ("GR", "EL 094259216", "EL094259216"),
        ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
    ],
)
def test_a_vat_number_follows_the_rule_of_the_partys_country(
    country: str, given: str, kept: str
) -> None:
    assert _of(country, vat_number=given).vat_number == kept


def test_a_vat_number_of_a_country_without_them_is_refused() -> None:
    with pytest.raises(WrongVatNumber, match="no rule for those of US"):
        _of("US", vat_number="US123")


def test_a_siret_without_its_firm_is_refused_abroad_and_a_legal_id_kept_as_it_is() -> None:
    with pytest.raises(WrongSiret, match="SIREN of its firm is missing"):
        _of("DE", siret=SIRET)
    assert _of("DE", legal_id="HRB 42").legal_id == "HRB 42"


def test_a_site_is_in_the_books_once(trade: Trade) -> None:
    party.change_customer(trade.connection, customer_id=trade.customer, siret=SIRET)
    party.change_customer(trade.connection, customer_id=trade.customer, siret=SIRET)
    with pytest.raises(AlreadyRegistered, match=rf"SIRET {SIRET} is C\d+'s already"):
        party.register_customer(
            trade.connection, name="Twin", country_code="FR", created_on=DAY, siret=SIRET
        )


def test_a_new_legal_id_is_a_new_siren_in_france(trade: Trade) -> None:
    numbers = "select legal_id, siren from erp.customers where customer_id = %s"
    party.change_customer(trade.connection, customer_id=trade.customer, legal_id=SIREN)
    party.change_customer(trade.connection, customer_id=trade.customer, legal_id="404833048")
    assert trade.row(numbers, trade.customer) == ("404833048", "404833048")
    party.change_customer(trade.connection, customer_id=trade.customer, siren=SIREN)
    assert trade.row(numbers, trade.customer) == (SIREN, SIREN)
    party.change_customer(trade.connection, customer_id=trade.customer, city="Lyon")
    assert trade.row(numbers, trade.customer) == (SIREN, SIREN)
    party.change_customer(trade.connection, customer_id=trade.customer, legal_id=None)
    assert trade.row(numbers, trade.customer) == (None, None)


@pytest.mark.parametrize(
    "change", ["siren = '12'", f"siret = '{SIRET}'", "vat_number = 'none'", "siret = 'x'"]
)
def test_the_database_keeps_the_form_of_numbers_and_a_site_with_its_firm(
    trade: Trade, change: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        trade.connection.execute(f"update erp.customers set {change}".encode())


def test_the_numbers_of_the_sample_company_pass() -> None:
    random, taken = Random(7), set[str]()  # noqa: S311
    firms = [firm(random, taken) for _ in range(200)]
    kept = [
        registration(of=known.name, country_code=known.country_code, legal_id=known.siren)
        for known in firms
    ]
    assert sum(numbers.siren is not None for numbers in kept) > 50
