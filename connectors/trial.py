"""What every connector promises, as tests that the tests of a connector inherit.

A package of its own inherits them too: ``affluent source scaffold`` writes one that does. Nothing
of the product imports this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import duckdb
import pytest

from affluent.errors import AffluentError
from connectors.core.columns import quoted
from connectors.core.contract import Batch, Checkpoint, Connector, Event, State
from connectors.core.extract import extract
from connectors.core.landing import Landing, open_landing
from connectors.core.ledger import Incoming, StreamResult
from connectors.core.manifest import Stream
from connectors.core.verdict import Verdict

Rows = Mapping[int, tuple[str, str]]


class CutOff(Exception):
    """A reading that ends here, as when the process is killed."""


class ConnectorTrial:
    """A source with rows of three columns: a key ``id``, a text ``name``, an ``amount``.

    Whoever inherits says how rows come into the source, and gives connectors to it. ``secrets``
    stand in no message. ``sees_deletes``: whether a row that is gone there goes here. ``widest``:
    an amount of as many digits as the source keeps; by default of more than a float does.
    """

    secrets: ClassVar[tuple[str, ...]] = ()
    widest: ClassVar[str] = "1234567890123456.78"
    sees_deletes: ClassVar[bool] = True

    @property
    def five(self) -> Rows:
        """The rows that most tests begin with."""
        return {
            1: ("Crème à 5 €", "1.10"),
            2: ("two, and more", "-2.20"),
            3: ("three", self.widest),
            4: ("four", "0.00"),
            5: ("five", "0.01"),
        }

    def begin(self) -> None:
        """Make an empty source; called before each test."""

    @property
    def stream(self) -> Stream:
        """The stream, with ``amount`` as a control total."""
        raise NotImplementedError

    def connector(self) -> Connector:
        """A connector of a new process."""
        raise NotImplementedError

    def replace(self, rows: Rows) -> None:
        """The source now has these rows and no other."""
        raise NotImplementedError

    def unreachable(self) -> Connector:
        """A connector to a source that is down, or not there."""
        raise NotImplementedError

    def refused(self) -> Connector | None:
        """A connector that may not read; None where there is no such thing."""
        return None

    @pytest.fixture
    def trial(self, tmp_path: Path) -> Iterator[Trial]:
        """An empty source, and a landing file."""
        with open_landing(tmp_path / "landing.duckdb") as landing:
            yield Trial(self, landing)

    def test_every_row_lands_exactly(self, trial: Trial) -> None:
        trial.has(self.five)
        result = trial.sync()
        assert (result.status, result.rows_landed) == ("admitted", 5), result
        assert trial.landed() == self.five
        totals = trial.landing.reading(trial.source, self.stream)
        assert totals.landed_totals["sum(amount)"] == sum(Decimal(a) for _, a in self.five.values())
        assert totals.landed_totals == totals.source_totals

    def test_a_second_reading_changes_nothing(self, trial: Trial) -> None:
        trial.has(self.five)
        trial.sync()
        assert trial.sync().status == "unchanged"
        assert trial.landed() == self.five

    def test_what_is_changed_and_what_is_new_is_seen(self, trial: Trial) -> None:
        trial.has(self.five)
        trial.sync()
        changed = {**self.five, 2: ("two", "2.22"), 6: ("six", "6.60")}
        trial.has(changed)
        assert trial.sync().rows_landed == 2
        assert trial.landed() == changed

    def test_what_is_gone_is_gone(self, trial: Trial) -> None:
        trial.has(self.five)
        trial.sync()
        left = {key: row for key, row in self.five.items() if key != 3}
        trial.has(left)
        result = trial.sync()
        assert trial.landed() == (left if self.sees_deletes else self.five), result

    def test_the_same_state_gives_the_same_rows(self, trial: Trial) -> None:
        trial.has(self.five)
        assert trial.keys_read(None) == trial.keys_read(None) == set(self.five)
        state = trial.state_after(None)
        assert trial.keys_read(state) == trial.keys_read(state)

    def test_a_reading_that_is_cut_off_loses_nothing(self, trial: Trial) -> None:
        trial.has(self.five)
        trial.sync_cut_off()
        assert trial.landed() == {}
        assert trial.sync().status == "admitted"
        assert trial.landed() == self.five

    def test_it_can_be_looked_at_before_it_is_read(self, trial: Trial) -> None:
        trial.has(self.five)
        connector = self.connector()
        connector.check()
        found = {one.stream: dict(one.columns) for one in connector.discover()}
        assert set(self.stream.key) <= set(found[self.stream.name])

    def test_a_source_that_is_not_there_is_told_and_older_data_stands(self, trial: Trial) -> None:
        trial.has(self.five)
        trial.sync()
        connector = self.unreachable()
        trial.assert_told(connector)
        assert trial.sync(connector).status == "failed"
        assert trial.landed() == self.five

    def test_who_may_not_read_is_told_without_a_secret(self, trial: Trial) -> None:
        trial.has(self.five)
        connector = self.refused()
        if connector is not None:
            trial.assert_told(connector)


class Trial:
    """One source and one landing file, as the tests use them."""

    def __init__(self, subject: ConnectorTrial, landing: Landing) -> None:
        self.subject, self.landing = subject, landing
        subject.begin()

    @property
    def source(self) -> str:
        return self.subject.connector().source

    def has(self, rows: Rows) -> None:
        """The source has these rows now."""
        self.subject.replace(rows)

    def sync(self, connector: Connector | None = None) -> StreamResult:
        """One reading, settled; its arrival check lets everything pass."""
        return extract(
            connector or self.subject.connector(), self.subject.stream, self.landing, _let_pass
        )

    def sync_cut_off(self) -> None:
        """A reading that ends behind its first rows."""
        reader = _Cut(self.subject.connector())
        try:
            extract(reader, self.subject.stream, self.landing, _let_pass)
        except CutOff:
            return
        raise AssertionError("the reading yields no row before it ends")

    def landed(self) -> Rows:
        """What is live in the landing, as ``has`` takes it."""
        table = f"{quoted(f'raw_{self.source}')}.{quoted(self.subject.stream.name)}"
        query = (
            "select cast(id as bigint), cast(name as varchar), "
            f"cast(cast(amount as decimal(18, 2)) as varchar) from {table} where not _is_deleted"
        )
        try:
            rows = self.landing._con.execute(query).fetchall()
        except duckdb.CatalogException:
            return {}
        return {row[0]: (row[1], row[2]) for row in sorted(rows)}

    def keys_read(self, state: State | None) -> set[int]:
        """The keys of the rows that a reading from a state sends."""
        batches = [event for event in self._events(state) if isinstance(event, Batch)]
        return {int(key) for one in batches for key in one.table.column("id").to_pylist()}

    def state_after(self, state: State | None) -> State:
        """Where a reading from a state ends."""
        found = [event.state for event in self._events(state) if isinstance(event, Checkpoint)]
        assert len(found) == 1, "a reading ends with one checkpoint"
        return found[0]

    def assert_told(self, connector: Connector) -> None:
        """Looking at it, and reading it, end in words for a person, without a secret."""
        for act in (connector.check, lambda: list(connector.read(self.subject.stream, None))):
            try:
                act()
            except AffluentError as error:
                assert error.message and error.remedy, f"no remedy: {error}"
                for secret in self.subject.secrets:
                    assert secret not in f"{error}{error.__cause__ or ''}"
            else:
                raise AssertionError("nothing was said of a source that cannot be read")

    def _events(self, state: State | None) -> list[Event]:
        with self.subject.connector().snapshot() as reader:
            return list(reader.read(self.subject.stream, state))


class _Cut:
    """A reader of whose reading the first rows come, and no more."""

    def __init__(self, connector: Connector) -> None:
        self.source = connector.source
        self._connector = connector

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        """The events to the first rows."""
        for event in self._connector.read(stream, state):
            yield event
            if isinstance(event, Batch):
                raise CutOff


def _let_pass(landing: Landing, incoming: Incoming, stream: Stream) -> Verdict:
    del landing, incoming, stream
    return Verdict()
