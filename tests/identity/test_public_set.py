"""One public set, with a floor; the others are measured by ``make bench-identity``."""

from __future__ import annotations

from pathlib import Path

import pytest

from identity.resolving import resolve
from tests.bench.identity import joined_pairs, rates
from tests.bench.identity_sets import senzing


def test_people_and_organisations_of_three_lists_are_united(shared_data: Path) -> None:
    if not (shared_data / "identity").is_dir():
        pytest.skip(f"the sets of identity are not in {shared_data}")
    known = senzing(shared_data / "identity")
    true = known.true_pairs()
    joined = joined_pairs(resolve(known.records).clusters, known.party_of)
    assert rates(len(true & joined), len(joined), len(true))[2] >= 0.97
