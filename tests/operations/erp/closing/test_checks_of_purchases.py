"""Freight of deliveries waits on 4081 beside receipts; an invoice that differs is seen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from buying import Buying
from trade import DAY, day

from operations.erp.closing.commands import closing_checklist
from operations.erp.purchasing.model import ExpenseLine
from operations.erp.sales import commands as sales
from operations.erp.sales.model import Line


def _check(buying: Buying, name: str, month: dt.date = DAY) -> tuple[bool, str]:
    found = {each.name: each for each in closing_checklist(buying.connection, month=month)}
    return found[name].is_ok, found[name].detail


def test_freight_that_a_carrier_did_not_invoice_is_on_4081(buying: Buying) -> None:
    order_id = buying.trade.order(Line(buying.hose, Decimal(10), Decimal(10)))
    sales.deliver(
        buying.connection, order_id=order_id, delivered_on=day(1), freight_cost=Decimal(30)
    )
    name = "received, not invoiced"
    assert _check(buying, name) == (
        True,
        "The documents say -30.00, account 4081 says -30.00.",
    )
    invoice_id = buying.invoice(ExpenseLine("4081", Decimal(25), "Freight"))
    assert _check(buying, name) == (True, "The documents say -5.00, account 4081 says -5.00.")
    buying.credit(invoice_id, "price", "10")
    assert _check(buying, name)[0]


def test_an_invoice_that_differs_keeps_its_month_open(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id)
    buying.invoice(buying.goods(order_id, "10", "75"))
    is_ok, detail = _check(buying, "invoices that differ")
    assert (is_ok, detail) == (False, "1 exceptions are open: PI00001.")
    assert _check(buying, "invoices that differ", dt.date(2024, 2, 1))[0]
