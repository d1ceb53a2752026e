"""Figures as people read them: money, rates, counts, days and dates by Babel, in their language.

Exact output for programs (CSV, JSON) is ``serving/printing.py``.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)

from serving.catalogue import Unit

ABSENT = "–"
LOCALES = {"en": Locale("en", "GB"), "fr": Locale("fr", "FR")}
COMPACT_FROM = 100_000
MINUS = "\N{MINUS SIGN}"
Value = Decimal | int | float | None


def figure(
    value: Value,
    unit: Unit,
    *,
    language: str,
    currency: str = "EUR",
    compact: bool = False,
    cents: bool = False,
) -> str:
    """A value in its unit. A dash for None.

    ``compact`` writes great ones short (€29.4m); ``cents`` writes them also where there are none,
    as beside amounts that have some.
    """
    if value is None:
        return ABSENT
    locale = _locale(language)
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    short = compact and abs(exact) >= COMPACT_FROM
    if unit == "currency" and short:
        digits = _short_digits(exact)
        text = format_compact_currency(exact, currency, locale=locale, fraction_digits=digits)
    elif unit == "currency":
        plain = compact or (not cents and is_whole(exact))
        pattern = locale.currency_formats["standard"].pattern
        text = format_currency(
            exact,
            currency,
            locale=locale,
            format=pattern.replace("0.00", "0") if plain else None,
            currency_digits=not plain,
        )
    elif unit == "ratio":
        text = format_percent(exact, format=_percent_pattern(locale), locale=locale)
    elif short:
        text = format_compact_decimal(exact, locale=locale, fraction_digits=_short_digits(exact))
    else:
        pattern = "#,##0.######" if unit == "quantity" else "#,##0.#"
        text = format_decimal(exact, format=pattern, locale=locale)
    return text.replace("-", MINUS)


def is_whole(value: Value) -> bool:
    """Whether an amount has no cents, or there is none."""
    return value is None or value == int(value)


def change(value: Decimal, unit: Unit, *, language: str) -> str:
    """A signed change: in % of the earlier value, or in points between two rates."""
    locale = _locale(language)
    if unit == "ratio":
        points = format_decimal(value * 100, format=_signed("#,##0.0", value), locale=locale)
        text = f"{points}\N{NO-BREAK SPACE}pt" + ("s" if language == "fr" else "")
    else:
        pattern = _percent_pattern(locale, "#,##0.0" if abs(value) < 10 else "#,##0")
        text = format_percent(value, format=_signed(pattern, value), locale=locale)
    return text.replace("-", MINUS)


def day(value: dt.date, *, language: str) -> str:
    """A day: 5 Mar 2024, 5 mars 2024."""
    return format_date(value, format="d MMM y", locale=_locale(language))


def span(start: dt.date, end: dt.date, *, language: str) -> str:
    """A period: 1 Jan – 31 Dec 2024; the year once where both days have the same."""
    short = "d MMM" if start.year == end.year else "d MMM y"
    first = format_date(start, format=short, locale=_locale(language))
    return (
        f"{first} – {day(end, language=language)}" if start != end else day(end, language=language)
    )


def moment(value: dt.datetime, *, language: str, zone: str) -> str:
    """An instant on the company's clock: 5 Mar 2024 at 06:12."""
    local = value.astimezone(ZoneInfo(zone))
    joined = "d MMM y 'à' HH:mm" if language == "fr" else "d MMM y 'at' HH:mm"
    return format_datetime(local, format=joined, locale=_locale(language))


def bucket(start: dt.date | None, grain: str, *, language: str) -> str:
    """A day, week, month, quarter or year by its first day: Mar 2024, Q1 2024, 2024."""
    if start is None:
        return ABSENT
    if grain == "year":
        return str(start.year)
    if grain == "quarter":
        return f"{'T' if language == 'fr' else 'Q'}{(start.month + 2) // 3} {start.year}"
    if grain == "month":
        return format_skeleton("yMMM", start, locale=_locale(language))
    return day(start, language=language)


def _locale(language: str) -> Locale:
    return LOCALES.get(language, LOCALES["en"])


def _signed(pattern: str, value: Decimal) -> str:
    return f"+{pattern};-{pattern}" if value else pattern


def _short_digits(value: Decimal) -> int:
    """The decimals that leave three digits: 4.97M, 29.4M, 294M."""
    return 2 - value.adjusted() % 3


def _percent_pattern(locale: Locale, digits: str = "#,##0.0") -> str:
    """The locale's own form of a percentage, with one decimal."""
    pattern: str = locale.percent_formats[None].pattern
    return pattern.replace("#,##0", digits)
