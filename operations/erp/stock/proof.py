"""The proof of the stock: what its own tables say is what the ledger says, on any day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.accounting.model import MATERIALS, PRODUCTS, STOCK


@dataclass(frozen=True)
class Tie:
    """A stock account on a day: the sum of the values, and the balance of the ledger."""

    account_code: str
    stock_amount: Decimal
    ledger_amount: Decimal

    @property
    def gap(self) -> Decimal:
        """What the stock says more than the ledger: nothing, or one of them is wrong."""
        return self.stock_amount - self.ledger_amount


@dataclass(frozen=True)
class Astray:
    """A product in whose stock two tables disagree: ``rule`` says which and how."""

    product_number: str
    rule: str
    first: Decimal
    second: Decimal


def stock_against_ledger(connection: Connection, company_id: int, on: dt.date) -> list[Tie]:
    """Each stock account at the end of a day, by the stock's tables and by the ledger."""
    return every(
        connection,
        Tie,
        "select account_code, coalesce(sum(stock), 0) as stock_amount,"
        " coalesce(sum(ledger), 0) as ledger_amount"
        " from ("
        "  select account_code, value_delta as stock, 0 as ledger from erp.stock_values"
        "  where company_id = %(company)s and valued_on <= %(on)s"
        "  union all"
        "  select account_code, 0, debit - credit"
        "  from erp.journal_lines join erp.journal_entries using (entry_id)"
        "  where company_id = %(company)s and posted_on <= %(on)s"
        "   and account_code = any(%(accounts)s)"
        " ) as both_sides group by account_code order by account_code",
        {"company": company_id, "on": on, "accounts": [STOCK, MATERIALS, PRODUCTS]},
    )


def stock_against_moves(connection: Connection, company_id: int) -> list[Astray]:
    """Where the sums that triggers keep are not those of the moves and of the values: nowhere."""
    return every(
        connection,
        Astray,
        "with moved as ("
        "  select product_id, to_location_id as location_id, lot_id, quantity"
        "  from erp.stock_moves where company_id = %(company)s"
        "  union all"
        "  select product_id, from_location_id, lot_id, -quantity"
        "  from erp.stock_moves where company_id = %(company)s"
        " ), by_place as ("
        "  select product_id, location_id, lot_id, sum(quantity) as quantity"
        "  from moved join erp.locations using (location_id) where is_counted"
        "  group by product_id, location_id, lot_id"
        " ), own as ("
        "  select product_id, sum(quantity) as quantity"
        "  from moved join erp.locations using (location_id) where is_own group by product_id"
        " ), valued as ("
        "  select product_id, sum(quantity_delta) as quantity, sum(value_delta) as value"
        "  from erp.stock_values where company_id = %(company)s group by product_id"
        " ), held as ("
        "  select * from erp.stock_balances where company_id = %(company)s"
        " ), compared as ("
        "  select product_id, 'quantities and moves' as rule, sum(kept) as first,"
        "   sum(moved) as second from ("
        "   select product_id, location_id, lot_id, quantity as moved, 0 as kept from by_place"
        "   union all"
        "   select product_id, location_id, lot_id, 0, quantity from erp.stock_quantities"
        "   where company_id = %(company)s) as places"
        "  group by product_id, location_id, lot_id"
        "  union all"
        "  select product_id, 'balances and moves', held.quantity, own.quantity"
        "  from held full join own using (product_id)"
        "  union all"
        "  select product_id, 'balances and values in quantity', held.quantity, valued.quantity"
        "  from held full join valued using (product_id)"
        "  union all"
        "  select product_id, 'balances and values in worth', held.value_amount, valued.value"
        "  from held full join valued using (product_id)"
        " )"
        " select product_number, rule, coalesce(first, 0) as first, coalesce(second, 0) as second"
        " from compared join erp.products using (product_id)"
        " where coalesce(first, 0) <> coalesce(second, 0) order by product_number, rule",
        {"company": company_id},
    )
