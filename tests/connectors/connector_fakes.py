"""Stand-ins for the outside: a source in memory, an arrival check that lets everything pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from connectors.core.contract import (
    Batch,
    Checkpoint,
    ControlTotals,
    Deletes,
    Event,
    SnapshotComplete,
    State,
    StreamSchema,
)
from connectors.core.landing import Landing
from connectors.core.ledger import Incoming
from connectors.core.manifest import Stream
from connectors.core.verdict import Verdict

SOURCE = "shop"


def let_pass(landing: Landing, incoming: Incoming, stream: Stream) -> Verdict:
    """An arrival check for tests of what comes before and after it."""
    return Verdict()


def refuse(landing: Landing, incoming: Incoming, stream: Stream) -> Verdict:
    """An arrival check that lets nothing pass."""
    return Verdict(("shop.items: refused.",), expectations=1)


def snapshot_stream(**overrides: Any) -> Stream:
    """A stream of items, read whole: id, name, amount."""
    fields: dict[str, Any] = {
        "name": "items",
        "table": "items",
        "key": ["id"],
        "control": ["amount"],
        "columns": {"id": "integer", "name": "text", "amount": "decimal(18,2)"},
    }
    return Stream.model_validate({**fields, **overrides})


def watermark_stream(**overrides: Any) -> Stream:
    """The same items, with a column that moves at each change."""
    columns = {
        "id": "integer",
        "name": "text",
        "amount": "decimal(18,2)",
        "updated_at": "timestamp",
    }
    fields = {"strategy": "watermark", "cursor": "updated_at", "columns": columns}
    return snapshot_stream(**{**fields, **overrides})


class MemorySource:
    """A source that holds {id: (name, amount)} and sends all of it, or what it is told to send."""

    source = SOURCE

    def __init__(self, rows: Mapping[int, tuple[str | None, Decimal | None]]) -> None:
        self.rows = dict(rows)
        self.deletes: list[int] = []
        self.counted: int | None = None
        self.fails_after_rows: Exception | None = None

    def check(self) -> None:
        """Always there."""

    def discover(self) -> list[StreamSchema]:
        """Nothing to tell."""
        return []

    def table(self) -> pa.Table:
        """Its rows as Arrow."""
        schema = pa.schema(
            [("id", pa.int64()), ("name", pa.string()), ("amount", pa.decimal128(18, 2))]
        )
        rows = [{"id": i, "name": n, "amount": a} for i, (n, a) in self.rows.items()]
        return pa.Table.from_pylist(rows, schema=schema)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """Everything of any stream, whatever the state."""
        del stream, state
        yield Batch(self.table())
        if self.fails_after_rows is not None:
            raise self.fails_after_rows
        total = sum((a for _, a in self.rows.values() if a is not None), Decimal(0))
        rows = len(self.rows) if self.counted is None else self.counted
        yield ControlTotals(rows, {"amount": total})
        if self.deletes:
            yield Deletes(pa.table({"id": pa.array(self.deletes, pa.int64())}))
        else:
            yield SnapshotComplete()
        yield Checkpoint({"strategy": "snapshot", "watermark": str(len(self.rows))})


def rows_of(landing: Landing, select: str) -> list[tuple[Any, ...]]:
    """What a question to the landing file gives, as a list."""
    return landing._con.execute(select).fetchall()


def live_items(landing: Landing) -> dict[int, tuple[str | None, Decimal | None]]:
    """The live rows of shop.items, as MemorySource holds them."""
    found = rows_of(landing, "select id, name, amount from raw_shop.items where not _is_deleted")
    return {row[0]: (row[1], row[2]) for row in found}
