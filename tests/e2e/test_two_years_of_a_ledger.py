"""A ledger of two years, added by the command, through the river: each figure of each year."""

from __future__ import annotations

import datetime as dt
from contextlib import redirect_stdout
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from affluent import cli
from affluent.settings import load_workspace
from pipelines.refresh import refresh
from serving.answers import open_metrics
from serving.refreshes import status
from tests.standards.ledgers import NAME_2023, NAME_2024, SIGNED, YEAR_2023, YEAR_2024, signed, text

pytestmark = [pytest.mark.slow]

# Kept by hand: an account by its group, one that nobody ever posted on.
BUDGET = "Compte;Mois;Montant;Libellé\n707;janv. 2024;60,50;Ventes\n699000;02/2024;7;Divers\n"
CONFIG = """
[company]
name = "Ledger"
language = "fr"
as_of = 2024-12-31
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years in different forms, with an accent in the folder's name; refreshed once."""
    root = tmp_path_factory.mktemp("ledger") / "comptabilité"
    (root / "fec").mkdir(parents=True)
    (root / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    older = text(signed(YEAR_2023), columns=SIGNED, separator="|", end="\n")
    (root / "fec" / NAME_2023).write_bytes(older.encode("iso8859-15"))
    (root / "fec" / NAME_2024).write_bytes(text(YEAR_2024).encode("utf-8-sig"))
    (root / "budget.csv").write_bytes(BUDGET.encode("cp1252"))
    with pytest.MonkeyPatch.context() as patch:
        arguments = ["source", "add", "fec", "--path", f"{root}/fec/*.txt"]
        arguments += ["--budget", f"{root}/budget.csv", "-w", str(root)]
        patch.setattr("sys.argv", ["affluent", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert not end.value.code
    with redirect_stdout(StringIO()) as said:
        assert refresh(root) == 0
    (root / "said").write_text(said.getvalue(), encoding="utf-8")
    return root


def _figures(root: Path, *kpis: str, **options: Any) -> list[tuple[Any, ...]]:
    with open_metrics(load_workspace(root)) as metrics:
        return metrics.query(list(kpis), **options).rows()


def test_a_publication_ties_to_the_files(root: Path) -> None:
    manifest = status(load_workspace(root)).manifest
    assert manifest is not None
    assert manifest.checks.tie_out == "green"
    assert {total.measure for total in manifest.streams[0].control_totals} == {
        *("rows", "sum(Debit)", "sum(Credit)")
    }


def test_a_budget_beside_it_is_the_company_s_own(root: Path) -> None:
    workspace = load_workspace(root)
    with duckdb.connect(str(workspace.build_path), read_only=True) as connection:
        connection.execute(f"attach '{workspace.landing_path}' as landing (read_only)")
        columns = "source_name, company_code, account_code, budgeted_on, scenario_name, amount"
        found = connection.execute(
            f"select {columns}, currency_code from intermediate.int_budget_lines__unioned"
        ).fetchall()
    whose = ("fec", NAME_2024[:9])
    assert sorted(found) == [
        (*whose, "699000", dt.date(2024, 2, 1), "budget", Decimal("7.00"), "EUR"),
        (*whose, "707", dt.date(2024, 1, 1), "budget", Decimal("60.50"), "EUR"),
    ]


def test_a_budget_for_an_account_that_nobody_posted_on_is_named_and_counted(root: Path) -> None:
    said = (root / "said").read_text(encoding="utf-8")
    assert "· planned_accounts_are_in_the_ledger: 1 row." in said
    assert "account_code 699000, line_count 1, amount 7.00" in said


def test_each_year_has_its_own_charges_and_income(root: Path) -> None:
    kpis = ("turnover", "purchases", "net_income", "goods_margin", "charges")
    rows = _figures(root, *kpis, by=["year"])
    assert [(str(row[0])[:4], *row[1:]) for row in rows] == [
        ("2023", *map(Decimal, ("300", "100", "200", "200", "100"))),
        ("2024", *map(Decimal, ("50", "20", "30", "30", "20"))),
    ]


def test_what_stands_at_a_years_end_is_not_doubled_by_the_opening_of_the_next(root: Path) -> None:
    kpis = ("ledger_stock_value", "receivables", "payables")
    for day, figures in {
        "2023-12-31": ("50", "240", "180"),
        "2024-01-31": ("50", "240", "180"),
        "2024-02-29": ("50", "0", "180"),
        "2024-12-31": ("30", "60", "180"),
    }.items():
        found = _figures(root, *kpis, end=dt.date.fromisoformat(day))
        assert found == [tuple(map(Decimal, figures))], day


def test_receivables_age_from_the_documents_date_and_say_so(root: Path) -> None:
    by = ["customer", "ageing", "ageing_basis"]
    rows = _figures(root, "receivables", by=by, end=dt.date(2024, 4, 5))
    assert [row for row in rows if row[-1]] == [
        ("C001", "Client un", "31-60", "document date", Decimal(60))
    ]


def test_charges_by_nature_bear_the_names_of_the_chart(root: Path) -> None:
    assert _figures(root, "charges", by=["account_group"]) == [
        ("60", "Achats et variations de stocks", Decimal(120))
    ]
    assert _figures(root, "goods_sales", by=["account"]) == [
        ("707000", "Ventes de marchandises", Decimal(350))
    ]
