"""The sample company through the whole river: published, broken by force, killed, repaired."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from affluent.errors import ConfigError
from affluent.settings import PRODUCT_ROOT, child_environment, load_workspace
from affluent.workspace import create
from operations.company import sample
from operations.database.server import running
from pipelines.refresh import refresh
from serving.answers import open_metrics
from serving.differences import chosen, differences
from serving.refreshes import RefreshRecord, status
from tests.e2e import sales_truth, true_goods, true_receivables

pytestmark = [pytest.mark.slow]

SINCE, UNTIL = dt.date(2024, 11, 1), dt.date(2025, 3, 31)
KPIS = ("revenue", "cost_of_sales", "orders", "won_deals", "open_deals")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that lived five months, published once."""
    root = tmp_path_factory.mktemp("sample") / "company"
    create(root, name="Sample", as_of=UNTIL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "_first_day", lambda _years, _until: SINCE)
        sample.fill(load_workspace(root), years=1, seed=7, until=UNTIL, progress=lambda *_: None)
    assert refresh(root) == 0
    return root


def _figures(root: Path) -> dict[str, object]:
    with open_metrics(load_workspace(root)) as metrics:
        return metrics.query(list(KPIS)).row(0, named=True)


def _last(root: Path) -> RefreshRecord:
    record = status(load_workspace(root)).last_refresh
    assert record is not None
    return record


