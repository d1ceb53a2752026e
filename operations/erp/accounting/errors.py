"""What the ledger refuses: each names the entry, the period or the lines, and the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from operations.errors import CommandRefused

CORRECT_LATER = "Post the correction in an open period."


class PeriodClosed(CommandRefused):
    """A document dated in a period that is closed, or before one."""

    def __init__(self, document: str, day: dt.date, *, closed: dt.date) -> None:
        super().__init__(
            f"The {document} cannot be dated {day}: period {closed:%Y-%m} is closed.",
            remedy=CORRECT_LATER,
        )


class PeriodNotOpen(CommandRefused):
    """A period that is closed already, or that has no entries."""


class PeriodOutOfOrder(CommandRefused):
    """Periods close one after the other, and reopen from the last one back."""


class PeriodUnbalanced(CommandRefused):
    """A period that holds entries which do not balance: written past every rule."""

    def __init__(self, month: dt.date, entries: Sequence[str]) -> None:
        super().__init__(
            f"Period {month:%Y-%m} cannot be closed: {', '.join(entries)} "
            "do not balance, or have no lines.",
            remedy="Restore these entries, or correct them as the owner of the store.",
        )


class NotLetterable(CommandRefused):
    """Lines that do not belong together: another account or party, or lettered already."""


class NotSettled(CommandRefused):
    """Lines that do not sum to zero."""

    def __init__(self, lines: str, gap: Decimal) -> None:
        super().__init__(
            f"{lines} do not settle each other: debit less credit is {gap}.",
            remedy="Add the lines that are missing, or wait for the rest of the payment.",
        )


class NothingToExport(CommandRefused):
    """A fiscal year without entries."""


class NoRate(CommandRefused):
    """A currency whose rate of the day nobody gave."""

    def __init__(
        self, from_currency: str, to_currency: str, on: dt.date, *, since: dt.date | None = None
    ) -> None:
        days = f"on {on} or before" if since is None else f"from {since} to {on}"
        super().__init__(
            f"There is no rate from {from_currency} to {to_currency} {days}.",
            remedy=f"Enter the rate of {from_currency} first.",
        )


class NoTaxCode(CommandRefused):
    """No VAT is known for such a sale or purchase on that day."""

    def __init__(self, country_code: str, direction: str, kind: str, day: dt.date | None) -> None:
        when = "" if day is None else f" on {day}"
        super().__init__(
            f"No VAT code of {country_code} is in force{when} for a {kind.replace('_', ' ')} "
            f"{direction}.",
            remedy="Enter it with define_tax_code, or correct the product's tax class.",
        )


class TaxCodeInForce(CommandRefused):
    """A code that would overlap another one of its kind."""


class UnknownAccount(CommandRefused):
    """An account that is not in the chart."""

    def __init__(self, account_code: str) -> None:
        super().__init__(
            f"Account {account_code} is not in the chart.",
            remedy="Name an account of the chart: affluent erp trial-balance lists those in use.",
        )


class NotByHand(CommandRefused):
    """An entry that documents post, or that nobody could settle or declare."""


class TaxReturnFiled(CommandRefused):
    """A period whose VAT return was filed already."""


class TaxReturnOutOfOrder(CommandRefused):
    """A VAT return of a period before one that was filed."""


class TaxPeriodNotOver(CommandRefused):
    """A VAT return of a period that is not over."""


class NothingToPay(CommandRefused):
    """A VAT return that is paid, or owes nothing, or is not filed by then."""


class YearClosed(CommandRefused):
    """A fiscal year that is closed, or a month of one."""


class YearOutOfOrder(CommandRefused):
    """Fiscal years close one after the other."""


class NothingToClose(CommandRefused):
    """A fiscal year without entries or balances."""


class YearUnbalanced(CommandRefused):
    """A fiscal year whose balance says another result than its charges and products."""


class NotAllocable(CommandRefused):
    """A result that cannot be allocated so: not closed, allocated already, or not enough."""


class NotBudgeted(CommandRefused):
    """A budget for an account that is neither a charge nor income."""


class AlreadyDone(CommandRefused):
    """What is done once a month, and was done for this one."""
