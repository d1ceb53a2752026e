"""Customer relations: leads, campaigns, activities, tickets, consents, merges."""

from __future__ import annotations

from operations.migrations import parts

revision = "0011"
down_revision = "0010"

# In the order of their references; once released, these files do not change.
PARTS: tuple[str, ...] = (
    "accounts",
    "campaigns",
    "leads",
    "opportunities",
    "opportunity_events",
    "contact_roles",
    "merges",
    "service_levels",
    "tickets",
    "activities",
    "consents",
    "followed",
    "comments",
)


def upgrade() -> None:
    """Add the tables, their rules and their rights."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
