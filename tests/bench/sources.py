"""How fast rows come from PostgreSQL into the landing, against DuckDB's scanner alone; and a merge.

Every reading counts and sums at the source, and of changes lists all keys. Not measured here: the
arrival check, whose time goes with what is declared.
"""

from __future__ import annotations

import importlib.resources
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from rich.console import Console
from rich.table import Table

from connectors.core.columns import literal
from connectors.core.extract import fetch, settle
from connectors.core.landing import Landing, open_landing
from connectors.core.ledger import Incoming
from connectors.core.manifest import Manifest, Stream
from connectors.core.verdict import Verdict
from connectors.sql.driver import SqlConnector
from tests.connectors.embedded_postgres import running

ROWS = 2_000_000
CHANGES = 100_000
RUNS = 3
WAYS = ("read", "landed", "admitted")
LINES = """
create table lines as select i::bigint as id, (i / 5)::bigint as invoice_id,
    (i % 5)::int as line_number, (i % 977)::bigint as product_id,
    'Vis inox tête fraisée ' || i % 977 as description,
    ((i % 100) / 4.0)::numeric(18, 4) as quantity, ((i % 1000) / 7.0)::numeric(18, 4) as price,
    (i / 100.0)::numeric(18, 2) as net_amount, 0.2::numeric(9, 6) as tax_rate,
    (i / 150.0)::numeric(18, 2) as cost_amount, 'EUR'::text as currency,
    date '2024-01-01' + i % 700 as posted_on,
    timestamptz '2024-01-01' + i * interval '1 second' as updated_at, i % 2 = 0 as is_free
from generate_series(1, {}) as i"""
CHANGE = """
update lines set net_amount = net_amount + 1, updated_at = timestamptz '2026-01-01'
where id % {} = 0"""


def stream_of(**fields: Any) -> Stream:
    """The lines, by their cursor."""
    known = {
        "name": "lines",
        "table": "public.lines",
        "key": ["id"],
        "strategy": "watermark",
        "cursor": "updated_at",
        "control": ["net_amount"],
    }
    return Stream.model_validate({**known, **fields})


def let_pass(landing: Landing, incoming: Incoming, stream: Stream) -> Verdict:
    """No arrival check."""
    del landing, incoming, stream
    return Verdict()


def bare_scan(conninfo: str, folder: Path) -> float:
    """DuckDB's scanner, all its threads, into a table."""
    package = importlib.resources.files("duckdb_extension_postgres_scanner") / "extensions"
    scanner = package / f"v{duckdb.__version__}" / "postgres_scanner.duckdb_extension"
    con = duckdb.connect(str(folder / "bare.duckdb"))
    con.execute(f"load {literal(str(scanner))}")
    con.execute(f"attach {literal(conninfo)} as source (type postgres, read_only)")
    seconds = _seconds(
        lambda: con.execute("create or replace table lines as from source.public.lines")
    )
    con.close()
    return seconds


def measure(dsn: str, rows: int) -> dict[str, float]:
    """What is measured → seconds, the median of its runs."""
    with psycopg.connect(dsn, autocommit=True) as source:
        source.execute(LINES.format(rows).encode())
        source.execute("vacuum analyze lines")
        stream = stream_of()
        connector = SqlConnector("bench", dsn, Manifest(streams=(stream,)))
        found: dict[str, list[float]] = {}
        for run in range(RUNS):
            with tempfile.TemporaryDirectory() as name, open_landing(Path(name) / "l") as landing:
                conninfo = connector.address.conninfo
                steps: dict[str, Callable[[], Any]] = {
                    "read as Arrow": lambda: _exhaust(connector.read(stream, None)),
                    "read into the landing": lambda: fetch(connector, stream, landing),
                    "admitted, all new": lambda: settle("bench", stream, landing, let_pass),
                }
                times = {"DuckDB's scanner alone": bare_scan(conninfo, Path(name))}
                times |= {label: _seconds(step) for label, step in steps.items()}
                source.execute(CHANGE.format(rows // CHANGES or 1).encode())
                source.execute(b"update lines set updated_at = updated_at + interval '%d hour'"
                               b" where updated_at > '2025-12-31'" % run)  # fmt: skip
                changes: dict[str, Callable[[], Any]] = {
                    "changes read": lambda: fetch(connector, stream, landing),
                    "changes merged": lambda: settle("bench", stream, landing, let_pass),
                }
                times |= {label: _seconds(step) for label, step in changes.items()}
            for label, seconds in times.items():
                found.setdefault(label, []).append(seconds)
        by_xmin = stream_of(strategy="horizon", cursor="xmin", control=[])
        connector = SqlConnector("bench", dsn, Manifest(streams=(by_xmin,)))
        state = list(connector.read(by_xmin, None))[-1].state
        source.execute(CHANGE.format(1000).encode())
        found["xmin, 1 row in 1,000 changed"] = [
            _seconds(lambda: _exhaust(connector.read(by_xmin, state)))
        ]
    return {label: statistics.median(seconds) for label, seconds in found.items()}


def peak_megabytes(dsn: str, way: str) -> float:
    """The most memory that a process takes to read the lines as Arrow, or to land them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.sources", dsn, way],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(done.stdout)


def main() -> None:
    """Measure and print, with a PostgreSQL of its own."""
    console = Console()
    with running() as server:
        dsn = server.database()
        table = Table("rows from PostgreSQL", "median s", "a second")
        for label, seconds in measure(dsn, ROWS).items():
            rows = CHANGES if label.startswith("changes") else ROWS
            table.add_row(label, f"{seconds:.2f}", f"{rows / seconds:,.0f}")
        console.print(table)
        large = {way: peak_megabytes(dsn, way) for way in WAYS}
        with psycopg.connect(dsn, autocommit=True) as source:
            source.execute(b"delete from lines where id > %d" % (ROWS // 10))
        small = {way: peak_megabytes(dsn, way) for way in WAYS}
    for way in WAYS:
        console.print(
            f"Most memory, {way}: {ROWS // 10:,} rows {small[way]:.0f} MB, "
            f"{ROWS:,} rows {large[way]:.0f} MB"
        )


def _once(dsn: str, way: str) -> None:
    """Read the lines, or land and admit them."""
    stream = stream_of()
    connector = SqlConnector("bench", dsn, Manifest(streams=(stream,)))
    if way == "read":
        _exhaust(connector.read(stream, None))
        return
    with tempfile.TemporaryDirectory() as folder, open_landing(Path(folder) / "l") as landing:
        fetch(connector, stream, landing)
        if way == "admitted":
            settle("bench", stream, landing, let_pass)


def _exhaust(events: Any) -> None:
    for _ in events:
        pass


def _seconds(step: Callable[[], Any]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


if __name__ == "__main__":
    _once(sys.argv[1], sys.argv[2])
    # Not getrusage: its maximum counts the process that this one was forked from.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024)
