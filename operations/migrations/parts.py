"""Runs the files of SQL that a version is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic import op


def run(revision: str, parts: Sequence[str]) -> None:
    """Execute ``versions/<revision>/<part>.sql`` for each part, in their order."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None  # noqa: S101  the migration runs on an open connection
    folder = Path(__file__).parent / "versions" / revision
    for part in parts:
        statements = (folder / f"{part}.sql").read_text(encoding="utf-8")
        driver.execute(statements)  # as they stand: a percent sign is no placeholder
