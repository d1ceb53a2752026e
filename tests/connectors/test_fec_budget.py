"""A budget beside a FEC lands line by line under our names; of a bad one nothing lands."""

from __future__ import annotations

import os
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from connector_fakes import rows_of

from affluent.errors import ConfigError
from affluent.settings import load_workspace
from connectors.core.extract import extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.fec.budget_table import first_of_month
from connectors.registry import connector_for, manifest_for
from tests.connectors.files.workbooks import day, number, text, workbook

CONFIG = """
[company]
name = "Ledger"

[sources.fec]
kind = "fec"
path = "in/*.txt"
"""
FRENCH = (
    "Compte;Mois;Montant;Libellé;Qui\n707000;janv. 2025;1 234,50;Ventes;Ana\n607000;02/2025;800;;\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a FEC source, whose files are not asked for."""
    (tmp_path / "affluent.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def _name(root: Path, **options: str) -> None:
    lines = [f'{name} = "{value}"' for name, value in options.items()]
    named = "\n".join([CONFIG, "[sources.fec.options]", *lines])
    (root / "affluent.toml").write_text(named, encoding="utf-8")


def _write(root: Path, name: str, content: bytes | str) -> None:
    path = root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("cp1252"))
    then = time.time() - 60
    os.utime(path, (then, then))


def _sync(root: Path, landing: Landing) -> StreamResult:
    workspace = load_workspace(root)
    stream = manifest_for(workspace, "fec").stream("budget_lines")
    return extract(connector_for(workspace, "fec"), stream, landing)


def _landed(landing: Landing) -> list[tuple[Any, ...]]:
    columns = "account_code, month, amount, label, _extra"
    return sorted(
        rows_of(landing, f"select {columns} from raw_fec.budget_lines where not _is_deleted")
    )


def test_a_french_csv_lands_with_its_own_columns_kept_and_is_read_once(
    root: Path, landing: Landing
) -> None:
    _write(root, "budget.csv", FRENCH)
    _name(root, budget="budget.csv", budget_decimal_mark=",")
    result = _sync(root, landing)
    assert (result.status, result.rows_landed, result.gap) == ("admitted", 2, "")
    assert _landed(landing) == [
        ("607000", "2025-02-01", "800", None, '{"Qui":null}'),
        ("707000", "2025-01-01", "1234.50", "Ventes", '{"Qui":"Ana"}'),
    ]
    assert _sync(root, landing).status == "unchanged"
    stream = manifest_for(load_workspace(root), "fec").stream("budget_lines")
    assert landing.reading("fec", stream).source_totals["sum(amount)"] == Decimal("2034.50")
    _name(root)
    assert _sync(root, landing).rows_deleted == 2
    assert _sync(root, landing).status == "unchanged"


def test_a_sheet_of_days_and_numbers_lands_like_a_csv(root: Path, landing: Landing) -> None:
    header = [text("Account"), text("Month"), text("Amount")]
    rows = [header, [number("607000"), day("45658"), number("800.1")]]  # 2025-01-01
    _write(root, "budget.xlsx", workbook({"2025": rows, "Notes": [[text("x")]]}))
    _name(root, budget="budget.xlsx")
    result = _sync(root, landing)
    assert (result.status, _landed(landing) if result.status == "admitted" else []) == (
        "failed",
        [],
    )
    assert 'budget_sheet = "2025"' in result.remedy
    _name(root, budget="budget.xlsx", budget_sheet="2025")
    assert _sync(root, landing).status == "admitted"
    assert _landed(landing) == [("607000", "2025-01-01", "800.1", None, None)]


def test_two_equal_lines_are_two(root: Path, landing: Landing) -> None:
    _write(root, "b.csv", "account,month,amount\n607,2025-01,1\n607,2025-01,1\n")
    _name(root, budget="b.csv")
    assert _sync(root, landing).rows_landed == 2


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        ("account,month,amount\n607,2025-13,1\n", "refused", "'2025-13' (line 2)"),
        ("account,month,amount\n607,2025-01,much\n", "refused", "'much' (line 2)"),
        ("account,month,amount\n,2025-01,1\n", "refused", "account_code"),
        ('account,month,amount\n607,2025-01,"1,50"\n', "refused", "'1,50' (line 2)"),
        ("account,amount\n607,1\n", "failed", "needs a column of month; it has: account, amount"),
        ("compte;account;mois;montant\n", "failed", "'compte' and 'account' are both columns"),
    ],
)
def test_a_bad_budget_is_named_and_the_old_one_stands(
    root: Path, landing: Landing, content: str, status: str, said: str
) -> None:
    _name(root, budget="b.csv")
    _write(root, "b.csv", "account,month,amount\n607,2025-01,1\n")
    _sync(root, landing)
    _write(root, "b.csv", content)
    result = _sync(root, landing)
    assert result.status == status
    assert said in result.reason
    assert [row[:3] for row in _landed(landing)] == [("607", "2025-01-01", "1")]


def test_a_budget_that_is_not_there_is_a_fault_of_configuration(root: Path) -> None:
    (root / "in").mkdir()
    (root / "in" / "1.txt").write_text("")
    _name(root, budget="b.csv")
    with pytest.raises(ConfigError, match="budget of the source 'fec' is not found"):
        connector_for(load_workspace(root), "fec").check()


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        *(("2025-03", "2025-03-01"), ("202503", "2025-03-01"), ("20250315", "2025-03-01")),
        *(("2025-03-31", "2025-03-01"), ("2025-03-01 00:00:00", "2025-03-01")),
        *(("3/2025", "2025-03-01"), ("01/03/2025", "2025-03-01"), ("31.03.2025", "2025-03-01")),
        *(("Mars 2025", "2025-03-01"), ("déc. 2025", "2025-12-01"), ("Sept 2025", "2025-09-01")),
        # The third of January of an American, or March; a word of two months; no month.
        *(("03/01/2025", "03/01/2025"), ("jui 2025", "jui 2025"), ("13/2025", "13/2025")),
        *(("2025", "2025"), ("Total", "Total")),
    ],
)
def test_a_month_is_read_where_it_names_one_only(cell: str, month: str) -> None:
    assert first_of_month(cell) == month
    assert first_of_month(None) is None
