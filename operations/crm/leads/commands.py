"""The writers of leads: enter, correct, assign, answer, score, qualify, convert."""

from operations.crm.leads.capture import (
    add_source,
    assign_lead,
    change_lead,
    enter_lead,
    respond,
)
from operations.crm.leads.conversion import Converted, convert
from operations.crm.leads.qualification import disqualify, qualify, reconsider
from operations.crm.leads.rules import add_rule, rescore, retire_rule, score

__all__ = [
    "Converted",
    "add_rule",
    "add_source",
    "assign_lead",
    "change_lead",
    "convert",
    "disqualify",
    "enter_lead",
    "qualify",
    "reconsider",
    "rescore",
    "respond",
    "retire_rule",
    "score",
]
