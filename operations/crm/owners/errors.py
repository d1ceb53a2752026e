"""What is refused about owners."""

from __future__ import annotations

import datetime as dt

from operations.errors import CommandRefused


class NotEmployed(CommandRefused):
    """Nobody answers for a record before they are hired, or after they left."""

    def __init__(self, employee_number: str, on: dt.date, *, since: str) -> None:
        super().__init__(
            f"Employee {employee_number} does not work here on {on}: {since}.",
            remedy="Give it to somebody who works here on that day.",
        )


class HandsOverToItself(CommandRefused):
    """Who leaves cannot be who takes over."""

    def __init__(self, employee_number: str) -> None:
        super().__init__(
            f"Employee {employee_number} would hand over to themselves.",
            remedy="Name another employee as the new owner.",
        )
