"""Letters as they are compared: lower case, without accents, in the Latin script.

What does not belong here: what the words mean.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What decomposition leaves whole.
_WHOLE = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_INSIDE_A_WORD = re.compile(r"['’`´]")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Lower case, accents off, other scripts written in Latin letters (by sound)."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", plain.translate(_WHOLE))
        if not unicodedata.combining(letter)
    )
    if plain.isascii():
        return plain
    from anyascii import anyascii

    # Ideographs carry no spaces between syllables: each becomes a word, as people write them.
    spaced = "".join(f" {letter} " if is_ideographic(letter) else letter for letter in plain)
    return str(anyascii(spaced)).casefold()


def listed(words: str) -> frozenset[str]:
    """The words of a list that this project keeps as running text."""
    return frozenset(words.split())


def words_of(text: str | None) -> list[str]:
    """The words of a text, folded; an apostrophe does not part one (``D'Esquire``)."""
    if not text:
        return []
    return _NOT_A_WORD.sub(" ", _INSIDE_A_WORD.sub("", folded(text))).split()


def is_ideographic(text: str) -> bool:
    """Whether a text is written in ideographs (or Hangul syllables) throughout."""
    return all("一" <= letter <= "鿿" or "가" <= letter <= "힣" for letter in text)
