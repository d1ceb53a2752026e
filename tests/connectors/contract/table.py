"""The outcomes of the faults as a table for people: ``python -m tests.connectors.contract.table``.

The test of the table compares it with docs/sources/faults.md, so that it says what happens.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from affluent.settings import PRODUCT_ROOT

PAGE = PRODUCT_ROOT / "docs" / "sources" / "faults.md"
HEAD = """# What becomes of a fault

Each connector that asks a system over the network is tried with each of these faults; this table is
what the tests saw (`python -m tests.connectors.contract.table` writes it anew). A reading **lands**
when the landing then holds exactly what the source has, by key and by control total; it **fails**
or is **refused** with a reason and a remedy, and what had landed before stands. **Pages kept**: the
next reading goes on at the page where this one stopped. The next reading, when the fault is over,
always lands, unless the columns are still not what they were.

"""


def rendered(outcomes: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """The page: ``outcomes``: connector → fault → (that reading, the next one)."""
    names = list(outcomes)
    faults = list(next(iter(outcomes.values())))
    lines = [
        "| fault | " + " | ".join(names) + " | next reading |",
        "|---" * (len(names) + 2) + "|",
    ]
    for fault in faults:
        found = [outcomes[name].get(fault) for name in names]
        cells = [pair[0] if pair else "same code" for pair in found]
        lines.append(f"| {fault} | " + " | ".join(cells) + f" | {outcomes[names[0]][fault][1]} |")
    return HEAD + "\n".join(lines) + "\n"


def main(measure: Callable[[], Mapping[str, Mapping[str, tuple[str, str]]]]) -> None:
    """Write the page."""
    PAGE.write_text(rendered(measure()), encoding="utf-8")
    print(f"Wrote {PAGE}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.connectors.contract.measuring import measured

    main(measured)
