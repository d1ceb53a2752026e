"""Between ERP and CRM: the outbox, and conflicts kept for a person."""

from __future__ import annotations

from operations.migrations import parts

revision = "0012"
down_revision = "0011"

# In the order of their references; once released, these files do not change.
PARTS: tuple[str, ...] = (
    "outbox",
    "links",
    "account_finances",
    "changes",
    "finances",
    "offers",
    "followed",
    "first",
)


def upgrade() -> None:
    """Add the tables, their rules and their rights."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
