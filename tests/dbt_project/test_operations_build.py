"""A tiny operational store goes through dbt: what the marts say, and the laws that stop it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import operations_landing as landing
import pytest

from affluent.settings import Workspace, load_workspace
from pipelines.dbt_root import compose

CONFIG = """
[company]
name = "Pumps and hoses"
currency = "EUR"
fiscal_year_start = 4
as_of = 2024-07-15

[identity]
matching = "certain"

[sources.operations]
kind = "operations"
"""


@dataclass(frozen=True)
class Fault:
    """Statements that break a law by force, and the offenders that the law must name."""

    statement: str
    offenders: tuple[dict[str, object], ...]


FAULTS = {
    "assert_journal_entries_balance": Fault(
        "update raw_operations.journal_lines set credit = 1049.99 where journal_line_id = 2;"
        "delete from raw_operations.journal_lines where entry_id = 3",
        (
            {
                "source_name": "operations",
                "entry_number": "JE1",
                "document_number": "INV1",
                "line_count": 3,
                "debit_amount": Decimal("1260.00"),
                "credit_amount": Decimal("1259.99"),
                "gap_amount": Decimal("0.01"),
            },
            {
                "source_name": "operations",
                "entry_number": "JE3",
                "document_number": "CN2",
                "line_count": 0,
                "debit_amount": Decimal("0.00"),
                "credit_amount": Decimal("0.00"),
                "gap_amount": Decimal("0.00"),
            },
        ),
    ),
    # The first fault takes a cent from the invoice's posting too.
    "assert_sales_are_posted": Fault(
        "delete from raw_operations.journal_lines where entry_id = 2;"
        "delete from raw_operations.journal_entries where entry_id = 2",
        (
            {
                "document_number": "CN1",
                "revenue_amount": Decimal("-250.00"),
                "posted_amount": Decimal("0.00"),
                "gap_amount": Decimal("250.00"),
            },
            {
                "document_number": "INV1",
                "revenue_amount": Decimal("1050.00"),
                "posted_amount": Decimal("1049.99"),
                "gap_amount": Decimal("-0.01"),
            },
        ),
    ),
    "assert_operations_lines_equal_staging": Fault(
        "delete from raw_operations.credit_notes where credit_note_id = 2",
        (
            {
                "staged_line_count": 4,
                "mapped_line_count": 3,
                "staged_amount": Decimal("770.00"),
                "mapped_amount": Decimal("800.00"),
                "gap_amount": Decimal("30.00"),
            },
        ),
    ),
    # By the same fault, where the totals of staging are those of the fact.
    "assert_sales_lines_equal_staging": Fault(
        "",
        (
            {
                "source_name": "operations",
                "staged_line_count": Decimal(4),
                "fact_line_count": 3,
                "staged_amount": Decimal("770.00"),
                "fact_amount": Decimal("800.00"),
                "gap_amount": Decimal("30.00"),
            },
        ),
    ),
    "assert_one_currency": Fault(
        "update raw_operations.companies set currency_code = 'USD'",
        (
            {
                "source_name": "operations",
                "document_type": "credit_note",
                "document_number": "CN1",
                "currency_code": "USD",
                "company_currency_code": "EUR",
            },
            {
                "source_name": "operations",
                "document_type": "invoice",
                "document_number": "INV1",
                "currency_code": "USD",
                "company_currency_code": "EUR",
            },
        ),
    ),
    # A worth whose move is gone stands in no stock, but still in the books.
    "assert_stock_equals_ledger": Fault(
        "update raw_operations.stock_values set stock_move_id = 9 where stock_value_id = 2",
        (
            {
                "company_code": "MAIN",
                "account_code": "37",
                "month_end_on": dt.date.fromisoformat("2024-03-31"),
                "document_number": "DL1",
                "stock_amount": Decimal("0.00"),
                "ledger_amount": Decimal("-410.00"),
                "gap_amount": Decimal("410.00"),
            },
        ),
    ),
    "assert_stock_and_purchases_equal_staging": Fault(
        "",
        (
            {
                "entity": "stock values",
                "staged_row_count": 2,
                "fact_row_count": 1,
                "staged_total": Decimal("615.0000"),
                "fact_total": Decimal("1025.0000"),
            },
        ),
    ),
    # One hose less was ordered than was invoiced, and the delivery is gone.
    "assert_nothing_is_invoiced_twice": Fault(
        "update raw_operations.sales_order_lines set quantity = 3 where order_line_id = 2;"
        "delete from raw_operations.deliveries",
        (
            {
                "source_name": "operations",
                "company_code": "MAIN",
                "order_number": "SO1",
                "line_number": "2",
                "ordered_quantity": Decimal(3),
                "cancelled_quantity": Decimal(0),
                "delivered_quantity": Decimal(0),
                "invoiced_quantity": Decimal(4),
            },
        ),
    ),
    "assert_order_lines_equal_staging": Fault(
        "",
        (
            {
                "move_type": "delivered",
                "staged_line_count": 2,
                "fact_line_count": 0,
                "staged_quantity": Decimal(8),
                "fact_quantity": Decimal(0),
            },
        ),
    ),
}


@dataclass
class Built:
    """A workspace after dbt: its exit code, what it printed, and its build to ask."""

    workspace: Workspace
    exit_code: int
    output: str

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.workspace.build_path), read_only=True) as connection:
            return connection.execute(query).fetchall()


def dbt(workspace: Workspace, *arguments: str) -> Built:
    """Run dbt on the workspace's root project."""
    project = str(workspace.dbt_dir)
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            "--no-use-colors",
            "--log-level-file=none",
            *arguments,
            "--project-dir",
            project,
            "--profiles-dir",
            project,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return Built(workspace, done.returncode, done.stdout + done.stderr)


