"""What the registers of customers and suppliers refuse: each names the party, rule and remedy."""

from __future__ import annotations

import datetime as dt

from operations.errors import CommandRefused


class WrongRegistration(CommandRefused):
    """A registration number that no register gave: it fails a check that it carries in itself."""

    kind = "registration number"

    def __init__(self, number: str, *, of: str, fault: str) -> None:
        super().__init__(
            f"Wrong {self.kind} {number} of {of}: {fault}.",
            remedy="Copy it from the register or from a document of theirs, or leave it out.",
        )


class WrongSiren(WrongRegistration):
    """A SIREN that fails: nine digits, the last one by Luhn's rule."""

    kind = "SIREN"


class WrongSiret(WrongRegistration):
    """A SIRET that fails: its firm's SIREN and five digits, the last one by Luhn's rule."""

    kind = "SIRET"


class WrongVatNumber(WrongRegistration):
    """A VAT number that fails the rule of the party's country."""

    kind = "VAT number"


class AlreadyRegistered(CommandRefused):
    """A site that is in the books already: it would owe, and be limited, twice."""

    def __init__(self, siret: str, number: str) -> None:
        super().__init__(
            f"SIRET {siret} is {number}'s already.",
            remedy=f"Use {number}, or give the SIRET of the other site.",
        )


class CustomerBlocked(CommandRefused):
    """A new order of a customer to whom nothing is sold any more, for now."""

    def __init__(self, customer_number: str, *, since: dt.date, reason: str) -> None:
        super().__init__(
            f"Customer {customer_number} is blocked since {since}: {reason}.",
            remedy="Settle the reason, and unblock it (unblock_customer).",
        )


class NotBlocked(CommandRefused):
    """Blocking who is blocked, or unblocking who is not."""


class AboveItself(CommandRefused):
    """A customer whose firm or group would be itself, however many steps up."""

    def __init__(self, customer_number: str, parent_number: str) -> None:
        super().__init__(
            f"{parent_number} cannot stand above customer {customer_number}: it stands below it.",
            remedy="Name the firm of a site, or the group of a firm; begin at the top.",
        )


class TermsExist(CommandRefused):
    """Payment terms under a code that others have: documents were made by those."""

    def __init__(self, terms_code: str) -> None:
        super().__init__(
            f"There are payment terms {terms_code} already.",
            remedy="Agree on other terms under another code.",
        )
