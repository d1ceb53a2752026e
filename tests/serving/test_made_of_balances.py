"""A KPI made of balances is made of them as they stand at each period's end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from serving.metrics import Metrics
from serving.warehouse import open_warehouse
from tests.serving import small_company

# 100 are invoiced in January and 60 of them paid in March; the year's sales leave it a year later.
MOVES = """
create table marts.dim_companies as
select 'erp|' as company_key, 'erp' as source_name, '' as company_code, 'Small' as company_name,
    'FR' as country_code, 'Small' as company_group, true as is_consolidated;
create table marts.fct_open_item_moves as
select 'k' || moved_on as open_item_move_key, 'erp' as source_name, '' as company_code,
    'receivable' as item_type, 'invoice' as item_kind, 'a' as account_key, 'p' as party_key,
    'c1' as customer_key, 'not due' as ageing_bucket, 'due date' as ageing_basis,
    cast(moved_on as date) as moved_on, cast(amount as decimal(18, 2)) as amount_base
from (values ('2025-01-10', 100), ('2025-03-05', -60)) as t (moved_on, amount);
create table marts.fct_rolling_moves as
select 'k' || moved_on as rolling_move_key, 'erp' as source_name, '' as company_code,
    'sales with tax' as flow_type, 'c1' as customer_key, 'p' as party_key,
    cast(moved_on as date) as moved_on, cast(amount as decimal(18, 2)) as amount_base
from (values ('2025-01-10', 100), ('2025-02-10', 300), ('2026-01-10', -100)) as t (moved_on, amount)
"""


def test_days_of_sales_by_month_are_of_the_months_ends(tmp_path: Path, semantic: Path) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic, extra=MOVES)
    warehouse = open_warehouse(home.publications)
    metrics = Metrics(warehouse)
    start, end = dt.date(2025, 1, 1), dt.date(2025, 3, 31)
    for by in (["month"], ["month", "company"], ["month", "customer"]):
        frame = metrics.query(["dso"], by=by, start=start, end=end)
        assert frame["dso"].to_list() == pytest.approx([365.0, 91.25, 36.5]), by
    assert metrics.query(["dso"], end=end).item() == pytest.approx(36.5)
    assert metrics.query(["receivables"], end=end).item() == Decimal(40)
    warehouse.close()
