"""The records of one kind, compared: prepared, blocked, learnt from, scored.

What does not belong here: what is joined (``clustering``, ``resolving``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from identity import blocking
from identity.certain import keyed_pairs
from identity.clustering import Pair, components
from identity.comparing.firms import FIRMS
from identity.comparing.learning import learn
from identity.comparing.model import Kind, MatchModel
from identity.comparing.people import PEOPLE
from identity.comparing.scoring import score
from identity.engine import put
from identity.preparing import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb
    import polars as pl

KINDS: Final[tuple[tuple[Kind, tuple[blocking.Key, ...]], ...]] = (
    (FIRMS, blocking.FIRMS),
    (PEOPLE, blocking.PEOPLE),
)
# Pairs less probable are not kept: nobody is asked about them.
LEAST_KEPT: Final = 0.01
# From here on two records are held together while their groups are looked at as a whole.
LIKELY: Final = 0.3
LARGEST_COMPARED: Final = 60


@dataclass(frozen=True, slots=True)
class Matched:
    """``pairs``: ``left_id``, ``right_id``, ``probability``, ``weight``, and per field ``gamma_``
    and ``bits_``; ``keyed``: the pairs that a key names, all among ``pairs`` if there is a model;
    ``blocked``: per key its pairs and the records that it could not place.
    """

    kind: Kind
    table: pl.DataFrame
    model: MatchModel | None
    pairs: pl.DataFrame
    keyed: Mapping[Pair, str]
    blocked: tuple[tuple[str, int, int], ...] = ()


def matched(
    connection: duckdb.DuckDBPyConnection,
    kind: Kind,
    keys: tuple[blocking.Key, ...],
    table: pl.DataFrame,
    links: Iterable[Pair],
) -> Matched:
    """Every pair worth a look among the prepared records of ``table``; ``links`` are worth one."""
    keyed = keyed_pairs(table, links)
    columns = filled(table)
    comparisons = kind.comparable(columns)
    if table.height < 2 or not comparisons:
        return Matched(kind, table, None, _no_pairs(), keyed)
    put(connection, "records", table)
    blocked = blocking.block(connection, keys, records="records", into="candidates", filled=columns)
    _add(connection, table, keyed)
    model = learn(
        connection,
        kind,
        comparisons,
        records="records",
        candidates="candidates",
        count=table.height,
    )
    score(connection, model, records="records", pairs="candidates", into="scored", least=LEAST_KEPT)
    _close(connection, model)
    return Matched(kind, table, model, _named(connection), keyed, tuple(blocked))


def matched_more(
    connection: duckdb.DuckDBPyConnection,
    keys: tuple[blocking.Key, ...],
    before: Matched,
    model: MatchModel,
    *,
    table: pl.DataFrame,
    new: frozenset[str],
    links: Iterable[Pair],
) -> Matched:
    """The same on top of what was ``before``: only pairs with one of the ``new`` are scored.

    ``table`` holds all records. The ``model`` stands, so the weights of old pairs do; how frequent
    values are is counted anew, for the new pairs only.
    """
    import polars as pl

    keyed = keyed_pairs(table, links)
    put(connection, "records", table)
    put(connection, "fresh", table.filter(pl.col("record_id").is_in(list(new))).select("uid"))
    columns = filled(table)
    blocked = blocking.block(
        connection, keys, records="records", into="candidates", filled=columns, only="fresh"
    )
    _add(connection, table, [pair for pair in keyed if new & set(pair)])
    score(connection, model, records="records", pairs="candidates", into="scored", least=LEAST_KEPT)
    kept = before.pairs.filter(
        ~pl.col("left_id").is_in(list(new)) & ~pl.col("right_id").is_in(list(new))
    )
    put(connection, "kept", kept)
    connection.execute(
        "insert into scored by name select a.uid as uid_l, b.uid as uid_r,"
        " k.* exclude (left_id, right_id) from kept as k join records as a on left_id = a.record_id"
        " join records as b on right_id = b.record_id"
    )
    fresh = frozenset(row[0] for row in connection.execute("from fresh").fetchall())
    _close(connection, model, only=fresh)
    return Matched(before.kind, table, model, _named(connection), keyed, tuple(blocked))


def _add(connection: duckdb.DuckDBPyConnection, table: pl.DataFrame, keyed: Iterable[Pair]) -> None:
    """Add the pairs that a key names, also where the two records share nothing else."""
    place = dict(table.select("record_id", "uid").iter_rows())
    put(connection, "keyed", _uids((place[one], place[other]) for one, other in keyed))
    connection.execute("insert into candidates from (from keyed except from candidates)")


def _close(
    connection: duckdb.DuckDBPyConnection, model: MatchModel, only: frozenset[int] | None = None
) -> None:
    """Score what lies between records held together, and what a key names, however improbable.

    Without the first a group of records would be judged by its best pairs only. ``only``: the
    groups that hold one of these.
    """
    likely: list[tuple[int, int]] = connection.execute(
        f"select uid_l, uid_r from scored where probability >= {LIKELY} order by all"
    ).fetchall()
    between = [
        pair
        for members in components(likely)
        if 2 < len(members) <= LARGEST_COMPARED and (only is None or only & set(members))
        for pair in combinations(members, 2)
    ]
    put(connection, "between", _uids(between))
    connection.execute(
        "create or replace temp table unseen as select l, r from (from between union from keyed)"
        " anti join scored on uid_l = l and uid_r = r"
    )
    if connection.execute("select count(*) from unseen").fetchall()[0][0]:
        score(connection, model, records="records", pairs="unseen", into="closed")
        connection.execute("insert into scored by name from closed")


def _named(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The scored pairs under the ids of their records."""
    return connection.execute(
        "select a.record_id as left_id, b.record_id as right_id, s.* exclude (uid_l, uid_r)"
        " from scored as s join records as a on s.uid_l = a.uid"
        " join records as b on s.uid_r = b.uid"
        " order by 1, 2"
    ).pl()


def _uids(pairs: Iterable[tuple[int, ...]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(list(pairs), schema={"l": pl.Int64, "r": pl.Int64}, orient="row")


def _no_pairs() -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        schema={
            "left_id": pl.String(),
            "right_id": pl.String(),
            "weight": pl.Float64(),
            "probability": pl.Float64(),
        }
    )
