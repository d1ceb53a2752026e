"""Which records are worth comparing: those that share a key.

Comparing all pairs of 100,000 records would be five thousand million comparisons. A record has
several keys, so that a pair is lost only if it shares none; a key that too many records share is
left out, as it says nothing.

What does not belong here: whether the two are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Key:
    """``sql`` gives a record's key as text, or null; ``many`` where it gives a list of them.

    ``most`` is how many records may share one key.
    """

    name: str
    columns: tuple[str, ...]
    sql: str
    many: bool = False
    most: int = 60


FIRMS: Final = (
    Key("number", ("numbers",), "numbers", many=True),
    Key("party_number", ("party_number",), "party_number"),
    Key("name", ("name",), "name"),
    Key("other_name", ("other_name",), "other_name"),
    Key("swapped_name", ("other_name",), "name"),
    Key("name_sound", ("sound",), "sound"),
    Key("mail", ("mail",), "mail"),
    Key("domain", ("domain",), "domain"),
    Key("phone", ("phone",), "phone_end"),
    Key("rare_word", ("rare_words",), "rare_words", many=True, most=30),
    Key(
        "street",
        ("street_name",),
        "list_transform(street_numbers, lambda n: n || ' ' || street_name[1:6])",
        many=True,
        most=30,
    ),
    Key(
        "sound_begins_and_place",
        ("sound", "place"),
        "[sound[1:3] || ' ' || postal_code, sound[1:3] || ' ' || town]",
        many=True,
        most=40,
    ),
)

PEOPLE: Final = (
    Key("number", ("numbers",), "numbers", many=True),
    Key("party_number", ("party_number",), "party_number"),
    Key("mail", ("mail",), "mail"),
    Key("mailbox", ("mail",), "split_part(mail, '@', 1)"),
    Key("phone", ("phone",), "phone_end"),
    Key("names", ("given", "family"), "least(given, family) || ' ' || greatest(given, family)"),
    Key(
        "name_sounds",
        ("given", "family"),
        "least(given_sound, sound) || ' ' || greatest(given_sound, sound)",
        most=40,
    ),
    Key(
        "called",
        ("called", "family"),
        "list_transform(called, lambda n: n || ' ' || sound)",
        many=True,
    ),
    Key("birth", ("birth",), "birth", most=40),
    Key("family_and_birth_year", ("family", "birth"), "sound || ' ' || birth[1:4]", most=40),
    Key("given_and_birth_year", ("given", "birth"), "given_sound || ' ' || birth[1:4]", most=40),
    Key("family_and_birthday", ("family", "birth"), "sound || ' ' || birth[5:8]", most=40),
    Key("given_and_birthday", ("given", "birth"), "given_sound || ' ' || birth[5:8]", most=40),
    Key(
        "street",
        ("street_name",),
        "list_transform(street_numbers, lambda n: n || ' ' || street_name[1:6])",
        many=True,
        most=30,
    ),
    Key(
        "family_and_place",
        ("family", "place"),
        "[sound || ' ' || postal_code, sound || ' ' || town]",
        many=True,
        most=40,
    ),
    Key(
        "given_and_place",
        ("given", "place"),
        "[given_sound || ' ' || postal_code, given_sound || ' ' || town]",
        many=True,
        most=40,
    ),
    Key("family_and_initial", ("family", "given"), "family || ' ' || given[1]", most=40),
    Key("family", ("family",), "family", most=15),
    Key("employer", ("employer", "family"), "family || ' ' || employer[1:6]", most=40),
)


def block(
    connection: duckdb.DuckDBPyConnection,
    keys: tuple[Key, ...],
    *,
    records: str,
    into: str,
    filled: frozenset[str],
    only: str | None = None,
) -> list[tuple[str, int, int]]:
    """Make table ``into`` (``l`` < ``r``) of the pairs that share a key.

    ``filled`` are the columns that hold something; ``only`` is a table of the ``uid`` of which each
    pair must have one. Returns for each key how many pairs it gives
    and how many records it could not place because too many share theirs.
    """
    used = [key for key in keys if set(key.columns) <= filled]
    parts = [
        f"select {place} as rule, {'unnest(' + key.sql + ')' if key.many else key.sql} as key, uid"
        f" from {records}"
        for place, key in enumerate(used)
    ]
    if not parts:
        connection.execute(f"create or replace temp table {into} (l bigint, r bigint)")
        return []
    limits = " ".join(f"when {place} then {key.most}" for place, key in enumerate(used))
    connection.execute(
        "create or replace temp table keyed as select distinct rule, key, uid from ("
        + " union all ".join(parts)
        + ") where key is not null and key <> ''"
    )
    connection.execute(
        f"create or replace temp table sized as select *, size <= case rule {limits} end as is_used"
        " from (select rule, key, count(*) as size from keyed group by rule, key) where size > 1"
    )
    connection.execute(
        f"create or replace temp table {into} as select distinct a.uid as l, b.uid as r"
        " from sized join keyed as a using (rule, key) join keyed as b using (rule, key)"
        " where sized.is_used and a.uid < b.uid"
        + (f" and (a.uid in (from {only}) or b.uid in (from {only}))" if only else "")
    )
    report = connection.execute(
        "select rule, coalesce(sum(size * (size - 1) / 2) filter (where is_used), 0)::bigint,"
        " coalesce(sum(size) filter (where not is_used), 0)::bigint from sized"
        " group by 1 order by 1"
    ).fetchall()
    connection.execute("drop table keyed")
    connection.execute("drop table sized")
    return [(used[rule].name, pairs, left_out) for rule, pairs, left_out in report]
