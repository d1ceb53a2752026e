"""What is refused about tickets and their promises."""

from __future__ import annotations

import datetime as dt

from operations.errors import CommandRefused


class NotInStatus(CommandRefused):
    """A ticket that is not where this would lead on from."""

    def __init__(self, ticket_number: str, status: str, *, wanted: str, remedy: str) -> None:
        super().__init__(f"Ticket {ticket_number} is {status}, not {wanted}.", remedy=remedy)


class TicketClosed(CommandRefused):
    """A closed ticket stays so: what was measured of it was told already."""

    def __init__(self, ticket_number: str) -> None:
        super().__init__(f"Ticket {ticket_number} is closed.", remedy="Open another ticket.")


class NoPolicy(CommandRefused):
    """A priority for which nothing is promised on that day."""

    def __init__(self, priority: str, day: dt.date) -> None:
        super().__init__(
            f"There is no service level for the priority {priority!r} on {day}.",
            remedy="Set one from that day or earlier (set_policy); or give another priority.",
        )


class PolicyInThePast(CommandRefused):
    """A promise that would begin before the one in force: what was measured would change."""

    def __init__(self, priority: str, valid_from: dt.date, *, latest: dt.date) -> None:
        super().__init__(
            f"The priority {priority} has a service level from {latest}; another from "
            f"{valid_from} would change the past.",
            remedy=f"Let the new one begin after {latest}.",
        )


class NoWorkingHours(CommandRefused):
    """A calendar in which nobody ever answers: nothing would ever be due."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody answers on any day: there are no working hours.",
            remedy="Set the working hours of a weekday first (set_working_hours).",
        )


class AskedAlready(CommandRefused):
    """A customer who has not answered yet is not asked again."""

    def __init__(self, ticket_number: str) -> None:
        super().__init__(
            f"The customer was asked about ticket {ticket_number} already.",
            remedy="Wait for the answer.",
        )


class AnsweredAlready(CommandRefused):
    """An answer that was given stays."""

    def __init__(self, survey_id: int) -> None:
        super().__init__(
            f"Survey {survey_id} was answered already.", remedy="Ask again for another answer."
        )
