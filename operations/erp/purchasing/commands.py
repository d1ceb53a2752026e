"""The commands of purchasing, from a request to the payment of the supplier.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.purchasing.approvals import approve, reject, set_approval_rule
from operations.erp.purchasing.cancellations import cancel_remaining
from operations.erp.purchasing.orders import order
from operations.erp.purchasing.promises import confirm, promise
from operations.erp.purchasing.requests import request
from operations.erp.purchasing.tolerances import set_tolerances

__all__ = [
    "approve",
    "cancel_remaining",
    "confirm",
    "order",
    "promise",
    "reject",
    "request",
    "set_approval_rule",
    "set_tolerances",
]
