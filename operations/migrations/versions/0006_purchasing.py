"""Purchasing: requests, approvals, orders, receipts, supplier invoices, payments."""

from __future__ import annotations

from operations.migrations import parts

revision = "0006"
down_revision = "0005"

# In the order of their references; once released, these files do not change.
PARTS = (
    "chart",
    "requests",
    "tolerances",
    "orders",
    "receipts",
    "invoices",
    "payments",
    "landed_costs",
)


def upgrade() -> None:
    """Add the tables, their rules and their rights."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
