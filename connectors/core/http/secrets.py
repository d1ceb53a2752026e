"""What must never be shown: kept where a traceback prints no value, taken out of every text."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

HIDDEN = "…"
SHORTEST = 4  # a shorter text would be found in innocent words


class Secret:
    """A value that prints as nothing."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value, for the wire only."""
        return self._value

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__


def hide(text: str, secrets: tuple[Secret, ...]) -> str:
    """The text without any of the secrets, as they are or as they stand in an address."""
    for secret in secrets:
        value = secret.reveal()
        if len(value) < SHORTEST:
            continue
        for form in (value, quote(value, safe=""), quote_plus(value)):
            text = text.replace(form, HIDDEN)
    return text
