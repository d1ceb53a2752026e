"""How fast a system over the network is read: our path, and rows as dictionaries, side by side.

Both are given the same answers of a made-up Odoo: journal lines of fourteen fields in pages of
2,000. Each run is a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

PAGE = 2000
COLUMNS = {
    "id": "integer",
    "move_id": "integer",
    "account_id": "integer",
    "partner_id": "integer",
    "product_id": "integer",
    "name": "text",
    "date": "date",
    "parent_state": "text",
    "debit": "decimal(28,6)",
    "credit": "decimal(28,6)",
    "balance": "decimal(28,6)",
    "quantity": "decimal(28,6)",
    "reconciled": "boolean",
    "write_date": "timestamp",
}


def row(number: int) -> dict[str, Any]:
    amount = number % 1_000_000 + number % 100 / 100
    return {
        "id": number,
        "move_id": number // 4 + 1,
        "account_id": number % 300,
        "partner_id": number % 5000 or False,
        "product_id": number % 900 or False,
        "name": f"Line {number} of something that was sold",
        "date": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "parent_state": "posted",
        "debit": amount if number % 2 else 0.0,
        "credit": 0.0 if number % 2 else amount,
        "balance": amount if number % 2 else -amount,
        "quantity": float(number % 90),
        "reconciled": number % 3 == 0,
        "write_date": f"2025-06-{number % 28 + 1:02} 10:11:12",
    }


def pages(rows: int, folder: Path) -> list[Path]:
    """The answers, on the disk: they would count as memory otherwise."""
    found = []
    for begin in range(1, rows + 1, PAGE):
        path = folder / f"{begin}.json"
        path.write_bytes(json.dumps([row(n) for n in range(begin, begin + PAGE)]).encode())
        found.append(path)
    return found


def _decoder() -> Any:
    from connectors.core.manifest import Stream
    from connectors.core.wire.fields import declared
    from connectors.core.wire.rows import Rows

    stream = Stream.model_validate(
        {"name": "lines", "resource": "lines", "key": ["id"], "columns": COLUMNS}
    )
    nulls: dict[Any, Any] = dict.fromkeys(("text", "integer", "decimal", "date"), (False,))
    fields = [declared(name, spec, name, nulls) for name, spec in stream.columns.items()]
    return stream, Rows("bench.lines", fields)


def typed(paths: list[Path], _folder: Path) -> None:
    """Our decoding: msgspec into typed columns of Arrow."""
    _, decoder = _decoder()
    for path in paths:
        decoder.table(path.read_bytes())


def dictionaries(paths: list[Path], _folder: Path) -> None:
    """The obvious way to exact amounts: json with Decimal, dictionaries, then Arrow."""
    import pyarrow as pa

    kinds = {"integer": pa.int64(), "boolean": pa.bool_()}
    schema = pa.schema(
        (name, pa.decimal128(28, 6) if "decimal" in kind else kinds.get(kind, pa.string()))
        for name, kind in COLUMNS.items()
    )
    for path in paths:
        rows = [
            {k: None if v is False and k != "reconciled" else v for k, v in row.items()}
            for row in json.loads(path.read_bytes(), parse_float=Decimal)
        ]
        table = pa.Table.from_pylist(rows, schema=schema)
        for name, kind in (("date", pa.date32()), ("write_date", pa.timestamp("us"))):
            table.column(name).cast(kind)


def landed(paths: list[Path], folder: Path) -> None:
    """Decoded, keyed, hashed and written, each page committed with its place."""
    from connectors.core.contract import Batch, Checkpoint, Event, Resume, SnapshotComplete
    from connectors.core.landing import open_landing

    stream, decoder = _decoder()

    def events() -> Iterator[Event]:
        for number, path in enumerate(paths):
            yield Batch(decoder.table(path.read_bytes()), supersedes=True)
            yield Resume({"after": number})
        yield SnapshotComplete()
        yield Checkpoint({})

    with open_landing(folder / "landing.duckdb") as landing:
        landing.ensure_stream("bench", stream)
        landing.receive("bench", stream, events())


WAYS = {"typed": typed, "dictionaries": dictionaries, "landed": landed}


def _measure(way: str, rows: int, folder: Path) -> None:
    paths = pages(rows, folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    began = time.perf_counter()
    WAYS[way](paths, folder)
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([wall, used.ru_utime - before, used.ru_maxrss / 1024]))


def measured(way: str, rows: int) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of one run."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.wire", way, str(rows), folder],
            check=True,
            capture_output=True,
            text=True,
        )
    wall, processor, peak = json.loads(run.stdout.splitlines()[-1])
    return wall, processor, peak


def report() -> list[str]:
    """What is printed: both ways to decode; and a whole landing, then one ten times as large."""
    lines = []
    for way, rows in (
        ("typed", 100_000),
        ("dictionaries", 100_000),
        ("landed", 300_000),
        ("landed", 3_000_000),
    ):
        wall, processor, peak = measured(way, rows)
        lines.append(
            f"{rows:,} rows of JSON, {way}: {wall:.2f} s, {rows / wall:,.0f} rows a second, "
            f"{processor:.2f} s of processor, peak {peak:.0f} MB"
        )
    return lines


if __name__ == "__main__":
    _measure(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
