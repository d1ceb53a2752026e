"""What the store says of the subjects of the truth file, in the words of that file.

It reads the tables and the modules' own lists; the truth is counted by the simulator alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from operations.crm.opportunities.as_of import as_of
from operations.database.connection import Connection
from operations.erp.production.commands import work_in_progress
from operations.erp.sales.receivables import receivables

NOTHING = Decimal(0)


def stock_by_day(connection: Connection) -> dict[str, dict[str, list[list[str]]]]:
    """Company → product → days of change with quantity and value at their end."""
    rows = connection.execute(
        "select company_code, product_number, valued_on, sum(quantity_delta), sum(value_delta)"
        " from erp.stock_values join erp.companies using (company_id)"
        " join erp.products using (product_id) group by 1, 2, 3 order by 1, 2, 3"
    ).fetchall()
    told: dict[str, dict[str, list[list[str]]]] = {}
    sums: defaultdict[tuple[str, str], tuple[Decimal, Decimal]] = defaultdict(
        lambda: (NOTHING, NOTHING)
    )
    for company, product, on, more, worth in rows:
        quantity, value = sums[company, product]
        sums[company, product] = quantity, value = quantity + more, value + worth
        days = told.setdefault(company, {}).setdefault(product, [])
        days.append([on.isoformat(), _plain(quantity), f"{value:.2f}"])
    return told


def receivables_on(connection: Connection, on: dt.date) -> dict[str, dict[str, dict[str, str]]]:
    """Company → customer → bucket → amount open at the end of a day."""
    numbers = _column(connection, "select customer_id, customer_number from erp.customers")
    companies = _column(connection, "select company_code, company_id from erp.companies")
    told: dict[str, dict[str, dict[str, str]]] = {}
    for code, company_id in companies.items():
        sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for item in receivables(connection, on=on, company_id=company_id):
            bucket = _bucket((on - item.due_on).days)
            sums[numbers[item.customer_id], bucket] += item.open_amount_base
        for (customer, name), amount in sorted(sums.items()):
            if amount:
                told.setdefault(code, {}).setdefault(customer, {})[name] = f"{amount:.2f}"
    return told


def _bucket(days_late: int) -> str:
    """Counted here anew: with the truth's own count, a wrong one would be right."""
    if days_late <= 0:
        return "not_due"
    if days_late > 90:
        return "91_more"
    first = (days_late - 1) // 30 * 30 + 1
    return f"{first}_{first + 29}"


def sales_by_customer(connection: Connection) -> dict[tuple[str, str, str], tuple[str, str]]:
    """(Company, customer, month) → revenue and cost of its invoices less its credit notes."""
    rows = connection.execute(
        "with lines as ("
        " select company_id, customer_id, posted_on, lines.net_amount_base as revenue,"
        "  cost_amount as cost from erp.invoice_lines as lines join erp.invoices"
        "  using (invoice_id)"
        " union all select notes.company_id, notes.customer_id, notes.posted_on,"
        "  -lines.net_amount_base, -cost_amount from erp.credit_note_lines as lines"
        "  join erp.credit_notes as notes using (credit_note_id))"
        " select company_code, customer_number, to_char(posted_on, 'YYYY-MM'), sum(revenue),"
        "  sum(cost) from lines join erp.companies using (company_id)"
        " join erp.customers using (customer_id) group by 1, 2, 3"
    ).fetchall()
    return {(row[0], row[1], row[2]): (f"{row[3]:.2f}", f"{row[4]:.2f}") for row in rows}


def production_orders(connection: Connection) -> dict[str, dict[str, dict[str, str | None]]]:
    """Company → order → what it made and cost; what is planned alone is left out."""
    rows = connection.execute(
        "select company_code, production_order_number, product_number, orders.quantity,"
        " released_on, made.good, made.scrapped, used.cost, worked.cost, made.worth, closed_on,"
        " stock_amount, variance_amount, material_amount, work_amount, output_amount"
        " from erp.production_orders as orders join erp.companies using (company_id)"
        " join erp.products using (product_id)"
        " left join lateral (select coalesce(sum(good_quantity), 0) as good,"
        "   coalesce(sum(scrap_quantity), 0) as scrapped, coalesce(sum(value_amount), 0) as worth"
        "  from erp.production_outputs as outputs"
        "  where outputs.production_order_id = orders.production_order_id) as made on true"
        " left join lateral (select coalesce(sum(cost_amount), 0) as cost"
        "  from erp.production_issues join erp.production_components as parts"
        "   using (production_component_id)"
        "  where parts.production_order_id = orders.production_order_id) as used on true"
        " left join lateral (select coalesce(sum(cost_amount), 0) as cost"
        "  from erp.production_times join erp.production_operations as steps"
        "   using (production_operation_id)"
        "  where steps.production_order_id = orders.production_order_id) as worked on true"
        " where released_on is not null order by 1, 2"
    ).fetchall()
    told: dict[str, dict[str, dict[str, str | None]]] = {}
    for row in rows:
        company, number, product, quantity, released_on, good, scrapped, *costs = row
        material, work, output, closed_on, stock, variance, *at_its_end = costs
        if closed_on is not None:
            assert at_its_end == [material, work, output]
        told.setdefault(company, {})[number] = {
            "product": product,
            "quantity": _plain(quantity),
            "released_on": released_on.isoformat(),
            "good": _plain(good),
            "scrapped": _plain(scrapped),
            "material": f"{material:.2f}",
            "work": f"{work:.2f}",
            "output": f"{output:.2f}",
            "closed_on": None if closed_on is None else closed_on.isoformat(),
            "borne_by_stock": None if closed_on is None else f"{stock:.2f}",
            "variance": None if closed_on is None else f"{variance:.2f}",
        }
    return told


