"""VAT numbers of invented firms in the EU: made up from their names, with right check digits.

A number is made without a throw of dice, so that nothing else of a life changes by it. One firm in
eight abroad is too small to have one: its purchases bear French VAT.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from zlib import crc32

from stdnum import luhn
from stdnum.iso7064 import mod_11_10

ONE_IN: Final = 8


def _belgian(body: str) -> str:
    first = f"0{body}"
    return f"{first}{97 - int(first) % 97:02d}"


def _german(body: str) -> str:
    first = f"1{body}"
    return f"{first}{mod_11_10.calc_check_digit(first)}"


def _italian(body: str) -> str:
    first = f"{body}001"  # the province of Torino
    return f"{first}{luhn.calc_check_digit(first)}"


def _spanish(body: str) -> str:
    return f"B{body}{luhn.calc_check_digit(body)}"


_MAKERS: Final[Mapping[str, Callable[[str], str]]] = {
    "BE": _belgian,
    "DE": _german,
    "IT": _italian,
    "ES": _spanish,
}
ABROAD_IN_THE_EU: Final = frozenset(_MAKERS)


def french(siren: str) -> str:
    """The number that follows from a SIREN."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def foreign(country_code: str, name: str) -> str | None:
    """The number of a firm in another country of the EU; None when it has none."""
    maker = _MAKERS.get(country_code)
    digits = crc32(name.encode())
    if maker is None or digits % ONE_IN == 0:
        return None
    return country_code + maker(f"{1 + digits % 9_999_999:07d}")
