"""Published receivables against the truth file, at every month's end: by customer and age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from serving.metrics import Metrics

AGES = {
    "not due": "not_due",
    "1-30": "1_30",
    "31-60": "31_60",
    "61-90": "61_90",
    "91+": "91_more",
}


def differences(metrics: Metrics, truth: Mapping[str, Any], *, parent: str) -> list[object]:
    """What is not the same, to the cent: the parent's through the KPI, each company's in its own
    currency by its moves; and what shows that there was nothing to compare."""
    found: list[object] = []
    compared = 0
    for text, companies in truth["receivables_by_month"].items():
        day = dt.date.fromisoformat(text)
        wanted = _amounts(companies.get(parent, {}))
        frame = metrics.query(
            ["receivables"], by=["party", "ageing"], end=day, where={"company": [parent]}
        )
        ours = {
            (row["party_number"], AGES[row["ageing"]]): row["receivables"]
            for row in frame.rows(named=True)
            if row["receivables"]
        }
        found += [(day, *key) for key, _ in ours.items() ^ wanted.items()]
        compared += len(wanted)
        moves = metrics.warehouse.frame(
            "select company_code, sum(amount) from marts.fct_open_item_moves"
            " where moved_on <= $day and item_type = 'receivable' group by all",
            {"day": day},
        )
        sums = {code: amount for code, amount in moves.rows() if amount}
        truly = {code: sum(_amounts(each).values()) for code, each in companies.items()}
        if sums != {code: amount for code, amount in truly.items() if amount}:
            found.append((day, sums, truly))
    return found if compared > 50 else [*found, f"{compared} amounts compared"]


def _amounts(customers: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], Decimal]:
    return {
        (customer, age): Decimal(amount)
        for customer, amounts in customers.items()
        for age, amount in amounts.items()
    }
