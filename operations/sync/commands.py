"""What people and programs ask of the sync."""

from operations.sync.accounts import note_all, request_customer
from operations.sync.conflicts import Conflict, conflicts, resolve
from operations.sync.outbox import Pending, Policy, forget, pending, retry
from operations.sync.quotes import note_acceptance
from operations.sync.rules import FieldRule, field_rules, set_rule
from operations.sync.worker import Summary, run_sync

__all__ = [
    "Conflict",
    "FieldRule",
    "Pending",
    "Policy",
    "Summary",
    "conflicts",
    "field_rules",
    "forget",
    "note_acceptance",
    "note_all",
    "pending",
    "request_customer",
    "resolve",
    "retry",
    "run_sync",
    "set_rule",
]
