"""When an invoice is due: the customer's own terms, not those of most customers."""

from __future__ import annotations

import datetime as dt

import pytest
from trade import DAY, Trade, day

from operations.erp.party import commands as party


@pytest.mark.parametrize("terms", [0, 45, 60])
def test_an_invoice_is_due_after_the_terms_of_its_own_customer(trade: Trade, terms: int) -> None:
    patient = party.register_customer(
        trade.connection,
        name="Scierie du Livradois",
        country_code="FR",
        created_on=DAY,
        payment_terms_days=terms,
    )
    invoice_id = trade.invoiced(customer=patient)
    due_on = trade.row("select due_on from erp.invoices where invoice_id = %s", invoice_id)
    assert due_on == day(2) + dt.timedelta(days=terms)
