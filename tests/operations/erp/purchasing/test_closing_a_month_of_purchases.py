"""The closing check-list of a month with purchases: documents against their accounts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from buying import Buying
from trade import DAY

from operations.erp.accounting.commands import post
from operations.erp.accounting.model import Entry, Posting
from operations.erp.closing.commands import closing_checklist


def _found(buying: Buying, name: str) -> tuple[bool, str]:
    found = {each.name: each for each in closing_checklist(buying.connection, month=DAY)}
    return found[name].is_ok, found[name].detail


def test_what_is_owed_and_what_is_not_invoiced_tie_to_their_accounts(buying: Buying) -> None:
    order_id = buying.order()
    buying.receive(order_id)
    assert _found(buying, "received, not invoiced") == (
        True,
        "The documents say -600.00, account 4081 says -600.00.",
    )
    buying.invoice_as_received(order_id)
    assert _found(buying, "received, not invoiced")[0]
    assert _found(buying, "payables") == (
        True,
        "The documents say -720.00, account 401 says -720.00.",
    )


@pytest.mark.parametrize(
    ("account", "name"), [("401", "payables"), ("4081", "received, not invoiced")]
)
def test_an_entry_by_hand_is_seen(buying: Buying, account: str, name: str) -> None:
    lines = (
        Posting("607", debit=Decimal(5)),
        Posting(account, credit=Decimal(5), supplier_id=buying.supplier),
    )
    post(buying.connection, Entry("OD", DAY, "manual_entry", "ME-1", "By hand", lines))
    assert _found(buying, name) == (
        False,
        f"The documents say 0.00, account {account} says -5.00.",
    )
