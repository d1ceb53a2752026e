"""What may be planned, and that a plan is one amount for each month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from trade import Trade

from operations.erp.accounting.budgets import set_budget
from operations.erp.accounting.errors import NotBudgeted, UnknownAccount
from operations.errors import InvalidValue, NotFound
from operations.versions import LostUpdate

MARCH = dt.date(2024, 3, 15)


def _plan(trade: Trade, **more: Any) -> int:
    values = {"account_code": "613", "month": MARCH, "amount": Decimal(100), **more}
    return set_budget(trade.connection, **values)


def test_a_plan_replaces_the_one_before_it_and_each_version_stands_by_itself(
    trade: Trade,
) -> None:
    first = _plan(trade)
    assert _plan(trade, amount=Decimal(120), month=dt.date(2024, 3, 1)) == first
    assert _plan(trade, version="revised") != first
    rows = trade.connection.execute(
        "select version, month, amount from erp.budgets order by version"
    ).fetchall()
    assert rows == [
        ("initial", dt.date(2024, 3, 1), Decimal(120)),
        ("revised", dt.date(2024, 3, 1), Decimal(100)),
    ]


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        ({"account_code": "699"}, UnknownAccount, "Account 699 is not in the chart"),
        ({"account_code": "411"}, NotBudgeted, "Account 411 is neither a charge nor income"),
        ({"cost_centre_id": 999_999}, NotFound, "cost centre 999999"),
        ({"company_id": 999_999}, NotFound, "company 999999"),
        ({"version": "final"}, InvalidValue, "'final' is no version"),
        ({"amount": Decimal("0.001")}, InvalidValue, "2 decimals"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    trade: Trade, values: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        _plan(trade, **values)
    assert trade.row("select count(*) from erp.budgets") == 0


def test_a_plan_that_another_one_changed_is_not_overwritten(trade: Trade) -> None:
    _plan(trade)
    _plan(trade, amount=Decimal(110), expected_version=1)
    with pytest.raises(LostUpdate, match="at version 2"):
        _plan(trade, amount=Decimal(120), expected_version=1)


@pytest.mark.parametrize(
    "values", ["'initial', '411', '2024-03-01', 1", "'initial', '613', '2024-03-02', 1"]
)
def test_the_database_itself_plans_charges_and_income_by_month(trade: Trade, values: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        trade.connection.execute(
            b"insert into erp.budgets (version, account_code, month, amount) values ("
            + values.encode()
            + b")"
        )


def test_the_database_itself_plans_a_month_once(trade: Trade) -> None:
    _plan(trade)
    with pytest.raises(psycopg.errors.UniqueViolation):
        trade.connection.execute(
            "insert into erp.budgets (version, account_code, month, amount)"
            " values ('initial', '613', '2024-03-01', 1)"
        )
