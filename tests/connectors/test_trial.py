"""The trial of connectors can fail: each broken connector is found by one of its tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from connector_fakes import snapshot_stream

from affluent.errors import SourceError
from connectors.core.contract import (
    Batch,
    Checkpoint,
    Connector,
    ControlTotals,
    Event,
    SnapshotComplete,
    State,
    StreamSchema,
)
from connectors.core.landing import open_landing
from connectors.core.manifest import Stream
from connectors.trial import ConnectorTrial, Rows, Trial

STREAM = snapshot_stream()


class Memory:
    """A connector to a dictionary; ``fault``: what is wrong with it."""

    source = "shop"

    def __init__(self, rows: Rows, *, fault: str = "", says_no: str = "") -> None:
        self.rows, self.fault, self.says_no = rows, fault, says_no

    def check(self) -> None:
        if self.says_no and self.fault != "silent":
            raise SourceError(self.says_no, remedy="" if self.fault == "no remedy" else "Start it.")

    def discover(self) -> list[StreamSchema]:
        return [StreamSchema("items", (("id", "bigint"), ("name", "text"), ("amount", "text")))]

    def snapshot(self) -> AbstractContextManager[Memory]:
        return nullcontext(self)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        del stream, state
        self.check()
        amounts = [amount for _, amount in self.rows.values()]
        if self.fault == "float":
            amounts = [str(float(amount)) for amount in amounts]
        sent = {"id": list(self.rows), "name": [n for n, _ in self.rows.values()]}
        table = pa.table({**sent, "amount": amounts})
        yield Batch(table.slice(1) if self.fault == "drops a row" else table)
        total = sum((Decimal(amount) for amount in amounts), Decimal(0))
        yield ControlTotals(table.num_rows - (self.fault == "drops a row"), {"amount": total})
        if self.fault != "keeps what is gone":
            yield SnapshotComplete()
        yield Checkpoint({"strategy": "snapshot"})


class TestMemory(ConnectorTrial):
    """The same without a fault passes all of it."""

    secrets = ("hunter2",)
    fault = ""

    def begin(self) -> None:
        self.rows: Rows = {}

    @property
    def stream(self) -> Stream:
        return STREAM

    def connector(self) -> Connector:
        return Memory(self.rows, fault=self.fault)

    def replace(self, rows: Rows) -> None:
        self.rows = rows

    def unreachable(self) -> Connector:
        return Memory(self.rows, fault=self.fault, says_no="It is down.")

    def refused(self) -> Connector:
        says = "hunter2 may not read." if self.fault == "leaks" else "It says no."
        return Memory(self.rows, fault=self.fault, says_no=says)


@pytest.mark.parametrize(
    ("fault", "test"),
    [
        ("float", "test_every_row_lands_exactly"),
        ("drops a row", "test_every_row_lands_exactly"),
        ("keeps what is gone", "test_what_is_gone_is_gone"),
        ("silent", "test_a_source_that_is_not_there_is_told_and_older_data_stands"),
        ("no remedy", "test_a_source_that_is_not_there_is_told_and_older_data_stands"),
        ("leaks", "test_who_may_not_read_is_told_without_a_secret"),
    ],
)
def test_a_broken_connector_is_found(fault: str, test: str, tmp_path: Path) -> None:
    subject = TestMemory()
    subject.fault = fault
    with open_landing(tmp_path / "landing.duckdb") as landing, pytest.raises(AssertionError):
        getattr(subject, test)(Trial(subject, landing))
