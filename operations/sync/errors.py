"""What is refused between the two systems."""

from __future__ import annotations

import datetime as dt

from operations.errors import CommandRefused


class ConflictResolved(CommandRefused):
    """A conflict is decided once: deciding again would overwrite what was written since."""

    def __init__(self, conflict_id: int, *, kept: str, by: str) -> None:
        super().__init__(
            f"Conflict {conflict_id} was resolved by {by}: {kept} was kept.",
            remedy="Change the field in the ERP or the CRM; the change goes over.",
        )


class ConflictMoved(CommandRefused):
    """Somebody changed the field since the conflict was shown: the choice was between others."""

    def __init__(self, conflict_id: int, *, crm: str | None, erp: str | None) -> None:
        super().__init__(
            f"The values of conflict {conflict_id} have changed: the CRM has {crm!r} now, "
            f"the ERP {erp!r}.",
            remedy="Run the sync, look at the conflict again, and choose between these.",
        )


class NotDead(CommandRefused):
    """Only a message that nobody tries any more is revived by hand."""

    def __init__(self, outbox_id: int, *, delivered_at: dt.datetime | None) -> None:
        when = f"was delivered at {delivered_at}" if delivered_at else "waits for its next try"
        super().__init__(
            f"Message {outbox_id} {when}.", remedy="Nothing is to be done; run the sync."
        )


class IsCustomer(CommandRefused):
    """An account that is a customer already does not become one again."""

    def __init__(self, account_number: str, customer_number: str) -> None:
        super().__init__(
            f"Account {account_number} is customer {customer_number}.",
            remedy="Use that customer.",
        )


class AcceptedAlready(CommandRefused):
    """A quote is accepted once, and makes one order."""

    def __init__(self, quote_number: str, *, accepted_on: dt.date) -> None:
        super().__init__(
            f"Quote {quote_number} was accepted on {accepted_on}.",
            remedy="Make another quote for another order.",
        )
