"""Documents of one order and moves of one deal follow each other in time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from trade import Trade, day

from operations.crm.accounts import commands as accounts
from operations.crm.opportunities import commands as opportunities
from operations.erp.catalog import commands as catalog
from operations.erp.sales import commands as sales
from operations.erp.sales.errors import InvoiceBeforeTheLast
from operations.errors import InvalidValue


def test_an_invoice_before_the_last_one_of_its_order_is_refused(trade: Trade) -> None:
    """It took 5 × 60 less the 4 × 90 that another invoice had taken: a cost below zero."""
    catalog.set_cost(
        trade.connection, product_id=trade.pump, unit_cost=Decimal(90), valid_from=day(5)
    )
    order_id = trade.order()
    line_id = trade.order_lines(order_id)[0]
    for delivered_on, quantity in ((10, 4), (1, 5)):
        sales.deliver(
            trade.connection,
            order_id=order_id,
            delivered_on=day(delivered_on),
            quantities={line_id: Decimal(quantity)},
        )
        if quantity == 4:
            sales.invoice(trade.connection, order_id=order_id, posted_on=day(12))
    with pytest.raises(InvoiceBeforeTheLast, match="SO00001 was invoiced on 2024-03-13"):
        sales.invoice(trade.connection, order_id=order_id, posted_on=day(3))
    later = sales.invoice(trade.connection, order_id=order_id, posted_on=day(12))
    cost = trade.row("select cost_amount from erp.invoice_lines where invoice_id = %s", later)
    assert cost == Decimal(300)


def test_a_reason_that_no_credit_note_has_is_refused_with_those_that_are(trade: Trade) -> None:
    invoice_id = trade.invoiced()
    gift: Any = "gift"
    with pytest.raises(InvalidValue, match="return, price"):
        sales.credit(
            trade.connection,
            invoice_id=invoice_id,
            posted_on=day(3),
            reason=gift,
            lines={trade.invoice_lines(invoice_id)[0]: Decimal(1)},
        )


def test_an_opportunity_does_not_move_before_its_last_move(trade: Trade) -> None:
    account_id = accounts.open_account(trade.connection, name="Scierie", country_code="FR")
    opportunity_id = opportunities.open_opportunity(
        trade.connection, account_id=account_id, name="Pumps", created_on=day(0), amount=Decimal(5)
    )
    opportunities.move_stage(
        trade.connection, opportunity_id=opportunity_id, stage="proposal", on=day(20)
    )
    with pytest.raises(InvalidValue, match="proposal since 2024-03-21"):
        opportunities.win(trade.connection, opportunity_id=opportunity_id, on=day(3))
