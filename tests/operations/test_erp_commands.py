"""``affluent erp``: what a bookkeeper types, what is printed, and how a refusal ends."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from trade import Trade

from affluent import cli
from affluent.settings import load_workspace
from affluent.workspace import create
from operations.database import migrate, server
from operations.erp.accounting.commands import post
from operations.erp.accounting.model import Entry, Posting
from standards.fec import examine

Run = Callable[..., int]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace with an invoice of March 2024 and fees of April, its server kept running."""
    root = tmp_path_factory.mktemp("books") / "company"
    create(root)
    with server.running(load_workspace(root)) as store:
        migrate.upgrade(store.owner)
        with psycopg.connect(store.writer) as connection:
            Trade(connection).invoiced()
            lines = (Posting("627", debit=Decimal(5)), Posting("512", credit=Decimal(5)))
            april = dt.date(2024, 4, 30)
            post(connection, Entry("OD", april, "statement", "OD1", "Fees", lines))
        yield root


@pytest.fixture
def run(books: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``affluent erp …`` on the books; returns its exit code."""

    def erp(command: str, *arguments: str) -> int:
        words = ["affluent", "erp", command, "--workspace", str(books), *arguments]
        monkeypatch.setattr("sys.argv", words)
        monkeypatch.setenv("COLUMNS", "120")
        try:
            cli.main()
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    return erp


Captured = pytest.CaptureFixture[str]


def test_the_trial_balance_as_csv_sums_to_zero(run: Run, capsys: Captured) -> None:
    assert run("trial-balance", "--format", "csv") == 0
    header, *rows = csv.reader(capsys.readouterr().out.splitlines())
    assert header == ["account", "name", "debit", "credit", "balance"]
    assert [row[0] for row in rows] == ["37", "411", "44571", "512", "6037", "627", "707"]
    assert rows[1] == ["411", "Clients", "1200.00", "0.00", "1200.00"]
    assert sum(Decimal(row[4]) for row in rows) == 0


def test_the_trial_balance_of_a_span_has_its_accounts_alone(run: Run, capsys: Captured) -> None:
    assert run("trial-balance", "--from", "2024-04-01", "--to", "2024-04-30") == 0
    out = capsys.readouterr().out
    assert "Services bancaires" in out
    assert "Total" in out
    assert "Clients" not in out


def test_the_fec_is_written_and_a_name_of_another_kind_is_remarked_on(
    run: Run, capsys: Captured, tmp_path: Path
) -> None:
    out = tmp_path / "123456789FEC20241231.txt"
    assert run("fec", "--year", "2024", "--out", str(out)) == 0
    said = capsys.readouterr()
    assert "7 lines, 3 entries" in said.out
    assert "no rule is broken" in said.out
    assert said.err == ""
    assert examine(out.read_bytes()).faults == []
    plain = tmp_path / "fec.txt"
    assert run("fec", "--year", "2024", "--out", str(plain), "--encoding", "ascii") == 0
    assert "FEC20241231.txt" in capsys.readouterr().err
    assert plain.read_bytes().isascii()
    assert not out.read_bytes().isascii()


def test_a_month_is_closed_and_reopened_and_a_dry_run_changes_nothing(
    run: Run, capsys: Captured
) -> None:
    def march() -> str:
        capsys.readouterr()
        assert run("periods", "--format", "csv") == 0
        return capsys.readouterr().out.splitlines()[1]

    assert march() == "2024-03,open,2,1800.00,1800.00"
    assert run("close-period", "--month", "2024-03", "--dry-run") == 0
    assert "Would close 2024-03: 2 entries" in capsys.readouterr().out
    assert march().startswith("2024-03,open")
    assert run("close-period", "--month", "2024-03") == 0
    assert "Closed 2024-03" in capsys.readouterr().out
    assert march().startswith("2024-03,closed")
    assert run("reopen-period", "--month", "2024-03", "--dry-run") == 0
    assert march().startswith("2024-03,closed")
    assert run("reopen-period", "--month", "2024-03") == 0
    assert march().startswith("2024-03,open")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["close-period", "--month", "2024-04"], "Close 2024-03 first"),
        (["close-period", "--month", "2024-13"], "--month 2024-13 is not a month"),
        (["close-period", "--month", "2023-01"], "has no entries"),
        (["reopen-period", "--month", "2024-03"], "open already"),
        (["fec", "--year", "2019", "--out", "x.txt"], "Nothing was posted from 2019-01-01"),
        (["fec", "--year", "2024", "--out", "none/x.txt"], "not a file in a folder that exists"),
        (["trial-balance", "--from", "2024-02-30"], "--from 2024-02-30 is not a date"),
        (["trial-balance", "--from", "2024-02-02", "--to", "2024-02-01"], "Swap the two dates"),
    ],
)
def test_a_refusal_says_the_remedy_and_ends_with_two(
    run: Run,
    capsys: Captured,
    arguments: list[str],
    said: str,
) -> None:
    assert run(*arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "→" in err
    assert "Traceback" not in err
