"""Sales: back-orders, down-payments, unapplied cash, write-offs, dunning, currencies."""

from __future__ import annotations

from operations.migrations import parts

revision = "0007"
down_revision = "0006"

# In the order of their references; once released, these files do not change.
PARTS = (
    "accounts",
    "quotes",
    "orders",
    "deliveries",
    "invoices",
    "cash",
    "rebates",
    "dunning",
    "fulfilment",
    "rules",
    "refunds",
    "comments",
    "followed",
)


def upgrade() -> None:
    """Add the tables, their rules and their rights."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
