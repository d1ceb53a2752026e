"""How two organisations are compared.

What does not belong here: any data set's own habits.
"""

from __future__ import annotations

from typing import Final

from identity.comparing.comparisons import (
    Comparison,
    Level,
    either_null,
    one_typed_apart,
)
from identity.comparing.model import Kind, Rival
from identity.comparing.shared import NUMBER, PHONE, PLACE, STREET

_NAMES = (("name", "name"), ("name", "other_name"), ("other_name", "name"))


def _any_name(condition: str) -> str:
    """A condition on ``{l}`` and ``{r}`` for the names by which the two are known."""
    return "(" + " or ".join(condition.format(l=f"{a}_l", r=f"{b}_r") for a, b in _NAMES) + ")"


NAME: Final = Comparison(
    "name",
    ("name",),
    either_null("name"),
    (
        Level("same_name", "name_l = name_r", 0.50, 0.0005, "name"),
        Level("same_trading_name", _any_name("{l} = {r}"), 0.05, 0.0002),
        Level(
            "name_one_letter_apart",
            f"{one_typed_apart('name', least=5)} or (least(length(name_l), length(name_r)) >= 10"
            " and damerau_levenshtein(name_l, name_r) <= 2)",
            0.15,
            0.0002,
        ),
        Level("name_sounds_alike", "sound_l = sound_r and length(sound_l) > 2", 0.05, 0.0002),
        Level(
            "name_contains_the_other",
            "list_has_any(rare_words_l, rare_words_r)"
            " and (list_has_all(words_l, words_r) or list_has_all(words_r, words_l))",
            0.10,
            0.0005,
        ),
        Level(
            "name_resembles",
            _any_name("jaro_winkler_similarity({l}, {r}) >= 0.9"),
            0.05,
            0.001,
        ),
        Level("shares_a_rare_word", "list_has_any(rare_words_l, rare_words_r)", 0.04, 0.002),
        Level("different_name", "", 0.06, 0.9954),
    ),
)

MAIL: Final = Comparison(
    "email",
    ("domain_or_mail",),
    f"({either_null('mail')}) and ({either_null('domain')})",
    (
        Level("same_email", "mail_l = mail_r", 0.45, 0.0003, "mail"),
        Level("same_domain", "domain_l = domain_r", 0.30, 0.0003, "domain"),
        Level("nearly_same_domain", one_typed_apart("domain", least=7), 0.05, 0.0001),
        Level("different_domain", "", 0.20, 0.9993),
    ),
)

FIRMS: Final = Kind(
    "organisation",
    (NAME, NUMBER, MAIL, PHONE, STREET, PLACE),
    (
        Rival("group", frozenset({"name", "email"}), 0.1),
        Rival("neighbours", frozenset({"street", "place"}), 0.2),
        Rival("one_office", frozenset({"street", "place", "phone", "email"}), 0.05),
    ),
    naming=frozenset({"name"}),
    telling=frozenset({"registration"}),
)
