"""The commands of a month's end. Each takes an open connection and commits nothing."""

from __future__ import annotations

from operations.erp.closing.accruals import accrue
from operations.erp.closing.bank import record_bank_balance
from operations.erp.closing.checklist import close_period, closing_checklist

__all__ = ["accrue", "close_period", "closing_checklist", "record_bank_balance"]
