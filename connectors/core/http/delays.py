"""How long to wait before the same is asked again."""

from __future__ import annotations

import random
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from connectors.core.http.policy import Policy


def asked_delay(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that Retry-After asks for, given as seconds or as a date; None without a sense."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        return max(float(text), 0.0)
    except ValueError:
        pass
    moment = moment_of(text)
    if moment is None:
        return None
    # The date is by the other side's clock: so is the time that it is compared with.
    said = moment_of(headers.get("date", ""))
    return max(moment - (said if said is not None else now), 0.0)


def moment_of(text: str) -> float | None:
    """A date of HTTP as seconds since 1970; None when it is none."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return None


def backoff(policy: Policy, attempt: int) -> float:
    """Somewhere between nothing and twice as long as the time before: those who were turned away
    together do not come back together."""
    ceiling = policy.first_backoff_seconds * 2.0 ** (attempt - 1)
    return random.uniform(0.0, min(ceiling, policy.longest_backoff_seconds))  # noqa: S311
