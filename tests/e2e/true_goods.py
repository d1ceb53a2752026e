"""What the simulator knows of goods, purchases and production, beside the published figures.

Each function returns differences, none when the two say the same. Figures are asked of
``serving.metrics`` alone; rates are the store's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from serving.metrics import Metrics

CENT = Decimal("0.01")
NOTHING = Decimal(0)
# Company → day → worth of one unit of its currency in the group's.
Rates = Callable[[str, dt.date], Decimal]


def rates_of(rows: Iterable[tuple[str, dt.date, Decimal]]) -> Rates:
    """The last rate up to a day of each company (code, first day, rate); 1 where it has none."""
    known = sorted(rows)

    def rate(company: str, day: dt.date) -> Decimal:
        rates = [worth for code, first, worth in known if code == company and first <= day]
        return rates[-1] if rates else Decimal(1)

    return rate


def differences(metrics: Metrics, truth: Mapping[str, Any], rate: Rates) -> list[str]:
    """Every figure of goods, purchases and production that is not the simulator's."""
    return [
        *_stock(metrics, truth, rate),
        *_turn(metrics, truth),
        *_purchases(metrics, truth),
        *_production(metrics, truth),
    ]


def _stock(metrics: Metrics, truth: Mapping[str, Any], rate: Rates) -> Iterator[str]:
    """Quantity and worth of each product at the end of each day."""
    frame = metrics.query(["stock_quantity", "stock_value"], by=["company", "product", "day"])
    found = {
        (row["company"], row["product_number"], row["day"]): (
            row["stock_quantity"],
            row["stock_value"],
        )
        for row in frame.iter_rows(named=True)
    }
    for company, products in truth["stock_by_day"].items():
        for product, changes in products.items():
            for day, quantity, value in changes:
                on = dt.date.fromisoformat(day)
                worth = (Decimal(value) * rate(company, on)).quantize(CENT, ROUND_HALF_UP)
                said = found.get((company, product, on))
                if said != (Decimal(quantity), worth):
                    yield f"stock of {product} in {company} on {day}: {said}, {quantity} {worth}"
    gaps = metrics.query(["stock_gl_gap"], by=["company", "month"])["stock_gl_gap"]
    if any(gaps):
        yield f"stock against ledger: {list(gaps)}"


def _turn(metrics: Metrics, truth: Mapping[str, Any]) -> Iterator[str]:
    """Issues of a year over the average of a day, of the companies in the group's currency."""
    kpis = ["issues_of_twelve_months", "average_stock_value", "stock_turn"]
    frame = metrics.query(kpis, by=["company", "month"])
    found = {(row[0], row[1]): row[2:] for row in frame.iter_rows()}
    for day, companies in truth["stock_turn_by_month"].items():
        month, company = dt.date.fromisoformat(day).replace(day=1), "QDR"
        issues, average = (Decimal(companies[company][name]) for name in ("issues", "average"))
        said = found[company, month]
        apart = (said[0] - issues, said[1] - average, Decimal(said[2]) - issues / average)
        if max(map(abs, apart)) > Decimal("0.000002"):
            yield f"stock turn of {company} in {month}: {said}, {issues} {average}"


def _purchases(metrics: Metrics, truth: Mapping[str, Any]) -> Iterator[str]:
    """What suppliers promised and brought, by month; what it is worth where no rate is between."""
    kpis = {
        "due": "purchase_quantity_due",
        "on_time": "purchase_quantity_on_time",
        "lines_due": "purchase_lines_due",
        "lines_in_full": "purchase_lines_otif",
        "arrivals": "purchase_arrivals",
        "lead_days": "lead_time_total_days",
        "received": "purchases_received",
    }
    frame = metrics.query(list(kpis.values()), by=["company", "supplier", "month"])
    found = {
        (row["company"], row["supplier_number"], row["month"]): row
        for row in frame.iter_rows(named=True)
    }
    for company, suppliers in truth["purchases_by_supplier"].items():
        for supplier, months in suppliers.items():
            for month, figures in months.items():
                row = found.get((company, supplier, dt.date.fromisoformat(f"{month}-01")), {})
                for name, figure in figures.items():
                    if name == "received" and company != "QDR":
                        continue
                    if (row.get(kpis[name]) or NOTHING) != Decimal(figure):
                        said = row.get(kpis[name])
                        yield f"{name} of {supplier} in {company} {month}: {said}, {figure}"


def _production(metrics: Metrics, truth: Mapping[str, Any]) -> Iterator[str]:
    """What orders made and cost, by product; what was in the workshop at each month's end."""
    kpis = {
        "good": "production_output",
        "scrapped": "scrap_quantity",
        "output": "production_output_value",
        "more": "production_cost_variance",
    }
    sums: dict[str, dict[str, Decimal]] = {}
    for orders in truth["production_orders"].values():
        for order in orders.values():
            of_product = sums.setdefault(order["product"], dict.fromkeys(kpis, NOTHING))
            for name in ("good", "scrapped", "output"):
                of_product[name] += Decimal(order[name])
            if order["closed_on"] is not None:
                of_product["more"] += Decimal(order["borne_by_stock"]) + Decimal(order["variance"])
    frame = metrics.query(list(kpis.values()), by=["product"])
    found = {row["product_number"]: row for row in frame.iter_rows(named=True)}
    for product, figures in sums.items():
        for name, figure in figures.items():
            said = found.get(product, {}).get(kpis[name]) or NOTHING
            if said != figure:
                yield f"{name} of {product}: {said}, {figure}"
    frame = metrics.query(["work_in_progress"], by=["company", "month"])
    held = {(row[0], row[1]): row[2] for row in frame.iter_rows()}
    for day, companies in truth["work_in_progress_by_month"].items():
        month = dt.date.fromisoformat(day).replace(day=1)
        for company, amount in companies.items():
            if (held.get((company, month)) or NOTHING) != Decimal(amount):
                yield f"work in progress of {company} on {day}: {held.get((company, month))}"
