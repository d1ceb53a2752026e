"""What can go wrong with a source over a network, and what must become of it.

Each fault is arranged before or while a stream that has landed once is read again, or for the
first time. ``run`` says in words what became of it; ``table.py`` writes the words down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

import httpx

from connectors.core.landing import Landing
from connectors.core.ledger import StreamResult
from tests.connectors.contract.harness import Harness
from tests.connectors.contract.outcomes import outcome, read

Arrange = Callable[[Harness], None]


@dataclass(frozen=True)
class Fault:
    """``arrange`` lets it happen; ``expected`` is the outcome of that reading, ``mended`` that of
    the next one, when it is over and ``mend`` was called. ``is_first``: the very first reading."""

    name: str
    arrange: Arrange
    expected: str
    mended: str = "lands"
    mend: Arrange = lambda harness: harness.calm()
    is_first: bool = True


def _status(
    status: int, *, times: int, headers: dict[str, str] | None = None, page: int = 2
) -> Arrange:
    def arrange(harness: Harness) -> None:
        for number in range(page, page + times):
            answer = harness.respond(status, headers or {}, b"{}")
            harness.on_page(number, lambda answer=answer: answer)

    return arrange


def _always(status: int) -> Arrange:
    return lambda h: h.on_every_page(lambda: h.respond(status, {}, b"{}"))


def _raise(error: Exception) -> Callable[[], Any]:
    def then() -> None:
        raise error

    return then


def _retry_at(harness: Harness) -> None:
    import datetime as dt

    when = dt.datetime(2026, 1, 1, 0, 1, tzinfo=dt.UTC)
    headers = {"Retry-After": format_datetime(when, usegmt=True)}
    harness.on_page(2, lambda: harness.respond(429, headers, b"{}"))


def _slow(harness: Harness) -> None:
    for number in (2, 3):
        harness.on_page(number, _raise(httpx.ReadTimeout("slow")))


def _to_all(harness: Harness) -> None:
    harness.grant()
    harness.calm()


FAULTS = (
    Fault(
        "key revoked in the middle",
        lambda h: h.on_page(2, h.revoke),
        "fails, pages kept",
        mend=_to_all,
    ),
    Fault("key wrong or expired", lambda h: h.revoke(), "fails", mend=_to_all),
    Fault("stream not permitted", lambda h: h.forbid(), "fails", mend=_to_all),
    Fault(
        "429, Retry-After in seconds", _status(429, times=2, headers={"Retry-After": "7"}), "lands"
    ),
    Fault("429, Retry-After as a date", _retry_at, "lands"),
    Fault("429 without Retry-After", _status(429, times=2), "lands"),
    Fault(
        "429, Retry-After of an hour",
        _status(429, times=1, headers={"Retry-After": "3600"}),
        "fails, pages kept",
    ),
    Fault("503 twice", _status(503, times=2), "lands"),
    Fault("503 for good", _always(503), "fails"),
    Fault(
        "no connection", lambda h: h.on_every_page(_raise(httpx.ConnectError("refused"))), "fails"
    ),
    Fault(
        "connection lost in the middle",
        lambda h: h.on_page(2, lambda: h.on_every_page(_raise(httpx.ReadError("reset")))),
        "fails, pages kept",
    ),
    Fault("page too slow, twice", _slow, "lands"),
    Fault("body cut short, twice", lambda h: h.cut_pages(2), "lands"),
    Fault("body cut short for good", lambda h: h.cut_pages(99), "fails"),
    Fault(
        "200 with an error inside",
        lambda h: h.on_page(2, h.error_in_a_good_answer),
        "fails, pages kept",
    ),
    Fault(
        "200 with a page for people",
        lambda h: h.on_page(
            2, lambda: h.respond(200, {"content-type": "text/html"}, b"<html>log in</html>")
        ),
        "fails, pages kept",
    ),
    Fault(
        "row changed between pages",
        lambda h: h.on_page(3, lambda: h.put(1, "changed", "7.77")),
        "lands",
    ),
    Fault(
        "row added between pages", lambda h: h.on_page(3, lambda: h.put(9, "new", "1.11")), "lands"
    ),
    Fault("row deleted between pages", lambda h: h.on_page(3, lambda: h.delete(1)), "lands"),
    Fault("fewer rows than the source counts", lambda h: h.understate(), "refused"),
    Fault("row changed", lambda h: h.put(2, "changed", "0.01"), "lands", is_first=False),
    Fault("row deleted", lambda h: h.delete(2), "lands", is_first=False),
    Fault("row archived", lambda h: h.archive(2), "lands", is_first=False),
    Fault(
        "late commit, within the look-back",
        lambda h: h.put_late(2, "late", "5.00", minutes=5),
        "lands",
        is_first=False,
    ),
    Fault(
        "late commit, beyond the look-back",
        lambda h: h.put_late(2, "late", "5.00", minutes=500),
        "lands, read again whole",
        is_first=False,
    ),
    Fault("column added", lambda h: h.reshape("add"), "lands, and is said", is_first=False),
    Fault("column dropped", lambda h: h.reshape("drop"), "refused", "refused", is_first=False),
    Fault("column renamed", lambda h: h.reshape("rename"), "refused", "refused", is_first=False),
    Fault("column retyped", lambda h: h.reshape("retype"), "refused", "refused", is_first=False),
    Fault("clock an hour ahead", lambda h: h.skew(60), "lands"),
    Fault("clock an hour behind", lambda h: h.skew(-60), "lands"),
)


def run(harness: Harness, fault: Fault, landing: Landing) -> tuple[str, str, StreamResult]:
    """What became of the reading in which it happened, and of the one after; and its result."""
    if not fault.is_first:
        harness.put(4, "fresh", "4.00")
        read(harness, landing)
        harness.pass_time(1)
    fault.arrange(harness)
    first, result = outcome(harness, landing)
    fault.mend(harness)
    harness.pass_time(60)
    after, _ = outcome(harness, landing)
    return first, after, result
