"""How people type the name of a firm: what makes one firm look like two."""

from __future__ import annotations

import unicodedata
from random import Random
from typing import Final

ABBREVIATED: Final = (
    ("Menuiserie", "Men."),
    ("Électricité", "Elec"),
    ("Ateliers", "Atel."),
    ("Fournitures", "Fourn."),
    ("Matériaux", "Mat."),
    ("Centre hospitalier", "CH"),
    ("Lycée technique", "Lycée tech."),
    ("Syndicat mixte", "Synd. mixte"),
)
FORMS: Final = frozenset(("SARL", "SAS", "SA", "SRL", "Sàrl", "GmbH", "KG", "Srl", "SpA", "SL"))


def retyped(random: Random, name: str) -> str:
    """``name`` as somebody else typed it: now and then the same, mostly in another way."""
    ways = (_same, _shouted, _without_accents, _without_form, _form_first, _shortened, _mistyped)
    for _ in range(random.randrange(1, 3)):
        name = random.choice(ways)(random, name)
    return name


def _same(_random: Random, name: str) -> str:
    return name


def _shouted(_random: Random, name: str) -> str:
    return name.upper()


def _without_accents(_random: Random, name: str) -> str:
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without_form(_random: Random, name: str) -> str:
    words = name.split()
    kept = [word for word in words if word not in FORMS]
    return " ".join(kept or words)


def _form_first(_random: Random, name: str) -> str:
    words = name.split()
    forms = [word for word in words if word in FORMS]
    return " ".join([*forms, *(word for word in words if word not in FORMS)])


def _shortened(_random: Random, name: str) -> str:
    for whole, short in ABBREVIATED:
        name = name.replace(whole, short)
    return name


def _mistyped(random: Random, name: str) -> str:
    """Two letters in the wrong order, one left out, or one twice; never the first."""
    if len(name) < 6:
        return name
    place = random.randrange(2, len(name) - 2)
    way = random.randrange(3)
    if way == 0:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if way == 1:
        return name[:place] + name[place + 1 :]
    return name[:place] + name[place] + name[place:]
