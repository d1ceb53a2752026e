"""Pairs that a key makes one, before any probability: a register number, a link, a shared number.

Each key has its guard, as keys are mistyped too: a SIREN typed into the wrong firm joins nothing, a
steward is asked.

What does not belong here: how alike two records are (``comparing``).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Final

from identity.clustering import Pair

if TYPE_CHECKING:
    import polars as pl

MOST_OF_ONE_NUMBER: Final = 50
# Two systems share a numbering if, of the records with one number and both named, so many agree.
SHARED_NUMBERING: Final = 0.5


def keyed_pairs(table: pl.DataFrame, links: Iterable[Pair]) -> dict[Pair, str]:
    """The pairs of the prepared ``table`` that a key names, sorted, each with its strongest key."""
    known = set(table["record_id"])
    keys = dict.fromkeys(party_numbered(table), "same_party_number")
    keys |= dict.fromkeys(numbered(table), "same_number")
    keys |= dict.fromkeys((pair for pair in links if set(pair) <= known), "linked_by_source")
    return dict(sorted(keys.items()))


def linked(records: pl.DataFrame) -> list[Pair]:
    """Pairs that a source or the synchronisation says are one, as far as both are known."""
    known = set(records["record_id"])
    pairs = records.select("record_id", "linked_to").drop_nulls().iter_rows()
    return sorted({_ordered(a, b) for a, b in pairs if b in known and a != b})


def numbered(table: pl.DataFrame) -> list[Pair]:
    """Pairs of the prepared ``table`` that bear one register number.

    A number that more than ``MOST_OF_ONE_NUMBER`` records bear was typed to fill a field.
    """
    import polars as pl

    borne = (
        table.select("record_id", "numbers")
        .explode("numbers")
        .drop_nulls()
        .group_by("numbers")
        .agg(pl.col("record_id").sort())
        .filter(pl.col("record_id").list.len().is_between(2, MOST_OF_ONE_NUMBER))
    )
    return sorted({pair for some in borne["record_id"].to_list() for pair in combinations(some, 2)})


def party_numbered(table: pl.DataFrame) -> list[Pair]:
    """Pairs of two systems that bear one party number, where the two share their numbering.

    Two systems that both count from C0001 share nothing: of the pairs in which both are named,
    at least ``SHARED_NUMBERING`` must have names that sound alike.
    """
    import polars as pl

    own = table.select("record_id", "source_name", "party_number", "sound").filter(
        pl.col("party_number").is_not_null()
    )
    pairs = (
        own.join(own, on="party_number", suffix="_r")
        .filter(pl.col("source_name") < pl.col("source_name_r"))
        .with_columns((pl.col("sound") == pl.col("sound_r")).alias("agrees"))
    )
    trusted = (
        pairs.group_by("source_name", "source_name_r")
        .agg(pl.col("agrees").mean())
        .filter(pl.col("agrees").is_null() | (pl.col("agrees") >= SHARED_NUMBERING))
    )
    kept = pairs.join(trusted, on=["source_name", "source_name_r"], how="semi")
    return sorted({_ordered(a, b) for a, b in kept.select("record_id", "record_id_r").iter_rows()})


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
