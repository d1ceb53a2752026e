"""How a pair of records is said in the reader's language: its evidence, how sure, who said what."""

from __future__ import annotations

from affluent.i18n import Words, catalogue
from serving.stewardship import Evidence, Pair


def evidence_of(words: Words, evidence: Evidence) -> str:
    """One field's evidence: its words, and its weight in bits where it has one."""
    text = f"{evidence.field}: {evidence.level}"
    if f"evidence.{evidence.words}" in catalogue(words.language):
        text = words(f"evidence.{evidence.words}")
    if evidence.weight is None:
        return text
    return f"{text} ({evidence.weight:+.1f})"


def said_of(words: Words, pair: Pair) -> str:
    """What stewards said of a pair; empty when nobody did."""
    return " · ".join(
        words("steward.said_by", author=word.author, verdict=words(f"verdict.{word.verdict}"))
        for word in pair.words
    )


def how_sure(words: Words, pair: Pair) -> str:
    """Certain, a probability in per cent, or nothing where the two were never compared."""
    if pair.is_certain:
        return words("steward.certain")
    return "" if pair.probability is None else f"{pair.probability * 100:.1f} %"
