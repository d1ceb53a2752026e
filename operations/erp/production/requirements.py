"""The calculation of requirements: what a company is to make and buy, kept with its reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from operations.database.connection import Connection, insert
from operations.erp.production.netting import Proposal, netted
from operations.erp.production.situation import situation


def plan_requirements(connection: Connection, company_id: int, on: dt.date) -> list[Proposal]:
    """Compute what is to be made and bought from a day on, and keep it as open proposals.

    Asked for: orders of customers, components of production orders and of what is proposed to be
    made, minimums of the reorder rules. There: own places. Coming: orders and requests to buy,
    production, transfers. What earlier calculations proposed and nobody decided is superseded.
    Raises CyclicBill.
    """
    proposals = netted(situation(connection, company_id=company_id, on=on))
    # Two calculations at once would both leave their proposals open.
    connection.execute(
        "select from erp.companies where company_id = %s for no key update", [company_id]
    )
    connection.execute(
        "update erp.requirement_proposals set status = 'superseded' where status = 'open'"
        " and requirement_run_id in (select requirement_run_id from erp.requirement_runs"
        "  where company_id = %s)",
        [company_id],
    )
    run_id = insert(
        connection,
        "insert into erp.requirement_runs (company_id, planned_on) values (%s, %s)"
        " returning requirement_run_id",
        [company_id, on],
    )
    _write(connection, run_id, proposals)
    return proposals


def _write(connection: Connection, run_id: int, proposals: Sequence[Proposal]) -> None:
    connection.execute(
        "insert into erp.requirement_proposals (requirement_run_id, line_number, product_id,"
        " location_id, source, bom_level, quantity, order_on, needed_on, is_late,"
        " demand_quantity, on_hand_quantity, on_order_quantity, minimum_quantity, reason)"
        " select %s, line_number, product_id, location_id, source, bom_level, quantity, order_on,"
        "  needed_on, is_late, demand, on_hand, on_order, minimum, reason"
        " from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::integer[], %s::numeric[],"
        "  %s::date[], %s::date[], %s::boolean[], %s::numeric[], %s::numeric[], %s::numeric[],"
        "  %s::numeric[], %s::text[]) with ordinality as given (product_id, location_id, source,"
        "  bom_level, quantity, order_on, needed_on, is_late, demand, on_hand, on_order, minimum,"
        "  reason, line_number) order by line_number",
        [
            run_id,
            [each.product_id for each in proposals],
            [each.location_id for each in proposals],
            [each.source for each in proposals],
            [each.bom_level for each in proposals],
            [each.quantity for each in proposals],
            [each.order_on for each in proposals],
            [each.needed_on for each in proposals],
            [each.is_late for each in proposals],
            [each.demand for each in proposals],
            [each.on_hand for each in proposals],
            [each.on_order for each in proposals],
            [each.minimum for each in proposals],
            [each.reason for each in proposals],
        ],
    )
