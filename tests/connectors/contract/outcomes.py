"""What became of a reading, in words; and the demand that nothing was lost or doubled by it."""

from __future__ import annotations

from typing import Protocol

from connector_fakes import let_pass

from affluent.errors import AffluentError
from connectors.core.contract import Connector, Reader
from connectors.core.extract import ArrivalCheck, extract
from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from connectors.core.manifest import Stream
from tests.connectors.contract.harness import Rows


class Subject(Protocol):
    """A source of which a test knows what it has, and what of it has landed."""

    source: str

    @property
    def stream(self) -> Stream:
        """What is read of it."""

    def connector(self) -> Connector:
        """A connector of a new process."""

    def truth(self) -> Rows:
        """Key → values, as the source has them."""

    def live(self, landing: Landing) -> Rows:
        """The same, as landed."""


def read(
    subject: Subject,
    landing: Landing,
    check: ArrivalCheck = let_pass,
    through: type[Reader] | None = None,
) -> StreamResult:
    """One reading, settled; ``through``: what stands between the source and the landing."""
    try:
        with subject.connector().snapshot() as reader:
            between = reader if through is None else through(reader)  # type: ignore[call-arg]
            return extract(between, subject.stream, landing, check)
    except AffluentError as error:  # it could not even be entered
        landing.fail(subject.source, subject.stream, error)
        failed = landing.incoming(subject.source, subject.stream)
        assert failed is not None
        return landing.give_up(failed)


def outcome(
    subject: Subject,
    landing: Landing,
    check: ArrivalCheck = let_pass,
    through: type[Reader] | None = None,
) -> tuple[str, StreamResult]:
    """One reading, and what became of it: after a failure what had landed stands, else all has."""
    before, at_first = subject.live(landing), subject.truth()
    result = read(subject, landing, check, through)
    if result.status in {"failed", "refused"}:
        assert subject.live(landing) == before, "what had landed must stand"
        assert result.reason
        assert result.remedy, result.reason
        kept = ", pages kept" if " rows that had come are kept." in result.reason else ""
        return ("refused" if result.status == "refused" else "fails") + kept, result
    now, landed = subject.truth(), subject.live(landing)
    if landed == before and any("still being written" in one for one in result.notes):
        return "waits, the rest lands", result
    assert landed in (now, at_first), f"{landed} is neither {now} nor {at_first}"
    told = "" if landed == now else " as it began"
    told += ", read again whole" if result.was_reread else ""
    is_said = any("new column" in note or "undeclared" in note for note in result.notes)
    told += ", and is said" if is_said else ""
    return "lands" + told, result
