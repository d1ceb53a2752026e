"""What a bookkeeper may post by hand, and what documents alone post."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from trade import DAY, Trade

from operations.erp.accounting.errors import NotByHand, PeriodClosed, UnknownAccount
from operations.erp.accounting.manual_entries import post_manual_entry
from operations.erp.accounting.model import Posting, UnbalancedEntry
from operations.erp.accounting.periods import close_period
from operations.errors import InvalidValue, NotFound


def _post(trade: Trade, *lines: Posting, **more: Any) -> int:
    values = {
        "journal_code": "OD",
        "posted_on": DAY,
        "description": "Depreciation of March",
        "lines": lines
        or (Posting("681", debit=Decimal(100)), Posting("2815", credit=Decimal(100))),
        **more,
    }
    return post_manual_entry(trade.connection, **values)


def test_an_entry_by_hand_is_posted_under_a_number_of_its_own(trade: Trade) -> None:
    entry_id = _post(trade)
    found = trade.row(
        "select document_type, document_number, description from erp.journal_entries"
        " where entry_id = %s",
        entry_id,
    )
    assert found == ("manual_entry", "ME00001", "Depreciation of March")
    assert [trade.balance("681"), trade.balance("2815")] == [100, -100]


def _line(account_code: str, **more: Any) -> tuple[Posting, Posting]:
    return (
        Posting(account_code, debit=Decimal(5), **more),
        Posting("512", credit=Decimal(5)),
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (_line("37"), "by hand on account 37"),
        (_line("891"), "by hand on account 891"),
        (_line("411"), "line of account 411 has no party"),
        (_line("401"), "line of account 401 has no party"),
        (_line("44566"), "line of account 44566 has no VAT code"),
    ],
)
def test_a_line_that_only_documents_post_is_refused(
    trade: Trade, lines: tuple[Posting, ...], said: str
) -> None:
    with pytest.raises(NotByHand, match=said):
        _post(trade, *lines)


@pytest.mark.parametrize("journal_code", ["VT", "AC", "ST", "AN", "CL", "XX"])
def test_the_journals_of_documents_are_closed_to_hands(trade: Trade, journal_code: str) -> None:
    with pytest.raises(NotByHand, match=f"by hand in journal {journal_code}"):
        _post(trade, journal_code=journal_code)


@pytest.mark.parametrize(
    ("lines", "error", "said"),
    [
        (_line("699"), UnknownAccount, "Account 699 is not in the chart"),
        (_line("411", customer_id=999_999), NotFound, "no customer 999999"),
        (_line("401", supplier_id=999_999), NotFound, "no supplier 999999"),
        (_line("627", cost_centre_id=999_999), NotFound, "no cost centre 999999"),
        (_line("44566", tax_code="FRX"), NotFound, "no VAT code FRX"),
        (_line("627")[:1], UnbalancedEntry, "does not balance"),
        ((), UnbalancedEntry, "has no lines"),
    ],
)
def test_lines_that_name_nothing_or_do_not_balance_are_refused(
    trade: Trade, lines: tuple[Posting, ...], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        _post(trade, lines=lines)
    assert trade.row("select count(*) from erp.journal_entries") == 0


def test_an_entry_that_says_nothing_or_lies_in_a_closed_month_is_refused(trade: Trade) -> None:
    with pytest.raises(InvalidValue, match="says nothing"):
        _post(trade, description=" ")
    _post(trade)
    close_period(trade.connection, month=DAY)
    with pytest.raises(PeriodClosed, match="manual entry cannot be dated 2024-03-31"):
        _post(trade, posted_on=dt.date(2024, 3, 31))
