"""How fast a system is asked: a bucket of tokens, slower at once when it says so, faster slowly."""

from __future__ import annotations

import threading

from connectors.core.http.policy import Clock, Policy

SLOWER = 0.5
FASTER = 0.05  # of the full rate, at each good answer
SLOWEST = 0.02  # of the full rate


class Pace:
    """One bucket for all who ask the same system. Rate: tokens a second."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self._full = policy.per_second
        self._burst = float(policy.burst)
        self._clock = clock
        self._lock = threading.Lock()
        self._tokens = self._burst
        self._at = clock.now()
        self.rate = policy.per_second

    def wait(self) -> None:
        """Take a token; wait for it where there is none."""
        with self._lock:
            self._fill()
            self._tokens -= 1.0
            missing = -self._tokens / self.rate if self._tokens < 0 else 0.0
        if missing > 0:
            self._clock.sleep(missing)

    def slower(self) -> None:
        """The system asked for less: half the rate, and nothing saved up."""
        with self._lock:
            self._fill()
            self.rate = max(self.rate * SLOWER, self._full * SLOWEST)
            self._tokens = min(self._tokens, 0.0)

    def faster(self) -> None:
        """It answered well: a step back towards the full rate."""
        with self._lock:
            self._fill()
            self.rate = min(self.rate + self._full * FASTER, self._full)

    def _fill(self) -> None:
        now = self._clock.now()
        gained = max(now - self._at, 0.0) * self.rate
        self._tokens = min(self._tokens + gained, self._burst)
        self._at = now
