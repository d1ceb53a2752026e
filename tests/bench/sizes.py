"""The three sizes of the sample company: how long each takes, how many rows, how large the store.

``python -m tests.bench.sizes small medium`` prints one line a size. The large one takes many
minutes and tens of gigabytes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import psycopg

from affluent.settings import load_workspace
from affluent.workspace import create
from operations.company.sample import UNTIL, fill
from operations.database.server import running


def main(sizes: list[str]) -> None:
    """Fill a store of each size in a temporary folder, prove it, and print what it took."""
    from operations.erp.proofs.commands import broken

    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "company"
            create(root, as_of=UNTIL)
            workspace = load_workspace(root)
            began = time.perf_counter()
            rows = fill(
                workspace, years=3, seed=7, until=UNTIL, progress=lambda *_: None, size=size
            )
            lived = time.perf_counter() - began
            with running(workspace) as store, psycopg.connect(store.owner) as connection:
                found = connection.execute(
                    "select pg_database_size(current_database()),"
                    " (select count(*) from erp.invoice_lines)"
                ).fetchone()
                began = time.perf_counter()
                offended = broken(connection)
                proved = time.perf_counter() - began
            assert found is not None
            assert offended == []
            print(
                f"{size}: {lived:.0f} s, {found[1]:,} sales lines,"
                f" {rows['journal_lines']:,} journal lines, {found[0] / 1e9:.2f} GB;"
                f" every proof holds, asked in {proved:.1f} s",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:] or ["small", "medium"])
