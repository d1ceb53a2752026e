"""Databases and files with every fault that can happen to each, on one landing file each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from connectors.core.landing import open_landing
from tests.connectors.contract import file_sources, sql_sources
from tests.connectors.contract.local_faults import Local, LocalFault, full_disk, killed, run

KILLED = LocalFault("process killed, at any event of the reading", "", "nothing half landed")
FULL_DISK = LocalFault("disk full while rows land", "", "fails")
Outcomes = dict[str, dict[str, tuple[str, str]]]
NEVER, SAME = ("–", ""), ("same code", "")


def databases(folder: Path, postgres: Any, mariadb: Any) -> Outcomes:
    """Engine → fault → (what became of that reading, and of the next one)."""
    sources = (
        sql_sources.PostgresSource(postgres.database()),
        sql_sources.MariaDbSource(mariadb),
        sql_sources.SqliteSource(folder / "items.db"),
    )
    # How long SQLite waits for a file that somebody else holds: as long as it takes to see it.
    with mock.patch("connectors.sql.sqlite.session.CONNECT_SECONDS", 0.05):
        return _measured(folder, sources, sql_sources.FAULTS)


def files(folder: Path) -> Outcomes:
    """Format → fault → (what became of that reading, and of the next one)."""
    sources = [make(folder / make.__name__) for make in file_sources.SOURCES]
    return _measured(folder, sources, file_sources.FAULTS)


def _measured(folder: Path, sources: Sequence[Any], faults: Sequence[LocalFault]) -> Outcomes:
    found: Outcomes = {source.name: {} for source in sources}
    with open_landing(folder / "landing.duckdb") as landing:
        for place, source in enumerate(sources):
            for number, fault in enumerate(faults):
                source.begin(f"s{place}x{number}")
                told = _cannot(source, fault) or run(source, fault, landing)
                found[source.name][fault.name] = told
    for place, source in enumerate(sources):
        source.begin(f"e{place}")
        ends = source.does_end
        (folder / source.name).mkdir(exist_ok=True)
        found[source.name][KILLED.name] = killed(source, folder / source.name) if ends else SAME
        path = folder / source.name / "full.duckdb"
        found[source.name][FULL_DISK.name] = full_disk(source, path) if ends else SAME
    return found


def _cannot(source: Local, fault: LocalFault) -> tuple[str, str] | None:
    if not hasattr(source, fault.happens):
        return NEVER
    return SAME if source.asked and fault.happens not in source.asked else None


def promised(faults: Sequence[LocalFault], found: Outcomes) -> Outcomes:
    """What is promised where something was tried."""
    every = {fault.name: fault for fault in (*faults, KILLED, FULL_DISK)}
    return {
        name: {
            fault: told if told in (NEVER, SAME) else every[fault].of(name)
            for fault, told in outcomes.items()
        }
        for name, outcomes in found.items()
    }
