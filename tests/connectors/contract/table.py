"""The outcomes of the faults as tables for people: ``python -m tests.connectors.contract.table``.

The tests of the tables compare them with docs/sources/faults.md, so that it says what happens.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from affluent.settings import PRODUCT_ROOT

PAGE = PRODUCT_ROOT / "docs" / "sources" / "faults.md"
HEAD = """# What becomes of a fault

Each connector is tried with each of these faults; these tables are what the tests saw
(`python -m tests.connectors.contract.table` writes them anew). A reading **lands** when the landing
then holds exactly what the source has, by key and by control total; it **fails** or is **refused**
with a reason and a remedy, and what had landed before stands. The next reading, when the fault is
over, lands, unless the last column says otherwise. A dash: it cannot happen there. A refresh in
which a stream fails or is refused ends with exit code 3, one that cannot write to its disk too.

"""
TITLES = {
    "network": """## Over a network

**Pages kept**: the next reading goes on at the page where this one stopped.

""",
    "databases": """## Databases

All that is read of a database is of one moment: what is written meanwhile lands with the next
reading (**as it began**). SQL Server was not at hand.

""",
    "files": """## Files

A CSV or JSON-lines file that is cut off at the end of a line cannot be told from a shorter one: its
lines land, and the rest when it comes. Where that matters, write under another name and rename.
**Waits**: of a pattern, the file stays as it was known, and the others are read.

""",
}
Outcomes = Mapping[str, Mapping[str, tuple[str, str]]]


def section(title: str, outcomes: Outcomes) -> str:
    """A table: ``outcomes``: connector → fault → (that reading, the next one)."""
    names = list(outcomes)
    faults = list(next(iter(outcomes.values())))
    lines = [
        "| fault | " + " | ".join(names) + " | next reading |",
        "|---" * (len(names) + 2) + "|",
    ]
    for fault in faults:
        found = [outcomes[name].get(fault, ("same code", "")) for name in names]
        after = next(mended for _, mended in found if mended)
        cells = [first for first, _ in found]
        lines.append(f"| {fault} | " + " | ".join(cells) + f" | {after} |")
    return TITLES[title] + "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    import embedded_mariadb
    import embedded_postgres

    from tests.connectors.contract.local_measuring import databases, files
    from tests.connectors.contract.measuring import measured

    with (
        tempfile.TemporaryDirectory() as first,
        tempfile.TemporaryDirectory() as second,
        embedded_postgres.running() as postgres,
        embedded_mariadb.running() as mariadb,
    ):
        parts = {
            "network": measured(),
            "databases": databases(Path(first), postgres, mariadb),
            "files": files(Path(second)),
        }
        written = "\n".join(section(title, found) for title, found in parts.items())
    PAGE.write_text(HEAD + written, encoding="utf-8")
    print(f"Wrote {PAGE}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
