"""The workshop of the tests of production."""

from __future__ import annotations

import pytest
from trade import Trade
from workshop import Workshop


@pytest.fixture
def workshop(trade: Trade) -> Workshop:
    """A workshop whose transaction is undone at the end of the test."""
    return Workshop(trade)
