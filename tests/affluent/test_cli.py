"""The command line ends with the exit code that the refusal bears, and says it on stderr."""

from __future__ import annotations

from pathlib import Path

import pytest

from affluent import cli
from affluent.errors import AlreadyRunning, ConfigError, LawBroken, SourceError
from affluent.settings import load_workspace


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["affluent", *arguments])
    monkeypatch.setenv("COLUMNS", "200")
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_the_exit_codes_are_those_of_the_manual() -> None:
    codes = [
        error("x").exit_code for error in (ConfigError, SourceError, LawBroken, AlreadyRunning)
    ]
    assert codes == [2, 3, 4, 5]


def test_init_writes_a_workspace_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "acme"
    assert _run(monkeypatch, "init", str(root), "--name", "Acme & Cie", "--language", "en") == 0
    assert "affluent refresh" in capsys.readouterr().out
    assert load_workspace(root).config.company.name == "Acme & Cie"


def test_init_with_a_wrong_currency_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "init", str(tmp_path / "acme"), "--currency", "euro") == 2
    assert "company.currency" in capsys.readouterr().err
    assert not (tmp_path / "acme" / "affluent.toml").exists()


@pytest.mark.parametrize("command", ["refresh", "kpi", "status", "serve"])
def test_a_folder_that_is_no_workspace_is_bad_usage(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(monkeypatch, command, "--workspace", str(tmp_path)) == 2
    assert "affluent init" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "2024-13-01"], "--from 2024-13-01 is not a date"),
        (["--from", "2024-02-01", "--to", "2024-01-01"], "Swap the two dates"),
    ],
)
def test_dates_that_cannot_be_are_refused(
    options: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _run(monkeypatch, "init", str(tmp_path / "acme"))
    assert _run(monkeypatch, "kpi", "revenue", "-w", str(tmp_path / "acme"), *options) == 2
    assert said in capsys.readouterr().err


def test_a_kpi_before_the_first_publication_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(monkeypatch, "init", str(tmp_path / "acme"))
    assert _run(monkeypatch, "kpi", "revenue", "-w", str(tmp_path / "acme")) == 2
    assert "affluent refresh" in capsys.readouterr().err


def test_status_before_the_first_publication_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(monkeypatch, "init", str(tmp_path / "acme"), "--language", "en")
    assert _run(monkeypatch, "status", "-w", str(tmp_path / "acme")) == 0
    assert "affluent refresh" in capsys.readouterr().out


def test_a_port_that_cannot_be_is_bad_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "serve", "--port", "99999") == 2
    assert "65535" in capsys.readouterr().err


def test_a_program_that_is_started_takes_the_place_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(monkeypatch, "init", str(tmp_path / "acme"))
    became: list[list[str]] = []
    monkeypatch.setattr("os.execve", lambda _path, arguments, _env: became.append(arguments))
    monkeypatch.setattr("os.chdir", lambda _path: None)
    monkeypatch.setattr("signal.signal", lambda _number, _handler: None)
    for command in ("refresh", "serve", "orchestrate"):
        _run(monkeypatch, command, "-w", str(tmp_path / "acme"))
    assert [arguments[1:3] for arguments in became] == [
        ["-m", "pipelines"],
        ["-m", "streamlit"],
        ["-m", "dagster"],
    ]


def test_an_unknown_option_is_bad_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "status", "--wrokspace", "x") == 2
    assert "--wrokspace" in capsys.readouterr().err
