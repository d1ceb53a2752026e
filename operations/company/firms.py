"""Whom the sample company sells to: firms with invented names, in six countries."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from operations.company import vat_numbers

TRADES = {
    "Artisan": ("Menuiserie", "Serrurerie", "Électricité", "Charpente", "Agencement"),
    "Industrie": ("Chaudronnerie", "Mécanique", "Ateliers", "Fabrique", "Usinage"),
    "Négoce": ("Comptoir", "Matériaux", "Fournitures", "Bricolage", "Dépôt"),
    "Collectivité": ("Syndicat mixte", "Régie", "Lycée technique", "Centre hospitalier"),
}
PLACES = (
    *("du Rhône", "des Alpes", "de la Saône", "du Vercors", "des Monts d'Or", "du Forez"),
    *("de la Dombes", "du Bugey", "des Bauges", "du Pilat", "de l'Isère", "du Beaujolais"),
    *("de la Loire", "du Léman", "des Cévennes", "du Jura", "de la Meuse", "du Hainaut"),
)
FORMS = {
    "FR": ("SARL", "SAS", "SA", ""),
    "BE": ("SRL", "SA"),
    "CH": ("Sàrl", "SA"),
    "DE": ("GmbH", "KG"),
    "IT": ("Srl", "SpA"),
    "ES": ("SL", "SA"),
    "GB": ("Ltd", "Ltd"),
}
CITIES = {
    "FR": ("Lyon", "Grenoble", "Saint-Étienne", "Valence", "Annecy", "Dijon", "Nantes", "Lille"),
    "BE": ("Bruxelles", "Liège", "Namur"),
    "CH": ("Genève", "Lausanne"),
    "DE": ("Stuttgart", "Freiburg", "Köln"),
    "IT": ("Torino", "Milano"),
    "ES": ("Barcelona", "Zaragoza"),
    "GB": ("London", "Leeds"),
}
COUNTRIES = (
    *("FR",) * 30,
    *("BE",) * 5,
    *("CH",) * 8,
    *("DE",) * 5,
    *("IT",) * 3,
    *("ES",) * 3,
    *("GB",) * 6,
)
TERMS = {"Artisan": 30, "Industrie": 45, "Négoce": 60, "Collectivité": 50}


STREETS = (
    *("rue des Ateliers", "avenue de la Gare", "chemin du Moulin", "route de Genève"),
    *("rue du Port", "impasse des Forges", "boulevard Carnot", "zone artisanale des Prés"),
)
POSTAL_CODES = {
    "Lyon": "69007",
    "Grenoble": "38000",
    "Saint-Étienne": "42000",
    "Valence": "26000",
    "Annecy": "74000",
    "Dijon": "21000",
    "Nantes": "44000",
    "Lille": "59000",
    "Bruxelles": "1000",
    "Liège": "4000",
    "Namur": "5000",
    "Genève": "1204",
    "Lausanne": "1003",
    "Stuttgart": "70173",
    "Freiburg": "79098",
    "Köln": "50667",
    "Torino": "10121",
    "Milano": "20121",
    "Barcelona": "08002",
    "Zaragoza": "50001",
    "London": "EC1A 1BB",
    "Leeds": "LS1 4AP",
}


@dataclass(frozen=True)
class Firm:
    """A firm as it is, whatever anybody types; ``days_late`` is its habit when it pays.

    ``siren`` is what it has, known to the company or not; ``phone`` is of a range kept for stories.
    """

    key: str
    name: str
    segment: str
    country_code: str
    city: str
    postal_code: str
    street: str
    domain: str
    phone: str | None
    siren: str | None
    payment_terms_days: int
    days_late: int
    weight: int

    @property
    def vat_number(self) -> str | None:
        """In the EU, where it has one; the French number follows from the SIREN."""
        if self.siren is not None:
            return vat_numbers.french(self.siren)
        return vat_numbers.foreign(self.country_code, self.name)


def firm(random: Random, taken: set[str]) -> Firm:
    """A firm whose name nobody bears yet; ``taken`` learns it."""
    segment = random.choice(tuple(TRADES))
    country = random.choice(COUNTRIES)
    city = random.choice(CITIES[country])
    while True:
        words = (random.choice(TRADES[segment]), random.choice(PLACES))
        form = random.choice(FORMS[country])
        name = " ".join((*words, form)).strip()
        if name in taken:
            name = f"{name} {city}"
        if name not in taken:
            break
    taken.add(name)
    is_french = country == "FR"
    return Firm(
        key=f"F{len(taken):05d}",
        name=name,
        segment=segment,
        country_code=country,
        city=city,
        postal_code=POSTAL_CODES[city],
        street=f"{random.randrange(1, 120)} {random.choice(STREETS)}",
        domain=f"{_slug(name)}.example",
        phone=f"+33 4 65 71 {random.randrange(100):02d} {random.randrange(100):02d}"
        if is_french
        else None,
        siren=_siren(random) if is_french else None,
        payment_terms_days=TERMS[segment],
        days_late=random.choice((0, 0, 0, 2, 5, 8, 15, 30, 45)),
        weight=random.choice((1, 1, 1, 2, 2, 3, 5, 8)),
    )


def _siren(random: Random) -> str:
    """Nine digits with a right check digit (Luhn), in a range that is not given out."""
    body = f"0{random.randrange(10_000_000):07d}"
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[1::2])
    single = sum(int(digit) for digit in body[0::2])
    return f"{body}{-(doubled + single) % 10}"


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
