"""An ERP and a CRM to test with, and the sync between them in the test's own transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from trade import DAY, Trade

from operations.crm.accounts import commands as accounts
from operations.database.connection import Connection
from operations.erp.party import commands as party
from operations.sync import finances, offers
from operations.sync.outbox import Failure, Policy, claim, is_new, mark
from operations.sync.worker import HANDLERS

TODAY = DAY + dt.timedelta(days=60)
SIREN, OTHER_SIREN = "552100554", "443061841"
AT_ONCE = Policy(tries=2, first_wait=dt.timedelta(0))


class TwoSides:
    """What is done on either side, in few words, and ``sync``, which never commits."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.trade = Trade(connection)
        self.sync()

    def sync(self, *, today: dt.date = TODAY) -> int:
        """Deliver what waits, as the worker does but for its commits; return new conflicts."""
        found = 0
        while messages := claim(self.connection, batch=100):
            for message in messages:
                with self.connection.transaction():
                    assert is_new(self.connection, message)
                    found += HANDLERS[message.topic](self.connection, message, today)
            mark(self.connection, delivered=messages, failed=[], policy=AT_ONCE)
        return found

    def tomorrow(self, today: dt.date) -> None:
        """Another day begins: what it makes late or due is told, then delivered."""
        finances.signal_due(self.connection, today=today)
        offers.signal_due(self.connection, today=today)
        self.sync(today=today)

    def account(self, name: str = "Atelier", **details: Any) -> int:
        return accounts.open_account(
            self.connection, **{"name": name, "country_code": "FR", **details}
        )

    def customer(self, name: str = "Atelier", **details: Any) -> int:
        return party.register_customer(
            self.connection, **{"name": name, "country_code": "FR", "created_on": DAY, **details}
        )

    def linked(self, name: str = "Atelier", **details: Any) -> tuple[int, int]:
        """An account and its customer, both with the same values."""
        customer_id = self.customer(name, **details)
        self.sync()
        return self.account_of(customer_id), customer_id

    def in_crm(self, account_id: int, **changes: Any) -> None:
        accounts.change_account(self.connection, account_id=account_id, **changes)

    def in_erp(self, customer_id: int, **changes: Any) -> None:
        party.change_customer(self.connection, customer_id=customer_id, **changes)

    def account_of(self, customer_id: int) -> int:
        return int(
            self.row("select account_id from sync.links where customer_id = %s", customer_id)
        )

    def customer_of(self, account_id: int) -> int:
        return int(
            self.row("select customer_id from crm.accounts where account_id = %s", account_id)
        )

    def both(self, account_id: int, column: str) -> tuple[Any, Any]:
        """A column as the CRM and as the ERP has it."""
        names = {"seller": ("owner_id", "seller_id")}.get(column, (column, column))
        return tuple(
            self.row(
                f"select {table}.{name} from crm.accounts join erp.customers using (customer_id)"
                " where account_id = %s",
                account_id,
            )
            for table, name in zip(("accounts", "customers"), names, strict=True)
        )

    def waiting(self) -> list[tuple[str, int]]:
        """Topic and aggregate of the messages that wait."""
        return self.connection.execute(
            "select topic, aggregate_id from sync.outbox where delivered_at is null"
            " order by outbox_id"
        ).fetchall()

    def row(self, query: str, *values: object) -> Any:
        return self.trade.row(query, *values)


__all__ = ["AT_ONCE", "DAY", "OTHER_SIREN", "SIREN", "TODAY", "Failure", "TwoSides"]
