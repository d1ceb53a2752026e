"""``affluent source`` looks before it writes: what it refuses leaves affluent.toml as it was."""

from __future__ import annotations

import pytest
from source_shell import CONFIG, Shell

from affluent.settings import load_workspace
from tests.standards.ledgers import NAME_2023, YEAR_2023, text


def test_a_source_is_added_and_every_comment_stays(shell: Shell) -> None:
    before = shell.config.read_text(encoding="utf-8")
    assert shell.run("add", "fec", "--path", "acme/fec/*.txt") == 0
    assert NAME_2023 in shell.out
    assert "15 lines, 6 entries, debit 1,710.00, credit 1,710.00" in shell.out
    after = shell.config.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.endswith('[sources.fec]\nkind = "fec"\npath = "fec/*.txt"\n')
    sources = load_workspace(shell.root).config.sources
    assert list(sources) == ["crm", "fec"]
    assert sources["fec"].path == "fec/*.txt"


def test_the_words_are_those_of_the_company(shell: Shell) -> None:
    shell.config.write_text(CONFIG.format(language="fr"), encoding="utf-8")
    assert shell.run("add", "fec", "--path", "acme/fec/*.txt") == 0
    assert "15 lignes, 6 écritures" in shell.out


def test_a_pattern_outside_the_workspace_is_written_whole(shell: Shell) -> None:
    outside = shell.root.parent / "exports"
    (shell.root / "fec").rename(outside)
    assert shell.run("add", "fec", "--path", "exports", "--name", "compta") == 0
    assert load_workspace(shell.root).config.sources["compta"].path == str(outside)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--path", "acme/fec/*.txt", "--name", "crm"], 2, "a source 'crm' already"),
        (["--path", "acme/fec/*.txt", "--name", "Compta"], 2, "sources.Compta"),
        (["--path", "acme/fec/*.csv"], 2, "finds no file"),
        (["--path", "a.txt", "b.txt"], 2, "Put the pattern in quotes"),
        (["--path", "acme/*.toml"], 3, "affluent.toml, line 1: the first line does not name"),
    ],
)
def test_what_is_refused_leaves_the_file_as_it_was(
    options: list[str], code: int, said: str, shell: Shell
) -> None:
    before = shell.config.read_bytes()
    assert shell.run("add", "fec", *options) == code
    assert said in shell.err
    assert shell.config.read_bytes() == before


def test_a_fault_of_form_is_refused_unless_it_is_allowed(shell: Shell) -> None:
    lines = [{**one, "ValidDate": ""} for one in YEAR_2023]
    (shell.root / "fec" / NAME_2023).write_text(text(lines), encoding="utf-8")
    assert shell.run("add", "fec", "--path", "acme/fec") == 3
    assert "line 2: ValidDate is empty" in shell.err
    assert shell.run("add", "fec", "--path", "acme/fec", "--rules", "usable") == 0
    assert load_workspace(shell.root).config.sources["fec"].rules == "usable"


def test_check_says_of_each_source_whether_it_can_be_read(shell: Shell) -> None:
    shell.run("add", "fec", "--path", "acme/fec")
    assert shell.run("check") == 2
    assert "✓ fec" in shell.out
    assert "sources/crm/manifest.toml" in shell.err
    assert shell.run("check", "fec") == 0
    assert shell.run("check", "erp") == 2
    assert "There is no source 'erp'" in shell.err


def test_check_names_the_fault_of_a_file(shell: Shell) -> None:
    shell.run("add", "fec", "--path", "acme/fec")
    (shell.root / "fec" / NAME_2023).write_text(text(YEAR_2023[1:]), encoding="utf-8")
    assert shell.run("check", "fec") == 3
    assert "line 2: entry AN 1 does not balance" in shell.err


def test_a_budget_is_looked_at_and_its_decimal_comma_declared(shell: Shell) -> None:
    lines = "Compte;Mois;Montant\n707;2023-01;1,5\n607;2023-02;2\n"
    (shell.root / "budget.csv").write_text(lines, encoding="utf-8")
    budget = ["--budget", "acme/budget.csv"]
    assert shell.run("add", "fec", "--path", "acme/fec/*.txt", *budget) == 0
    assert "budget.csv: budget of 2 lines, 2023-01 to 2023-02, 3.50 in all" in shell.out
    options = load_workspace(shell.root).config.sources["fec"].options
    assert options == {"budget": "budget.csv", "budget_decimal_mark": ","}
    (shell.root / "budget.csv").write_text("Compte;Montant\n", encoding="utf-8")
    assert shell.run("check", "fec") == 3
    assert "needs a column of month" in shell.err
