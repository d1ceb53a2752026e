"""What is refused about activities."""

from __future__ import annotations

from operations.errors import CommandRefused


class AboutNothing(CommandRefused):
    """An activity that nobody will find again."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"The activity {subject!r} is about nothing.",
            remedy="Give an account, a contact, a lead, an opportunity or a ticket.",
        )


class AboutTwoFirms(CommandRefused):
    """An activity whose contact, deal or ticket belongs to another account."""

    def __init__(self, subject: str, accounts: str) -> None:
        super().__init__(
            f"The activity {subject!r} is about several accounts: {accounts}.",
            remedy="Note one activity for each account.",
        )


class ActivityOver(CommandRefused):
    """What was done, or given up, stays so."""

    def __init__(self, activity_number: str, state: str) -> None:
        super().__init__(
            f"Activity {activity_number} is {state} already.", remedy="Plan another activity."
        )
