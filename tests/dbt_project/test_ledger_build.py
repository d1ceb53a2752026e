"""FEC files of several years and companies go through dbt: balances, open items, and the chain."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from affluent.settings import Workspace, load_workspace
from connectors.core.extract import extract
from connectors.core.landing import open_landing
from connectors.core.verdict import Verdict
from connectors.registry import connector_for, manifest_for
from pipelines.dbt_root import compose
from tests.standards.ledgers import NAME_2023, NAME_2024, YEAR_2023, YEAR_2024, Line, line, text

pytestmark = [pytest.mark.slow]

CONFIG = """
[company]
name = "Ledgers"
currency = "EUR"
as_of = 2024-12-31

[sources.compta]
kind = "fec"
path = "compta"

[sources.reprise]
kind = "fec"
path = "reprise"
chain = "reported"
"""
LAWS = (
    "assert_years_follow_each_other",
    "assert_open_items_equal_control_accounts",
    "assert_ledger_equals_staging",
    "assert_journal_entries_balance",
)
# What nothing that we read could bring about: a line without a number, a day after the company's.
BY_FORCE = """
update raw_reprise.lines set linenumber = null where comptenum = '603700' and linenumber = 16;
update raw_reprise.lines set ecrituredate = '20250601'
where year(closedon) = 2023 and journalcode = 'VT' and ecriturenum = '2'
"""
OTHER, THIRD = "987654324", "111111118"


def _shifted(lines: list[Line], account: str, amount: str) -> list[Line]:
    """The lines with ``amount`` more in the opening of ``account``, and less in the bank."""
    return [
        *lines,
        line("AN 2", "20240101", account, amount),
        line("AN 2", "20240101", "512000", f"-{amount}"),
    ]


def _write(root: Path) -> None:
    """One company whose years follow each other, one whose years do not, one without 2023."""
    files = {
        f"compta/{NAME_2023}": YEAR_2023,
        f"compta/{NAME_2024}": YEAR_2024,
        f"compta/{OTHER}FEC20231231.txt": YEAR_2023,
        f"compta/{OTHER}FEC20241231.txt": _shifted(YEAR_2024, "370000", "7,00"),
        f"compta/{THIRD}FEC20221231.txt": [
            line("VT 1", "20221231", "411000", "12,00", party="C001"),
            line("VT 1", "20221231", "707000", "-12,00"),
        ],
        f"compta/{THIRD}FEC20241231.txt": YEAR_2024,
        f"reprise/{NAME_2023}": YEAR_2023,
        f"reprise/{NAME_2024}": _shifted(YEAR_2024, "370000", "7,00"),
    }
    for name, lines in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(lines), encoding="utf-8")
    (root / "affluent.toml").write_text(CONFIG, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    """The ledgers landed and built as far as their laws, unit tests too; and what dbt printed."""
    root = tmp_path_factory.mktemp("ledgers")
    _write(root)
    workspace = load_workspace(root)
    with open_landing(workspace.landing_path) as landing:
        for source in workspace.config.sources:
            connector = connector_for(workspace, source)
            for stream in manifest_for(workspace, source).streams:
                result = extract(connector, stream, landing, lambda *_: Verdict())
                assert result.status == "admitted", result.reason
    with duckdb.connect(str(workspace.landing_path)) as connection:
        connection.execute(BY_FORCE)
    project = str(compose(workspace, []))
    program = str(Path(sys.executable).parent / "dbt")
    command = [program, "--no-use-colors", "--log-level-file=none", "build"]
    command += ["--indirect-selection", "cautious"]  # no test of what is not built
    command += ["--select", *(f"+{name}" for name in (*LAWS, "dim_customers", "dim_parties"))]
    command += ["--project-dir", project, "--profiles-dir", project]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return workspace, done.stdout + done.stderr


def _rows(built: tuple[Workspace, str], query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(built[0].build_path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_other_test_holds(built: tuple[Workspace, str]) -> None:
    output = built[1]
    assert "ERROR=3 " in output, output[-6000:]
    for law in LAWS[:3]:
        assert f"Failure in test {law}" in output


def test_a_line_lost_and_an_item_beside_its_account_are_named(built: tuple[Workspace, str]) -> None:
    lost = "failures.assert_ledger_equals_staging"
    assert _rows(built, f"select source_name, fact_line_count from {lost}") == [("reprise", 31)]
    apart = "failures.assert_open_items_equal_control_accounts"
    columns = "source_name, account_code, stands_on, open_amount, control_amount"
    assert _rows(built, f"select {columns} from {apart}") == [
        ("reprise", "411000", dt.date(2024, 1, 31), Decimal(240), Decimal(0))
    ]


def test_a_gap_is_named_by_account_and_a_year_without_a_file_by_its_days(
    built: tuple[Workspace, str],
) -> None:
    day = dt.date.fromisoformat
    assert _rows(
        built,
        "select company_code, left_on, opens_on, account_code, closing_amount, opening_amount,"
        " gap_amount from failures.assert_years_follow_each_other order by all",
    ) == [
        (THIRD, day("2022-12-31"), day("2024-01-01"), "no file for these days", None, None, None),
        (OTHER, day("2023-12-31"), day("2024-01-01"), "370000", *map(Decimal, ("50", "57", "7"))),
        (
            *(OTHER, day("2023-12-31"), day("2024-01-01"), "512000"),
            *map(Decimal, ("1120", "1113", "-7")),
        ),
    ]


def test_what_a_year_left_is_not_counted_beside_the_opening_that_repeats_it(
    built: tuple[Workspace, str],
) -> None:
    assert _rows(
        built,
        "select moved_on, sum(amount_base) over (order by moved_on) from marts.fct_balance_moves"
        " where source_name = 'compta' and company_code = '123456782' and account_code = '512000'"
        " order by moved_on",
    ) == [
        (dt.date(2023, 1, 1), Decimal(1000)),
        (dt.date(2023, 4, 20), Decimal(1120)),
        (dt.date(2024, 1, 1), Decimal(1120)),
        (dt.date(2024, 2, 10), Decimal(1360)),
    ]


def test_a_years_balances_are_those_of_its_own_file_where_the_chain_is_only_reported(
    built: tuple[Workspace, str],
) -> None:
    assert _rows(
        built,
        "select sum(amount_base) from marts.fct_balance_moves"
        " where source_name = 'reprise' and account_code = '370000'",
    ) == [(Decimal(37),)]


def test_an_item_lettered_with_its_opening_is_settled(built: tuple[Workspace, str]) -> None:
    assert _rows(
        built,
        "select document_number, opened_on, aged_from_on, settled_on, closed_on, amount_base"
        " from marts.fct_open_items join marts.dim_parties using (party_key)"
        " where fct_open_items.source_name = 'compta' and dim_parties.company_code = '123456782'"
        " and party_number = 'C002' order by opened_on",
    ) == [
        (
            "P2",
            dt.date(2023, 11, 15),
            dt.date(2023, 11, 15),
            None,
            dt.date(2024, 1, 1),
            Decimal(240),
        ),
        ("P1", dt.date(2024, 1, 1), dt.date(2024, 1, 1), *[dt.date(2024, 2, 10)] * 2, Decimal(240)),
        (
            "P1",
            dt.date(2024, 2, 10),
            dt.date(2024, 2, 10),
            *[dt.date(2024, 2, 10)] * 2,
            Decimal(-240),
        ),
    ]


def test_customers_of_two_companies_are_kept_apart(built: tuple[Workspace, str]) -> None:
    assert _rows(
        built,
        "select customer_number, customer_name from marts.dim_customers"
        " where customer_number like '%C002' and source_names = 'compta' order by 1",
    ) == [
        ("111111118 C002", "Client deux"),
        ("123456782 C002", "Client deux"),
        ("987654324 C002", "Client deux"),
    ]
