"""The journal of refreshes: what the last one did, and why older figures stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from serving.refreshes import Outcome, Problem, RefreshRecord, record_refresh, refreshes, status
from tests.serving import small_company

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
LAW = Problem(kind="law", message="Entry VT-12 does not balance.", remedy="Mend the entry.")


def _record(hour: int, outcome: Outcome, *problems: Problem) -> RefreshRecord:
    moment = NOON + dt.timedelta(hours=hour)
    return RefreshRecord(
        started_at=moment, ended_at=moment, outcome=outcome, exit_code=0, problems=problems
    )


def test_the_newest_refresh_comes_first_whatever_its_zone(tmp_path: Path) -> None:
    home = small_company.workspace(tmp_path)
    later = _record(1, "published").model_copy(
        update={
            "started_at": (NOON + dt.timedelta(hours=1)).astimezone(
                dt.timezone(dt.timedelta(hours=-9))
            )
        }
    )
    for record in (later, _record(0, "failed")):
        record_refresh(home, record)
    assert [record.outcome for record in refreshes(home)] == ["published", "failed"]


def test_a_withheld_refresh_says_why_older_figures_stand(tmp_path: Path) -> None:
    home = small_company.workspace(tmp_path)
    record_refresh(home, _record(0, "published"))
    assert status(home).stands_because is None
    record_refresh(home, _record(1, "withheld", LAW))
    assert status(home).stands_because == LAW
    record_refresh(home, _record(2, "published"))
    assert status(home).stands_because is None


def test_a_late_source_of_a_published_refresh_is_a_problem_and_nothing_stands_for_it(
    tmp_path: Path,
) -> None:
    home = small_company.workspace(tmp_path)
    late = Problem(kind="refused", source="erp", stream="lines", message="Column gone.")
    record_refresh(home, _record(0, "published", late))
    assert status(home).problems == (late,)
    assert status(home).stands_because is None


def test_a_record_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    home = small_company.workspace(tmp_path)
    path = record_refresh(home, _record(0, "published"))
    path.with_name("99999999T000000-000000.json").write_text("{", encoding="utf-8")
    assert [record.outcome for record in refreshes(home)] == ["published"]


def test_a_workspace_that_never_ran_has_neither(tmp_path: Path) -> None:
    found = status(small_company.workspace(tmp_path))
    assert (found.manifest, found.last_refresh, found.problems) == (None, None, ())
