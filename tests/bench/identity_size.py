"""A made-up company of any size, each firm in one to three systems with the errors of typing.

Drawn with one seed; SIRENs pass the register's check.
"""

from __future__ import annotations

from random import Random
from typing import Any

from identity.model import record_id
from tests.bench.identity_sets import LabelledSet, frame

_SYLLABLES = (
    "ba be bi bo bu da de di do du fa fe fi fo ga go la le li lo lu ma me mi mo mu na ne ni no pa"
    " pe pi po ra re ri ro ru sa se si so ta te ti to tu va ve vi vo bron char"
    " dour gran mont roux vert"
)
_TRADES = (
    "menuiserie plomberie garage transports boulangerie imprimerie conseil services batiment"
    " electricite distribution materiaux agro industrie mecanique textile logistique informatique"
)
_WAYS = ("rue du", "avenue de la", "bd des", "chemin du")


def made_up(count: int, *, seed: int = 1) -> LabelledSet:
    """``count`` records of firms; a third of the firms have two or three."""
    random = Random(seed)  # noqa: S311
    words = _SYLLABLES.split()
    trades = _TRADES.split()

    def word(longest: int) -> str:
        return "".join(random.choice(words) for _ in range(random.randrange(2, longest + 1)))

    towns = [
        (word(3), f"{random.randrange(1, 96):02d}{random.randrange(1000):03d}") for _ in range(3000)
    ]
    families = [word(3) for _ in range(20_000)]
    streets = [f"{random.choice(_WAYS)} {word(3)}" for _ in range(4000)]
    records: list[dict[str, Any]] = []
    party_of: dict[str, str] = {}
    firm = 0
    while len(records) < count:
        firm += 1
        name = random.choice(families)
        name = f"{random.choice(trades)} {name}" if random.random() < 0.7 else f"{name} et fils"
        town, code = random.choice(towns)
        true = {
            "legal_id": (_siren(random), 0.6),
            "street": (f"{random.randrange(1, 200)} {random.choice(streets)}", 0.7),
            "postal_code": (code, 0.8),
            "phone": (f"0{random.randrange(1, 6)}{random.randrange(10**8):08d}", 0.6),
            "email": (f"contact@{name.replace(' ', '-')}{random.randrange(100)}.fr", 0.5),
        }
        for system in range(random.choices((1, 2, 3), (60, 30, 10))[0]):
            key = record_id(f"system{system}", f"{len(records):07d}")
            party_of[key] = str(firm)
            records.append(
                {
                    "record_id": key,
                    "source_name": f"system{system}",
                    "record_type": "organisation",
                    "party_name": _typed(random, name) if system else name,
                    "city": town,
                    "country_code": "FR",
                    **{f: v for f, (v, share) in true.items() if random.random() < share},
                }
            )
    return LabelledSet(f"made_up_{count}", frame(records[:count]), party_of)


def _typed(random: Random, name: str) -> str:
    way = random.randrange(5)
    if way == 0:
        return f"{name.upper()} SARL"
    if way == 1:
        return f"SAS {name.title()}"
    if way == 2:
        place = random.randrange(2, len(name) - 1)
        return name[:place] + name[place + 1 :]
    return name


def _siren(random: Random) -> str:
    digits = [random.randrange(10) for _ in range(8)]
    doubled = [d if place % 2 == 0 else d * 2 - 9 * (d > 4) for place, d in enumerate(digits)]
    return "".join(map(str, digits)) + str(-sum(doubled) % 10)
