"""The first chain: from an account and a quote to a payment and its journal entries."""

from __future__ import annotations

from operations.migrations import parts

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
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("0001 is the first version; restore a backup instead")
