"""Firms' names: without the legal form, with "et", "&" and "and" as one.

What does not belong here: how alike two names are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from identity.normalising.letters import folded, listed

# France, Belgium, Luxembourg, Switzerland, the United Kingdom, Ireland, the United States, Germany,
# Austria, Italy, Spain, Portugal, the Netherlands, Poland, the Nordic and Baltic countries,
# Czechia, Hungary, Romania, Singapore, Malaysia, India, Australia, Japan, Brazil.
_FORMS = listed(
    "sa sas sasu sarl eurl snc scs sca sci scop scp scm sccv scea gaec earl selarl selas gie "
    "ei eirl ese ets etablissement etablissements ste societe sprl bvba srl asbl vzw scrl ltd "
    "limited plc llp llc lp inc incorporated corp corporation co company cie compagnie gmbh "
    "mbh ag kg kgaa ohg ug gbr ev eg se spa sapa ss sl slu slne cb lda ltda unipessoal bv nv "
    "vof cv spzoo zoo ab as asa aps is oy oyj ou uab sia sro zrt kft nyrt bt rt pte pvt pty "
    "sdn bhd kk holding "
)
_PHRASES = tuple(
    phrase.split()
    for phrase in (
        "societe anonyme",
        "societe par actions simplifiee",
        "societe par actions simplifiee unipersonnelle",
        "societe a responsabilite limitee",
        "entreprise unipersonnelle a responsabilite limitee",
        "entreprise individuelle",
        "auto entrepreneur",
        "micro entreprise",
        "gesellschaft mit beschrankter haftung",
        "sociedad limitada",
        "sociedad anonima",
        "societa per azioni",
        "societa a responsabilita limitata",
        "besloten vennootschap",
        "sp z o o",
        "sp z oo",
        "sp zoo",
        "private limited",
    )
)
_AND = frozenset(["et", "and", "und", "y", "e", "ed", "og", "och", "i"])
_NO_FIRM = listed(
    "test tests testing demo essai unknown inconnu inconnue na nn xx xxx xxxx none null aucun "
    "divers anonyme anonymous asdf client clients customer compte account prospect societe "
    "company "
)
_DOTTED = re.compile(r"\b(?:[a-z]\.)+[a-z]?\b\.?")
_APOSTROPHE = re.compile(r"\b([dl])['’`´]|['’`´]")
_NOT_A_WORD = re.compile(r"[^a-z0-9&+]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=65536)
def firm_words(name: str | None) -> tuple[str, ...]:
    """The words that make a firm's name, in order: no legal form at either end, no "and".

    Empty where the name names nobody (``Test``, ``N/A``). What stands in brackets goes, unless
    nothing else is there.
    """
    if not name:
        return ()
    text = folded(name)
    words = _words(_IN_BRACKETS.sub(" ", text)) or _words(text)
    bare = _without_forms(words)
    kept = tuple(word for place, word in enumerate(bare) if not _joins(word, place, len(bare)))
    kept = kept or tuple(bare)
    return () if {re.sub(r"\d+$", "", word) for word in kept} <= _NO_FIRM | {""} else kept


def legal_form(name: str | None) -> str | None:
    """The legal form that a name ends or begins with, where it has one."""
    words = _words(folded(name)) if name else []
    for word in (*reversed(words[-1:]), *words[:1]):
        if len(words) > 1 and word in _FORMS:
            return word
    return None


def _words(text: str) -> list[str]:
    text = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", text)
    text = _APOSTROPHE.sub(lambda found: f"{found.group(1)} " if found.group(1) else "", text)
    return _single_letters_joined(_NOT_A_WORD.sub(" ", text).replace("&", " & ").split())


def _single_letters_joined(words: list[str]) -> list[str]:
    """``s a r l`` is ``sarl``, ``j c decaux`` is ``jc decaux``."""
    joined: list[str] = []
    for is_letter, run in groupby(words, lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        joined += ["".join(letters)] if is_letter else letters
    return joined


def _without_forms(words: list[str]) -> list[str]:
    for phrase in _PHRASES:
        size = len(phrase)
        if len(words) > size and words[-size:] == phrase:
            words = words[:-size]
        elif len(words) > size and words[:size] == phrase:
            words = words[size:]
    begin, end = 0, len(words)
    while end - begin > 1 and words[end - 1] in _FORMS | _AND | {"&"}:
        end -= 1
    while end - begin > 1 and words[begin] in _FORMS:
        begin += 1
    return words[begin:end]


def _joins(word: str, place: int, count: int) -> bool:
    """Whether a word only ties its neighbours: never the first or the last."""
    return word in {"&", "+"} or (0 < place < count - 1 and word in _AND)
