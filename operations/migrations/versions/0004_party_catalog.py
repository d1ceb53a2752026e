"""Parties and catalog: addresses, registrations, units, price lists, bills of materials."""

from __future__ import annotations

from operations.migrations import parts

revision = "0004"
down_revision = "0003"

# In the order of their references; once released, these files do not change.
PARTS: tuple[str, ...] = (
    "trees",
    "party",
    "families_units",
    "prices",
    "structures",
    "comments",
)


def upgrade() -> None:
    """Add the tables, their rules and their rights."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
