"""What can go wrong with databases and files, how each happens, and what must become of it."""

from __future__ import annotations

import resource
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.core import arrival
from connectors.core.contract import Batch, Connector, Event, Reader, State
from connectors.core.landing import Landing, open_landing
from connectors.core.manifest import Stream
from tests.connectors.contract.harness import Killed, Rows
from tests.connectors.contract.outcomes import outcome, read


class Local(ABC):
    """A source on this machine, with rows of three columns: a key, a text, an amount.

    A fault is a method of that name without blanks; what a source has no method for cannot happen
    to it. ``mend`` takes back what is not a change of the rows. ``asked``: of which faults it is
    not the same code as of another source; all where there is none. ``does_end``: it is the one of
    which readings are ended at any event, and the disk is full: which is the landing's own code.
    """

    name: str
    asked: frozenset[str] = frozenset()
    does_end: bool = False
    source: str

    @property
    @abstractmethod
    def stream(self) -> Stream:
        """What is read of it."""

    @abstractmethod
    def connector(self) -> Connector:
        """A connector of a new process."""

    @abstractmethod
    def put(self, rows: Rows) -> None:
        """The source has these rows now, and no other."""

    @property
    @abstractmethod
    def rows(self) -> Rows:
        """What ``put`` was given last, and what happened since."""

    @abstractmethod
    def truth(self) -> Rows:
        """Key → (text, amount) as the source has them."""

    @abstractmethod
    def live(self, landing: Landing) -> Rows:
        """The same, as landed."""

    @abstractmethod
    def mend(self) -> None:
        """The fault is over."""


@dataclass(frozen=True)
class LocalFault:
    """``happens``: a method of the source. ``is_between``: behind the first rows of the reading.

    ``unlike``: source → another outcome than that of the others. ``judged``: the arrival check is
    the real one; else it lets everything pass.
    """

    name: str
    happens: str
    expected: str
    mended: str = "lands"
    is_between: bool = False
    judged: bool = False
    unlike: Mapping[str, str] = field(default_factory=dict)

    def of(self, source: str) -> tuple[str, str]:
        """What is promised of a source: of that reading, and of the next one."""
        return self.unlike.get(source, self.expected), self.mended


class Interrupted:
    """A reader behind whose first rows something happens."""

    then: Callable[[], None]

    def __init__(self, reader: Reader) -> None:
        self.source = reader.source
        self._reader = reader

    def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
        then = type(self).then
        for event in self._reader.read(stream, state):
            yield event
            if isinstance(event, Batch) and then is not None:
                then()
                then = None  # type: ignore[assignment]


def run(source: Local, fault: LocalFault, landing: Landing) -> tuple[str, str]:
    """What became of the reading in which it happened, and of the one after it is over."""
    happens = getattr(source, fault.happens)
    read(source, landing)
    through = None
    if fault.is_between:
        source.put({**source.rows, 9: ("new", "9.00")})
        through = type("Between", (Interrupted,), {"then": staticmethod(happens)})
    else:
        happens()
    check: Any = {"check": arrival.check} if fault.judged else {}
    first, _ = outcome(source, landing, through=through, **check)
    source.mend()
    after, _ = outcome(source, landing, **check)
    return first, after


def killed(source: Local, folder: Path) -> tuple[str, str]:
    """The process ends behind any event of the first reading, and of one that sees a change."""
    place = 0
    while _killed_at(source, folder / f"k{place}.duckdb", place):
        place += 1
    assert place > 2, "a reading has rows, totals and a checkpoint"
    return "nothing half landed", "lands"


def _killed_at(source: Local, path: Path, place: int) -> bool:
    """Whether the reading had so many events."""

    class Ending(Interrupted):
        def read(self, stream: Stream, state: State | None) -> Iterator[Event]:
            for number, event in enumerate(self._reader.read(stream, state)):
                yield event
                if number == place:
                    raise Killed

    is_killed = False
    rows = source.rows
    for _ in range(2):  # of the first reading, and of the next
        with open_landing(path) as landing:
            before = source.live(landing)
            with suppress(Killed):
                read(source, landing, through=Ending)
                continue
            is_killed = True
        with open_landing(path) as landing:
            assert source.live(landing) == before
            assert outcome(source, landing)[0].startswith("lands")
        source.put({**rows, 8: ("eight", "8.00")})
    source.put(rows)
    return is_killed


def full_disk(source: Local, path: Path) -> tuple[str, str]:
    """No file of the landing can be written any more, in the middle of a reading; then it can."""
    with open_landing(path) as landing:
        read(source, landing)
    source.put({**source.rows, 7: ("seven", "7.00")})
    with open_landing(path) as landing:
        before = source.live(landing)
        with _no_room():
            result = read(source, landing)
        assert result.status == "failed"
        assert "Make room on the disk" in result.remedy
    with open_landing(path) as landing:
        assert source.live(landing) == before
        return "fails", outcome(source, landing)[0]


@contextmanager
def _no_room() -> Iterator[None]:
    """A limit on the size of files is to this process what a full disk is."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
