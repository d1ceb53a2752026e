"""A database as a source: PostgreSQL, MySQL or MariaDB, SQLite, SQL Server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from affluent.errors import AffluentError, SourceError
from connectors.core.contract import Event, State, StreamSchema
from connectors.core.manifest import Manifest, Stream
from connectors.sql.address import Address, Engine, understand
from connectors.sql.reading import SnapshotReader
from connectors.sql.session import Session

Opener = Callable[[Address, Manifest], AbstractContextManager[Session]]


class SqlConnector:
    """A database; ``dsn`` is its address as ``connectors.sql.address`` understands it.

    ``root``: from where the file of an SQLite address is found.
    """

    def __init__(
        self, source: str, dsn: str, manifest: Manifest, *, root: Path | None = None
    ) -> None:
        self.source = source
        self.manifest = manifest
        self.address = understand(dsn, root)

    def check(self) -> None:
        """Raise SourceError when the database is down, or a table is missing or may not be read."""
        with self.snapshot() as reader:
            for stream in self.manifest.streams:
                reader.try_out(stream)

    def discover(self) -> list[StreamSchema]:
        """The columns of each declared table or query, in its engine's words."""
        with self.snapshot() as reader:
            return [
                StreamSchema(
                    stream.name,
                    tuple((name, column.native) for name, column in reader.shape(stream).items()),
                )
                for stream in self.manifest.streams
            ]

    @contextmanager
    def snapshot(self) -> Iterator[SnapshotReader]:
        """One snapshot for all streams that are read in the block, over one connection."""
        with ExitStack() as stack:
            try:
                session = stack.enter_context(
                    opener(self.address.engine)(self.address, self.manifest)
                )
            except AffluentError:
                raise
            except Exception as error:  # each driver has errors of its own
                # Not chained: the driver's own message carries the password.
                raise SourceError(
                    f"The database of the source '{self.source}' does not answer: "
                    f"{self.address.place}: {self.address.redacted(error)}",
                    remedy="Start the database, or correct its address, user and password.",
                ) from None
            yield SnapshotReader(self.source, session, self.address)

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """Rows since the state, then totals and keys as the same snapshot has them."""
        with self.snapshot() as reader:
            yield from reader.read(stream, state)


def opener(engine: Engine) -> Any:
    """What opens a session of an engine; its driver is imported only then."""
    if engine == "mysql":
        from connectors.sql.mysql.session import open_session as mysql

        return mysql
    if engine == "sqlite":
        from connectors.sql.sqlite.session import open_session as sqlite

        return sqlite
    if engine == "sqlserver":
        from connectors.sql.sqlserver.session import open_session as sqlserver

        return sqlserver
    from connectors.sql.postgres.session import open_session as postgres

    return postgres
