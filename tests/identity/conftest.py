"""A company of a few records, matched once for all tests."""

from __future__ import annotations

import pytest

from identity.memory import Memory, remembered
from identity.model import Resolution
from identity.resolving import resolution_of
from tests.identity.records import COMPANY


@pytest.fixture(scope="session")
def memory() -> Memory:
    """The company as it was matched."""
    return remembered(COMPANY)


@pytest.fixture(scope="session")
def company(memory: Memory) -> Resolution:
    """What comes of the company."""
    return resolution_of(memory)
