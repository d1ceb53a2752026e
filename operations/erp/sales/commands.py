"""The commands of the sales chain, from a quote to its payment.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.sales.cancellations import cancel_remainder
from operations.erp.sales.credit_control import exposure, release_order
from operations.erp.sales.credits import credit
from operations.erp.sales.deliveries import deliver
from operations.erp.sales.invoices import collective_invoice, invoice
from operations.erp.sales.orders import order
from operations.erp.sales.payments import pay
from operations.erp.sales.promises import promise
from operations.erp.sales.quotes import (
    accept_quote,
    expire_quotes,
    quote,
    refuse_quote,
    revise_quote,
)

__all__ = [
    "accept_quote",
    "cancel_remainder",
    "collective_invoice",
    "credit",
    "deliver",
    "expire_quotes",
    "exposure",
    "invoice",
    "order",
    "pay",
    "promise",
    "quote",
    "refuse_quote",
    "release_order",
    "revise_quote",
]
