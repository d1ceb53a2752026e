"""Telephone numbers in one form (E.164), read as people of a country write them.

What does not belong here: how many parties share a number.
"""

from __future__ import annotations

import re
from functools import lru_cache

_FRENCH = re.compile(r"(?:\+33|0033|33)?0?([1-9]\d{8})$")
_NOT_A_DIGIT = re.compile(r"[^\d+]")
_ONE_DIGIT = re.compile(r"(\d)\1{6,}")


@lru_cache(maxsize=65536)
def phone_number(text: str | None, country_code: str | None) -> str | None:
    """The number with its country (``+33612345678``); the digits alone where it is no valid one.

    A number without a country is read as one of ``country_code``. None for fewer than six digits
    and for what is typed to fill a field (``0000000000``).
    """
    if not text:
        return None
    typed = _NOT_A_DIGIT.sub("", text.replace("(0)", ""))
    digits = typed.replace("+", "")
    if len(digits) < 6 or _ONE_DIGIT.search(digits):
        return None
    # Nine in ten numbers of a French company; phonenumbers takes fifty times as long.
    if country_code == "FR" and (match := _FRENCH.match(typed)) and typed[0] in "0+":
        return f"+33{match.group(1)}"
    import phonenumbers

    for region in (country_code, None):
        try:
            number = phonenumbers.parse(text if region else f"+{digits}", region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number) and phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return digits
