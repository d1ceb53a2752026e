"""What is refused when a person asks, and what failed to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable

from affluent.errors import ConfigError, LawBroken


class NobodyFound(ConfigError):
    """No system knows the person."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"No source and no record of the store knows {asked!r}.",
            remedy="Give the mail address, the whole name, or the number of the contact.",
        )


class SeveralFound(ConfigError):
    """What was given fits several people."""

    def __init__(self, asked: str, places: Iterable[str]) -> None:
        super().__init__(
            f"{asked!r} is several people: {', '.join(places)}.",
            remedy="Name one by its address, or by one of these places.",
        )


class OnTheStaff(ConfigError):
    """Who works here is in papers that the law wants kept."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"{asked!r} is on the staff: contracts and payrolls are kept by law.",
            remedy="Change the address at the contact if it is another person's.",
        )


class StillThere(LawBroken):
    """The proof failed: something of the person is left."""

    def __init__(self, places: Iterable[str]) -> None:
        super().__init__(
            f"Something of the person is left in: {', '.join(places)}.",
            remedy="Close what holds these files (affluent serve, orchestrate) and run it again.",
        )
