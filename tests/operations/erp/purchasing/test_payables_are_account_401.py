"""The sub-ledger of suppliers and the accounts between purchase and debt, on any day."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from buying import Buying
from trade import day

from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import ExpenseLine
from operations.erp.stock.commands import stock_against_ledger, stock_against_moves
from operations.errors import CommandRefused

# A credit note in cents and what was expected of it may differ by one.
CENTS = Decimal("0.02")


def _at(given: dict[str, Any], rate: str) -> dict[str, Any]:
    """The same currency at the rate of another day."""
    return {**given, "exchange_rate": Decimal(rate)} if given else {}


def _require_ties(buying: Buying, on: int) -> None:
    """Open invoices are 401; what waits is 4081, 4861 and 4098."""
    owed = purchasing.payables(buying.connection, on=day(on))
    held = buying.balances("401", "4081", "4861", "4098", on=on)
    assert sum(item.open_amount_base for item in owed) == -held["401"]
    waiting = purchasing.awaited(buying.connection, on=day(on))
    assert (waiting.not_invoiced, waiting.not_received, waiting.credits_expected) == (
        -held["4081"],
        held["4861"],
        held["4098"],
    )


def test_payables_are_open_as_they_were_on_any_day(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id, on=5)
    invoice_id = buying.invoice(buying.goods(order_id, "10", "66"), on=7)
    buying.credit(invoice_id, "price", "60", on=12)
    buying.pay({invoice_id: "720"}, on=30)

    def owed(on: int) -> list[tuple[Decimal, bool]]:
        return [
            (item.open_amount_base, item.is_blocked)
            for item in purchasing.payables(buying.connection, on=day(on))
        ]

    assert owed(6) == []
    assert owed(7) == [(792, True)]
    assert owed(12) == [(720, False)]
    assert owed(30) == []


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_bought_returned_credited_and_paid_the_accounts_tie_on_every_day(
    buying: Buying, seed: int
) -> None:
    random = Random(seed)  # noqa: S311  a story, not a secret
    dollars = {"currency_code": "USD", "exchange_rate": Decimal("0.93")}
    last = 0
    for number in range(4):
        given = dollars if random.random() < 0.4 else {}
        price = f"{random.randrange(10, 90)}.{random.randrange(100):02d}"
        last = _buy(buying, random, number, price, given)
    for on in range(4, last + 1, 5):
        _require_ties(buying, on)
    assert buying.balances("607")["607"] != 0
    assert abs(buying.cost_of_sales()) <= CENTS  # nothing was sold
    stock = stock_against_ledger(buying.connection, 1, day(last))
    assert [tie.stock_amount - tie.ledger_amount for tie in stock] == [0]
    assert stock_against_moves(buying.connection, 1) == []


def _buy(buying: Buying, random: Random, number: int, price: str, given: dict[str, Any]) -> int:
    """One order and what follows, in any order and as far as it is let."""
    order_id = buying.order_pumps("10", price[:-3], **given)
    rate = {"exchange_rate": given["exchange_rate"]} if given else {}
    on, receipts, invoices = 3, [], []
    for step in range(7):
        on += random.randrange(1, 4)
        buying.connection.execute("savepoint step")
        try:
            match random.randrange(6):
                case 0 | 1:
                    some = str(random.randrange(1, 6))
                    receipts.append(buying.receive(order_id, some, on=on, **rate))
                case 2:
                    line = buying.goods(order_id, str(random.randrange(1, 8)), price)
                    reference = f"F{number}-{step}"
                    invoices.append(buying.invoice(line, reference=reference, on=on, **given))
                case 3:
                    receipt_id = random.choice(receipts or [0])
                    replaced = random.random() < 0.5
                    buying.give_back(order_id, receipt_id, "1", on=on, is_replaced=replaced)
                case 4:
                    key = random.choice(invoices or [0])
                    money = random.choice(["10", "100", "-10"])
                    buying.pay({key: money}, on=on, **_at(given, "0.95"))
                case _:
                    reason = random.choice(["return", "quantity", "price"])
                    reference = f"A{number}-{step}"
                    key = random.choice(invoices or [0])
                    buying.credit(key, reason, "1", reference=reference, on=on)
        except (CommandRefused, IndexError):
            buying.connection.execute("rollback to savepoint step")
    return on


def test_a_second_company_has_payables_of_its_own(buying: Buying) -> None:
    other = buying.trade.row(
        "insert into erp.companies (company_code, name, country_code, currency_code)"
        " values ('LYON', 'Filiale', 'FR', 'EUR') returning company_id"
    )
    rent = ExpenseLine("613", Decimal(100), "Loyer", is_taxed=False)
    first = buying.invoice(rent)
    second = buying.invoice(rent, company_id=other)
    assert buying.number("supplier_invoice", second) == f"PI{other}-00001"
    assert buying.number("supplier_invoice", first) == "PI00001"
    owed = purchasing.payables(buying.connection, on=day(9), company_id=other)
    assert [item.supplier_invoice_id for item in owed] == [second]
