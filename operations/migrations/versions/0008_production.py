"""Production: reorder rules, requirements, production orders, time."""

from __future__ import annotations

from operations.migrations import parts

revision = "0008"
down_revision = "0007"

# In the order of their references; once released, these files do not change.
PARTS: tuple[str, ...] = (
    "orders",
    "rules",
    "requirements",
    "followed",
)


def upgrade() -> None:
    """Add the tables, their rules and their rights."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
