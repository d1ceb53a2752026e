"""The truth file: all that the simulator knows, written beside the data."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from operations.company.truth.freight import FreightTruth
from operations.company.truth.identities import IdentityTruth
from operations.company.truth.inter_company import InterCompanyTruth
from operations.company.truth.margins import MarginTruth
from operations.company.truth.orders import OrderTruth
from operations.company.truth.pipeline import PipelineTruth
from operations.company.truth.production import ProductionTruth
from operations.company.truth.purchases import PurchasesTruth
from operations.company.truth.receivables import ReceivablesTruth
from operations.company.truth.sales import SalesTruth
from operations.company.truth.stock import StockTruth
from operations.company.truth.turnover import turn_at

FILE_NAME: Final = "truth.json"


class Truth:
    """What is known of every subject; the simulator tells each what it does."""

    def __init__(self) -> None:
        self.identities = IdentityTruth()
        self.stock = StockTruth()
        self.margins = MarginTruth()
        self.sales = SalesTruth()
        self.orders = OrderTruth()
        self.freight = FreightTruth(self.stock, self.margins)
        self.receivables = ReceivablesTruth()
        self.pipeline = PipelineTruth()
        self.production = ProductionTruth(self.stock)
        self.purchases = PurchasesTruth()
        self.inter_company = InterCompanyTruth()

    def said(
        self,
        *,
        start: dt.date,
        until: dt.date,
        copies: int = 1,
        numbered: Mapping[str, int] | None = None,
    ) -> dict[str, Any]:
        """All of it, amounts as text: receivables at each month's end, the rest by change.

        It is told of the life that was lived. In copy 1, 2 … of it the same holds of the numbers
        moved by as many as ``numbered`` has of their kind.
        """
        ends = list(month_ends(start, until))
        return {
            "copies": copies,
            "numbered": dict(sorted((numbered or {}).items())),
            "from": start.isoformat(),
            "until": until.isoformat(),
            "identities": self.identities.by_firm(),
            "margin_by_customer": self.margins.by_customer(),
            "sales_by_customer": self.sales.by_customer(),
            "orders_by_month": self.orders.said(until, ends),
            "stock_by_day": self.stock.by_day(),
            "stock_turn_by_month": {day.isoformat(): turn_at(self.stock, day) for day in ends},
            "purchases_by_supplier": self.purchases.by_supplier(until),
            "receivables_by_month": {day.isoformat(): self.receivables.at(day) for day in ends},
            "pipeline_by_day": self.pipeline.by_day(),
            "production_orders": self.production.by_order(),
            "work_in_progress_by_month": {
                day.isoformat(): self.production.in_progress(day) for day in ends
            },
            "inter_company": self.inter_company.said(ends),
        }

    def write(
        self,
        folder: Path,
        *,
        start: dt.date,
        until: dt.date,
        copies: int = 1,
        numbered: Mapping[str, int] | None = None,
    ) -> Path:
        """Write what is ``said`` beside the data, whole or not at all; return its path."""
        path = folder / FILE_NAME
        beside = path.with_name(f".{FILE_NAME}.writing")
        said = self.said(start=start, until=until, copies=copies, numbered=numbered)
        text = json.dumps(said, ensure_ascii=False, indent=1)
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as handle:
                handle.write(text + "\n")
                handle.flush()
                os.fsync(handle.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        return path


def month_ends(start: dt.date, until: dt.date) -> Iterator[dt.date]:
    """The last day of each month that ends from ``start`` to ``until``, both included."""
    day = start
    while True:
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        last = following - dt.timedelta(days=1)
        if last > until:
            return
        yield last
        day = following
