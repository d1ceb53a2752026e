"""What every connector promises when something goes wrong, asked of all that are here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.connectors.contract import file_sources, local_measuring, sql_sources
from tests.connectors.contract.faults import FAULTS
from tests.connectors.contract.local_measuring import Outcomes, promised
from tests.connectors.contract.measuring import HARNESSES, measured
from tests.connectors.contract.table import PAGE, section

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: Any, postgres_server: Any, mariadb_server: Any) -> Outcomes:
    """What was seen of each engine."""
    folder: Path = tmp_path_factory.mktemp("databases")
    return local_measuring.databases(folder, postgres_server, mariadb_server)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What was seen of each format."""
    return local_measuring.files(tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("name", HARNESSES)
def test_each_fault_of_a_network_has_the_outcome_that_is_promised(name: str) -> None:
    found = measured()[name]
    expected = {f.name: (f.expected, f.mended) for f in FAULTS if f.name in found}
    assert found == expected


def test_each_fault_of_a_database_has_the_outcome_that_is_promised(databases: Outcomes) -> None:
    assert databases == promised(sql_sources.FAULTS, databases)


def test_each_fault_of_a_file_has_the_outcome_that_is_promised(files: Outcomes) -> None:
    assert files == promised(file_sources.FAULTS, files)


def test_the_page_says_what_happens_on_a_network() -> None:
    assert section("network", measured()) in PAGE.read_text(encoding="utf-8")


def test_the_page_says_what_happens_to_databases(databases: Outcomes) -> None:
    assert section("databases", databases) in PAGE.read_text(encoding="utf-8")


def test_the_page_says_what_happens_to_files(files: Outcomes) -> None:
    assert section("files", files) in PAGE.read_text(encoding="utf-8")
