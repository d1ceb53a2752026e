"""A small sales and service desk to test with: short words for accounts, leads, deals, tickets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from trade import DAY

from operations.crm.accounts import commands as accounts
from operations.crm.leads import commands as leads
from operations.crm.opportunities import commands as opportunities
from operations.crm.tickets import commands as tickets
from operations.database.connection import Connection

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> dt.datetime:
    """An instant on the clock of Paris: ``2024-03-01 09:00``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


class Desk:
    """The customer relations of one test."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.account = self.open_account("Ateliers du Jura")

    def open_account(self, name: str, **fields: Any) -> int:
        return accounts.open_account(
            self.connection, name=name, **({"country_code": "FR"} | fields)
        )

    def contact(self, account_id: int | None = None, **fields: Any) -> int:
        return accounts.add_contact(
            self.connection,
            account_id=account_id or self.account,
            **({"last_name": "Service achats"} | fields),
        )

    def deal(self, account_id: int | None = None, **fields: Any) -> int:
        """A deal of the first day, worth 500."""
        given: dict[str, Any] = {"name": "Pumps", "created_on": DAY, "amount": Decimal(500)}
        return opportunities.open_opportunity(
            self.connection, account_id=account_id or self.account, **(given | fields)
        )

    def lead(self, **fields: Any) -> int:
        """A lead of the first day, nine o'clock, from the web site."""
        given: dict[str, Any] = {
            "company_name": "Menuiserie du Forez",
            "last_name": "Direction technique",
            "country_code": "FR",
            "lead_source": "web",
            "received_at": at("2024-03-01 09:00"),
        }
        return leads.enter_lead(self.connection, **(given | fields))

    def ticket(self, opened: str = "2024-03-01 09:00", **fields: Any) -> int:
        """A ticket of the first day (a Friday), nine o'clock, of high priority."""
        given: dict[str, Any] = {
            "account_id": self.account,
            "subject": "Pump leaks",
            "category": "quality",
            "priority": "high",
            "channel": "phone",
            "at": at(opened),
        }
        return tickets.open_ticket(self.connection, **(given | fields))

    def employee(self, number: str, name: str, **fields: Any) -> int:
        """Somebody who works here since 2020."""
        columns = {"employee_number": number, "name": name, "hired_on": dt.date(2020, 1, 1)}
        columns |= fields
        return int(
            self.row(
                f"insert into erp.employees ({', '.join(columns)})"
                f" values ({', '.join(['%s'] * len(columns))}) returning employee_id",
                *columns.values(),
            )
        )

    def row(self, query: str, *values: object) -> Any:
        """The only row that a query finds; its only column when it has one."""
        rows = self.rows(query, *values)
        assert len(rows) == 1, rows
        return rows[0][0] if len(rows[0]) == 1 else rows[0]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode(), values).fetchall()

    def of(self, table: str, key: int, columns: str) -> Any:
        """Some columns of one record: ``of("accounts", 7, "city, phone")``."""
        singular = table.replace("ies", "ys").removesuffix("s")
        return self.row(f"select {columns} from crm.{table} where {singular}_id = %s", key)
