"""The office: capital, overheads, the budget, and the closing of each month and year.

On the twentieth the month before is finished: its VAT is filed, its foreign items are valued, and
it is closed; in January the year is closed with it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from operations.company import books
from operations.company.agenda import Deed
from operations.company.group import Group, House
from operations.company.world import World
from operations.erp.accounting.budgets import set_budget
from operations.erp.accounting.manual_entries import post_manual_entry
from operations.erp.accounting.model import BANK, Posting
from operations.erp.accounting.periods import close_period
from operations.erp.accounting.revaluation import revalue
from operations.erp.accounting.tax_filing import file_tax_return, pay_tax_return
from operations.erp.accounting.tax_returns import TaxPeriod, prepare_tax_return
from operations.erp.accounting.year_end import close_year
from operations.erp.party.suppliers import register_supplier
from operations.erp.production.commands import post_work_in_progress
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import ExpenseLine

CAPITAL: Final = "101"
FIRST_CAPITAL: Final = Decimal(900_000)
CLOSING_DAY: Final = 20
# What a month costs whatever is sold: account, whom it is paid to, amount ex VAT.
OVERHEADS: Final = (
    ("613", "Foncière des Docks SCI", Decimal(6400)),
    ("606", "Énergies du Rhône SA", Decimal(1850)),
    ("626", "Télécom Alpin SAS", Decimal(420)),
    ("616", "Mutuelle des Négociants", Decimal(780)),
    ("624", "Messageries de Lyon SARL", Decimal(2300)),
)
# A sixth of what is sold was made.
BUDGETED: Final = (
    ("607", Decimal(95_000)),
    ("701", Decimal(27_000)),
    ("707", Decimal(138_000)),
)


class Office:
    """Who keeps the books of each house."""

    def __init__(self, world: World, group: Group) -> None:
        self._world = world
        self._group = group
        self._random = world.chance("office")
        self._suppliers: dict[str, int] = {}
        self._month = (world.start.year, world.start.month)
        self._budgeted = 0

    def open(self, day: dt.date) -> None:
        """Pay in the capital; register whom the overheads are paid to."""
        for house in self._group.houses():
            post_manual_entry(
                self._world.connection,
                journal_code="OD",
                posted_on=day,
                description="Apport en capital",
                lines=[
                    Posting(BANK, debit=FIRST_CAPITAL),
                    Posting(CAPITAL, credit=FIRST_CAPITAL),
                ],
                company_id=house.company_id,
            )
        for _, name, _ in OVERHEADS:
            self._suppliers[name] = register_supplier(
                self._world.connection, name=name, country_code="FR", created_on=day
            )
        self._plan_budget(day)

    def live(self, day: dt.date) -> None:
        """Overheads early in the month; after the twentieth, the month before is closed."""
        if (day.year, day.month) != self._month:
            self._month = (day.year, day.month)
            self._take_overheads(day)
            self._plan_budget(day)
            if self._world.size.copies > 1:
                return  # what is done once for all documents of a month waits for all of them
            ended = day.replace(day=1) - dt.timedelta(days=1)
            self._world.agenda.plan(day.replace(day=CLOSING_DAY), self._closing(ended))

    def _plan_budget(self, day: dt.date) -> None:
        """Once a year, twelve months of the main accounts of the parent."""
        if day.year == self._budgeted:
            return
        self._budgeted = day.year
        years = day.year - self._world.start.year
        overheads = ((account, amount) for account, _, amount in OVERHEADS)
        for account, amount in (*overheads, *BUDGETED):
            for month in range(1, 13):
                set_budget(
                    self._world.connection,
                    account_code=account,
                    month=dt.date(day.year, month, 1),
                    amount=(amount * Decimal("1.08") ** years).quantize(Decimal("0.01")),
                )

    def _take_overheads(self, day: dt.date) -> None:
        house = self._group.parent
        for account, name, amount in OVERHEADS:
            differs = Decimal(self._random.randrange(95, 110)) / 100
            invoice_id = purchasing.invoice(
                self._world.connection,
                supplier_id=self._suppliers[name],
                supplier_reference=f"{day:%Y%m}-{account}",
                posted_on=day,
                lines=[
                    ExpenseLine(
                        account, (amount * differs).quantize(Decimal("0.01")), f"{name} {day:%m/%Y}"
                    )
                ],
                company_id=house.company_id,
            )
            paid_on = day + dt.timedelta(days=30)
            paying = self._paying(house, self._suppliers[name], invoice_id)
            self._world.agenda.plan(paid_on, paying)

    def _paying(self, house: House, supplier_id: int, invoice_id: int) -> Deed:
        def pay(day: dt.date) -> None:
            amount = books.supplier_invoice_gross(self._world.connection, invoice_id)
            purchasing.pay(
                self._world.connection,
                supplier_id=supplier_id,
                paid_on=day,
                allocations={invoice_id: amount},
                company_id=house.company_id,
            )

        return pay

    def _closing(self, ended: dt.date) -> Deed:
        def close(day: dt.date) -> None:
            for house in self._group.houses():
                self._file_tax(house, ended, day)
                if house == self._group.parent:  # it alone has a workshop
                    post_work_in_progress(
                        self._world.connection, on=ended, company_id=house.company_id
                    )
                revalue(self._world.connection, month=ended, company_id=house.company_id)
                if ended.month == 12:
                    close_year(self._world.connection, year=ended.year, company_id=house.company_id)
                else:
                    close_period(self._world.connection, month=ended, company_id=house.company_id)

        return close

    def _file_tax(self, house: House, ended: dt.date, day: dt.date) -> None:
        period = TaxPeriod(ended.replace(day=1), ended)
        connection = self._world.connection
        prepared = prepare_tax_return(connection, period=period, company_id=house.company_id)
        return_id = file_tax_return(
            connection,
            period=period,
            filed_on=day,
            posted_on=ended,
            company_id=house.company_id,
        )
        if prepared.payable_amount:
            self._world.agenda.plan(day + dt.timedelta(days=4), self._paying_tax(return_id))

    def _paying_tax(self, return_id: int) -> Deed:
        def pay(day: dt.date) -> None:
            pay_tax_return(self._world.connection, tax_return_id=return_id, paid_on=day)

        return pay
