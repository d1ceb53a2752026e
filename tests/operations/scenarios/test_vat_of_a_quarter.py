"""The VAT of a quarter with three rates and reverse charge, from the documents to the payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bookkeeping import Books, balances, entry, look_at_rules
from trade import Trade

from operations.erp.accounting.tax_codes import set_tax_class
from operations.erp.accounting.tax_filing import file_tax_return, pay_tax_return
from operations.erp.accounting.tax_returns import TaxPeriod, prepare_tax_return
from operations.erp.accounting.vat import TaxClass
from operations.erp.party.companies import found_company

JANUARY, FEBRUARY, MARCH = (dt.date(2024, month, 15) for month in (1, 2, 3))
QUARTER = TaxPeriod.quarter(JANUARY)
VAT = ("44571", "4452", "4453", "44566", "44562")


def _product(trade: Trade, name: str, tax_class: TaxClass, country: str = "FR") -> int:
    product_id = trade.product(name, price="10", cost=None)
    set_tax_class(
        trade.connection, product_id=product_id, country_code=country, tax_class=tax_class
    )
    return product_id


def test_the_vat_of_a_quarter_is_summed_by_code_filed_once_and_paid(trade: Trade) -> None:
    books = Books(trade)
    book, meal = _product(trade, "Book", "reduced"), _product(trade, "Meal", "intermediate")

    # Sales at three rates, into the Union and out of it.
    books.sell("1000.00", JANUARY)
    books.sell("200.00", FEBRUARY, product=book)
    books.sell("300.00", FEBRUARY, product=meal)
    books.sell("400.00", MARCH, country="DE", vat_number="DE123")
    books.sell("500.00", MARCH, country="US")
    # Goods from home, from the Union (the buyer owes the tax himself), from China; and a machine.
    books.buy("100.00", JANUARY)
    books.buy("250.00", FEBRUARY, country="IT")
    books.buy("50.00", MARCH, country="CN")
    books.buy("600.00", MARCH, account="215")

    # The return, as it would be filed: by code, and by the boxes of form CA3.
    found = prepare_tax_return(trade.connection, period=QUARTER)
    assert [
        (line.tax_code, str(line.base_amount), str(line.due_amount), str(line.deductible_amount))
        for line in found.lines
    ] == [
        ("FR055", "200.00", "11.00", "0"),
        ("FR10", "300.00", "30.00", "0"),
        ("FR20", "1000.00", "200.00", "0"),
        ("FRA20", "700.00", "0", "20.00"),
        ("FRAIC20", "250.00", "50.00", "50.00"),
        ("FRAIM20", "50.00", "10.00", "10.00"),
        ("FREXP", "500.00", "0", "0"),
        ("FRLIC", "400.00", "0", "0"),
    ]
    boxes = {
        name: (str(box.base_amount), str(box.tax_amount)) for name, box in found.boxes().items()
    }
    assert boxes == {
        "08": ("1250.00", "250.00"),  # 20 %: sales, and what was acquired in the Union
        "09": ("200.00", "11.00"),
        "19": ("0.00", "120.00"),  # deducted on the machine
        "20": ("0.00", "80.00"),
        "9B": ("300.00", "30.00"),
        "A4": ("50.00", "0.00"),
        "B2": ("250.00", "0.00"),
        "E1": ("500.00", "0.00"),
        "F2": ("400.00", "0.00"),
        "I1": ("50.00", "10.00"),
    }

    # Filed in April: the accounts of the tax go to zero, what is owed to 44551.
    tax_return_id = file_tax_return(trade.connection, period=QUARTER, filed_on=dt.date(2024, 4, 19))
    assert entry(trade, "TR00001") == [
        ("44571", "241.00", ""),
        ("4452", "50.00", ""),
        ("4453", "10.00", ""),
        ("44566", "", "80.00"),
        ("44562", "", "120.00"),
        ("44551", "", "101.00"),
    ]
    assert set(balances(trade, *VAT).values()) == {"0.00"}

    # Paid from the bank; 44551 is settled and lettered.
    pay_tax_return(trade.connection, tax_return_id=tax_return_id, paid_on=dt.date(2024, 4, 24))
    assert entry(trade, "TR00001", "BQ") == [("44551", "101.00", ""), ("512", "", "101.00")]
    assert trade.row("select account_code from erp.letterings") == "44551"
    look_at_rules(trade)


def test_what_was_bought_more_than_sold_is_a_credit_that_the_next_return_uses(
    trade: Trade,
) -> None:
    books = Books(trade)
    books.buy("1000.00", JANUARY)
    books.sell("400.00", JANUARY)
    first, second = TaxPeriod.month(JANUARY), TaxPeriod.month(FEBRUARY)
    file_tax_return(trade.connection, period=first, filed_on=dt.date(2024, 2, 10))
    assert entry(trade, "TR00001") == [
        ("44571", "80.00", ""),
        ("44566", "", "200.00"),
        ("44567", "120.00", ""),
    ]
    # A purchase of January that came late is in February's return.
    books.buy("50.00", JANUARY)
    books.sell("900.00", FEBRUARY)
    file_tax_return(trade.connection, period=second, filed_on=dt.date(2024, 3, 10))
    assert entry(trade, "TR00002") == [
        ("44571", "180.00", ""),
        ("44566", "", "10.00"),
        ("44567", "", "120.00"),
        ("44551", "", "50.00"),
    ]
    assert set(balances(trade, *VAT, "44567").values()) == {"0.00"}


def test_the_swiss_subsidiary_declares_in_its_francs_by_its_own_boxes(trade: Trade) -> None:
    swiss = found_company(
        trade.connection, company_code="CH", name="Filiale", country_code="CH", currency_code="CHF"
    )
    books = Books(trade, company_id=swiss)
    water = _product(trade, "Water", "reduced", country="CH")
    books.sell("1000.00", JANUARY, country="CH")
    books.sell("100.00", JANUARY, country="CH", product=water)
    books.sell("70.00", JANUARY, country="FR")
    books.buy("200.00", JANUARY, country="CH")
    Books(trade).sell("5000.00", JANUARY)  # the parent's own, in its own return

    found = prepare_tax_return(trade.connection, period=QUARTER, company_id=swiss)
    boxes = {name: (box.base_amount, box.tax_amount) for name, box in found.boxes().items()}
    assert boxes == {
        "220": (Decimal("70.00"), Decimal("0.00")),
        "303": (Decimal("1000.00"), Decimal("81.00")),
        "313": (Decimal("100.00"), Decimal("2.60")),
        "400": (Decimal("0.00"), Decimal("16.20")),
    }
    file_tax_return(
        trade.connection, period=QUARTER, filed_on=dt.date(2024, 5, 2), company_id=swiss
    )
    assert entry(trade, f"TR{swiss}-00001") == [
        ("44571", "83.60", ""),
        ("44566", "", "16.20"),
        ("44551", "", "67.40"),
    ]
