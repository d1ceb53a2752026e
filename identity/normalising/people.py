"""People's names: which words are given names, which the family's, which say the generation.

What does not belong here: what a given name stands for (``given_names``).
"""

from __future__ import annotations

from dataclasses import dataclass

from identity.normalising.letters import folded, is_ideographic, listed, words_of

_GENERATIONS = {
    "jr": "junior",
    "jnr": "junior",
    "junior": "junior",
    "fils": "junior",
    "sr": "senior",
    "snr": "senior",
    "senior": "senior",
    "pere": "senior",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
_TITLES = listed(
    "mr mrs ms miss dr prof sir m mme mlle monsieur madame mademoiselle maitre me herr frau "
    "sig sra don dona "
)
_PARTICLES = listed(
    "de du des d la le les l von van der den zu zur di da dal del della dos das el al bin ibn y e "
)
_NOBODY = listed(
    "test tests testing unknown inconnu inconnue na nn xx xxx xxxx none null nobody anonymous "
    "anonyme asdf client customer contact service user prospect "
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """``given`` and ``family`` in the order in which they were written; either may be empty."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    generation: str | None


def person_name(first: str | None, last: str | None, full: str | None = None) -> PersonName:
    """The parts of a name; of a full one the last word is the family's, unless a comma parts it.

    A name in ideographs begins with the family's.

    Titles and particles are dropped (``van der Berg`` is ``Berg``), but never all that there is.
    A name that names nobody (``Test``, ``N/A``) is empty.
    """
    if full and not (first or "").strip() and not (last or "").strip():
        first, last = _split(full)
    given, older = _parted(first)
    family, younger = _parted(last)
    if set(given + family) <= _NOBODY:
        return PersonName((), (), None)
    generation = younger or older
    return PersonName(_bare(given, _TITLES), _bare(family, _PARTICLES | _TITLES), generation)


def _split(full: str) -> tuple[str, str]:
    """A whole name as what is given and what is the family's."""
    family, comma, given = full.partition(",")
    if comma:
        return given, family
    if is_ideographic(full):
        first, *rest = folded(full).split()
        return " ".join(rest), first
    *words, last = full.split() or [""]
    if words and last.strip(".").casefold() in _GENERATIONS:
        *words, name = words
        last = f"{name} {last}"
    return " ".join(words), last


def _parted(text: str | None) -> tuple[tuple[str, ...], str | None]:
    words = words_of(text)
    if len(words) > 1 and words[-1] in _GENERATIONS:
        return tuple(words[:-1]), _GENERATIONS[words[-1]]
    if len(words) > 1 and words[-1] == "i":
        return tuple(words[:-1]), "1"
    return tuple(words), None


def _bare(words: tuple[str, ...], noise: frozenset[str]) -> tuple[str, ...]:
    kept = tuple(word for word in words if word not in noise)
    return kept or words
