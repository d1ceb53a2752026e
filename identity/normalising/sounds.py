"""How a word sounds, roughly, in French and in English: Thompson is Tompson, Garski is Garsky.

What does not belong here: which names stand for which (``given_names``).
"""

from __future__ import annotations

import re
from functools import lru_cache

_STEPS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh|(?<=[tr])h(?!$)"), ""),
    (re.compile(r"s?ch|sh"), "s"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"ck|[cq]"), "k"),
    (re.compile(r"ts|tz|[zx]"), "s"),
    (re.compile(r"g(?=[eiy])|g$"), "j"),
    (re.compile(r"w"), "v"),
    (re.compile(r"^[aeiouy]+"), "a"),
    (re.compile(r"(?<!^)[aeiouyh]|^h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=65536)
def sound_of(word: str) -> str:
    """The consonants of a folded word, those that sound alike written alike.

    A word that begins with a vowel keeps ``a`` in its place; digits stay.
    """
    sound = word
    for pattern, by in _STEPS:
        sound = pattern.sub(by, sound)
    return sound
