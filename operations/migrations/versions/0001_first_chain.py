"""The first chain: from an account and a quote to a payment and its journal entries."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

# In the order of their references; once released, these files do not change.
PARTS = (
    "foundation",
    "party",
    "catalog",
    "accounts",
    "opportunities",
    "sales",
    "accounting",
    "stamps",
    "comments",
    "grants",
)


def upgrade() -> None:
    """Create the schemas erp and crm with their tables, rules and rights."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None  # noqa: S101  the migration runs on an open connection
    for part in PARTS:
        statements = (Path(__file__).parent / revision / f"{part}.sql").read_text(encoding="utf-8")
        driver.execute(statements)  # as they stand: a percent sign is no placeholder


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("0001 is the first version; restore a backup instead")
