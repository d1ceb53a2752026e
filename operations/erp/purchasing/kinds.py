"""What the kind of a product means for its purchase: its account, and whether it enters the stock.

The accounts of its stock and of the change of it are the stock's own business.
"""

from __future__ import annotations

from typing import Final

from operations.erp.accounting.model import PURCHASES

PURCHASE_ACCOUNTS: Final = {
    "goods": PURCHASES,
    "finished": PURCHASES,
    "material": "601",
    "service": "611",
}


def purchase_account(kind: str) -> str:
    """The account of charges on which a product is bought."""
    return PURCHASE_ACCOUNTS[kind]


def is_stored(kind: str) -> bool:
    """Whether it enters the stock: a service does not."""
    return kind != "service"


def bears_real_cost(kind: str, valuation: str) -> bool:
    """Whether its stock bears what it really cost; at standard cost it does not."""
    return is_stored(kind) and valuation == "average"
