"""Every connector of the contract with every fault of its own, on one landing file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from connectors.core.landing import open_landing
from tests.connectors.contract.faults import FAULTS, run
from tests.connectors.contract.harness import Harness
from tests.connectors.contract.odoo_harness import OdooHarness

# What JSON-RPC says otherwise than JSON-2; the rest is the same code.
OF_THE_WIRE = {
    "key revoked in the middle",
    "key wrong or expired",
    "stream not permitted",
    "429, Retry-After in seconds",
    "503 twice",
    "body cut short, twice",
    "200 with an error inside",
    "200 with a page for people",
    "row deleted",
}
HARNESSES: dict[str, Callable[[str], Harness]] = {
    "Odoo 19, JSON-2": lambda source: OdooHarness("19.0", source),
    "Odoo 17, JSON-RPC": lambda source: OdooHarness("17.0", source),
}


@cache
def measured() -> dict[str, dict[str, tuple[str, str]]]:
    """Connector → fault → (what became of that reading, and of the next one)."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        open_landing(Path(folder) / "l.duckdb") as landing,
    ):
        for place, (name, make) in enumerate(HARNESSES.items()):
            for number, fault in enumerate(FAULTS):
                if place and fault.name not in OF_THE_WIRE:
                    continue
                first, after, _ = run(make(f"s{place}x{number}"), fault, landing)
                found.setdefault(name, {})[fault.name] = (first, after)
    return found
