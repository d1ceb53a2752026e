"""Opens the published warehouse for reading: the only place that does.

A connection cannot write, reach a file or the network, or change a setting. Questions about KPIs
are ``serving/metrics.py``; nothing here knows what a table means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from affluent.errors import ConfigError
from serving.manifest import Manifest, read_manifest
from serving.publication import CURRENT, SEMANTIC_NAME, WAREHOUSE_NAME

if TYPE_CHECKING:
    import polars as pl

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def published_path(publications_dir: Path) -> Path:
    """The folder of the publication that stands now: compare it before each set of questions.

    Raises ConfigError when nothing is published yet.
    """
    link = publications_dir / CURRENT
    path = link.resolve()
    if not link.is_symlink() or not path.is_dir():
        raise ConfigError(
            f"Nothing is published yet in {publications_dir.parent.parent}.",
            remedy="Run: affluent refresh",
        )
    return path


class Warehouse:
    """One publication, open for reading; many threads may ask at once, each by its own cursor."""

    def __init__(self, path: Path) -> None:
        """``path``: a publication's own folder, as ``published_path`` gives it, never the link."""
        self.path = path
        self.manifest: Manifest = read_manifest(path)
        self.semantic_manifest_path = path / SEMANTIC_NAME
        self._connection = duckdb.connect(str(path / WAREHOUSE_NAME), read_only=True, config=CONFIG)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one request, closed after it."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def frame(self, query: str, values: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The answer to one query, its ``$name`` bound by ``values``; decimals stay decimals."""
        import polars as pl

        with self.cursor() as cursor:
            table = cursor.execute(query, values).to_arrow_table()
        return pl.DataFrame(table)

    def close(self) -> None:
        """Close the connection; the file may then be removed for good."""
        self._connection.close()


def open_warehouse(publications_dir: Path) -> Warehouse:
    """Open the publication that stands now. Raises ConfigError when nothing is published yet."""
    return Warehouse(published_path(publications_dir))


@contextmanager
def beside(path: Path, earlier: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file at ``path``, with another one as database ``earlier``: both as read.

    For what two files differ in; figures come from one publication.
    """
    name = str(earlier).replace("'", "''")
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute(f"attach '{name}' as earlier (read_only)")
        yield connection


def rows_of_build(build_path: Path, relation: str, *, limit: int) -> list[dict[str, object]]:
    """The first rows of a table of the build, as dictionaries: the offenders of a failed test.

    ``relation``: its quoted name, as dbt gives it. Not for figures: those come from what is
    published.
    """
    with duckdb.connect(str(build_path), read_only=True) as connection:
        answer = connection.execute(f"select * from {relation} limit {int(limit)}")
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
