"""The staff: who works here, who may buy up to which amount, who leaves, and the pay of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.company.agenda import Deed
from operations.company.group import Group, House
from operations.company.world import World
from operations.crm.owners.commands import hand_over
from operations.erp.people import commands as people
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import OrderLine, RequestLine

SELLERS: Final = ("Vente Nord", "Vente Rhône-Alpes", "Vente Sud", "Grands comptes", "Export")
BUYER_LIMIT: Final = Decimal(8000)
HEAD_LIMIT: Final = Decimal(1_000_000)
COMMISSION: Final = Decimal("0.015")
WORKSHOP: Final = "Atelier"
# Post, how many hold it in the parent, monthly gross pay.
POSTS: Final = (
    ("Magasin", 4, Decimal(2150)),
    (WORKSHOP, 5, Decimal(2400)),
    ("Comptabilité", 2, Decimal(2900)),
    ("Service clients", 2, Decimal(2250)),
)
# Account of the fund, and what it takes of gross pay: of the employee, of the employer.
FUNDS: Final = (
    ("431", Decimal("0.13"), Decimal("0.31")),
    ("437", Decimal("0.09"), Decimal("0.12")),
)
SELLER_PAY: Final = Decimal(3100)
BUYER_PAY: Final = Decimal(3000)
HEAD_PAY: Final = Decimal(6800)
SELLER_LEAVES_A_YEAR: Final = 0.25
AWAY_A_DAY: Final = 0.12


@dataclass
class Seat:
    """A post and who holds it."""

    name: str
    employee_id: int
    since: dt.date
    holders: int = 1


class Staff:
    """Employees by house: sellers, a buyer, and who approves what is above the buyer's limit."""

    def __init__(self, world: World, group: Group) -> None:
        self._world = world
        self._group = group
        self._random = world.chance("staff")
        self._buyers: dict[str, int] = {}
        self._heads: dict[str, int] = {}
        self._sellers: dict[str, Seat] = {}
        self._others: list[int] = []
        self._workers: list[int] = []
        self._month = (world.start.year, world.start.month)

    def open(self, day: dt.date) -> None:
        """Hire whom each house needs from the start."""
        team_id = people.open_team(self._world.connection, team_code="VENTE", name="Ventes")
        for house in self._group.houses():
            buyer = self._hire(house, "Service achats", BUYER_PAY, day)
            head = self._hire(house, "Direction", HEAD_PAY, day)
            for employee_id, limit in ((buyer, BUYER_LIMIT), (head, HEAD_LIMIT)):
                people.set_approval_limit(
                    self._world.connection,
                    employee_id=employee_id,
                    approval_limit=limit,
                    valid_from=day,
                )
            self._buyers[house.code], self._heads[house.code] = buyer, head
            for account_code, of_employee, of_employer in FUNDS:
                people.set_contribution_rate(
                    self._world.connection,
                    account_code=account_code,
                    employee_rate=of_employee,
                    employer_rate=of_employer,
                    valid_from=day,
                    company_id=house.company_id,
                )
        for name in SELLERS:
            self._sellers[name] = Seat(name, self._hire_seller(name, team_id, day), day)
        for post, how_many, pay in POSTS:
            for number in range(1, how_many + 1):
                self._others.append(self._hire(self._group.parent, f"{post} {number}", pay, day))
                if post == WORKSHOP:
                    self._workers.append(self._others[-1])

    def live(self, day: dt.date) -> None:
        """Somebody is away, a seller leaves; each month is paid when it is over."""
        if self._random.random() < AWAY_A_DAY:
            self._be_away(day)
        if self._random.random() < SELLER_LEAVES_A_YEAR * len(SELLERS) / 250:
            self._replace(self._random.choice(SELLERS), day)
        if (day.year, day.month) != self._month:
            self._month = (day.year, day.month)
            if self._world.size.copies == 1:
                self._pay(day)

    def head(self, house: House) -> int:
        """Who decides in a house."""
        return self._heads[house.code]

    def buyer(self, house: House) -> int:
        """Who buys for a house."""
        return self._buyers[house.code]

    def workers(self) -> list[int]:
        """Who is in the workshop today, and not away."""
        return [worker for worker in self._workers if worker in self._others]

    def seller(self, name: str) -> int:
        """Who holds a seller's post now."""
        return self._sellers[name].employee_id

    def since(self, name: str) -> dt.date:
        """Since when that one works here: no deal is older."""
        return self._sellers[name].since

    def let_buy(
        self, house: House, lines: Sequence[OrderLine], worth: Decimal, rate: Decimal, day: dt.date
    ) -> tuple[int | None, int | None]:
        """An approved request for what is above the buyer's limit, or the buyer himself."""
        buyer = self._buyers[house.code]
        if worth <= BUYER_LIMIT:
            return None, buyer
        request_id = purchasing.request(
            self._world.connection,
            requester_id=buyer,
            requested_on=day,
            needed_on=day,
            lines=[
                RequestLine(
                    line.product_id,
                    line.quantity,
                    (line.unit_price * rate).quantize(Decimal("0.0001")),
                )
                for line in lines
            ],
            company_id=house.company_id,
        )
        self.approve(house, request_id, day)
        return request_id, None

    def approve(self, house: House, request_id: int, day: dt.date) -> None:
        """Who decides lets a request be bought."""
        purchasing.approve(
            self._world.connection,
            request_id=request_id,
            approver_id=self._heads[house.code],
            on=day,
        )

    def reject(self, house: House, request_id: int, day: dt.date) -> None:
        """Who decides has a request made anew: it is of prices that do not hold any more."""
        purchasing.reject(
            self._world.connection,
            request_id=request_id,
            approver_id=self._heads[house.code],
            on=day,
            reason="prix périmé",
        )

    def _be_away(self, day: dt.date) -> None:
        """A few days of leave or illness, of somebody who has none yet."""
        employee_id = self._others.pop(self._random.randrange(len(self._others)))
        days = self._random.choice((1, 2, 3, 5, 10))
        people.record_absence(
            self._world.connection,
            employee_id=employee_id,
            kind=self._random.choice(("paid_leave", "paid_leave", "sick")),
            starts_on=day,
            ends_on=day + dt.timedelta(days=days - 1),
        )
        self._world.agenda.plan(day + dt.timedelta(days=days), self._coming_back(employee_id))

    def _coming_back(self, employee_id: int) -> Deed:
        def come_back(_day: dt.date) -> None:
            self._others.append(employee_id)

        return come_back

    def _replace(self, name: str, day: dt.date) -> None:
        """A seller leaves; who follows takes over the accounts and the open deals."""
        seat = self._sellers[name]
        seat.holders += 1
        successor = self._hire_seller(f"{name} ({seat.holders})", None, day)
        hand_over(
            self._world.connection,
            from_owner_id=seat.employee_id,
            to_owner_id=successor,
            on=day,
        )
        people.leave(self._world.connection, employee_id=seat.employee_id, left_on=day)
        seat.employee_id, seat.since = successor, day

    def _pay(self, day: dt.date) -> None:
        ended = day.replace(day=1) - dt.timedelta(days=1)
        for house in self._group.houses():
            payroll_id = people.run_payroll(
                self._world.connection, company_id=house.company_id, month=ended
            )
            people.pay_salaries(self._world.connection, payroll_id=payroll_id, paid_on=day)
            self._world.agenda.plan(day.replace(day=15), self._paying_funds(payroll_id))

    def _paying_funds(self, payroll_id: int) -> Deed:
        def pay(day: dt.date) -> None:
            people.pay_contributions(self._world.connection, payroll_id=payroll_id, paid_on=day)

        return pay

    def _hire_seller(self, name: str, team_id: int | None, day: dt.date) -> int:
        employee_id = self._hire(self._group.parent, name, SELLER_PAY, day, team_id=team_id)
        people.make_seller(
            self._world.connection,
            employee_id=employee_id,
            commission_rate=COMMISSION,
            valid_from=day,
        )
        return employee_id

    def _hire(
        self, house: House, name: str, pay: Decimal, day: dt.date, *, team_id: int | None = None
    ) -> int:
        employee_id = people.hire(
            self._world.connection,
            name=name,
            hired_on=day,
            company_id=house.company_id,
            job=name,
            team_id=team_id,
        )
        people.set_salary(
            self._world.connection,
            employee_id=employee_id,
            monthly_gross_amount=pay,
            valid_from=day,
            withholding_rate=Decimal("0.06"),
        )
        return employee_id
