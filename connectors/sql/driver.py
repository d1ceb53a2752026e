"""PostgreSQL as a source, read through DuckDB's scanner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import duckdb

from affluent.errors import SourceError
from connectors.core.contract import Event, State, StreamSchema
from connectors.core.manifest import Manifest, Stream
from connectors.sql.address import understand
from connectors.sql.attached import attached
from connectors.sql.reading import SnapshotReader


class SqlConnector:
    """A PostgreSQL database; ``dsn`` is what libpq understands: a URL or key=value pairs."""

    def __init__(self, source: str, dsn: str, manifest: Manifest) -> None:
        self.source = source
        self.manifest = manifest
        self._address = understand(dsn)

    def check(self) -> None:
        """Raise SourceError when the database is down, or a table is missing or may not be read."""
        self.discover()

    def discover(self) -> list[StreamSchema]:
        """The columns of each declared table or query, in DuckDB's words."""
        with self.snapshot() as reader:
            return [
                StreamSchema(stream.name, tuple(reader.shape(stream).items()))
                for stream in self.manifest.streams
            ]

    @contextmanager
    def snapshot(self) -> Iterator[SnapshotReader]:
        """One snapshot for all streams that are read in the block."""
        with ExitStack() as stack:
            try:
                db = stack.enter_context(attached(self._address.conninfo))
            except duckdb.Error as error:
                # Not chained: the driver's own message carries the password.
                raise SourceError(
                    f"The database of the source '{self.source}' does not answer: "
                    f"{self._address.place}: {self._address.redacted(error)}",
                    remedy="Start the database, or correct its address, user and password.",
                ) from None
            yield SnapshotReader(self.source, db, self._address, self.manifest)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """Rows since the state, then totals and keys as the same snapshot has them."""
        with self.snapshot() as reader:
            yield from reader.read(stream, state)
