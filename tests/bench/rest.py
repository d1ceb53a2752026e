"""One Odoo over a socket, read into DuckDB by our connector and by dlt's ``rest_api``.

Both get the same bytes in pages of 2,000 from one server, a process of its own, and run in one
each; what is imported is not counted. dlt runs in an environment of its own, of the group
``bench`` of ``pyproject.toml``: uv makes it from ``uv.lock`` in a second.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from starlette.responses import Response

from tests.bench.wire import COLUMNS, PAGE, pages, row
from tests.connectors.servers.in_process import FakeClock, over_a_socket
from tests.connectors.servers.odoo import KEY, OdooServer
from tests.connectors.servers.odoo_models import Model, Row

ROWS = 200_000
MODEL = "account.move.line"
SUMMED = ("debit", "credit")
HERE = Path(__file__).parent
UV = Path(sys.executable).parent / "uv"
OF_DLT = (UV, "run", "--isolated", "--frozen", "--quiet", "--only-group", "bench", "python")
TYPES = {"text": "char", "timestamp": "datetime"}


class Answers:
    """What the server says of the lines: pages as they lie on the disk, ids, and exact sums."""

    def __init__(self, folder: Path, rows: int) -> None:
        self._pages, self._rows = pages(rows, folder), rows
        sums = {f"{name}:sum": 0.0 for name in SUMMED}
        for name in SUMMED:
            amounts = (Decimal(str(row(number)[name])) for number in range(1, rows + 1))
            sums[f"{name}:sum"] = float(sum(amounts))
        self._totals = json.dumps([{"__count": rows, **sums}]).encode()

    def __call__(self, model: str, method: str, named: Row) -> Response | None:
        if model != MODEL or method == "fields_get":
            return None
        if method == "search_read":
            return _sent(self._page(named))
        if method == "search":
            first = _after(named) + 1
            last = min(first + named["limit"], self._rows + 1)
            return _sent(json.dumps(list(range(first, last))).encode())
        return _sent(self._totals)

    def _page(self, named: Row) -> bytes:
        begin = named.get("offset", 0) or _after(named)
        number = begin // PAGE
        return self._pages[number].read_bytes() if number < len(self._pages) else b"[]"


def _after(named: Row) -> int:
    return next((term[2] for term in named["domain"] if term[:2] == ["id", ">"]), 0)


def _sent(body: bytes) -> Response:
    return Response(body, media_type="application/json")


def serve(folder: Path, rows: int) -> None:
    """Answer until the input ends; the address is the first line printed."""
    types = {name: TYPES.get(kind, kind.split("(")[0]) for name, kind in COLUMNS.items()}
    types = {name: "float" if kind == "decimal" else kind for name, kind in types.items()}
    server = OdooServer("19.0", {}, FakeClock())
    server.models = {
        MODEL: Model(MODEL, types),
        "res.users": Model("res.users", {}),
        "res.company": Model("res.company", {"id": "integer", "name": "char"}),
    }
    server.create("res.company", name="Nord SA")
    server.companies = [1]
    server.before = Answers(folder, rows)
    with over_a_socket(server.app) as address:
        print(address, flush=True)
        sys.stdin.read()


def ours(address: str, folder: Path) -> float:
    """Our connector into a landing file, keys listed, totals compared, admitted; seconds."""
    from connectors.core.extract import fetch, settle
    from connectors.core.http.secrets import Secret
    from connectors.core.http.transport import Address
    from connectors.core.landing import open_landing
    from connectors.core.manifest import Manifest, Stream
    from connectors.odoo.client import Access
    from connectors.odoo.driver import OdooConnector
    from tests.bench.sources import let_pass

    stream = Stream.model_validate(
        {
            "name": "lines",
            "resource": MODEL,
            "key": ["id"],
            "columns": COLUMNS,
            "control": list(SUMMED),
            "page_rows": PAGE,
        }
    )
    nulls: dict[Any, Any] = dict.fromkeys(("text", "integer", "decimal", "date"), (False,))
    manifest = Manifest(streams=(stream,), nulls=nulls)
    odoo = OdooConnector("bench", Address(address), Access(None, None, Secret(KEY)), manifest)
    with open_landing(folder / "landing.duckdb") as landing:
        began = time.perf_counter()
        fetched = fetch(odoo, stream, landing)
        settled = settle("bench", stream, landing, let_pass)
        seconds = time.perf_counter() - began
    assert settled.status == "admitted", (fetched, settled)
    assert settled.rows_landed == ROWS
    return seconds


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.rest", "serve", str(folder), str(ROWS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate()


def _run(*command: str | Path) -> tuple[float, float]:
    """Seconds and peak megabytes, as a program prints them last."""
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = json.loads(run.stdout.splitlines()[-1])
    return seconds, peak


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        with _served(folder / "pages") as address:
            found = {}
            for way in ("insert_values", "parquet"):
                at = folder / way
                at.mkdir()
                script = HERE / "rest_dlt.py"
                found[f"dlt rest_api, {way}"] = _run(*OF_DLT, script, address, KEY, str(at), way)
            mine = (sys.executable, "-m", "tests.bench.rest", "ours", address, str(folder))
            found["affluent, exact decimals"] = _run(*mine)
    table = Table("rows over the network", "s", "a second", "peak MB")
    for label, (seconds, peak) in found.items():
        table.add_row(label, f"{seconds:.2f}", f"{ROWS / seconds:,.0f}", f"{peak:.0f}")
    Console().print(table)


def peak_megabytes() -> float:
    """The most memory that this process has had; getrusage counts the one it was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", folder, rows]:
            serve(Path(folder), int(rows))
        case ["ours", address, folder]:
            print(json.dumps([ours(address, Path(folder)), peak_megabytes()]))
        case _:
            main()
