"""The rule of accounts: one account is at most one customer of the books."""

from __future__ import annotations

from operations.errors import CommandRefused


class AccountIsCustomer(CommandRefused):
    """An account would become a second customer: its past sales would lose their buyer."""

    def __init__(self, account_number: str, customer_number: str) -> None:
        super().__init__(
            f"Account {account_number} is another customer than {customer_number} already.",
            remedy="Open an account of its own for that customer.",
        )
