"""The writers of opportunities: open, move, change, decide, reopen; and their past states."""

from operations.crm.opportunities.as_of import OpportunityState, as_of
from operations.crm.opportunities.outcome import lose, reopen, win
from operations.crm.opportunities.pipeline import (
    change_opportunity,
    move_stage,
    open_opportunity,
    set_lines,
)
from operations.crm.opportunities.reasons import add_reason, retire_reason

__all__ = [
    "OpportunityState",
    "add_reason",
    "as_of",
    "change_opportunity",
    "lose",
    "move_stage",
    "open_opportunity",
    "reopen",
    "retire_reason",
    "set_lines",
    "win",
]
