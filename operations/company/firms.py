"""Whom the sample company sells to: firms with invented names, in six countries."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

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
}
CITIES = {
    "FR": ("Lyon", "Grenoble", "Saint-Étienne", "Valence", "Annecy", "Dijon", "Nantes", "Lille"),
    "BE": ("Bruxelles", "Liège", "Namur"),
    "CH": ("Genève", "Lausanne"),
    "DE": ("Stuttgart", "Freiburg", "Köln"),
    "IT": ("Torino", "Milano"),
    "ES": ("Barcelona", "Zaragoza"),
}
COUNTRIES = ("FR",) * 14 + ("BE",) * 3 + ("CH",) * 2 + ("DE",) * 3 + ("IT",) * 2 + ("ES",) * 2
TERMS = {"Artisan": 30, "Industrie": 45, "Négoce": 60, "Collectivité": 50}


@dataclass(frozen=True)
class Firm:
    """A firm as the company meets it; ``days_late`` is its habit when it pays."""

    name: str
    segment: str
    country_code: str
    city: str
    legal_id: str | None
    payment_terms_days: int
    days_late: int
    weight: int


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
    has_id = country == "FR" and random.random() < 0.85
    return Firm(
        name=name,
        segment=segment,
        country_code=country,
        city=city,
        legal_id=_siren(random) if has_id else None,
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
