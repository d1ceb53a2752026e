"""Two refreshes never hold one workspace; a lock does not outlive its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from affluent.errors import AlreadyRunning
from affluent.lock import exclusive
from affluent.settings import PRODUCT_ROOT

HOLDER = """
import sys, time
from pathlib import Path
from affluent.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=PRODUCT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_second_refresh_is_told_who_holds_the_workspace(tmp_path: Path) -> None:
    path = tmp_path / "state" / "refresh.lock"
    process = _holder(path)
    try:
        with pytest.raises(AlreadyRunning, match=f"process {process.pid}"), exclusive(path):
            pytest.fail("the lock was given twice")
    finally:
        _end(process)


def test_a_killed_refresh_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "refresh.lock"
    process = _holder(path)
    _end(process)
    with exclusive(path):
        assert path.read_text() != str(process.pid)


def test_the_lock_is_free_after_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "refresh.lock"
    with pytest.raises(RuntimeError), exclusive(path):
        raise RuntimeError("a step failed")
    with exclusive(path):
        pass
