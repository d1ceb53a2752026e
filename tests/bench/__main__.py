"""``make bench``: how long the everyday commands take on the sample company, as whole processes.

Each figure is the median of its runs. Run it on a quiet machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from affluent.settings import load_workspace
from operations.company.sample import UNTIL
from serving.refreshes import status
from tests.bench import rest, sizes, sources, wire
from tests.bench.commands import commands_per_second

AFFLUENT = Path(sys.executable).parent / "affluent"


def _seconds(*arguments: str, runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([AFFLUENT, *arguments], check=True, stdout=subprocess.DEVNULL)
        found.append(time.perf_counter() - began)
    return found


def main() -> None:
    """Measure and print; the sample company is made in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        root = os.fspath(Path(folder) / "sample")
        measured = {
            "affluent --help": _seconds("--help", runs=5),
            "sample company, two years": _seconds("sample", root, runs=1),
            "first refresh": _seconds("refresh", "-w", root, runs=1),
            "refresh, nothing changed": _seconds("refresh", "-w", root, runs=3),
            "kpi, three figures": _seconds(
                "kpi", "revenue,gross_margin,customers", "-w", root, runs=3
            ),
            "kpi by customer and month": _seconds(
                "kpi", "revenue,gross_margin", "--by", "customer,month", "-w", root, runs=3
            ),
        }
        speeds = commands_per_second(Path(root), UNTIL)
        last = status(load_workspace(Path(root))).last_refresh
    table = Table("command", "runs", "median s", "max s")
    for name, seconds in measured.items():
        median = f"{statistics.median(seconds):.2f}"
        table.add_row(name, str(len(seconds)), median, f"{max(seconds):.2f}")
    console = Console()
    console.print(table)
    for name, speed in speeds.items():
        console.print(f"{name}: {speed:.0f} a second")
    sizes.main(["small", "medium"])
    sources.main()
    for line in wire.report():
        console.print(line)
    rest.main()
    console.print("large, when asked for: python -m tests.bench.sizes large")
    if last is not None:
        steps = ", ".join(f"{step} {seconds:.1f}" for step, seconds in last.seconds.items())
        console.print(f"A refresh with nothing changed, by step in s: {steps}")


if __name__ == "__main__":
    main()
