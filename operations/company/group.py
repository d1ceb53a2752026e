"""The group: a parent in France, and a subsidiary in Switzerland with a currency of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.company.firms import Firm
from operations.company.vat_numbers import ABROAD_IN_THE_EU
from operations.company.world import World
from operations.erp.accounting.currencies import set_rate
from operations.erp.party.companies import found_company, name_company

PARENT: Final = "QDR"
SUBSIDIARY: Final = "QDL"
NAMES: Final = {PARENT: "Quincaillerie du Rhône SAS", SUBSIDIARY: "Quincaillerie du Léman SA"}
# What one unit is worth in euros on the first day.
FIRST_RATES: Final = {"CHF": Decimal("1.0450"), "GBP": Decimal("1.1600"), "USD": Decimal("0.9200")}
RATE: Final = Decimal("0.00000001")


@dataclass(frozen=True)
class House:
    """A company of the group."""

    company_id: int
    code: str
    country_code: str
    currency: str

    def tax_rate(self, buyer: Firm, on: dt.date) -> Decimal:
        """The VAT of a sale to a firm: of most goods at home, none over the border.

        A firm of the EU that has no VAT number pays the French one.
        """
        if buyer.country_code != self.country_code and not (
            self.country_code == "FR"
            and buyer.country_code in ABROAD_IN_THE_EU
            and buyer.vat_number is None
        ):
            return Decimal(0)
        if self.country_code == "FR":
            return Decimal("0.20")
        return Decimal("0.081") if on >= dt.date(2024, 1, 1) else Decimal("0.077")

    def currency_for(self, buyer: Firm) -> str:
        """In which currency it sells to a firm: pounds to the British, its own to all others."""
        return "GBP" if buyer.country_code == "GB" else self.currency


class Group:
    """The companies of the group, and the rates between their currencies."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._random = world.chance("rates")
        self._rates = dict(FIRST_RATES)
        self._month = (world.start.year, world.start.month)
        self.parent = House(1, PARENT, "FR", "EUR")
        self.subsidiary = self.parent

    def open(self, day: dt.date) -> None:
        """Name the parent, found the subsidiary, enter the first rates."""
        connection = self._world.connection
        name_company(connection, company_id=1, company_code=PARENT, name=NAMES[PARENT])
        company_id = found_company(
            connection,
            company_code=SUBSIDIARY,
            name=NAMES[SUBSIDIARY],
            country_code="CH",
            currency_code="CHF",
            parent_company_id=1,
        )
        self.subsidiary = House(company_id, SUBSIDIARY, "CH", "CHF")
        self._enter_rates(day)

    def live(self, day: dt.date) -> None:
        """On the first working day of a month, new rates hold: a little more or a little less."""
        if (day.year, day.month) == self._month:
            return
        self._month = (day.year, day.month)
        for currency, rate in self._rates.items():
            change = Decimal(self._random.randrange(-15, 16)) / 1000
            self._rates[currency] = (rate * (1 + change)).quantize(Decimal("0.0001"))
        self._enter_rates(day)

    def houses(self) -> Iterator[House]:
        """All of them, the parent first."""
        yield self.parent
        yield self.subsidiary

    def house(self, code: str) -> House:
        """The company with a code."""
        return next(house for house in self.houses() if house.code == code)

    def seller_to(self, country_code: str) -> House:
        """Who sells there: the subsidiary at home, the parent to all the world."""
        at_home = self.subsidiary.country_code == country_code
        return self.subsidiary if at_home else self.parent

    def rate(self, currency: str, house: House) -> Decimal:
        """What one unit of a currency is worth in the books of a company."""
        if currency == house.currency:
            return Decimal(1)
        return (self._in_euros(currency) / self._in_euros(house.currency)).quantize(RATE)

    def name(self, house: House) -> str:
        """What a company is called."""
        return NAMES[house.code]

    def _in_euros(self, currency: str) -> Decimal:
        return Decimal(1) if currency == "EUR" else self._rates[currency]

    def _enter_rates(self, day: dt.date) -> None:
        for house in self.houses():
            for currency in ("EUR", *self._rates):
                if currency != house.currency:
                    set_rate(
                        self._world.connection,
                        from_currency=currency,
                        to_currency=house.currency,
                        valid_on=day,
                        rate=self.rate(currency, house),
                    )
