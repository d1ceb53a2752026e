"""The records of one kind, compared: prepared, blocked, learnt from, scored.

What does not belong here: what is joined (``clustering``, ``resolving``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from identity import blocking
from identity.comparing.firms import FIRMS
from identity.comparing.learning import learn
from identity.comparing.model import Kind, MatchModel
from identity.comparing.people import PEOPLE
from identity.comparing.scoring import score
from identity.engine import put
from identity.preparing import filled

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    and ``bits_``; ``blocked``: per key its pairs and the records that it could not place.
    """

    kind: Kind
    table: pl.DataFrame
    model: MatchModel | None
    pairs: pl.DataFrame
    blocked: tuple[tuple[str, int, int], ...] = ()


def matched(
    connection: duckdb.DuckDBPyConnection,
    kind: Kind,
    keys: tuple[blocking.Key, ...],
    table: pl.DataFrame,
    also: Iterable[tuple[str, str]],
) -> Matched:
    """Every pair worth a look among the prepared records of ``table``, and those of ``also``."""

    columns = filled(table)
    comparisons = tuple(c for c in kind.comparisons if set(c.columns) <= columns)
    if table.height < 2 or not comparisons:
        return Matched(kind, table, None, _no_pairs())
    put(connection, "records", table)
    blocked = blocking.block(connection, keys, records="records", into="candidates", filled=columns)
    _add(connection, table, also)
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
    return Matched(kind, table, model, _named(connection), tuple(blocked))


def _add(
    connection: duckdb.DuckDBPyConnection, table: pl.DataFrame, also: Iterable[tuple[str, str]]
) -> None:
    """Add pairs that a key of another kind names, as far as both are in the table."""
    import polars as pl

    place = dict(table.select("record_id", "uid").iter_rows())
    more = sorted(
        {tuple(sorted((place[a], place[b]))) for a, b in also if a in place and b in place}
    )
    put(connection, "more", pl.DataFrame(more, schema={"l": pl.Int64, "r": pl.Int64}, orient="row"))
    connection.execute("insert into candidates from (from more except from candidates)")


def _close(connection: duckdb.DuckDBPyConnection, model: MatchModel) -> None:
    """Score what lies between records held together, also where they share no key.

    Without it a group of records would be judged by its best pairs only.
    """
    import polars as pl

    from identity.clustering import components

    likely: list[tuple[int, int]] = connection.execute(
        f"select uid_l, uid_r from scored where probability >= {LIKELY} order by all"
    ).fetchall()
    known = set(likely)
    between = [
        (one, other)
        for members in components(likely)
        if 2 < len(members) <= LARGEST_COMPARED
        for place, one in enumerate(members)
        for other in members[place + 1 :]
        if (one, other) not in known
    ]
    if not between:
        return
    schema = {"l": pl.Int64, "r": pl.Int64}
    put(connection, "between", pl.DataFrame(between, schema=schema, orient="row"))
    connection.execute("delete from scored using between where uid_l = l and uid_r = r")
    score(connection, model, records="records", pairs="between", into="closed")
    connection.execute("insert into scored by name from closed")


def _named(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The scored pairs under the ids of their records."""
    return connection.execute(
        "select a.record_id as left_id, b.record_id as right_id, s.* exclude (uid_l, uid_r)"
        " from scored as s join records as a on s.uid_l = a.uid"
        " join records as b on s.uid_r = b.uid"
        " order by 1, 2"
    ).pl()


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
