"""What is refused about accounts and contacts."""

from __future__ import annotations

from operations.errors import CommandRefused


class AccountIsCustomer(CommandRefused):
    """An account would become a second customer: its past sales would lose their buyer."""

    def __init__(self, account_number: str, customer_number: str) -> None:
        super().__init__(
            f"Account {account_number} is another customer than {customer_number} already.",
            remedy="Open an account of its own for that customer.",
        )


class MergedAway(CommandRefused):
    """A record that turned out to be another one: nothing new is written to it."""

    def __init__(self, record: str, *, into: str) -> None:
        super().__init__(f"{record} was merged into {into}.", remedy=f"Use {into} instead.")


class ForeignContact(CommandRefused):
    """A person of another firm."""

    def __init__(self, contact: str, account_number: str) -> None:
        super().__init__(
            f"Contact {contact} does not belong to account {account_number}.",
            remedy="Take a contact of that account, or add one.",
        )


class RoleNotHeld(CommandRefused):
    """A role that ends was held before."""

    def __init__(self, contact: str, role: str) -> None:
        super().__init__(
            f"Contact {contact} does not hold the role {role}.",
            remedy="Look up the roles of the contact; it may have ended already.",
        )


class RoleHeld(CommandRefused):
    """A role that a person holds already is not given again."""

    def __init__(self, contact: str, role: str) -> None:
        super().__init__(
            f"Contact {contact} holds the role {role} already.",
            remedy="End it first to date it anew.",
        )
