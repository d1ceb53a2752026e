"""A house that buys, in the books of the test."""

from __future__ import annotations

import pytest
from buying import Buying
from trade import Trade


@pytest.fixture
def buying(trade: Trade) -> Buying:
    """Suppliers, employees and products, and what is done with them."""
    return Buying(trade)
