"""The warehouse of the tests of the stock."""

from __future__ import annotations

import pytest
from trade import Trade
from warehouse import Warehouse


@pytest.fixture
def warehouse(trade: Trade) -> Warehouse:
    """A warehouse whose transaction is undone at the end of the test."""
    return Warehouse(trade)
