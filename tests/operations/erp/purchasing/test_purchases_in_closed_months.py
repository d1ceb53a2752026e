"""No document of purchasing is dated in a month that is closed; nothing is written of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from buying import Buying
from trade import DAY, day

from operations.erp.accounting.errors import PeriodClosed
from operations.erp.accounting.periods import close_period
from operations.erp.purchasing import commands as purchasing
from operations.erp.purchasing.model import ExpenseLine

Act = Callable[[], object]


def _acts(buying: Buying) -> dict[str, Act]:
    order_id, other = buying.order(), buying.order()
    receipt_id = buying.receive(order_id)
    invoice_id = buying.invoice_as_received(order_id)
    rent = ExpenseLine("613", Decimal(1), "Loyer")
    return {
        "receipt": lambda: buying.receive(other),
        "return": lambda: buying.give_back(order_id, receipt_id, "1"),
        "invoice": lambda: buying.invoice(rent, reference="F-2"),
        "credit note": lambda: buying.credit(invoice_id, "price", "1"),
        "payment": lambda: buying.pay({invoice_id: "1"}),
        "landed cost": lambda: purchasing.add_landed_cost(
            buying.connection,
            supplier_id=buying.supplier,
            supplier_reference="T-1",
            posted_on=day(9),
            net_amount=Decimal(1),
            kind="freight",
            basis="value",
            receipt_line_ids=buying.receipt_lines(receipt_id),
        ),
    }


@pytest.mark.parametrize(
    "name", ["receipt", "return", "invoice", "credit note", "payment", "landed cost"]
)
def test_a_document_of_a_closed_month_is_refused(buying: Buying, name: str) -> None:
    act = _acts(buying)[name]
    close_period(buying.connection, month=DAY)
    count = "select count(*) from erp.journal_entries"
    before = buying.trade.row(count)
    with pytest.raises(PeriodClosed, match="period 2024-03 is closed"):
        act()
    assert buying.trade.row(count) == before
