"""The commands of customers, suppliers and what is agreed with them.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.party.addresses import add_address, address_on, addresses_on, end_address
from operations.erp.party.blocking import block_customer, require_may_order, unblock_customer
from operations.erp.party.customers import change_customer, customer, register_customer
from operations.erp.party.groups import above, group_of
from operations.erp.party.payment_terms import agree_terms, payment_terms, terms_by_code
from operations.erp.party.suppliers import change_supplier, register_supplier, supplier

__all__ = [
    "above",
    "add_address",
    "address_on",
    "addresses_on",
    "agree_terms",
    "block_customer",
    "change_customer",
    "change_supplier",
    "customer",
    "end_address",
    "group_of",
    "payment_terms",
    "register_customer",
    "register_supplier",
    "require_may_order",
    "supplier",
    "terms_by_code",
    "unblock_customer",
]
