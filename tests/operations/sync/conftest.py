"""Both systems of one test."""

from __future__ import annotations

import pytest
from two_sides import TwoSides

from operations.database.connection import Connection


@pytest.fixture
def sides(connection: Connection) -> TwoSides:
    """An ERP with one customer and two products, a CRM with its account; nothing waits."""
    return TwoSides(connection)
