"""The comparisons that people and organisations share: number, telephone, street, place.

What does not belong here: names.
"""

from __future__ import annotations

from typing import Final

from identity.comparing.comparisons import (
    Comparison,
    Level,
    either_empty,
    either_null,
    one_typed_apart,
)

NUMBER: Final = Comparison(
    "registration",
    ("numbers",),
    # Numbers of two registers do not speak of each other.
    f"{either_empty('numbers')} or not list_has_any(registers_l, registers_r)",
    (
        Level("same_number", "list_has_any(numbers_l, numbers_r)", 0.90, 0.000002),
        Level(
            "number_one_sign_apart",
            "len(numbers_l) = 1 and len(numbers_r) = 1"
            " and damerau_levenshtein(numbers_l[1], numbers_r[1]) <= 1",
            0.05,
            0.00002,
        ),
        Level("different_number", "", 0.05, 0.99998),
    ),
)

PHONE: Final = Comparison(
    "phone",
    ("phone",),
    either_null("phone"),
    (
        Level("same_phone", "phone_l = phone_r", 0.65, 0.0005, "phone"),
        Level("same_end_of_phone", "phone_end_l = phone_end_r", 0.05, 0.0001),
        Level("different_phone", "", 0.30, 0.9994),
    ),
)

_SAME_DOOR = "list_has_any(street_numbers_l, street_numbers_r)"
_SAME_STREET = (
    "(list_has_all(street_names_l, street_names_r) or list_has_all(street_names_r, street_names_l))"
)

STREET: Final = Comparison(
    "street",
    ("street_name",),
    either_null("street_name"),
    (
        Level("same_address", f"{_SAME_DOOR} and {_SAME_STREET}", 0.55, 0.0003),
        Level(
            "nearly_same_address",
            f"{_SAME_DOOR} and (list_has_any(street_names_l, street_names_r)"
            " or jaro_winkler_similarity(street_name_l, street_name_r) >= 0.88)",
            0.15,
            0.0005,
        ),
        Level("same_street", _SAME_STREET, 0.08, 0.002),
        Level(
            "nearly_same_street",
            "jaro_winkler_similarity(street_name_l, street_name_r) >= 0.9",
            0.05,
            0.002,
        ),
        Level("different_street", "", 0.17, 0.9952),
    ),
)

PLACE: Final = Comparison(
    "place",
    ("place",),
    f"({either_null('postal_code')}) and ({either_null('town')})",
    (
        Level(
            "same_postal_code_and_town",
            "postal_code_l = postal_code_r and town_l = town_r",
            0.50,
            0.002,
            "postal_code",
        ),
        Level("same_postal_code", "postal_code_l = postal_code_r", 0.14, 0.003, "postal_code"),
        Level("same_town", "town_l = town_r", 0.14, 0.01, "town"),
        Level(
            "nearly_same_place",
            f"{one_typed_apart('postal_code')} or jaro_winkler_similarity(town_l, town_r) >= 0.9",
            0.08,
            0.015,
        ),
        Level("different_town", "", 0.14, 0.97),
    ),
)
