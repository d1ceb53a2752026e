"""A budget's file as a table of our columns: found by what people call them, months as days."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Sequence

from affluent.errors import SourceError

# Our column → what people call it, without accents, in small letters, words parted by one space.
NAMES = {
    "account_code": ("account", "account code", "account no", "compte", "n compte", "comptenum"),
    "month": ("month", "mois", "period", "periode", "date", "budgeted on"),
    "amount": ("amount", "montant", "budget"),
    "label": ("label", "libelle", "intitule", "description", "comptelib"),
    "company_code": ("company", "company code", "societe", "entreprise", "siren"),
    "cost_center_code": (
        *("cost center", "cost centre", "cost center code", "section", "analytique"),
        *("centre", "centre de cout", "centre de couts"),
    ),
    "scenario_name": ("scenario", "scenario name", "version"),
    "currency_code": ("currency", "currency code", "devise"),
}
NEEDED = ("account_code", "month", "amount")
MONTHS = (
    *("janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june"),
    *("juillet july", "aout august", "septembre september", "octobre october"),
    *("novembre november", "decembre december"),
)
SHORTEST = 3  # letters of a month's name; "jui" are two months, and so none
MIDNIGHT = r"(?:[ T]00:00(?::00)?)?$"
YEAR_FIRST = re.compile(r"^(?P<year>\d{4})[-/. ]?(?P<month>\d{2})(?:[-/. ]?\d{2})?" + MIDNIGHT)
MONTH_FIRST = re.compile(r"^(?P<month>\d{1,2})[-/. ](?P<year>\d{4})$")
DAY_FIRST = re.compile(r"^(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})" + MIDNIGHT)
IN_WORDS = re.compile(r"^(?P<word>[a-z]+)\.?[- ](?P<year>\d{4})$")


def columns_of(names: Sequence[str], where: str) -> dict[str, str]:
    """Their column → ours; what is none of ours is not among them.

    Raises SourceError when one is missing without which there is no budget, or stands twice.
    """
    found: dict[str, str] = {}
    for name in names:
        bare = bare_words(name)
        ours = next((one for one, called in NAMES.items() if bare in called), None)
        if ours is None:
            continue
        if ours in found.values():
            twice = next(theirs for theirs, one in found.items() if one == ours)
            raise SourceError(
                f"{where}: '{twice}' and '{name}' are both columns of {ours}.",
                remedy="Rename the one that is not meant, or take it out.",
            )
        found[name] = ours
    missing = [one for one in NEEDED if one not in found.values()]
    if missing:
        has = ", ".join(names)
        raise SourceError(
            f"{where}: a budget needs a column of {', '.join(missing)}; it has: {has}.",
            remedy="Name the columns account, month and amount (or compte, mois, montant); beside "
            "them may stand label, company, cost center, scenario and currency.",
        )
    return found


def first_of_month(text: str | None) -> str | None:
    """The first day of the month that a cell names, as 2025-01-01; the cell itself if it is none.

    A day with the month in its middle is the first or the last of its month: an American one would
    be read as another month, and so stays as it is.
    """
    bare = bare_words(text or "", keeps="-/. :")
    for form in (YEAR_FIRST, MONTH_FIRST, DAY_FIRST, IN_WORDS):
        found = form.match(bare)
        if found is None:
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if "month" in parts else _month_of(parts["word"])
        year = int(parts["year"])
        if not 1 <= month <= 12 or not 1900 <= year <= 2999:
            return text
        if "day" in parts and int(parts["day"]) not in (1, calendar.monthrange(year, month)[1]):
            return text
        return f"{year}-{month:02}-01"
    return text


def _month_of(word: str) -> int:
    """The number of the month that a word begins; 0 when it is none, or two."""
    found = {
        number
        for number, names in enumerate(MONTHS, start=1)
        if len(word) >= SHORTEST and any(name.startswith(word) for name in names.split())
    }
    return found.pop() if len(found) == 1 else 0


def bare_words(text: str, keeps: str = "") -> str:
    """A text in small letters without accents; what is no letter or digit parts its words."""
    letters = unicodedata.normalize("NFKD", text.strip()).lower()
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(rf"[^a-z0-9{re.escape(keeps)}]+", " ", plain).strip()
