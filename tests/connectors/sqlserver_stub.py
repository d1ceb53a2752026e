"""Stands in for Microsoft's driver: it writes down what it is asked and answers what it is told.

No server of Microsoft's runs where the tests do, so the T-SQL is compared as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa


class Error(Exception):
    """As ``mssql_python.Error``."""


class Stub:
    """The module: answers are (pattern of a query, rows or Arrow), the first that fits."""

    Error = Error

    def __init__(self, *answers: tuple[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.connected: list[str] = []
        self.timeout: int | None = None
        self.is_open = False

    def pooling(self, *, enabled: bool) -> None:
        assert not enabled

    def connect(self, text: str, *, autocommit: bool, timeout: int) -> Connection:
        assert not autocommit
        assert timeout > 0
        self.connected.append(text)
        self.is_open = True
        return Connection(self)


class Connection:
    def __init__(self, stub: Stub) -> None:
        self.stub = stub

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "timeout":
            self.stub.timeout = value
        super().__setattr__(name, value)

    def cursor(self) -> Cursor:
        return Cursor(self.stub)

    def rollback(self) -> None:
        self.stub.asked.append("rollback")

    def close(self) -> None:
        self.stub.is_open = False


class Cursor:
    def __init__(self, stub: Stub) -> None:
        self._stub = stub
        self._answer: Any = []

    def execute(self, query: str) -> None:
        self._stub.asked.append(query)
        for pattern, answer in self._stub.answers:
            if re.search(pattern, query):
                if isinstance(answer, Exception):
                    raise answer
                self._answer = answer
                return

    def fetchall(self) -> list[Any]:
        return list(self._answer)

    def arrow_reader(self, batch_size: int) -> Reader:
        return Reader(self._answer, batch_size)


class Reader:
    def __init__(self, table: pa.Table, batch_size: int) -> None:
        self.schema = table.schema
        self._batches = table.to_batches(max_chunksize=batch_size)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return iter(batch for batch in self._batches if batch.num_rows)
