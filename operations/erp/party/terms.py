"""Payment terms: when an invoice is due, and until when paying early takes something off."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from operations.errors import InvalidValue
from operations.money import RATE_DECIMALS, require_exact, to_cents

LONGEST_TERMS_DAYS: Final = 365


@dataclass(frozen=True)
class PaymentTerms:
    """``net_days`` after the invoice, then the end of that month, then the next ``day_of_month``.

    "45 days end of month" is ``PaymentTerms(45, is_end_of_month=True)``; "30 days end of month on
    the 10th" has ``day_of_month=10`` too. Who pays within ``discount_days`` takes
    ``discount_rate`` (0.02 is 2 %) off.
    """

    net_days: int
    is_end_of_month: bool = False
    day_of_month: int | None = None
    discount_days: int | None = None
    discount_rate: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse terms by which no invoice could be due."""
        require_terms_days(self.net_days, of="The payment terms")
        if self.day_of_month is not None and not 1 <= self.day_of_month <= 31:
            raise InvalidValue(
                f"Payment terms on the {self.day_of_month} of a month.",
                remedy="Give a day from 1 to 31; 31 is the last one of each month.",
            )
        if (self.discount_days is None) != (self.discount_rate is None):
            raise InvalidValue(
                "Payment terms have a discount without its days, or days without a discount.",
                remedy="Give both, or neither.",
            )
        if self.discount_rate is not None:
            require_exact(self.discount_rate, decimals=RATE_DECIMALS, what="The early discount")
            if not 0 < self.discount_rate < 1:
                raise InvalidValue(
                    f"The discount for early payment is {self.discount_rate}.",
                    remedy="Give a rate between 0 and 1: 0.02 is 2 %.",
                )
        if self.discount_days is not None and not 0 <= self.discount_days <= self.net_days:
            raise InvalidValue(
                f"The discount for early payment would last {self.discount_days} days of "
                f"{self.net_days}.",
                remedy="Let it end when the invoice is due, or earlier.",
            )


def due_on(terms: PaymentTerms, invoiced_on: dt.date) -> dt.date:
    """The day by which an invoice of ``invoiced_on`` is to be paid.

    >>> due_on(PaymentTerms(45, is_end_of_month=True), dt.date(2024, 1, 10))
    datetime.date(2024, 2, 29)
    >>> due_on(PaymentTerms(30, is_end_of_month=True, day_of_month=10), dt.date(2024, 1, 10))
    datetime.date(2024, 3, 10)
    """
    reached = invoiced_on + dt.timedelta(days=terms.net_days)
    if terms.is_end_of_month:
        reached = _day_in_month(reached, 31)
    if terms.day_of_month is None:
        return reached
    this_month = _day_in_month(reached, terms.day_of_month)
    if this_month >= reached:
        return this_month
    return _day_in_month(_day_in_month(reached, 31) + dt.timedelta(days=1), terms.day_of_month)


def discount_until(terms: PaymentTerms, invoiced_on: dt.date) -> dt.date | None:
    """The last day on which paying takes the discount off; None without a discount."""
    if terms.discount_days is None:
        return None
    return invoiced_on + dt.timedelta(days=terms.discount_days)


def early_discount(
    terms: PaymentTerms, *, invoiced_on: dt.date, paid_on: dt.date, amount: Decimal
) -> Decimal:
    """What comes off ``amount`` when it is paid on a day: to the cent, zero when it is late."""
    last = discount_until(terms, invoiced_on)
    if last is None or terms.discount_rate is None or paid_on > last:
        return Decimal("0.00")
    return to_cents(amount * terms.discount_rate)


def require_terms_days(net_days: int, *, of: str) -> None:
    """Refuse days to pay below zero or above a year."""
    if not 0 <= net_days <= LONGEST_TERMS_DAYS:
        raise InvalidValue(
            f"{of} would be {net_days} days.",
            remedy=f"Give payment terms between 0 and {LONGEST_TERMS_DAYS} days.",
        )


def _day_in_month(of: dt.date, number: int) -> dt.date:
    """Day ``number`` of the month, or its last one when it is shorter."""
    return of.replace(day=min(number, calendar.monthrange(of.year, of.month)[1]))
