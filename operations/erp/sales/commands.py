"""The commands of the sales chain, from a quote to its payment.

Each takes an open connection and commits nothing: the caller decides what belongs together.
"""

from __future__ import annotations

from operations.erp.sales.credits import credit
from operations.erp.sales.deliveries import deliver
from operations.erp.sales.invoices import invoice
from operations.erp.sales.orders import accept_quote, order, quote
from operations.erp.sales.payments import pay

__all__ = ["accept_quote", "credit", "deliver", "invoice", "order", "pay", "quote"]
