"""A frame of records as their systems typed them → the columns in which they are compared.

What does not belong here: which of those columns are evidence, and how much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from identity.model import RECORD_COLUMNS
from identity.normalising.firms import firm_words
from identity.normalising.given_names import called
from identity.normalising.letters import folded
from identity.normalising.mailboxes import is_of_a_post, mail_address, web_domain
from identity.normalising.people import person_name
from identity.normalising.phones import phone_number
from identity.normalising.places import postal_code, street_of, town
from identity.normalising.registrations import registrations
from identity.normalising.sounds import sound_of

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
TEXT_COLUMNS = tuple(name for name in RECORD_COLUMNS if name not in {"birth_on"})


def complete(records: pl.DataFrame) -> pl.DataFrame:
    """The records with every column of a record, in order, empty texts null, one row a record_id.

    Raises ValueError where a record has no id or no type, or an id stands twice.
    """
    import polars as pl

    known = records.with_columns(
        pl.lit(None).alias(name) for name in RECORD_COLUMNS if name not in records.columns
    ).select(
        *(pl.col(name).cast(pl.String).str.strip_chars() for name in TEXT_COLUMNS),
        pl.col("birth_on").cast(pl.Date),
    )
    known = known.with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in TEXT_COLUMNS
    ).sort("record_id")
    if known["record_id"].null_count() or known["record_id"].is_duplicated().any():
        twice = known.filter(pl.col("record_id").is_duplicated())["record_id"].to_list()[:3]
        raise ValueError(f"each record needs a record_id of its own: {twice or 'one has none'}")
    odd = known.filter(
        ~pl.col("record_type").is_in(["organisation", "person"]) | pl.col("record_type").is_null()
    )
    if odd.height:
        raise ValueError(f"{odd['record_id'][0]}: a record is an organisation or a person")
    return known


def prepared_firms(records: pl.DataFrame) -> pl.DataFrame:
    """The compared columns of organisations; ``records`` is complete."""

    words = [list(firm_words(name)) for name in records["party_name"]]
    traded = ["".join(firm_words(name)) for name in records["trading_name"]]
    own = ["".join(each) for each in words]
    main = [name or other or None for name, other in zip(own, traded, strict=True)]
    other = [
        other if name and other and other != name else None
        for name, other in zip(own, traded, strict=True)
    ]
    return _common(records, is_firm=True).with_columns(
        _texts("name", main),
        _texts("other_name", other),
        _lists("words", [sorted({w for w in each if len(w) > 1}) for each in words]),
        _texts("sound", [sound_of(name) if name else None for name in main]),
        _texts("given", [None] * records.height),
    )


def prepared_people(records: pl.DataFrame) -> pl.DataFrame:
    """The compared columns of people; ``records`` is complete."""

    names = [
        person_name(first, last, full)
        for first, last, full in records.select("first_name", "last_name", "party_name").iter_rows()
    ]
    given = [name.given[0] if name.given else None for name in names]
    family = ["".join(name.family) or None for name in names]
    return _common(records, is_firm=False).with_columns(
        _texts("given", given),
        _lists("called", [sorted(called(g)) if g else [] for g in given]),
        _texts("given_sound", [sound_of(g) if g else None for g in given]),
        _lists("givens", [list(name.given) for name in names]),
        _texts("family", family),
        _texts("sound", [sound_of(f) if f else None for f in family]),
        _lists("words", [sorted(set(name.family)) for name in names]),
        _texts("generation", [name.generation for name in names]),
        records["birth_on"],
        _texts("employer", _each(records["employer_name"], lambda n: "".join(firm_words(n)))),
        _lists("employer_words", [list(firm_words(n)) for n in records["employer_name"]]),
        _texts("name", [_full(g, f) for g, f in zip(given, family, strict=True)]),
    )


def _full(given: str | None, family: str | None) -> str | None:
    return " ".join(part for part in (given, family) if part) or None


def _common(records: pl.DataFrame, *, is_firm: bool) -> pl.DataFrame:
    """What both kinds have: registrations, telephone, mail, place."""
    import polars as pl

    countries = [(code or "").upper() or None for code in records["country_code"]]
    mails = _each(records["email"], mail_address)
    numbers = [
        list(registrations(legal, vat, country, is_firm=is_firm))
        for legal, vat, country in zip(
            records["legal_id"], records["vat_number"], countries, strict=True
        )
    ]
    phones = [
        phone_number(phone, country)
        for phone, country in zip(records["phone"], countries, strict=True)
    ]
    sites = _each(records["website"], web_domain)
    streets = [street_of(line) for line in records["street"]]
    posts = [is_of_a_post(mail) for mail in mails]
    return pl.DataFrame(
        [
            records["record_id"],
            records["source_name"],
            _lists("numbers", numbers),
            _lists("registers", [sorted({_register(n) for n in some}) for some in numbers]),
            _texts("phone", phones),
            _texts("phone_end", [p[-7:] if p else None for p in phones]),
            # A firm's post is the firm; of a person it says for whom they work.
            _texts(
                "mail",
                [m if is_firm or not post else None for m, post in zip(mails, posts, strict=True)],
            ),
            _texts(
                "domain",
                [site or web_domain(mail) for site, mail in zip(sites, mails, strict=True)],
            ),
            _lists("street_numbers", [list(s.numbers) for s in streets]),
            _lists("street_names", [sorted(set(s.names)) for s in streets]),
            _texts("street_name", ["".join(s.names) or None for s in streets]),
            _texts("postal_code", _each(records["postal_code"], postal_code)),
            _texts("town", _each(records["city"], town)),
            _texts("country", countries),
            _texts("party_number", _each(records["party_number"], lambda n: folded(n).strip())),
        ]
    )


def _register(number: str) -> str:
    return number.rpartition(":")[0]


def _each(values: Iterable[str | None], change: Callable[[str], T | None]) -> list[T | None]:
    """The change of each value, each distinct one changed once."""
    known: dict[str, T | None] = {}
    found: list[T | None] = []
    for value in values:
        if value is None:
            found.append(None)
            continue
        if value not in known:
            known[value] = change(value) or None
        found.append(known[value])
    return found


def _texts(name: str, values: list[Any]) -> pl.Series:
    import polars as pl

    return pl.Series(name, [value or None for value in values], pl.String())


def _lists(name: str, values: list[list[str]]) -> pl.Series:
    """A column of lists, by way of Arrow: Polars asks of each what it is made of, and took 75 s
    for the six of 100,000 records.
    """
    import polars as pl
    import pyarrow as pa

    return pl.Series(name, pa.array(values, pa.list_(pa.large_string())))
