"""The writers of merges, and what they are proposed for."""

from operations.crm.merges.duplicates import Duplicate, keep_apart, propose_duplicates
from operations.crm.merges.merging import (
    merge_accounts,
    merge_contacts,
    merge_leads,
    undo_merge,
)

__all__ = [
    "Duplicate",
    "keep_apart",
    "merge_accounts",
    "merge_contacts",
    "merge_leads",
    "propose_duplicates",
    "undo_merge",
]
