"""Postal addresses: the number, the words of the street, the postal code and the town.

What does not belong here: whether an address exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from identity.normalising.letters import listed, words_of

_LONG_FOR: Final = {
    short: long
    for long, shorts in {
        "street": "st str strasse straat",
        "road": "rd",
        "avenue": "av ave avn",
        "boulevard": "bd bld bvd blvd boul",
        "drive": "dr",
        "lane": "ln",
        "court": "ct crt",
        "place": "pl",
        "square": "sq",
        "crescent": "cres crs",
        "circuit": "cct",
        "highway": "hwy",
        "parkway": "pkwy",
        "allee": "all",
        "chemin": "che chem ch",
        "route": "rte",
        "impasse": "imp",
        "faubourg": "fbg fg",
        "residence": "res",
        "saint": "st ste sainte",
        "north": "n",
        "south": "s",
        "east": "e",
        "west": "w",
        "suite": "ste",
        "apartment": "apt appt app appartement",
        "building": "bldg bat batiment",
        "zone": "zi za zac",
        "lotissement": "lot",
        "mount": "mt",
        "fort": "ft",
    }.items()
    for short in shorts.split()
}
# Words that most addresses have: alone they place nothing.
_KINDS: Final = frozenset(_LONG_FOR.values()) | listed(
    "rue way terrace close quai cours via viale piazza calle plaza weg platz gasse box po bp "
    "cs cedex no bis ter de du des la le les of the and et a l d unit flat floor etage "
)
_GLUED = re.compile(r"(\d)(?=[a-z]{3})|([a-z]{4,}?)(strasse|straat)\b")
_CEDEX = re.compile(r"\bcedex\b.*$")


@dataclass(frozen=True, slots=True)
class Street:
    """``numbers`` as they stand; ``names``, the words that tell streets apart."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    line: str


def street_of(text: str | None) -> Street:
    """The parts of a street line, abbreviations written out, in whatever order it was typed."""
    words = [_LONG_FOR.get(word, word) for word in _spaced(text)]
    numbers = tuple(word for word in words if word[0].isdigit())
    names = tuple(word for word in words if not word[0].isdigit() and word not in _KINDS)
    names = names or tuple(word for word in words if not word[0].isdigit())
    return Street(numbers, names, " ".join(words))


def postal_code(text: str | None) -> str | None:
    """A postal code without spaces, of nine American digits the first five; None for all zeros."""
    code = "".join(words_of(text))
    if len(code) == 9 and code.isdigit():
        code = code[:5]
    return code if code.strip("0") else None


def town(text: str | None) -> str | None:
    """A town without ``CEDEX 12``, with ``St`` written out; the district of a big town goes."""
    plain = _CEDEX.sub("", " ".join(words_of(text))).strip()
    words = [{"st": "saint", "ste": "sainte"}.get(word, word) for word in plain.split()]
    while len(words) > 1 and re.fullmatch(r"\d+(?:e|er|eme|th|st|nd|rd)?", words[-1]):
        words.pop()
    return " ".join(words) or None


def _spaced(text: str | None) -> list[str]:
    joined = " ".join(words_of(text))
    return _GLUED.sub(
        lambda found: f"{found.group(1) or found.group(2)} {found.group(3) or ''}", joined
    ).split()
