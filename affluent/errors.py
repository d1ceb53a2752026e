"""The errors that reach a person: each names the thing, the place and the remedy.

What does not belong here: errors that one room raises and handles itself.
"""

from __future__ import annotations

from typing import Self


class AffluentError(Exception):
    """A failure that a person can act on.

    ``str(error)`` is the whole message; ``remedy`` says what to do about it; ``exit_code`` is
    what the command line ends with. ``key`` names its words in the catalogue, where it has some.
    """

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.key = ""
        self.values: dict[str, object] = {}

    def worded(self, key: str, **values: object) -> Self:
        """Name the catalogue's words for the same, ``key`` and ``key_remedy``; return itself."""
        self.key, self.values = key, values
        return self

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.remedy}" if self.remedy else self.message


class ConfigError(AffluentError):
    """Bad usage or configuration: an unknown KPI, a broken ``affluent.toml``, a missing folder."""

    exit_code = 2


class SourceError(AffluentError):
    """A source could not be read, or a batch of it was refused; older data of it stands."""

    exit_code = 3


class LawBroken(AffluentError):
    """A check or a law failed: nothing was published."""

    exit_code = 4


class AlreadyRunning(AffluentError):
    """Another refresh holds this workspace."""

    exit_code = 5