def _by_force(root: Path, *statements: str) -> None:
    """Change the store as nobody should: as its owner, with every rule switched off."""
    with (
        running(load_workspace(root)) as store,
        psycopg.connect(store.owner, autocommit=True) as connection,
    ):
        connection.execute("set session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)


def _kill_half_way(company: Path) -> None:
    """Begin a refresh, and end it as a power cut would, while it reads."""
    workspace = load_workspace(company)
    command = [sys.executable, "-m", "pipelines", "refresh", str(company)]
    process = subprocess.Popen(
        command,
        cwd=PRODUCT_ROOT,
        env=child_environment(workspace),
        start_new_session=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "landed" in line:
            break
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def test_the_figures_are_those_of_the_store(company: Path) -> None:
    with running(load_workspace(company)) as store, psycopg.connect(store.extractor) as connection:
        # Each line in its company's currency, brought into euros at the rate of its day.
        row = connection.execute(
            "with lines as (select company_id, posted_on, lines.net_amount_base as net,"
            "  cost_amount as cost from erp.invoice_lines as lines"
            "  join erp.invoices using (invoice_id)"
            " union all select notes.company_id, notes.posted_on, -lines.net_amount_base,"
            "  -cost_amount from erp.credit_note_lines as lines"
            "  join erp.credit_notes as notes using (credit_note_id)),"
            " rated as (select net, cost, case currency_code when 'EUR' then 1 else"
            "  (select rate from erp.currency_rates where from_currency = currency_code"
            "   and to_currency = 'EUR' and valid_on <= posted_on"
            "   order by valid_on desc limit 1) end as rate"
            "  from lines join erp.companies using (company_id))"
            " select (select sum(round(net * rate, 2)) from rated),"
            " (select sum(round(cost * rate, 2)) from rated),"
            " (select count(distinct order_id) from erp.invoices),"
            " (select count(*) from crm.opportunities where stage = 'won'),"
            " (select count(*) from crm.opportunities where closed_on is null)"
        ).fetchone()
    assert row is not None
    assert row[0] > 100_000
    assert tuple(_figures(company).values()) == row


def test_goods_purchases_and_production_are_those_that_the_simulator_knows(company: Path) -> None:
    with running(load_workspace(company)) as store, psycopg.connect(store.extractor) as connection:
        rates = connection.execute(
            "select company_code, valid_on, rate from erp.companies join erp.currency_rates"
            " on from_currency = currency_code and to_currency = 'EUR'"
        ).fetchall()
    truth = json.loads((company / "truth.json").read_text(encoding="utf-8"))
    with open_metrics(load_workspace(company)) as metrics:
        assert true_goods.differences(metrics, truth, true_goods.rates_of(rates)) == []


def test_sales_and_orders_are_what_the_simulator_knows_of_them(company: Path) -> None:
    assert sales_truth.differences(company, parent="QDR") == []


def test_receivables_are_those_that_the_simulator_knows(company: Path) -> None:
    truth = json.loads((company / "truth.json").read_text(encoding="utf-8"))
    with open_metrics(load_workspace(company)) as metrics:
        assert true_receivables.differences(metrics, truth, parent="QDR") == []


def test_what_is_broken_by_force_withholds_publication_until_it_is_mended(company: Path) -> None:
    """An entry that does not balance, a sale not posted as invoiced; a change unseen; a kill."""
    before, published = _figures(company), status(load_workspace(company)).manifest
    entry = "(select entry_id from erp.journal_entries order by entry_id limit 1 offset 20)"
    more = (
        "update erp.journal_lines set debit = debit + case when debit > 0 then {0} else 0 end,"
        " credit = credit + case when credit > 0 then {0} else 0 end"
        f" where entry_id = {entry} and line_number = 1"
    )
    dearer = (
        "update erp.invoice_lines set net_amount_base = net_amount_base + {} * 0.01"
        " where invoice_line_id = 2"
    )
    _by_force(company, more.format(1), dearer.format(1))
    with running(load_workspace(company)) as store, psycopg.connect(store.extractor) as connection:
        row = connection.execute(
            "select (select entry_number from erp.journal_entries where entry_id = "
            f"{entry}), (select invoice_number from erp.invoices join erp.invoice_lines"
            " using (invoice_id) where invoice_line_id = 2), (select invoice_number from"
            " erp.invoices join erp.invoice_lines using (invoice_id) where invoice_line_id = 1)"
        ).fetchone()
    assert row is not None
    unseen_document = row[2]

    assert refresh(company) == 4
    record = _last(company)
    assert record.outcome == "withheld"
    assert record.rows_landed == 2  # what did not change does not land again
    assert {problem.kind for problem in record.problems} == {"law"}
    said = [problem.message for problem in record.problems]
    assert any(
        "assert_journal_entries_balance" in message and row[0] in message for message in said
    )
    assert any("assert_sales_are_posted" in message and row[1] in message for message in said)
    assert _figures(company) == before
    assert status(load_workspace(company)).manifest == published

    mended = (more.format(-1), dearer.format(-1))
    entry = (
        "(select entry_id from erp.journal_entries join erp.invoices"
        " on document_number = invoice_number where invoice_id ="
        " (select invoice_id from erp.invoice_lines where invoice_line_id = 1))"
    )
    stamped = ("erp.invoice_lines", "erp.journal_lines")
    unseen = (
        *(f"alter table {table} disable trigger stamp" for table in stamped),
        "update erp.invoice_lines set net_amount_base = net_amount_base + 0.01"
        " where invoice_line_id = 1",
        "update erp.journal_lines set credit = credit + 0.01"
        " where journal_line_id = (select min(journal_line_id) from erp.journal_lines"
        f"  where account_code in ('701', '707') and entry_id = {entry})",
        "update erp.journal_lines set debit = debit + 0.01"
        f" where account_code = '411' and entry_id = {entry}",
        *(f"alter table {table} enable always trigger stamp" for table in stamped),
    )
    _by_force(company, *mended, *unseen)
    _kill_half_way(company)
    assert _figures(company) == before

    # What was mended is found by its cursor; what touched none, by the control totals.
    assert refresh(company) == 0
    assert _last(company).problems == ()
    assert _figures(company)["revenue"] == Decimal(str(before["revenue"])) + Decimal("0.01")

    # The document is of a closed month: the publication says which one moved it, and by how much.
    workspace = load_workspace(company)
    manifest = status(workspace).manifest
    assert manifest is not None
    assert manifest.restatements is not None
    moved = [row for row in manifest.restatements.listed if row.mart == "fct_sales_lines"]
    assert [(row.company, row.document, row.measure, row.change) for row in moved] == [
        ("QDR", f"invoice {unseen_document}", "revenue_amount_base", Decimal("0.01"))
    ]
    old, new = chosen(workspace.publications, None, None)
    changed = {one.kpi.name: one.change for one in differences(old, new, ["revenue", "orders"])}
    assert changed == {"revenue": Decimal("0.01")}


def test_a_variable_that_is_not_set_is_a_fault_of_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP_STORE", raising=False)
    create(tmp_path / "unset")
    config = tmp_path / "unset" / "affluent.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text + '\n[operations]\nurl = "env:SHOP_STORE"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="SHOP_STORE is not set"):
        refresh(tmp_path / "unset")
    assert _last(tmp_path / "unset").exit_code == 2


def test_a_store_that_is_down_is_an_unreachable_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_STORE", "postgresql://clerk:s3cret@127.0.0.1:9/erp")
    create(tmp_path / "down")
    config = tmp_path / "down" / "affluent.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text + '\n[operations]\nurl = "env:SHOP_STORE"\n', encoding="utf-8")
    assert refresh(tmp_path / "down") == 3
    record = _last(tmp_path / "down")
    assert "127.0.0.1" in record.problems[0].message
    assert "SHOP_STORE" in record.problems[0].message
    assert "s3cret" not in record.model_dump_json()
