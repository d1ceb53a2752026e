"""Accounting: VAT, year end, budgets, suppliers' lettering."""

from __future__ import annotations

from operations.migrations import parts

revision = "0009"
down_revision = "0008"

# In the order of their references; once released, these files do not change.
PARTS: tuple[str, ...] = (
    "chart",
    "tax_codes",
    "tax_returns",
    "ledger",
    "fiscal_years",
    "budgets",
    "revaluations",
    "closing",
)


def upgrade() -> None:
    """Add the tables, their rules and their rights."""
    parts.run(revision, PARTS)


def downgrade() -> None:
    """Refuse: data would be lost."""
    raise NotImplementedError("what was written since would be lost; restore a backup instead")
