"""Stops asking a system that does not answer, for a while."""

from __future__ import annotations

import threading

from connectors.core.http.policy import Clock, Policy


class Breaker:
    """Opens after so many failed attempts one after the other; then one attempt is let through."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self._limit = policy.failures_to_open
        self._seconds = policy.open_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at = 0.0

    def is_open(self) -> bool:
        """Whether nothing is to be asked now."""
        with self._lock:
            is_failing = self._failures >= self._limit
            return is_failing and self._clock.now() - self._opened_at < self._seconds

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._opened_at = self._clock.now()

    def answered(self) -> None:
        with self._lock:
            self._failures = 0
