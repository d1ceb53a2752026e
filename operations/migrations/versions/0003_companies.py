"""Several companies and currencies, suppliers, cost centres, and changes that none can miss."""

from __future__ import annotations

from operations.migrations import parts

revision = "0003"
down_revision = "0002"

# In the order of their references; once released, these files do not change.
PARTS: tuple[str, ...] = (
    "follow",
    "companies",
    "currencies",
    "parties",
    "documents",
    "ledger",
    "followed",
    "comments",
)


def upgrade() -> None:
    """Give every document its company, and every table its trace of changes."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
