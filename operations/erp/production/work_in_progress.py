"""Work in progress: orders that have cost something and whose output is not in the stock yet.

The charges are of the month in which they were made, the output is of a later one: at a month's end
the difference is an asset (33), and it is undone on the day after.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from operations.database.connection import Connection, every
from operations.erp.accounting.commands import post_in_open
from operations.erp.accounting.periods import require_open
from operations.erp.production import postings
from operations.erp.production.errors import ValuedAlready
from operations.erp.production.model import NOTHING


@dataclass(frozen=True)
class InProgress:
    """An order that was open at the end of a day, and what it had cost more than its output."""

    production_order_number: str
    product_id: int
    material_amount: Decimal
    work_amount: Decimal
    output_amount: Decimal

    @property
    def amount(self) -> Decimal:
        """What is in the workshop; nothing when the output is worth more already."""
        return max(self.material_amount + self.work_amount - self.output_amount, NOTHING)


def work_in_progress(connection: Connection, company_id: int, on: dt.date) -> list[InProgress]:
    """The orders that were open at the end of a day, by what had been reported up to then."""
    return every(
        connection,
        InProgress,
        "select production_order_number, product_id,"
        " coalesce((select sum(cost_amount) from erp.production_issues"
        "  join erp.production_components as parts using (production_component_id)"
        "  where parts.production_order_id = orders.production_order_id"
        "   and issued_on <= %(on)s), 0) as material_amount,"
        " coalesce((select sum(cost_amount) from erp.production_times"
        "  join erp.production_operations as steps using (production_operation_id)"
        "  where steps.production_order_id = orders.production_order_id"
        "   and worked_on <= %(on)s), 0) as work_amount,"
        " coalesce((select sum(value_amount) from erp.production_outputs as outputs"
        "  where outputs.production_order_id = orders.production_order_id"
        "   and reported_on <= %(on)s), 0) as output_amount"
        " from erp.production_orders as orders"
        " where company_id = %(company)s and released_on <= %(on)s"
        "  and (closed_on is null or closed_on > %(on)s) and status <> 'cancelled'"
        " order by production_order_number",
        {"company": company_id, "on": on},
    )


def post_work_in_progress(connection: Connection, *, on: dt.date, company_id: int = 1) -> Decimal:
    """Post the work in progress of a day, and undo it on the day after; return its amount.

    Raises ValuedAlready, PeriodClosed.
    """
    done = connection.execute(
        "select from erp.work_in_progress where company_id = %s and valued_on = %s",
        [company_id, on],
    ).fetchone()
    if done is not None:
        raise ValuedAlready(on)
    amount = sum((order.amount for order in work_in_progress(connection, company_id, on)), NOTHING)
    entry_id = reversal_id = None
    if amount:
        entry_id, reversal_id = (
            _post(connection, company_id, on, amount, is_undone=is_undone)
            for is_undone in (False, True)
        )
    connection.execute(
        "insert into erp.work_in_progress (company_id, valued_on, amount, entry_id,"
        " reversal_entry_id) values (%s, %s, %s, %s, %s)",
        [company_id, on, amount, entry_id, reversal_id],
    )
    return amount


def _post(
    connection: Connection, company_id: int, on: dt.date, amount: Decimal, *, is_undone: bool
) -> int:
    entry = postings.in_progress(company_id, on, amount, is_undone=is_undone)
    require_open(connection, entry.posted_on, document="work in progress", company_id=company_id)
    return post_in_open(connection, entry)