def in_progress_on(connection: Connection, on: dt.date) -> dict[str, str]:
    """Company → what was in its workshop at the end of a day."""
    orders = work_in_progress(connection, 1, on)
    return {"QDR": f"{sum((order.amount for order in orders), NOTHING):.2f}"}


def inter_company_by_month(
    connection: Connection, parties: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Month → the seller's revenue and cost, and what the buyer recorded, in both currencies."""
    rows = connection.execute(
        "with traded as ("
        " select posted_on, lines.net_amount_base as revenue, cost_amount as cost,"
        "  0 as purchases, 0 as purchases_in_books"
        " from erp.invoice_lines as lines join erp.invoices using (invoice_id)"
        " join erp.customers using (customer_id) where customer_number = %(customer)s"
        " union all select posted_on, 0, 0, net_amount, net_amount_base"
        " from erp.supplier_invoices join erp.suppliers using (supplier_id)"
        " where supplier_number = %(supplier)s)"
        " select to_char(posted_on, 'YYYY-MM'), sum(revenue), sum(cost), sum(purchases),"
        "  sum(purchases_in_books) from traded group by 1 order by 1",
        parties,
    ).fetchall()
    names = ("revenue", "cost", "purchases", "purchases_in_books")
    return {
        month: {name: f"{amount:.2f}" for name, amount in zip(names, amounts, strict=True)}
        for month, *amounts in rows
    }


def inter_company_open_on(
    connection: Connection, parties: Mapping[str, str], on: dt.date
) -> dict[str, str]:
    """What each says is open between the two at the end of a day, in the documents' currency."""
    row = connection.execute(
        "select (select coalesce(sum(debit - credit), 0) from erp.journal_lines"
        "  join erp.journal_entries using (entry_id)"
        "  join erp.customers using (customer_id) where customer_number = %(customer)s"
        "   and account_code = '411' and posted_on <= %(on)s),"
        " (select coalesce(-sum(document_amount), 0) from erp.journal_lines"
        "  join erp.journal_entries using (entry_id)"
        "  join erp.suppliers using (supplier_id) where supplier_number = %(supplier)s"
        "   and account_code = '401' and posted_on <= %(on)s)",
        {**parties, "on": on},
    ).fetchone()
    assert row is not None
    return {"receivable": f"{row[0]:.2f}", "payable": f"{row[1]:.2f}"}


def pipeline_on(connection: Connection, on: dt.date) -> dict[str, tuple[str, str, Decimal]]:
    """Currency → open deals, their amount, and the weighted one, at the end of a day."""
    sums: defaultdict[str, tuple[int, Decimal, Decimal]] = defaultdict(
        lambda: (0, NOTHING, NOTHING)
    )
    for deal in as_of(connection, on):
        if deal.closed_on is None:
            count, amount, weighted = sums[deal.currency_code]
            worth = deal.amount or NOTHING
            sums[deal.currency_code] = (
                count + 1,
                amount + worth,
                weighted + worth * deal.probability,
            )
    return {
        currency: (str(count), f"{amount:.2f}", weighted)
        for currency, (count, amount, weighted) in sums.items()
    }


def records_by_kind(connection: Connection) -> dict[str, set[str]]:
    """Kind → the numbers of all records of firms that one sells to."""
    return {
        "account": set(_column(connection, "select account_number, 1 from crm.accounts")),
        "customer": set(_column(connection, "select customer_number, 1 from erp.customers")),
        "lead": set(_column(connection, "select lead_number, 1 from crm.leads")),
    }


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def _column(connection: Connection, query: str) -> Mapping[Any, Any]:
    return dict(connection.execute(query.encode()).fetchall())
