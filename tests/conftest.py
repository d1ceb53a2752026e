"""What every room's tests share: the public data sets, where they are present."""

from __future__ import annotations

from pathlib import Path

import pytest

# What takes longest begins first, so that no worker is left with it at the end.
LONG_ROOMS = ("e2e", "golden", "dbt_project")
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of the long rooms before all others, in their own order."""
    tests = Path(__file__).parent

    def turn(item: pytest.Item) -> int:
        room = item.path.relative_to(tests).parts[0]
        return LONG_ROOMS.index(room) if room in LONG_ROOMS else len(LONG_ROOMS)

    items.sort(key=turn)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data sets that stands beside the checkout; skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the public data sets are not at {SHARED_DATA}")
    return SHARED_DATA
