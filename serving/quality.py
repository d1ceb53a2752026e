"""What is published of the quality of sources: the history of scores, and doubles to merge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from affluent.errors import ConfigError
from serving.warehouse import open_warehouse

HISTORY = "mart_source_quality"
DOUBLES = "mart_source_duplicates"


def measured_before(publications: Path, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Every measurement of the publication that stands; none where it has none."""
    try:
        warehouse = open_warehouse(publications)
    except ConfigError:
        return []
    try:
        if not any(mart.name == HISTORY for mart in warehouse.manifest.marts):
            return []
        with warehouse.cursor() as cursor:
            names = ", ".join(columns)
            return cursor.execute(f"select {names} from marts.{HISTORY}").fetchall()
    finally:
        warehouse.close()


def doubles(publications: Path, source: str) -> list[dict[str, Any]]:
    """The records of a source that are one with another of it, those that are one together.

    Raises ConfigError when nothing is published, or a publication older than this list.
    """
    warehouse = open_warehouse(publications)
    try:
        if not any(mart.name == DOUBLES for mart in warehouse.manifest.marts):
            raise ConfigError(
                "What is published does not list doubles yet.", remedy="Run: affluent refresh"
            )
        frame = warehouse.frame(
            "select entity, record_count, is_eldest, record_id, record_name, known_as, created_on"
            f" from marts.{DOUBLES} where source_name = $source"
            " order by entity, record_count desc, group_key, not is_eldest, record_id",
            {"source": source},
        )
        return frame.to_dicts()
    finally:
        warehouse.close()
