"""Which VAT a sale or a purchase bears: by country, number, product and day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from trade import DAY, Trade

from operations.erp.accounting.errors import NoTaxCode, TaxCodeInForce
from operations.erp.accounting.model import Posting
from operations.erp.accounting.tax_codes import (
    define_tax_code,
    set_fiscal_position,
    set_tax_class,
)
from operations.erp.accounting.vat import Tax, kind_of, tax_for, taxes_for
from operations.erp.party.companies import found_company
from operations.erp.party.suppliers import register_supplier
from operations.errors import InvalidValue, NotFound


def _tax(trade: Trade, country: str = "FR", number: str | None = "X1", **more: Any) -> Tax:
    values = {"company_id": 1, "product_id": trade.pump, "on": DAY, **more}
    return tax_for(trade.connection, party_country=country, party_vat_number=number, **values)


def _swiss(trade: Trade) -> int:
    return found_company(
        trade.connection, company_code="CH", name="Filiale", country_code="CH", currency_code="CHF"
    )


@pytest.mark.parametrize(
    ("country", "number", "direction", "expected"),
    [
        ("FR", None, "sale", "FR20 at 0.2"),
        ("MC", None, "sale", "FR20 at 0.2"),
        ("DE", "DE1", "sale", "FRLIC at 0"),
        ("DE", None, "sale", "FR20 at 0.2"),
        ("US", None, "sale", "FREXP at 0"),
        ("FR", "FR1", "purchase", "FRA20 at 0.2"),
        ("DE", "DE1", "purchase", "FRAIC20 at 0"),
        ("CN", None, "purchase", "FRAIM20 at 0"),
    ],
)
def test_the_tax_follows_from_where_the_other_party_is(
    trade: Trade, country: str, number: str | None, direction: str, expected: str
) -> None:
    tax = _tax(trade, country, number, direction=direction)
    assert f"{tax.code} at {tax.charged_rate.normalize()}" == expected


def test_a_product_bears_the_rate_of_its_class_in_each_country(trade: Trade) -> None:
    swiss = _swiss(trade)
    for country in ("FR", "CH"):
        set_tax_class(
            trade.connection, product_id=trade.hose, country_code=country, tax_class="reduced"
        )
    found = taxes_for(
        trade.connection,
        company_id=1,
        party_country="FR",
        party_vat_number=None,
        product_ids=[trade.pump, trade.hose, trade.hose, None],
        on=DAY,
    )
    assert {key: tax.code for key, tax in found.items()} == {
        trade.pump: "FR20",
        trade.hose: "FR055",
        None: "FR20",
    }
    assert _tax(trade, "CH", company_id=swiss, product_id=trade.hose).rate == Decimal("0.026")


def test_a_rate_holds_from_day_to_day(trade: Trade) -> None:
    swiss = _swiss(trade)
    rates = [
        _tax(trade, "CH", company_id=swiss, on=dt.date(year, month, day)).rate
        for year, month, day in ((2023, 12, 31), (2024, 1, 1))
    ]
    assert rates == [Decimal("0.077"), Decimal("0.081")]
    assert _tax(trade, "CH", company_id=swiss, on=None).rate == Decimal("0.081")


def test_imports_have_boxes_of_their_own_since_2022(trade: Trade) -> None:
    days = (dt.date(2021, 12, 31), dt.date(2022, 1, 1))
    codes = [_tax(trade, "CN", direction="purchase", on=on).code for on in days]
    assert codes == ["FRAIA20", "FRAIM20"]


def test_a_product_without_tax_is_exempt_at_home(trade: Trade) -> None:
    set_tax_class(trade.connection, product_id=trade.hose, country_code="FR", tax_class="none")
    tax = _tax(trade, product_id=trade.hose)
    assert (tax.code, tax.rate, tax.account) == ("FREXO", Decimal(0), None)


def test_a_party_may_have_a_position_of_its_own(trade: Trade) -> None:
    set_fiscal_position(trade.connection, customer_id=trade.customer, position="exempt")
    assert _tax(trade, customer_id=trade.customer).code == "FREXO"
    set_fiscal_position(trade.connection, customer_id=trade.customer, position="abroad")
    assert _tax(trade, customer_id=trade.customer).code == "FREXP"
    supplier_id = register_supplier(
        trade.connection, name="Fonderie", country_code="DE", created_on=DAY
    )
    set_fiscal_position(trade.connection, supplier_id=supplier_id, position="domestic")
    tax = _tax(trade, "DE", direction="purchase", supplier_id=supplier_id)
    assert tax.code == "FRA20"


def test_the_lines_of_the_tax_are_on_the_accounts_of_its_code(trade: Trade) -> None:
    net = Decimal("100.03")
    assert _tax(trade).postings(net) == (
        Posting("44571", credit=Decimal("20.01"), tax_code="FR20"),
    )
    assert _tax(trade, "DE", direction="purchase").postings(net) == (
        Posting("44566", debit=Decimal("20.01"), tax_code="FRAIC20"),
        Posting("4452", credit=Decimal("20.01"), tax_code="FRAIC20"),
    )
    assert _tax(trade, direction="purchase", is_asset=True).postings(net) == (
        Posting("44562", debit=Decimal("20.01"), tax_code="FRA20"),
    )
    assert _tax(trade, "US").postings(net) == ()


def test_what_nobody_entered_is_refused_by_name(trade: Trade) -> None:
    with pytest.raises(NoTaxCode, match="No VAT code of FR is in force on 1999-01-01 for a dom"):
        _tax(trade, on=dt.date(1999, 1, 1))
    with pytest.raises(NotFound, match="company 99"):
        _tax(trade, company_id=99)
    with pytest.raises(InvalidValue, match="'gift' is no direction"):
        _tax(trade, direction="gift")


def _define(trade: Trade, code: str, **more: Any) -> None:
    values = {
        "name": "Mehrwertsteuer",
        "country_code": "DE",
        "direction": "sale",
        "kind": "domestic",
        "tax_class": "standard",
        "rate": Decimal("0.19"),
        "valid_from": dt.date(2007, 1, 1),
        "account_code": "44571",
        **more,
    }
    define_tax_code(trade.connection, code=code, **values)


def test_a_new_rate_ends_the_one_before_it(trade: Trade) -> None:
    german = found_company(
        trade.connection, company_code="DE", name="GmbH", country_code="DE", currency_code="EUR"
    )
    _define(trade, "DE19")
    _define(trade, "DE16", rate=Decimal("0.16"), valid_from=dt.date(2020, 7, 1))
    rates = [
        _tax(trade, "DE", company_id=german, on=dt.date(2020, month, 30)).rate for month in (6, 7)
    ]
    assert rates == [Decimal("0.19"), Decimal("0.16")]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rate": Decimal(19)}, "is 19"),
        ({"rate": Decimal("0.1234567")}, "6 decimals"),
        ({"kind": "import"}, "'import', which no sale is"),
        ({"account_code": None}, "has the account None"),
        ({"country_code": "Germany"}, "'Germany'"),
        ({"name": " "}, "name of the VAT code is empty"),
    ],
)
def test_a_code_that_could_not_be_declared_is_refused(
    trade: Trade, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidValue, match=said):
        _define(trade, "DE19", **values)


def test_a_code_does_not_overlap_another_one_of_its_kind(trade: Trade) -> None:
    _define(trade, "DE19")
    with pytest.raises(TaxCodeInForce, match="DE18 cannot hold from 2006-01-01: DE19 is in"):
        _define(trade, "DE18", valid_from=dt.date(2006, 1, 1))
    with pytest.raises(TaxCodeInForce, match="DE19 cannot hold"):
        _define(trade, "DE19", valid_from=dt.date(2030, 1, 1))
    with pytest.raises(psycopg.errors.ExclusionViolation, match="one_rate_a_day"):
        trade.connection.execute(
            "update erp.tax_codes set valid_to = '2024-06-30' where tax_code = 'CH77'"
        )


def test_positions_and_classes_that_are_none_are_refused(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="'abroad ' is no fiscal position"):
        set_fiscal_position(trade.connection, customer_id=1, position="abroad ")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="of one party"):
        set_fiscal_position(trade.connection, position="exempt")
    with pytest.raises(NotFound, match="supplier 99"):
        set_fiscal_position(trade.connection, position="exempt", supplier_id=99)
    with pytest.raises(InvalidValue, match="tax class 'half'"):
        set_tax_class(trade.connection, product_id=trade.pump, country_code="FR", tax_class="half")  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="product 999999"):
        set_tax_class(trade.connection, product_id=999_999, country_code="FR", tax_class="none")


def test_a_line_of_the_ledger_names_a_code_of_the_books(trade: Trade) -> None:
    trade.invoiced()
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        trade.connection.execute("update erp.journal_lines set tax_code = 'XX99'")


def test_between_two_countries_outside_the_union_it_is_an_export() -> None:
    assert kind_of(home="CH", abroad="LI", is_business=True, direction="sale") == "domestic"
    assert kind_of(home="CH", abroad="US", is_business=True, direction="sale") == "export"
    assert kind_of(home="FR", abroad="CH", is_business=True, direction="sale") == "export"
