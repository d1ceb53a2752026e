"""A small staff to test with: employees with salaries, and the rates of the funds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from trade import DAY, Trade

from operations.erp.people import commands as people


class Staff(Trade):
    """Everybody is hired on the first day, a Friday; March has 31 days."""

    def cost_centre(self, code: str) -> int:
        return int(
            self.row(
                "insert into erp.cost_centres (cost_centre_code, name) values (%s, %s)"
                " returning cost_centre_id",
                code,
                code.title(),
            )
        )

    def hire(self, name: str = "Vente Nord", hired_on: dt.date = DAY, **details: object) -> int:
        return people.hire(
            self.connection,
            name=name,
            hired_on=hired_on,
            **details,  # type: ignore[arg-type]
        )

    def salary(
        self, employee_id: int, gross: str, *, since: dt.date = DAY, withheld: str = "0"
    ) -> None:
        people.set_salary(
            self.connection,
            employee_id=employee_id,
            monthly_gross_amount=Decimal(gross),
            valid_from=since,
            withholding_rate=Decimal(withheld),
        )

    def funds(self, **more: int) -> None:
        """Social security takes 10 % and 30 % on top, the pension funds 5 % and 8 %."""
        for account, own, on_top in (("431", "0.10", "0.30"), ("437", "0.05", "0.08")):
            people.set_contribution_rate(
                self.connection,
                account_code=account,
                employee_rate=Decimal(own),
                employer_rate=Decimal(on_top),
                valid_from=DAY,
                **more,
            )

    def work(self, employee_id: int, on: dt.date, hours: str = "7", **more: int) -> int:
        work = people.Work(employee_id, on, Decimal(hours), **more)
        return people.record_work(self.connection, work=[work])[0]

    def absent(
        self, employee_id: int, starts_on: dt.date, ends_on: dt.date, kind: str = "sick"
    ) -> int:
        return people.record_absence(
            self.connection,
            employee_id=employee_id,
            kind=kind,  # type: ignore[arg-type]
            starts_on=starts_on,
            ends_on=ends_on,
        )
