"""What the books know of suppliers: terms, numbers, addresses, changes on a version."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
from trade import DAY, Trade

from operations.erp.party import commands as party
from operations.erp.party.errors import AlreadyRegistered, WrongSiren
from operations.errors import NotFound
from operations.versions import LostUpdate


def _supplier(trade: Trade, **details: str) -> int:
    return party.register_supplier(
        trade.connection,
        name="Aciérie de la Loire",
        country_code="FR",
        created_on=DAY,
        **details,  # type: ignore[arg-type]
    )


def test_a_supplier_is_paid_by_the_terms_that_were_agreed(trade: Trade) -> None:
    key = _supplier(trade, siren="732829320")
    agreed = party.terms_by_code(trade.connection, "45FDM")
    version = party.change_supplier(
        trade.connection, supplier_id=key, expected_version=1, payment_terms_id=agreed
    )
    known = party.supplier(trade.connection, key)
    assert (version, known.payment_terms_days) == (2, 45)
    assert known.due_on(dt.date(2024, 1, 10)) == dt.date(2024, 2, 29)
    assert party.change_supplier(trade.connection, supplier_id=key, payment_terms_id=agreed) == 2


def test_a_wrong_number_of_a_supplier_is_refused(trade: Trade) -> None:
    with pytest.raises(WrongSiren, match="of supplier Aciérie de la Loire"):
        _supplier(trade, siren="732829321")


def test_a_suppliers_site_is_in_the_books_once(trade: Trade) -> None:
    _supplier(trade, siret="73282932000074")
    with pytest.raises(AlreadyRegistered, match=r"is V\d+'s already"):
        _supplier(trade, siret="73282932000074")


def test_a_change_of_a_supplier_on_an_old_version_is_refused(trade: Trade) -> None:
    key = _supplier(trade)
    party.change_supplier(trade.connection, supplier_id=key, city="Lyon")
    with pytest.raises(LostUpdate, match="is at version 2"):
        party.change_supplier(trade.connection, supplier_id=key, expected_version=1, city="Nice")
    with pytest.raises(NotFound):
        party.change_supplier(trade.connection, supplier_id=0, city="Nice")


def test_a_supplier_has_addresses_and_one_seat_a_day(trade: Trade) -> None:
    key = _supplier(trade)
    party.add_address(
        trade.connection,
        supplier_id=key,
        kind="registered",
        line_1="1 quai",
        postal_code="42000",
        city="Saint-Étienne",
        country_code="FR",
        valid_from=DAY,
    )
    (seat,) = party.addresses_on(trade.connection, on=DAY, supplier_id=key)
    assert seat.city == "Saint-Étienne"
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_seat_of_a_supplier"):
        trade.connection.execute(
            "insert into erp.addresses (supplier_id, kind, line_1, postal_code, city,"
            " country_code, valid_from) values (%s, 'registered', 'x', '1', 'x', 'FR', %s)",
            [key, DAY],
        )
