"""Purchases, for the checks that hold them against their accounts."""

from __future__ import annotations

import pytest
from buying import Buying
from trade import Trade


@pytest.fixture
def buying(trade: Trade) -> Buying:
    """A house that buys."""
    return Buying(trade)
