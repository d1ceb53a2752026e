"""The commands of the sales chain, from a quote to its payment.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.sales.cancellations import cancel_remainder
from operations.erp.sales.cash import apply_cash
from operations.erp.sales.credit_control import exposure, release_order
from operations.erp.sales.credits import credit
from operations.erp.sales.deliveries import deliver
from operations.erp.sales.disputes import dispute, settle_dispute
from operations.erp.sales.down_payments import cancel_down_payment, down_payment
from operations.erp.sales.dunning import run_dunning
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
from operations.erp.sales.rebates import apply_rebate, grant_rebate
from operations.erp.sales.receivables import receivables
from operations.erp.sales.refunds import refund
from operations.erp.sales.reservations import reserve_order
from operations.erp.sales.thread import thread
from operations.erp.sales.write_offs import keep_difference, write_off

__all__ = [
    "accept_quote",
    "apply_cash",
    "apply_rebate",
    "cancel_down_payment",
    "cancel_remainder",
    "collective_invoice",
    "credit",
    "deliver",
    "dispute",
    "down_payment",
    "expire_quotes",
    "exposure",
    "grant_rebate",
    "invoice",
    "keep_difference",
    "order",
    "pay",
    "promise",
    "quote",
    "receivables",
    "refund",
    "refuse_quote",
    "release_order",
    "reserve_order",
    "revise_quote",
    "run_dunning",
    "settle_dispute",
    "thread",
    "write_off",
]
