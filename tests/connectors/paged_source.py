"""A source in memory that is read page by page, by each strategy and each way to see deletions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa

from connectors.core.contract import Event, State
from connectors.core.manifest import Stream
from connectors.core.paged import delta
from connectors.core.paged.pages import DeltaPage, LinkExpired, Page, Totals
from connectors.core.paged.reading import Reading, read

SIZE = 2
SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("name", pa.string()),
        ("amount", pa.decimal128(18, 2)),
        ("stamp", pa.string()),
        ("gone", pa.bool_()),
    ]
)


@dataclass
class PagedSource:
    """``rows``: id → row. ``log``: ids in the order of their changes, for a list of changes."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    log: list[int] = field(default_factory=list)
    oldest: int = 0
    minute: int = 0
    on_page: Callable[[int], None] = lambda _number: None
    pages: int = 0
    source: str = "shop"

    @property
    def columns(self) -> Sequence[str]:
        return SCHEMA.names

    def put(self, key: int, name: str, amount: str, *, gone: bool = False) -> None:
        self.minute += 1
        row = {"id": key, "name": name, "amount": Decimal(amount), "gone": gone}
        self.rows[key] = {**row, "stamp": self.now()}
        self.log.append(key)

    def delete(self, key: int) -> None:
        self.minute += 1
        self.rows.pop(key, None)
        self.log.append(key)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        if stream.strategy == "delta_link":
            return delta.read(delta.DeltaReading(self, stream), state)
        return read(Reading(self, stream, float(self.minute * 60)), state)

    # As Pages.

    def page(self, *, since: str | None, after: Any | None) -> Page:
        self._asked()
        found = [
            row
            for key, row in sorted(self.rows.items())
            if key > (after or 0) and (since is None or row["stamp"] >= since)
        ][:SIZE]
        table = pa.Table.from_pylist(found, schema=SCHEMA)
        newest = max((row["stamp"] for row in found), default=None)
        return Page(table, found[-1]["id"] if len(found) == SIZE else None, newest)

    def keys(self) -> pa.Table:
        return pa.table({"id": pa.array(sorted(self.rows), pa.int64())})

    def archived(self) -> pa.Table:
        gone = sorted(key for key, row in self.rows.items() if row["gone"])
        return pa.table({"id": pa.array(gone, pa.int64())})

    def totals(self) -> Totals:
        live = [row for row in self.rows.values() if not row["gone"]]
        return Totals(len(live), {"amount": sum((row["amount"] for row in live), Decimal(0))})

    def newest(self) -> str | None:
        return max((row["stamp"] for row in self.rows.values()), default=None)

    def now(self) -> str:
        return (dt.datetime(2026, 1, 1) + dt.timedelta(minutes=self.minute)).isoformat()  # noqa: DTZ001

    def back(self, stamp: str, minutes: int) -> str:
        return (dt.datetime.fromisoformat(stamp) - dt.timedelta(minutes=minutes)).isoformat()

    # As DeltaPages: a link is the place in the log up to which all is known.

    def follow(self, link: str | None) -> DeltaPage:
        self._asked()
        kind, place, end = (link or f"all 0 {len(self.log)}").split(" ")
        begin, until = int(place), int(end)
        if kind == "since" and begin < self.oldest:
            raise LinkExpired
        if kind == "all":
            keys = [key for key in sorted(self.rows) if key > begin]
            is_last, keys = len(keys) <= SIZE, keys[:SIZE]
        else:
            keys, is_last, until = list(dict.fromkeys(self.log[begin:])), True, len(self.log)
        table = pa.Table.from_pylist([self.rows[k] for k in keys if k in self.rows], schema=SCHEMA)
        gone = pa.table({"id": pa.array([k for k in keys if k not in self.rows], pa.int64())})
        if is_last:
            return DeltaPage(table, gone, link=f"since {until} 0")
        return DeltaPage(table, gone, next=f"all {keys[-1]} {until}")

    def _asked(self) -> None:
        self.pages += 1
        self.on_page(self.pages)


def paged_stream(**keys: Any) -> Stream:
    """A stream of it: read by its stamp, deletions by the list of keys."""
    columns = {
        "id": "integer",
        "name": "text",
        "amount": "decimal(18,2)",
        "stamp": "text",
        "gone": "boolean",
    }
    fields = {
        "name": "items",
        "resource": "items",
        "key": ["id"],
        "strategy": "watermark",
        "cursor": "stamp",
        "control": ["amount"],
        "allow_empty": True,
        "columns": columns,
    }
    given = {**fields, **keys}
    if given["strategy"] != "watermark":
        del given["cursor"]
    return Stream.model_validate(given)
