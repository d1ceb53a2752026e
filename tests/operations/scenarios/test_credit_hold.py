"""An order beyond the credit limit waits on hold until somebody with the right releases it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from receivable_books import every_rule_holds
from trade import DAY, Trade, day

from operations.erp.party import commands as party
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import MayNotRelease, OrderOnHold


def _employee(trade: Trade, name: str, limit: str | None) -> int:
    return int(
        trade.row(
            "insert into erp.employees (employee_number, name, hired_on, approval_limit)"
            " values (%s, %s, %s, %s) returning employee_id",
            name,
            name,
            DAY,
            None if limit is None else Decimal(limit),
        )
    )


def test_an_order_over_the_limit_is_held_and_released_by_who_may(trade: Trade) -> None:
    connection = trade.connection
    party.change_customer(connection, customer_id=trade.customer, credit_limit=Decimal(2500))

    # Two orders of 1,200 with VAT are within 2,500: one is invoiced, the other is open.
    trade.invoiced()
    trade.order()
    exposure = sales.exposure(connection, customer_id=trade.customer)
    assert (exposure.receivables, exposure.orders, exposure.amount) == (1200, 1200, 2400)

    # The third would make it 3,600: it is taken, and held.
    held = trade.order()
    assert trade.row(
        "select held_on, exposure_amount, credit_limit_amount from erp.sales_order_holds"
    ) == (DAY, 3600, 2500)
    with pytest.raises(OrderOnHold, match=r"Order SO\d+ is on hold"):
        sales.deliver(connection, order_id=held, delivered_on=day(2))

    # Beyond the limit are 1,100: who may approve 1,000 may not, who may approve 5,000 does.
    with pytest.raises(MayNotRelease, match=r"1100\.00 would be owed beyond .* and 1000\.00"):
        sales.release_order(
            connection,
            order_id=held,
            released_on=day(2),
            employee_id=_employee(trade, "Vente Nord", "1000"),
            reason="pays always",
        )
    sales.release_order(
        connection,
        order_id=held,
        released_on=day(2),
        employee_id=_employee(trade, "Direction", "5000"),
        reason="pays always",
    )
    sales.deliver(connection, order_id=held, delivered_on=day(2))
    every_rule_holds(trade)
