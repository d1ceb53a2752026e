"""Registration numbers: each carries its own check, so a slip of the finger shows.

Whether the register knows the number is not asked here: that needs its service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError
from stdnum.fr import siren as siren_rule
from stdnum.fr import siret as siret_rule
from stdnum.util import get_cc_module

from operations.erp.party.errors import WrongSiren, WrongSiret, WrongVatNumber

FRANCE: Final = "FR"
# Where the number's prefix is not the country's code.
VAT_PREFIXES: Final = {"GR": "EL"}


@dataclass(frozen=True)
class Registration:
    """A party's numbers, checked and without spaces; what is not known is None.

    ``legal_id`` is what its country's register calls it: in France the SIREN.
    """

    legal_id: str | None
    siren: str | None
    siret: str | None
    vat_number: str | None


def registration(
    *,
    of: str,
    country_code: str,
    legal_id: str | None = None,
    siren: str | None = None,
    siret: str | None = None,
    vat_number: str | None = None,
) -> Registration:
    """The numbers of a party, checked. ``of`` names it: "customer Atelier du Forez".

    The legal id of a French party is its SIREN, and a SIRET tells its SIREN: each is filled from
    the other. Raises WrongSiren, WrongSiret, WrongVatNumber.
    """
    in_france = country_code == FRANCE
    if in_france and siren is None:
        siren = legal_id
    if siren is not None:
        siren = _siren(siren, of=of)
    if siret is not None:
        siret = _siret(siret, siren, of=of, may_tell=in_france)
        siren = siren or siret[:9]
    if in_france:
        if legal_id is not None and siren_rule.compact(legal_id) != siren:
            raise WrongSiren(siren or "", of=of, fault=f"its legal id is another, {legal_id}")
        legal_id = siren
    if vat_number is not None:
        vat_number = _vat_number(vat_number, country_code, siren, of=of)
    return Registration(legal_id, siren, siret, vat_number)


def _siren(number: str, *, of: str) -> str:
    try:
        return siren_rule.validate(number)
    except ValidationError as error:
        raise WrongSiren(number, of=of, fault=_fault(error, "nine digits")) from error


def _siret(number: str, siren: str | None, *, of: str, may_tell: bool) -> str:
    try:
        site = siret_rule.validate(number)
    except ValidationError as error:
        raise WrongSiret(number, of=of, fault=_fault(error, "fourteen digits")) from error
    if siren is None and not may_tell:
        raise WrongSiret(number, of=of, fault="the SIREN of its firm is missing")
    if siren is not None and not site.startswith(siren):
        raise WrongSiret(number, of=of, fault=f"it does not begin with the SIREN {siren}")
    return site


def _vat_number(number: str, country_code: str, siren: str | None, *, of: str) -> str:
    rule = get_cc_module(country_code.lower(), "vat")
    if rule is None:
        raise WrongVatNumber(number, of=of, fault=f"no rule for those of {country_code} is known")
    try:
        compact = rule.validate(number)
    except ValidationError as error:
        fault = _fault(error, f"the form of those of {country_code}")
        raise WrongVatNumber(number, of=of, fault=fault) from error
    prefix = VAT_PREFIXES.get(country_code, country_code)
    # Swiss numbers keep their prefix, CHE; the others were cut to what follows it.
    whole = compact if country_code == "CH" else f"{prefix}{compact}"
    if country_code == FRANCE and siren is not None and not whole.endswith(siren):
        raise WrongVatNumber(number, of=of, fault=f"it does not end with the SIREN {siren}")
    return str(whole)


def _fault(error: ValidationError, form: str) -> str:
    """Which check failed, in our words: the library's speak of no form."""
    if isinstance(error, InvalidChecksum):
        return "its check digit does not fit the others"
    if isinstance(error, InvalidLength):
        return f"it has not the length of {form}"
    if isinstance(error, InvalidComponent):
        return "a part of it is given to nobody"
    return f"it has not {form}"
