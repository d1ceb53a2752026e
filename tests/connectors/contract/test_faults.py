"""What every connector over a network promises, asked of all that are here."""

from __future__ import annotations

import pytest

from tests.connectors.contract.faults import FAULTS
from tests.connectors.contract.measuring import HARNESSES, measured
from tests.connectors.contract.table import PAGE, rendered


@pytest.mark.parametrize("name", HARNESSES)
def test_each_fault_has_the_outcome_that_is_promised(name: str) -> None:
    found = measured()[name]
    promised = {f.name: (f.expected, f.mended) for f in FAULTS if f.name in found}
    assert found == promised


def test_the_page_of_faults_says_what_happens() -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered(measured())
