"""What is refused when somebody is to be forgotten."""

from __future__ import annotations

from operations.errors import CommandRefused


class NobodyNamed(CommandRefused):
    """Nothing says who is meant."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing names the person who is to be forgotten.",
            remedy="Give the records, or the words, by which the person is known.",
        )


class MayNotErase(CommandRefused):
    """Histories that nobody may change are changed by the owner of the store alone."""

    def __init__(self, user: str) -> None:
        super().__init__(
            f"The user {user} may not erase: histories of the store are only ever added to.",
            remedy="Name a user in [operations] url who may set session_replication_role.",
        )
