"""The commands of purchasing, from a request to the payment of the supplier.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.purchasing.approvals import approve, reject, set_approval_rule
from operations.erp.purchasing.awaiting import awaiting_invoice
from operations.erp.purchasing.cancellations import cancel_remaining
from operations.erp.purchasing.credits import credit
from operations.erp.purchasing.exceptions import open_exceptions, resolve
from operations.erp.purchasing.invoices import invoice
from operations.erp.purchasing.landed_costs import add_landed_cost
from operations.erp.purchasing.offers import offered
from operations.erp.purchasing.orders import order
from operations.erp.purchasing.payables import awaited, payables
from operations.erp.purchasing.payments import pay
from operations.erp.purchasing.promises import confirm, promise
from operations.erp.purchasing.receipts import receive
from operations.erp.purchasing.requests import request
from operations.erp.purchasing.returns import return_goods
from operations.erp.purchasing.tolerances import set_tolerances

__all__ = [
    "add_landed_cost",
    "approve",
    "awaited",
    "awaiting_invoice",
    "cancel_remaining",
    "confirm",
    "credit",
    "invoice",
    "offered",
    "open_exceptions",
    "order",
    "pay",
    "payables",
    "promise",
    "receive",
    "reject",
    "request",
    "resolve",
    "return_goods",
    "set_approval_rule",
    "set_tolerances",
]