def prepared(root: Path) -> Workspace:
    """A workspace at ``root`` with the store landed and its dbt project composed."""
    (root / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    workspace = load_workspace(root)
    landing.write(workspace.landing_path)
    compose(workspace, landing.STAGED_TOTALS)
    return workspace


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The store as it should be, built with every test."""
    return dbt(prepared(tmp_path_factory.mktemp("sound")), "build")


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same store with one fault against each law, built as far as the laws: one run for all."""
    workspace = prepared(tmp_path_factory.mktemp("spoilt"))
    for law in FAULTS.values():
        landing.change(workspace.landing_path, law.statement)
    laws = [f"+{law}" for law in FAULTS]
    return dbt(workspace, "build", "--exclude-resource-type=unit_test", "--select", *laws)


def test_a_sound_store_passes_every_test_and_law(sound: Built) -> None:
    assert sound.exit_code == 0, sound.output[-3000:]
    # Its budget plans an account on which nobody posts: a notice, and the only one.
    assert "WARN=1" in sound.output
    assert "WARN 1 planned_accounts_are_in_the_ledger" in sound.output
    assert "WARNING" not in sound.output


def test_schemas_are_named_for_their_layer_and_nothing_else(sound: Built) -> None:
    found = sound.rows(
        "select distinct table_schema from information_schema.tables "
        "where table_catalog = 'build' order by 1"
    )
    assert [name for (name,) in found] == [
        "failures",
        "intermediate",
        "marts",
        "seeds",
        "staging",
    ]


def test_credits_lower_revenue_and_a_line_without_a_cost_says_so(sound: Built) -> None:
    assert sound.rows(
        "select document_number, revenue_amount_base, cost_amount_base, is_cost_known, quantity "
        "from marts.fct_sales_lines order by document_number, line_number"
    ) == [
        ("CN1", Decimal("-250.00"), Decimal("-102.50"), True, Decimal(-1)),
        ("CN2", Decimal("-30.00"), Decimal("0.00"), True, Decimal(0)),
        ("INV1", Decimal("1000.00"), Decimal("410.00"), True, Decimal(4)),
        ("INV1", Decimal("50.00"), Decimal("0.00"), False, Decimal(4)),
    ]


def test_each_sale_bears_what_it_cost_beside_its_goods(sound: Built) -> None:
    assert sound.rows(
        "select component, document_number, posted_on, sum(amount_base), count(sales_line_key) "
        "from marts.fct_cost_events group by all order by all"
    ) == [
        ("commission", "CN1", dt.date(2024, 4, 2), Decimal("-7.50"), 1),
        ("commission", "CN2", dt.date(2024, 5, 2), Decimal("-0.90"), 1),
        ("commission", "INV1", dt.date(2024, 3, 10), Decimal("31.50"), 2),
        ("landed", "LC1", dt.date(2024, 4, 5), Decimal("20.00"), 1),
        ("outbound_freight", "DL1", dt.date(2024, 3, 8), Decimal("14.00"), 2),
        ("rebate", "CN3", dt.date(2024, 7, 1), Decimal("7.70"), 4),
    ]


def test_a_won_deal_and_the_invoice_behind_it_bear_one_customer(sound: Built) -> None:
    assert sound.rows(
        "select customers.customer_number, customers.segment, opportunities.opportunity_id "
        "from marts.fct_opportunities as opportunities "
        "inner join marts.dim_customers as customers "
        "on opportunities.customer_key = customers.customer_key order by 3"
    ) == [("C00001", "retail", "OP1"), ("A00002", "food", "OP2")]


def test_the_fiscal_year_bears_the_number_of_the_year_in_which_it_ends(sound: Built) -> None:
    assert sound.rows(
        "select date_day, fiscal_year, fiscal_month_number from marts.dim_dates "
        "where date_day in (date '2024-03-31', date '2024-04-01') order by 1"
    ) == [
        (dt.date.fromisoformat("2024-03-31"), 2024, 12),
        (dt.date.fromisoformat("2024-04-01"), 2025, 1),
    ]


def test_dates_span_the_years_of_every_date_met(sound: Built) -> None:
    assert sound.rows("select min(date_day), max(date_day), count(*) from marts.dim_dates") == [
        (dt.date.fromisoformat("2024-01-01"), dt.date.fromisoformat("2024-12-31"), 366)
    ]


@pytest.mark.parametrize("law", FAULTS)
def test_a_broken_law_names_its_offenders(spoilt: Built, law: str) -> None:
    assert spoilt.exit_code == 1, spoilt.output[-3000:]
    assert f"Failure in test {law}" in spoilt.output
    with duckdb.connect(str(spoilt.workspace.build_path), read_only=True) as connection:
        found = connection.execute(f"from failures.{law} order by all")
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert rows == list(FAULTS[law].offenders)
