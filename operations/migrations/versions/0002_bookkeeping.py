"""Bookkeeping: periods that close, journals, a wider chart of accounts, lettering."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

# In the order of their references; once released, these files do not change.
PARTS = ("chart", "journals", "references", "periods", "letterings", "stamps", "comments")


def upgrade() -> None:
    """Add to the ledger what a bookkeeper needs; entries of the first version are kept."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None  # noqa: S101  the migration runs on an open connection
    for part in PARTS:
        statements = (Path(__file__).parent / revision / f"{part}.sql").read_text(encoding="utf-8")
        driver.execute(statements)  # as they stand: a percent sign is no placeholder


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("closed periods and letterings would be lost; restore a backup")
