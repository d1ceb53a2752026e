"""Numbers under which a register knows a party: SIREN, SIRET, VAT, foreign and personal ones.

A number that its own rule refuses was mistyped: it is no evidence, for or against.
What does not belong here: two parties that bear one number (``certain``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from identity.normalising.letters import listed

_NOT_A_SIGN = re.compile(r"[^0-9A-Z]")
_BETWEEN_NUMBERS = re.compile(r"[;|]")
_EUROPEAN: Final = listed(
    "AT BE BG CY CZ DE DK EE EL ES FI FR GB HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI "
)


@lru_cache(maxsize=65536)
def registrations(
    legal_id: str | None, vat_number: str | None, country_code: str | None, *, is_firm: bool
) -> tuple[str, ...]:
    """Every register number of a party, as ``REGISTER:NUMBER``, sorted.

    ``legal_id`` may hold several, parted by ``;``, each with its register before a colon
    (``passport-US:1025``) or without. A SIRET counts as its SIREN, a French VAT number too: the
    three name one firm.
    """
    found: set[str] = set()
    for part in _BETWEEN_NUMBERS.split(legal_id or ""):
        register, colon, number = part.rpartition(":")
        signs = _signs(number)
        if colon and register.strip():
            found |= {f"{register.strip().casefold()}:{signs}"} if _says(signs) else set()
        elif signs:
            found |= _of_a_register(signs, country_code, is_firm=is_firm)
    if vat := valid_vat(vat_number, country_code):
        found.add(_as_registered(vat))
    return tuple(sorted(found))


def siren(text: str | None) -> str | None:
    """The SIREN in a SIREN or SIRET that passes the register's check (Luhn), else None."""
    from stdnum.fr import siren as register

    digits = _signs(text)
    if len(digits) not in {9, 14} or not digits.isdigit() or not digits.strip("0"):
        return None
    return digits[:9] if register.is_valid(digits[:9]) else None


@lru_cache(maxsize=65536)
def valid_vat(text: str | None, country_code: str | None) -> str | None:
    """A VAT number with its country, where that country's rule accepts it, else None."""
    signs = _signs(text)
    if not signs:
        return None
    prefix = signs[:2] if signs[:2].isalpha() else (country_code or "")
    digits = signs[2:] if signs[:2].isalpha() else signs
    if prefix == "GR":
        prefix = "EL"
    if prefix in _EUROPEAN:
        from stdnum.eu import vat as european

        if prefix in {"GB", "XI"}:
            from stdnum.gb import vat as british

            return f"GB{digits}" if british.is_valid(digits) else None
        return f"{prefix}{digits}" if european.is_valid(f"{prefix}{digits}") else None
    if prefix == "CH":
        from stdnum.ch import uid

        number = re.sub(r"(MWST|TVA|IVA)$", "", signs)
        return number if uid.is_valid(number) else None
    return signs if _says(signs) else None


def _of_a_register(signs: str, country_code: str | None, *, is_firm: bool) -> set[str]:
    if is_firm and country_code in {"FR", None} and signs.isdigit() and len(signs) in {9, 14}:
        number = siren(signs)
        return {f"siren:{number}"} if number else set()
    if is_firm and signs[:2].isalpha() and signs[:2] in _EUROPEAN:
        vat = valid_vat(signs, country_code)
        if vat:
            return {_as_registered(vat)}
    if is_firm and country_code == "FR":
        return set()
    return {f"{(country_code or '').casefold()}:{signs}"} if _says(signs) else set()


def _as_registered(vat: str) -> str:
    """A French number as the SIREN that it contains, another as one of its country."""
    return f"siren:{vat[4:]}" if vat.startswith("FR") else f"vat-{vat[:2].casefold()}:{vat[2:]}"


def _signs(text: str | None) -> str:
    return _NOT_A_SIGN.sub("", text.upper()) if text else ""


def _says(signs: str) -> bool:
    """Whether a number says which: four signs or more, not one sign over and over."""
    return len(signs) >= 4 and len(set(signs)) > 1
