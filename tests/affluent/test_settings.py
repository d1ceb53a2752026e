"""A broken affluent.toml names the line and the remedy; secrets come from the environment only."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from affluent.errors import ConfigError
from affluent.settings import Company, load_workspace, secret
from affluent.workspace import create


def _write(root: Path, text: str) -> Path:
    (root / "affluent.toml").write_text(text, encoding="utf-8")
    return root


def test_a_new_workspace_reads_back(tmp_path: Path) -> None:
    create(tmp_path / "acme", name='A "quoted" name', as_of=dt.date(2024, 5, 31))
    company = load_workspace(tmp_path / "acme").config.company
    assert company.name == 'A "quoted" name'
    assert company.today() == dt.date(2024, 5, 31)


def test_a_workspace_is_never_overwritten(tmp_path: Path) -> None:
    create(tmp_path)
    with pytest.raises(ConfigError, match="exists already"):
        create(tmp_path)


def test_a_folder_without_configuration_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="affluent init"):
        load_workspace(tmp_path)


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    root = _write(tmp_path, '[company]\nname = "A"\ncurrency = EUR\n')
    with pytest.raises(ConfigError, match=r"line 3") as refused:
        load_workspace(root)
    assert "quotes" in refused.value.remedy


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('[company]\nname = "A"\nfiscal_year_start = 13\n', "line 3: company.fiscal_year_start"),
        ('[company]\nname = "A"\n\nzone = "Mars/Olympus"\n', "line 4: company.zone"),
        ('[company]\nname = "A"\ncurency = "EUR"\n', "line 3: company.curency: this key is not"),
        ('[company]\ncurrency = "EUR"\n', "line 1: company.name: this key is required"),
        (
            '[company]\nname = "A"\n[sources.shop]\nkind = "sql"\nurl = "postgres://u:p@h/d"\n',
            "line 5: sources.shop.url: a secret is not written here",
        ),
        ('[company]\nname = "A"\n[sources.shop]\nkind = "ftp"\n', "line 4: sources.shop.kind"),
    ],
)
def test_a_wrong_value_names_its_line_and_key(tmp_path: Path, body: str, expected: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load_workspace(_write(tmp_path, body))
    assert expected in refused.value.message


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "affluent.toml").write_text('[company]\nname = "A"\n', encoding="utf-16")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_workspace(tmp_path)


def test_a_folder_whose_name_a_shell_would_read_is_refused(tmp_path: Path) -> None:
    root = tmp_path / 'the "best" company'
    create(root)
    with pytest.raises(ConfigError, match="Move the workspace"):
        load_workspace(root)


def test_what_is_ignored_already_stays_so(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("private/", encoding="utf-8")
    create(tmp_path)
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "private/\n.affluent/\n"


def test_a_refused_workspace_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Nothing was written"):
        create(tmp_path / "acme", zone="Mars/Olympus")
    assert not (tmp_path / "acme").exists()


def test_a_missing_secret_names_the_variable_and_what_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SHOP_URL", raising=False)
    with pytest.raises(ConfigError, match=r"SHOP_URL is not set; source shop needs it"):
        secret("env:SHOP_URL", used_for="source shop")


def test_today_is_the_companys_day_not_the_machines() -> None:
    company = Company(name="A", zone="Pacific/Kiritimati")
    elsewhere = Company(name="A", zone="Pacific/Niue")
    assert company.today() > elsewhere.today()
