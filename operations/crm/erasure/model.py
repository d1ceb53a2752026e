"""Who is to be forgotten, by what they are known, and what stands in its place. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from operations.crm.erasure.errors import NobodyNamed

# At once on a word's edge and not on one: PostgreSQL's words for what never matches.
NOTHING = r"\y\Y"


@dataclass(frozen=True)
class Forgotten:
    """A person as the store is to forget them.

    ``contact_ids``, ``lead_ids``: their own records. ``addresses``: what is replaced wherever it
    stands by ``address_pseudonym``, ``names`` by ``pseudonym``; ``words`` (first and last name
    alone) and ``phones`` only where the row is the person's, as others bear them too.
    """

    pseudonym: str
    address_pseudonym: str
    contact_ids: Sequence[int] = ()
    lead_ids: Sequence[int] = ()
    addresses: Sequence[str] = ()
    names: Sequence[str] = ()
    words: Sequence[str] = ()
    phones: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not (self.contact_ids or self.lead_ids or self.addresses or self.names):
            raise NobodyNamed()


def pattern(values: Iterable[str]) -> str:
    """A regular expression that finds any of the values, the longest first; it matches case too.

    An empty one would match everywhere: without values it matches nothing.
    """
    found = sorted({value for value in values if value.strip()}, key=len, reverse=True)
    return "|".join(re.escape(value) for value in found) or NOTHING


def quoted_pattern(values: Iterable[str]) -> str:
    """The same for values that stand in quotes, as in JSON."""
    return f'"({pattern(values)})"'


def spellings(first_name: str | None, last_name: str | None) -> list[str]:
    """How a whole name may be written: either first, without accents, in capitals.

    PostgreSQL's collation C knows capitals of ASCII alone, so those of accented letters are told.
    Empty unless both names are known: one alone is many people's.
    """
    if not (first_name and first_name.strip() and last_name and last_name.strip()):
        return []
    first, last = first_name.strip(), last_name.strip()
    found: list[str] = []
    for whole in (f"{first} {last}", f"{last} {first}", f"{last}, {first}"):
        for spelt in (whole, folded(whole)):
            found += [spelt, spelt.upper(), spelt.lower()]
    return list(dict.fromkeys(found))


def alone(first_name: str | None, last_name: str | None) -> list[str]:
    """What is theirs in their own rows only: each name by itself, and the key made of both."""
    found: list[str] = []
    for name in (first_name, last_name):
        if name and name.strip():
            found += [name.strip(), name.strip().upper(), folded(name.strip())]
    whole = "".join(filter(str.isalnum, folded(f"{first_name or ''}{last_name or ''}").lower()))
    return list(dict.fromkeys([*found, whole] if whole else found))


def folded(text: str) -> str:
    """The text without accents."""
    split = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in split if not unicodedata.combining(letter))
