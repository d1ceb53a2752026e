"""VAT numbers of invented firms: right in their country's eyes, and always the same."""

from __future__ import annotations

import pytest

from operations.company.vat_numbers import ONE_IN, foreign
from operations.erp.party.registrations import registration

NAMES = [f"Fabrique du Jura {number}" for number in range(200)]


@pytest.mark.parametrize("country", ["BE", "DE", "IT", "ES"])
def test_a_firm_of_the_eu_has_a_number_that_the_books_accept_or_none(country: str) -> None:
    numbers = [foreign(country, name) for name in NAMES]
    known = [number for number in numbers if number is not None]
    assert len(set(known)) == len(known)
    assert 0 < len(numbers) - len(known) < 2 * len(NAMES) / ONE_IN
    for number in known:
        of = registration(of=number, country_code=country, vat_number=number)
        assert of.vat_number == number


def test_a_firm_outside_of_the_eu_has_none() -> None:
    assert foreign("GB", NAMES[0]) is None
