"""One room opens the published warehouse, few write a file of DuckDB, one reads the environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from affluent.settings import PRODUCT_ROOT

ROOMS = (
    "affluent",
    "connectors",
    "dashboards",
    "identity",
    "operations",
    "pipelines",
    "privacy",
    "serving",
    "standards",
)
READERS = {"serving/warehouse.py"}
WRITERS = {
    "connectors/core/landing.py",  # the landing file
    "connectors/files/columnar.py",  # an engine in memory that makes texts of typed columns
    "connectors/sql/typing_rows.py",  # an engine in memory in which rows of a driver get types
    "connectors/sql/postgres/session.py",  # an engine in memory that scans the source
    "identity/engine.py",  # an engine in memory in which records are compared
    "privacy/duck.py",  # each file anew without a person who asked for it
    "serving/publication.py",  # the file of one publication
}
ENVIRONMENT = {"affluent/settings.py"}


def connections(source: str) -> list[bool]:
    """For each ``duckdb.connect`` in a module: whether it is for reading only."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [False for alias in node.names if alias.name == "duckdb" and alias.asname]
        if isinstance(node, ast.ImportFrom) and node.module == "duckdb":
            found += [False for alias in node.names if alias.name == "connect"]
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect":
            read_only = [k.value for k in node.keywords if k.arg == "read_only"]
            found.append(bool(read_only) and ast.unparse(read_only[0]) == "True")
    return found


def reads_environment(source: str) -> bool:
    """Whether a module looks at the process's environment."""
    text = ast.unparse(ast.parse(source))
    return "os.environ" in text or "os.getenv" in text or "from os import environ" in text


def _sources() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((PRODUCT_ROOT / room).rglob("*.py")):
            yield path.relative_to(PRODUCT_ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_only_the_warehouse_connects_for_reading() -> None:
    readers = {name for name, source in _sources() if any(connections(source))}
    assert readers == READERS


def test_only_the_named_writers_connect_for_writing() -> None:
    writers = {name for name, source in _sources() if not all(connections(source))}
    assert writers == WRITERS


def test_only_settings_reads_the_environment() -> None:
    assert {name for name, source in _sources() if reads_environment(source)} == ENVIRONMENT


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import duckdb\nduckdb.connect('x', read_only=True)", [True]),
        ("import duckdb\nduckdb.connect('x')", [False]),
        ("import duckdb\nduckdb.connect('x', read_only=flag)", [False]),
        ("from duckdb import connect", [False]),
        ("import duckdb as engine", [False]),
    ],
)
def test_each_way_to_connect_is_told_apart(source: str, expected: list[bool]) -> None:
    assert connections(source) == expected


@pytest.mark.parametrize("source", ["import os\nos.environ['A']", "import os\nos.getenv('A')"])
def test_each_look_at_the_environment_is_seen(source: str) -> None:
    assert reads_environment(source)
