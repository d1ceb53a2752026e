"""How two people are compared.

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

_SWAPPED = "given_l = family_r and family_l = given_r"

GIVEN: Final = Comparison(
    "given_name",
    ("given",),
    either_null("given"),
    (
        Level("same_given_name", "given_l = given_r", 0.60, 0.01, "given"),
        Level("names_change_places", _SWAPPED, 0.02, 0.00005),
        Level("short_form_of_name", "list_has_any(called_l, called_r)", 0.08, 0.004),
        Level(
            "initial_of_name",
            "least(length(given_l), length(given_r)) = 1 and given_l[1] = given_r[1]",
            0.04,
            0.005,
        ),
        Level(
            "one_of_given_names",
            "list_contains(givens_l, given_r) or list_contains(givens_r, given_l)",
            0.03,
            0.002,
        ),
        Level(
            "given_name_sounds_alike",
            f"{one_typed_apart('given')} or (given_sound_l = given_sound_r"
            " and jaro_winkler_similarity(given_l, given_r) >= 0.6)",
            0.12,
            0.004,
        ),
        Level("different_given_name", "", 0.08, 0.97),
    ),
)

FAMILY: Final = Comparison(
    "family_name",
    ("family",),
    either_null("family"),
    (
        Level("same_family_name", "family_l = family_r", 0.65, 0.005, "family"),
        Level("names_change_places", _SWAPPED, 0.02, 0.00005),
        Level(
            "shares_part_of_family_name",
            "list_has_any(words_l, words_r)"
            " or list_contains(givens_l, family_r) or list_contains(givens_r, family_l)",
            0.04,
            0.0005,
        ),
        Level(
            "family_name_sounds_alike",
            f"{one_typed_apart('family')} or (sound_l = sound_r and length(sound_l) > 1"
            " and jaro_winkler_similarity(family_l, family_r) >= 0.7)",
            0.15,
            0.003,
        ),
        Level(
            "family_name_resembles",
            "jaro_winkler_similarity(family_l, family_r) >= 0.9",
            0.05,
            0.002,
        ),
        Level("different_family_name", "", 0.09, 0.9895),
    ),
)

GENERATION: Final = Comparison(
    "generation",
    ("generation",),
    either_null("generation"),
    (
        Level("same_generation", "generation_l = generation_r", 0.98, 0.5),
        Level("different_generation", "", 0.02, 0.5),
    ),
)

BIRTH: Final = Comparison(
    "birth_date",
    ("birth",),
    either_null("birth"),
    (
        Level("same_birth_date", "birth_l = birth_r", 0.70, 0.0002, "birth"),
        Level(
            "day_and_month_change_places",
            "birth_l[1:4] = birth_r[1:4] and birth_l[5:6] = birth_r[7:8]"
            " and birth_l[7:8] = birth_r[5:6]",
            0.06,
            0.00005,
        ),
        Level("birth_date_one_digit_apart", one_typed_apart("birth"), 0.12, 0.002),
        Level(
            "birth_date_two_parts_same",
            "(birth_l[1:4] = birth_r[1:4])::int + (birth_l[5:6] = birth_r[5:6])::int"
            " + (birth_l[7:8] = birth_r[7:8])::int = 2",
            0.05,
            0.005,
        ),
        Level("same_birth_year", "birth_l[1:4] = birth_r[1:4]", 0.02, 0.015),
        Level("different_birth_date", "", 0.02, 0.9775),
    ),
)

MAIL: Final = Comparison(
    "email",
    ("mail",),
    either_null("mail"),
    (
        Level("same_email", "mail_l = mail_r", 0.62, 0.0005, "mail"),
        Level(
            "nearly_same_email",
            "split_part(mail_l, '@', 1) = split_part(mail_r, '@', 1)"
            " or damerau_levenshtein(mail_l, mail_r) <= 2",
            0.10,
            0.0003,
        ),
        Level(
            "email_resembles",
            "jaro_winkler_similarity(mail_l, mail_r) >= 0.92",
            0.05,
            0.0005,
        ),
        Level("different_email", "", 0.23, 0.9987),
    ),
)

EMPLOYER: Final = Comparison(
    "employer",
    ("employer",),
    either_null("employer"),
    (
        Level("same_employer", "employer_l = employer_r", 0.65, 0.01, "employer"),
        Level(
            "nearly_same_employer",
            "list_has_all(employer_words_l, employer_words_r)"
            " or list_has_all(employer_words_r, employer_words_l)"
            " or jaro_winkler_similarity(employer_l, employer_r) >= 0.92",
            0.15,
            0.005,
        ),
        Level("different_employer", "", 0.20, 0.985),
    ),
)

_AT_HOME = frozenset({"family_name", "street", "place", "phone", "email"})

PEOPLE: Final = Kind(
    "person",
    (GIVEN, FAMILY, GENERATION, BIRTH, NUMBER, MAIL, PHONE, STREET, PLACE, EMPLOYER),
    (
        Rival("household", _AT_HOME, 0.2),
        Rival("twins", _AT_HOME | {"birth_date"}, 0.03),
        Rival("named_after", _AT_HOME | {"given_name"}, 0.02),
        Rival("namesakes", frozenset({"given_name", "family_name"}), 0.05),
        Rival("colleagues", frozenset({"email", "phone", "street", "place", "employer"}), 0.2),
    ),
    naming=frozenset({"given_name", "family_name", "generation"}),
    telling=frozenset({"birth_date", "registration"}),
)
