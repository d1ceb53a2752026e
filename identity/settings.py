"""What a company may set of its own; all else is learnt from its records.

What does not belong here: where the settings are read from.
"""

from __future__ import annotations

from dataclasses import dataclass

from identity.model import Thresholds


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """``thresholds``: the company's own, or None to have them chosen from the probabilities."""

    thresholds: Thresholds | None = None


DEFAULT = IdentitySettings()
