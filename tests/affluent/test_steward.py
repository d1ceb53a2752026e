"""``affluent steward``: what is asked, what a word would move, and words that stay on record."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from affluent import cli
from affluent.errors import ConfigError
from identity import decision_log
from identity.registry import open_registry
from identity.stewardship import standing
from serving.stewardship import queue
from serving.warehouse import open_warehouse
from tests.serving import identities
from tests.serving.identities import LEAD, ONE, OTHER
from tests.serving.small_company import semantic

__all__ = ["semantic"]

Steward = Callable[..., str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, semantic: Path) -> Path:
    """The small company with its identities, published once."""
    return identities.asked(tmp_path_factory.mktemp("asked") / "company", semantic).root


@pytest.fixture
def steward(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Steward:
    """Runs ``affluent steward …`` on a registry without decisions; gives what it printed."""
    with sqlite3.connect(home / ".affluent" / "identity.sqlite") as registry:
        for table in ("undos", "decisions", "field_words"):
            registry.execute(f"drop trigger if exists {table}_delete_is_refused")
            registry.execute(f"delete from {table}")

    def run(*words: str) -> str:
        monkeypatch.setattr("sys.argv", ["affluent", "steward", *words, "-w", str(home)])
        with pytest.raises(SystemExit) as ended:
            cli.app()
        assert ended.value.code == 0
        return capsys.readouterr().out

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_queue_has_the_most_at_stake_first_with_its_evidence_in_words(
    steward: Steward,
) -> None:
    found = rows(steward("list", "--format", "csv"))
    assert [(row["Record"], row["Other record"], row["At stake"]) for row in found] == [
        (LEAD, OTHER, "82400.00"),
        (ONE, OTHER, "49140.00"),
    ]
    assert found[1]["Sure"] == "72.0 %"
    assert found[1]["Evidence (bits)"] == "same number (+8.2); city: different (-1.5)"


def test_two_customers_become_one_and_their_figures_are_asked_together(steward: Steward) -> None:
    said = steward("decide", "same", ONE, OTHER, "--author", "ada", "--dry-run")
    (revenue,) = [line for line in said.splitlines() if "Revenue" in line]
    assert [cell.strip() for cell in revenue.split("│")[2:5]] == ["€16,380", "€32,760", "€49,140"]
    (rate,) = [line for line in said.splitlines() if "Win rate" in line]
    assert [cell.strip() for cell in rate.split("│")[2:5]] == ["100.0%", "100.0%", "100.0%"]
    assert "At stake" not in said
    assert rows(steward("export")) == [], "a dry run says nothing"


def test_what_was_joined_is_parted_with_the_sales_of_each_record(steward: Steward) -> None:
    said = steward("decide", "different", LEAD, "erp:C00003", "--author", "ada")
    (revenue,) = [line for line in said.splitlines() if "Revenue" in line]
    assert [cell.strip() for cell in revenue.split("│")[2:5]] == ["€49,140", "€0", "€49,140"]
    (deals,) = [line for line in said.splitlines() if "Open pipeline" in line]
    assert [cell.strip() for cell in deals.split("│")[2:5]] == ["€500", "€500", "€0"]


def test_a_decided_pair_leaves_the_queue_and_is_back_when_the_word_is_taken_back(
    steward: Steward,
) -> None:
    steward("decide", "same", ONE, OTHER, "--author", "ada", "--reason", "same SIREN")
    assert [row["Record"] for row in rows(steward("list", "--format", "csv"))] == [LEAD]
    (held,) = rows(steward("list", "--decided", "--format", "csv"))
    assert (held["By"], held["Reason"]) == ("ada", "same SIREN")
    steward("undo", held["Decision"], "--author", "bob")
    assert len(rows(steward("list", "--format", "csv"))) == 2
    (kept,) = rows(steward("export"))
    assert (kept["author"], kept["undone_by"]) == ("ada", "bob")


def test_unsure_leaves_a_pair_in_the_queue(steward: Steward) -> None:
    steward("decide", "unsure", ONE, OTHER, "--author", "ada")
    assert "ada: unsure" in rows(steward("list", "--format", "csv"))[1]["Said"]


def test_stewards_who_disagree_are_both_named(steward: Steward) -> None:
    steward("decide", "same", ONE, "erp:C00003", "--author", "ada")
    steward("decide", "different", ONE, "erp:C00003", "--author", "bob")
    assert f"Stewards disagree on {ONE} and erp:C00003" in steward("list")


def test_a_rule_speaks_of_every_pair_that_it_names_and_of_none_that_somebody_spoke_of(
    steward: Steward,
) -> None:
    steward("decide", "unsure", LEAD, OTHER, "--author", "ada")
    rule = ("--evidence", "party_name", "--at-least", "0.5")
    assert f"{ONE}, {OTHER}: same firm" in steward("decide", "same", *rule, "--author", "bob")
    said = {row["left_id"]: row for row in rows(steward("export"))}
    assert said[LEAD]["verdict"] == "unsure"
    assert said[ONE]["reason"] == "rule: equal party_name, probability ≥ 0.5"


def test_what_is_exported_is_imported_elsewhere_once(
    steward: Steward, home: Path, tmp_path: Path
) -> None:
    steward("decide", "same", ONE, OTHER, "--author", "ada")
    (row,) = rows(steward("export"))
    steward("undo", row["decision_id"], "--author", "ada")
    steward("export", "--to", str(tmp_path / "words.csv"))
    assert "0 decisions added, 1 known" in steward("import", str(tmp_path / "words.csv"))
    text = (tmp_path / "words.csv").read_text(encoding="utf-8").replace("d-", "e-")
    (tmp_path / "other.csv").write_text(text, encoding="utf-8")
    assert "1 decisions added" in steward("import", str(tmp_path / "other.csv"))
    with open_registry(home / ".affluent" / "identity.sqlite") as registry:
        assert standing(decision_log.decisions(registry), decision_log.undos(registry)) == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("decide", "same", ONE), "said of two records"),
        (("decide", "same"), "Nothing says which records"),
        (("decide", "same", ONE, "erp:none"), "no record 'erp:none'"),
        (("decide", "same", ONE, ONE), "named twice"),
        (("undo", "d-none"), "d-none is not known"),
        (("fields", "erp:none"), "no record 'erp:none'"),
        (("set", ONE, "town", "Lyon"), "no field 'town'"),
        (("set", ONE, "city"), "Give a value"),
    ],
)
def test_what_cannot_be_is_refused_with_its_remedy(
    words: tuple[str, ...],
    said: str,
    home: Path,
    steward: Steward,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.argv", ["affluent", "steward", *words, "-w", str(home)])
    with pytest.raises(ConfigError, match=said):
        cli.app()


def test_a_line_that_cannot_be_read_adds_nothing_of_its_file(
    steward: Steward, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward("decide", "same", ONE, OTHER, "--author", "ada")
    text = steward("export")
    wrong = text + text.splitlines()[1].replace("same", "perhaps").replace("d-", "e-") + "\n"
    (tmp_path / "wrong.csv").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(
        "sys.argv", ["affluent", "steward", "import", str(tmp_path / "wrong.csv"), "-w", str(home)]
    )
    with pytest.raises(ConfigError, match="line 3: the verdict 'perhaps'"):
        cli.app()


def test_a_field_names_its_origin_and_the_values_that_lose(steward: Steward) -> None:
    found = rows(steward("fields", ONE, "--format", "csv"))
    assert [(row["Field"], row["Value"], row["From"], row["Others say"]) for row in found] == [
        ("Town", "Lyon", "erp:C00001", "Lion (crm:A1)"),
        ("Name", "Durand", "steward", ""),
    ]


def test_a_pair_that_nobody_compared_can_be_spoken_of(home: Path, steward: Steward) -> None:
    steward("decide", "different", "erp:C00001", "erp:C00003", "--author", "ada")
    warehouse = open_warehouse(home / ".affluent" / "publications")
    try:
        pairs = queue(warehouse, home / ".affluent" / "identity.sqlite")
    finally:
        warehouse.close()
    assert [pair.names for pair in pairs] == [(LEAD, OTHER), (ONE, OTHER)]
