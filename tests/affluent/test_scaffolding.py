"""``affluent source scaffold`` writes a package whose tests pass, and that affluent reads."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from affluent import cli
from affluent.kinds import GROUP
from affluent.settings import PRODUCT_ROOT, child_environment, load_workspace
from affluent.sources.scaffolding import package
from affluent.workspace import create


def _scaffold(
    patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, into: Path
) -> tuple[int, str]:
    command = ["affluent", "source", "scaffold", name, "--into", str(into)]
    patch.setattr("sys.argv", command)
    code: object = 0
    try:
        cli.main()
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr()
    return int(str(code or 0)), said.out + said.err


def test_the_tests_of_a_new_connector_pass_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = _scaffold(monkeypatch, capsys, "acme_crm", tmp_path)
    folder = tmp_path / "affluent-acme-crm"
    assert (code, f"cd {folder}" in said) == (0, True)
    environment = child_environment(load_workspace(create(tmp_path / "acme").parent))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(PRODUCT_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 passed" in done.stdout


def test_it_names_its_kind_for_affluent_to_find() -> None:
    project = tomllib.loads(package("acme_crm")["pyproject.toml"])
    entry = project["project"]["entry-points"][GROUP]
    assert entry == {"acme_crm": "affluent_acme_crm.connector:KIND"}


def test_no_mark_of_the_template_is_left() -> None:
    for path, text in package("acme_crm").items():
        assert "@name@" not in text and "@title@" not in text and "@Class@" not in text, path
        if path.endswith(".py"):
            compile(text, path, "exec")
            assert max(len(line) for line in text.splitlines()) <= 100, path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Acme", "cannot be the name of a kind"),
        ("files", "cannot be the name of a kind"),
        ("taken", "exists already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    name: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "affluent-taken").mkdir()
    code, told = _scaffold(monkeypatch, capsys, name, tmp_path)
    assert (code, said in told) == (2, True)
