"""The compared columns, and in them only what tells parties apart.

What many parties share says nothing: a mail address of forty firms, the telephone of a switchboard,
a word that every third name has.

What does not belong here: the form of one value (``normalising``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from identity.normalising.records import prepared_firms, prepared_people

if TYPE_CHECKING:
    import polars as pl

# A family of four shares an address; the mailbox of an office has more names than these.
MOST_NAMES_OF_ONE: Final = {"mail": 8, "phone": 8, "domain": 12}


def normalised(records: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The compared columns of the complete ``records`` of one kind, each value by itself."""
    import polars as pl

    if kind == "organisation":
        return prepared_firms(records)
    return prepared_people(records).with_columns(
        pl.col("birth_on").dt.strftime("%Y%m%d").alias("birth")
    )


def prepared(table: pl.DataFrame) -> pl.DataFrame:
    """Normalised records as they are compared, with ``uid`` from 0.

    Rows are in the order of record_id, so that the same records give the same table.
    """
    import polars as pl

    known = table.sort("record_id")
    if "other_name" in known.columns:
        known = _with_rare_words(known)
    for column in ("mail", "phone", "domain"):
        known = _without_shared(known, column, MOST_NAMES_OF_ONE[column])
    return (
        known.with_columns(
            pl.coalesce("postal_code", "town").alias("place"),
            pl.coalesce("domain", "mail").alias("domain_or_mail"),
            pl.when(pl.col("phone").is_not_null()).then(pl.col("phone_end")).alias("phone_end"),
        )
        .with_row_index("uid")
        .with_columns(pl.col("uid").cast(pl.Int64))
    )


def filled(table: pl.DataFrame) -> frozenset[str]:
    """The columns that hold something in two records or more."""
    import polars as pl

    found = set()
    for name, kind in table.schema.items():
        column = table[name]
        known = int((column.list.len() > 0).sum()) if kind == pl.List(pl.String) else column.count()
        if known > 1:
            found.add(name)
    return frozenset(found)


def _without_shared(table: pl.DataFrame, column: str, most: int) -> pl.DataFrame:
    """Null where records of more than ``most`` different names share the value."""
    import polars as pl

    names = pl.col("name").n_unique().over(column)
    return table.with_columns(pl.when(names <= most).then(pl.col(column)).alias(column))


def _with_rare_words(table: pl.DataFrame) -> pl.DataFrame:
    """The words of a name that few other names have: at most one in two hundred, or three."""
    import polars as pl

    most = max(3, table.height // 200)
    counted = (
        table.select("words")
        .explode("words")
        .filter(pl.col("words").is_not_null())
        .group_by("words")
        .len()
    )
    rare = set(counted.filter(pl.col("len") <= most)["words"])
    return table.with_columns(
        pl.col("words").list.filter(pl.element().is_in(list(rare))).alias("rare_words")
    )
