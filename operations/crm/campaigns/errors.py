"""What is refused about campaigns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from operations.errors import CommandRefused


class CampaignOver(CommandRefused):
    """A campaign that ended or was cancelled addresses nobody any more."""

    def __init__(self, campaign_number: str, status: str) -> None:
        super().__init__(
            f"Campaign {campaign_number} is {status}.", remedy="Plan another campaign."
        )


class NotYetRunning(CommandRefused):
    """A campaign addresses nobody before it starts."""

    def __init__(self, campaign_number: str, day: dt.date, *, starts_on: dt.date) -> None:
        super().__init__(
            f"Campaign {campaign_number} starts on {starts_on}; nobody is addressed on {day}.",
            remedy=f"Date it {starts_on} or later.",
        )


class CostBelowZero(CommandRefused):
    """More would be taken back than was entered."""

    def __init__(self, campaign_number: str, kind: str, *, amount: Decimal, sum_: Decimal) -> None:
        super().__init__(
            f"Campaign {campaign_number}: the {kind} cost is {sum_}; {amount} would leave less "
            "than nothing.",
            remedy=f"Take back at most {sum_}.",
        )


class NotAMember(CommandRefused):
    """Nobody answers a campaign that did not address them."""

    def __init__(self, campaign_number: str, whom: str) -> None:
        super().__init__(
            f"Campaign {campaign_number} did not address {whom}.",
            remedy="Add them to the campaign first.",
        )


class ConsentWithdrawn(CommandRefused):
    """Somebody who said no is not addressed."""

    def __init__(self, campaign_number: str, contact: str, purpose: str) -> None:
        super().__init__(
            f"Campaign {campaign_number} cannot address contact {contact}: "
            f"consent for {purpose} was withdrawn.",
            remedy="Leave the contact out, until a new consent is given.",
        )
