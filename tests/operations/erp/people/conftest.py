"""The staff of one test."""

from __future__ import annotations

import pytest
from staff import Staff

from operations.database.connection import Connection


@pytest.fixture
def staff(connection: Connection) -> Staff:
    """Employees, and what is done with them."""
    return Staff(connection)
