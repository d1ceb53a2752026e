"""Bookkeeping: periods that close, journals, a wider chart of accounts, lettering."""

from __future__ import annotations

from operations.migrations import parts

revision = "0002"
down_revision = "0001"

# In the order of their references; once released, these files do not change.
PARTS = ("chart", "journals", "references", "periods", "letterings", "stamps", "comments")


def upgrade() -> None:
    """Add to the ledger what a bookkeeper needs; entries of the first version are kept."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("closed periods and letterings would be lost; restore a backup")
