"""How a system wants to be asked: how fast, how long to wait, what is worth asking again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

AGAIN_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


class Worth(Enum):
    """What an answer is worth: it can be used (good or bad), or the same may be asked again."""

    final = "final"
    again = "again"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said, whole; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def by_status(answer: Answer) -> Worth:
    """The usual judgement: the statuses that pass by themselves are asked again."""
    return Worth.again if answer.status in AGAIN_STATUSES else Worth.final


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of one system; a vendor names its own.

    ``longest_wait_seconds``: a longer Retry-After is not waited for, but told.
    ``failures_to_open``: so many failed attempts one after the other, and nothing is asked for
    ``open_seconds``: a source that is down costs one stream's patience, not that of all.
    """

    attempts: int = 5
    connect_seconds: float = 10.0
    read_seconds: float = 120.0
    first_backoff_seconds: float = 0.5
    longest_backoff_seconds: float = 30.0
    longest_wait_seconds: float = 300.0
    per_second: float = 20.0
    burst: int = 10
    concurrent: int = 2
    failures_to_open: int = 5
    open_seconds: float = 30.0
    judge: Callable[[Answer], Worth] = field(default=by_status)


class Clock(Protocol):
    """Time, so that tests need not wait for it."""

    def now(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
