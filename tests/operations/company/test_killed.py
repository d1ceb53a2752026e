"""The simulator is killed by SIGKILL while it writes: nothing is left, and it starts anew."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from test_sample_company import content

from affluent.settings import PRODUCT_ROOT
from operations.company import sample
from operations.database.server import Store

pytestmark = [pytest.mark.slow]

UNTIL = dt.date(2024, 1, 12)
PROGRAM = """
import datetime as dt, sys
from pathlib import Path
from operations.company import sample
sample._first_day = lambda years, until: until.replace(day=1)
sample.simulate(
    sys.argv[1], until=dt.date(2024, 1, 12), truth_folder=Path(sys.argv[2]),
    progress=lambda day, done, total: print(done, flush=True),
)
"""


@pytest.mark.parametrize("days", [1, 9])
def test_a_killed_life_is_lived_again_from_its_first_day(
    new_store: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr(sample, "_first_day", lambda _years, until: until.replace(day=1))
    whole, killed = new_store(), new_store()
    for name in ("whole", "killed"):
        (tmp_path / name).mkdir()
    sample.simulate(whole.writer, until=UNTIL, truth_folder=tmp_path / "whole")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, killed.writer, str(tmp_path / "killed")],
        cwd=PRODUCT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if int(line) == days:
                break
        running.kill()
    assert running.returncode == -signal.SIGKILL
    with psycopg.connect(killed.extractor) as connection:
        row = connection.execute("select count(*) from erp.customers").fetchone()
    assert row == (0,)
    sample.give_keys_again(killed.owner)
    sample.simulate(killed.writer, until=UNTIL, truth_folder=tmp_path / "killed")
    contents = []
    for store in (whole, killed):
        with psycopg.connect(store.owner) as connection:
            contents.append(content(connection))
    assert contents[0] == contents[1]
    truths = [(tmp_path / name / "truth.json").read_bytes() for name in ("whole", "killed")]
    assert truths[0] == truths[1]
