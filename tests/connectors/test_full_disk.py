"""A disk that is full while rows land: told with the remedy, nothing half landed, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from affluent.settings import PRODUCT_ROOT

# A limit on the size of files is what a full disk is to a process, and it can be lifted again.
PROGRAM = """
import json, resource, signal, sys
from decimal import Decimal
from pathlib import Path
import duckdb, pyarrow
from connector_fakes import MemorySource, let_pass, rows_of, snapshot_stream
from connectors.core.extract import extract, fetch, settle
from connectors.core.landing import open_landing

path, step = Path(sys.argv[1]), sys.argv[2]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_landing(path) as landing:
    extract(MemorySource({1: ("a", Decimal(1))}), snapshot_stream(), landing, let_pass)
source = MemorySource({n: (str(n) * 60, Decimal(n)) for n in range(9000)})

def full(is_full):
    most = path.stat().st_size + 50_000 if is_full else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

with open_landing(path) as landing:
    full(step == "fetch")
    fetch(source, snapshot_stream(), landing)
    full(True)
    result = settle("shop", snapshot_stream(), landing, let_pass)
    live = "select count(*) from raw_shop.items where not _is_deleted"
    during = rows_of(landing, live)[0][0]
full(False)
with open_landing(path) as landing:
    after = rows_of(landing, live)[0][0]
    again = extract(source, snapshot_stream(), landing, let_pass)
    print(json.dumps([result.status, result.reason, result.remedy, during, after, again.status,
        rows_of(landing, live)[0][0]]))
"""


def _run(path: Path, step: str) -> list[object]:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), step],
        env={"PYTHONPATH": f"{PRODUCT_ROOT}:{Path(__file__).parent}"},
        capture_output=True,
        text=True,
        check=True,
    )
    told: list[object] = json.loads(found.stdout.splitlines()[-1])
    return told


def _assert_told_and_whole(told: list[object]) -> None:
    status, reason, remedy, during, after, again, rows = told
    assert status == "failed"
    assert "The landing cannot be written" in str(reason)
    assert "Make room on the disk" in str(remedy)
    assert (during, after) == (1, 1)
    assert (again, rows) == ("admitted", 9000)


def test_full_while_rows_come_in(tmp_path: Path) -> None:
    _assert_told_and_whole(_run(tmp_path / "landing.duckdb", "fetch"))


def test_full_while_rows_are_admitted(tmp_path: Path) -> None:
    _assert_told_and_whole(_run(tmp_path / "landing.duckdb", "settle"))
