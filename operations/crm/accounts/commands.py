"""The writers of accounts and contacts."""

from operations.crm.accounts.accounts import (
    change_account,
    link_customer,
    open_account,
    require_account,
)
from operations.crm.accounts.contacts import (
    add_contact,
    change_contact,
    note_email_validity,
    require_contact,
)
from operations.crm.accounts.roles import end_role, give_role

__all__ = [
    "add_contact",
    "change_account",
    "change_contact",
    "end_role",
    "give_role",
    "link_customer",
    "note_email_validity",
    "open_account",
    "require_account",
    "require_contact",
]
