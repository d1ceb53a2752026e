"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_shell import CONFIG, Shell

from tests.standards.ledgers import NAME_2023, YEAR_2023, text


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A workspace with one source, one FEC in its folder, and the current folder above it."""
    root = tmp_path / "acme"
    (root / "fec").mkdir(parents=True)
    (root / "affluent.toml").write_text(CONFIG.format(language="en"), encoding="utf-8")
    (root / "fec" / NAME_2023).write_text(text(YEAR_2023), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Shell(root, monkeypatch, capsys)
