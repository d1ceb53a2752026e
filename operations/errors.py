"""What a command answers when it must not do what was asked; nothing is written then.

Each concept refuses with classes of its own, in its own ``errors.py``.
"""

from __future__ import annotations

from affluent.errors import AffluentError


class CommandRefused(AffluentError):
    """The command would break a rule: the message names the document and the rule."""

    exit_code = 2


class NotFound(CommandRefused):
    """What the command speaks of is not in the books."""

    def __init__(self, thing: str, key: object) -> None:
        super().__init__(
            f"There is no {thing} {key} in the books.",
            remedy=f"Look up the {thing} again; it may belong to another company's store.",
        )


class InvalidValue(CommandRefused):
    """A value that no document may bear: a quantity of nothing, a name without letters."""
