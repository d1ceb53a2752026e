"""What planning looks at: stock, open orders of all kinds, rules, bills, routings, suppliers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from operations.database.connection import Connection, every
from operations.erp.catalog.bills import bills_in_force
from operations.erp.production.netting import Flow, Item, Place, Situation
from operations.erp.production.reorder import Rule
from operations.erp.stock.locations import places

# Below zero what is asked for. Sales have no place of their own: they leave the main one.
_FLOWS: Final = """
    select lines.product_id, %(main)s::bigint as location_id,
        coalesce(lines.promised_on, orders.promised_on, orders.ordered_on) as "on",
        lines.cancelled_quantity + coalesce((
            select sum(quantity) from erp.delivery_lines as gone
            where gone.order_line_id = lines.order_line_id
        ), 0) - lines.quantity as quantity,
        orders.order_number as document
    from erp.sales_orders as orders
    join erp.sales_order_lines as lines using (order_id)
    where orders.company_id = %(company)s and orders.status = 'open'
    union all
    select parts.component_id, orders.location_id, orders.start_on,
        least(coalesce((
            select sum(quantity) from erp.production_issues as issues
            where issues.production_component_id = parts.production_component_id
        ), 0) - parts.required_quantity, 0),
        orders.production_order_number
    from erp.production_orders as orders
    join erp.production_components as parts using (production_order_id)
    where orders.company_id = %(company)s and orders.status in ('planned', 'released')
    union all
    select orders.product_id, orders.location_id, orders.due_on,
        greatest(orders.quantity - coalesce((
            select sum(good_quantity + scrap_quantity) from erp.production_outputs as outputs
            where outputs.production_order_id = orders.production_order_id
        ), 0), 0),
        orders.production_order_number
    from erp.production_orders as orders
    where orders.company_id = %(company)s and orders.status in ('planned', 'released')
    union all
    select lines.product_id, %(main)s, coalesce((
            select promised_on from erp.purchase_promises as promises
            where promises.purchase_order_line_id = lines.purchase_order_line_id
            order by promise_number desc limit 1
        ), orders.ordered_on),
        greatest(lines.quantity - lines.cancelled_quantity - coalesce((
            select sum(came.quantity - coalesce((
                select sum(quantity) from erp.supplier_return_lines as back
                where back.receipt_line_id = came.receipt_line_id
            ), 0)) from erp.receipt_lines as came
            where came.purchase_order_line_id = lines.purchase_order_line_id
        ), 0), 0),
        orders.purchase_order_number
    from erp.purchase_orders as orders
    join erp.purchase_order_lines as lines using (purchase_order_id)
    where orders.company_id = %(company)s and orders.status = 'open'
    union all
    select lines.product_id, %(main)s, requests.needed_on, lines.quantity,
        requests.purchase_request_number
    from erp.purchase_requests as requests
    join erp.purchase_request_lines as lines using (purchase_request_id)
    where requests.company_id = %(company)s and requests.status in ('open', 'approved')
    union all
    select moves.product_id, documents.to_location_id, %(on)s::date, moves.quantity,
        documents.stock_document_number
    from erp.stock_documents as documents
    join erp.stock_moves as moves on moves.company_id = documents.company_id
        and moves.document_number = documents.stock_document_number
    where documents.company_id = %(company)s and documents.kind = 'transfer'
        and documents.arrived_on is null
"""


def situation(connection: Connection, *, company_id: int, on: dt.date) -> Situation:
    """All that planning needs of a company, as it stands now."""
    (main,) = places(connection, "MAIN", company_id=company_id)
    flows = every(
        connection,
        Flow,
        f'select product_id, location_id, "on", quantity, document from ({_FLOWS})'
        ' as flows (product_id, location_id, "on", quantity, document)'
        " join erp.products using (product_id)"
        " where quantity <> 0 and kind <> 'service' order by \"on\", document",
        {"company": company_id, "main": main, "on": on},
    )
    rules = every(
        connection,
        Rule,
        "select product_id, location_id, minimum_quantity as minimum,"
        " maximum_quantity as maximum, multiple_quantity as multiple, lead_time_days, source"
        " from erp.reorder_rules join erp.locations using (location_id) where company_id = %s",
        [company_id],
    )
    held: dict[Place, Decimal] = {
        (product_id, location_id): quantity
        for product_id, location_id, quantity in connection.execute(
            "select product_id, location_id, sum(quantity) from erp.stock_quantities as kept"
            " join erp.locations using (location_id)"
            " where kept.company_id = %s and kind = 'internal' group by product_id, location_id",
            [company_id],
        )
    }
    return Situation(
        on,
        _items(connection, on),
        held,
        {(rule.product_id, rule.location_id): rule for rule in rules},
        flows,
    )


def _items(connection: Connection, on: dt.date) -> dict[int, Item]:
    """Every product that is kept, with its bill of the day, its lead times and its number."""
    rows = connection.execute(
        "select products.product_id, product_number, coalesce(supplied.lead_time_days, 0),"
        " coalesce(steps.setup_days, 0), coalesce(steps.run_days, 0)"
        " from erp.products"
        " left join lateral (select lead_time_days from erp.supplier_products as offers"
        "  where offers.product_id = products.product_id and valid_from <= %(on)s"
        "   and (valid_to is null or valid_to >= %(on)s)"
        "  order by is_preferred desc, lead_time_days limit 1) as supplied on true"
        " left join lateral (select sum(setup_hours / hours_per_day) as setup_days,"
        "   sum(run_hours / hours_per_day) as run_days"
        "  from erp.routings join erp.routing_operations using (routing_id)"
        "  join erp.work_centres using (work_centre_id)"
        "  where routings.product_id = products.product_id and valid_from <= %(on)s"
        "   and (valid_to is null or valid_to >= %(on)s)) as steps on true"
        " where kind <> 'service'",
        {"on": on},
    ).fetchall()
    bills = bills_in_force(connection, [row[0] for row in rows], on)
    return {
        key: Item(key, number, bills.get(key), buy_days, setup_days, run_days)
        for key, number, buy_days, setup_days, run_days in rows
    }
