"""Sales, margins and orders as they are served, held against what the simulator knows of them."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from affluent.settings import load_workspace
from operations.company.truth.book import FILE_NAME
from serving.answers import open_metrics
from serving.metrics import Metrics

# KPI → subject of the truth file. The first are told in the books of each company, and asked of
# the one that keeps them in the group's currency; the others in the group's currency.
IN_THE_BOOKS: Final = {
    "revenue": "revenue",
    "cost_of_sales": "cost",
    "landed_cost": "landed",
    "gross_margin": "margin",
}
IN_THE_GROUP: Final = {
    "revenue": "revenue",
    "cost_of_sales": "cost",
    "list_revenue": "list",
    "selling_cost": "commission",
    "returned_revenue": "returned",
}
OF_ORDERS: Final = {
    "order_intake": "intake",
    "backlog": "backlog",
    "due_order_lines": "due_lines",
    "punctual_order_lines": "punctual_lines",
    "due_quantity": "due_quantity",
    "punctual_quantity": "punctual_quantity",
}
NOTHING: Final = Decimal(0)
Figures = Mapping[tuple[str, ...], Mapping[str, Decimal]]


def differences(root: Path, *, parent: str) -> list[str]:
    """Where a figure by company, customer and month is not that of the truth; none when all are.

    ``parent`` is the company whose books are in the group's currency.
    """
    truth = json.loads((root / FILE_NAME).read_text(encoding="utf-8"))
    numbers = _numbers(root)
    with open_metrics(load_workspace(root)) as metrics:
        by_customer = ["company", "customer", "month"]
        in_the_books = _united(_told(truth["margin_by_customer"]), numbers)
        found = [
            *_compared(
                _asked(metrics, IN_THE_BOOKS, by_customer),
                {key: told for key, told in in_the_books.items() if key[0] == parent},
                parent=parent,
            ),
            *_compared(
                _asked(metrics, IN_THE_GROUP, by_customer),
                _united(_told(truth["sales_by_customer"]), numbers),
            ),
            *_compared(
                _asked(metrics, OF_ORDERS, ["company", "month"]),
                _told({"": truth["orders_by_month"]}),
            ),
        ]
        rates = metrics.query(["otif", "fill_rate", "average_discount_rate", "book_to_bill"])
    return [*found, *_ratios(truth, rates.row(0, named=True))]


def _asked(metrics: Metrics, kpis: Mapping[str, str], by: list[str]) -> Figures:
    frame = metrics.query(list(kpis), by=by)
    return {
        (row["company"], *([row["customer_number"]] if "customer" in by else []), _month(row)): {
            subject: Decimal(row[kpi] or 0) for kpi, subject in kpis.items()
        }
        for row in frame.iter_rows(named=True)
        if row["company"] is not None and row["month"] is not None
    }


def _month(row: Mapping[str, Any]) -> str:
    month: dt.date = row["month"]
    return f"{month:%Y-%m}"


def _told(truth: Mapping[str, Any]) -> Figures:
    """(company, customer, month) → subject → amount; without customers the key has two parts."""
    return {
        tuple(part for part in (company, customer, month) if part): {
            subject: Decimal(amount) for subject, amount in subjects.items()
        }
        for company, customers in truth.items()
        for customer, months in customers.items()
        for month, subjects in months.items()
    }


def _numbers(root: Path) -> dict[str, str]:
    """Number of a customer in the ERP → the number that its firm is served under.

    Who is entered twice is one here; whether rightly so, the tests of identity say.
    """
    build = load_workspace(root).build_path
    with duckdb.connect(str(build), read_only=True) as connection:
        rows = connection.execute(
            "select records.customer_id, firms.customer_number"
            " from intermediate.int_customers__resolved as records"
            " join marts.dim_customers as firms using (customer_key)"
            " where records.source_name = 'operations'"
        ).fetchall()
    return dict(rows)


def _united(told: Figures, numbers: Mapping[str, str]) -> Figures:
    """The figures of customers that are one firm, added up."""
    sums: defaultdict[tuple[str, ...], defaultdict[str, Decimal]]
    sums = defaultdict(lambda: defaultdict(Decimal))
    for (company, customer, month), subjects in told.items():
        for subject, amount in subjects.items():
            sums[company, numbers.get(customer, customer), month][subject] += amount
    return sums


def _compared(asked: Figures, told: Figures, *, parent: str | None = None) -> Iterator[str]:
    for key in sorted(asked.keys() | told.keys()):
        if parent is not None and key[0] != parent:
            continue
        ours, theirs = asked.get(key, {}), told.get(key, {})
        for subject in sorted(ours.keys() | (theirs.keys() if not ours else set())):
            if ours.get(subject, NOTHING) != theirs.get(subject, NOTHING):
                yield f"{key} {subject}: {ours.get(subject)} is {theirs.get(subject)}"


def _ratios(truth: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    orders, sales = _told({"": truth["orders_by_month"]}), _told(truth["sales_by_customer"])

    def total(figures: Figures, subject: str) -> Decimal:
        return sum((told.get(subject, NOTHING) for told in figures.values()), NOTHING)

    revenue, before = total(sales, "revenue"), total(sales, "list")
    for name, part, whole in (
        ("otif", total(orders, "punctual_lines"), total(orders, "due_lines")),
        ("fill_rate", total(orders, "punctual_quantity"), total(orders, "due_quantity")),
        ("average_discount_rate", before - revenue, before),
        ("book_to_bill", total(orders, "intake"), revenue),
    ):
        if abs(Decimal(str(asked[name])) - part / whole) > Decimal("1e-9"):
            yield f"{name}: {asked[name]} is {part / whole}"
