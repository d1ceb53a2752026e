"""What answers weigh, learnt from the records at hand, without anybody having labelled a pair.

``u`` is counted on pairs drawn at random (repeatably), ``m`` and the rate of matches by expectation
maximisation over the candidate pairs; where the data say little, what is believed beforehand holds:
it counts as ``BELIEVED_MATCHES`` matches and ``BELIEVED_STRANGERS`` pairs of strangers (a maximum a
posteriori estimate with Dirichlet priors; Dempster, Laird and Rubin 1977, Fellegi and Sunter 1969).

What does not belong here: comparing (``scoring``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from identity.comparing.model import Kind, MatchModel, believed
from identity.comparing.scoring import score

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt

    from identity.comparing.comparisons import Comparison, Level

    Grid = npt.NDArray[np.int64]
    Line = npt.NDArray[np.float64]
    Patterns = tuple[Grid, Line]

BELIEVED_MATCHES: Final = 40.0
BELIEVED_STRANGERS: Final = 20_000.0
MOST_PAIRS: Final = 150_000
# Of so few records there is nothing to learn.
FEWEST: Final = 40
ROUNDS: Final = 60


def learn(
    connection: duckdb.DuckDBPyConnection,
    kind: Kind,
    comparisons: tuple[Comparison, ...],
    *,
    records: str,
    candidates: str,
    count: int,
) -> MatchModel:
    """The model of the records in table ``records`` (``count`` of them, ``uid`` from 0).

    ``candidates`` is the table of pairs in which nearly all matches are. Same records, same model.
    """
    model = believed(comparisons, kind.rivals, records=count)
    if count < FEWEST:
        return model
    fields = tuple(comparison.field for comparison in comparisons)
    strangers = _drawn_at_random(connection, count)
    drawn = _patterns(connection, model, fields, records, strangers)
    total = connection.execute(f"select count(*) from {candidates}").fetchall()[0][0]
    kept = min(1.0, MOST_PAIRS / max(total, 1))
    connection.execute(
        f"create or replace temp table lesson as select l, r from {candidates}"
        f" where hash(l, r) % 1000000 < {round(kept * 1_000_000)}"
    )
    grid, often = _patterns(connection, model, fields, records, "lesson")
    connection.execute("drop table lesson")
    connection.execute(f"drop table {strangers}")
    return maximised(model, drawn, (grid, often / kept), pairs=count * (count - 1) / 2)


def maximised(
    model: MatchModel, drawn: Patterns, candidates: Patterns, *, pairs: float
) -> MatchModel:
    """The model with the ``m``, ``u`` and rate that make the answers likeliest.

    Patterns are a grid, one row a pattern of answers (0 is different, -1 unknown), and how many
    pairs gave each. ``u`` is counted on pairs ``drawn`` at random, each as far as it is one of
    strangers; ``m`` on the ``candidates``: of all ``pairs``, those not in it are strangers.
    """
    import numpy as np

    for _ in range(ROUNDS):
        of_strangers = _chances(model, drawn[0])[:, -1] * drawn[1]
        of_one = _chances(model, candidates[0])[:, 0] * candidates[1]
        m = tuple(
            _shares(candidates[0][:, place], of_one, c.levels, "m")
            for place, c in enumerate(model.comparisons)
        )
        u = tuple(
            _shares(drawn[0][:, place], of_strangers, c.levels, "u")
            for place, c in enumerate(model.comparisons)
        )
        rate = min(float((of_one.sum() + 1) / (pairs + 2)), 0.5 / float(_reasons(model)[1].sum()))
        settled = abs(np.log(rate / model.rate)) < 1e-6
        model = replace(model, m=m, u=u, rate=rate)
        if settled:
            break
    return model


def _reasons(model: MatchModel) -> tuple[npt.NDArray[np.bool_], Line]:
    """For each reason to agree but chance: the fields that do, and its rate beside a match's."""
    import numpy as np

    fields = [comparison.field for comparison in model.comparisons]
    agreeing = [[True] * len(fields), *([f in r.fields for f in fields] for r in model.rivals)]
    return np.array(agreeing), np.array([1.0, *(rival.ratio for rival in model.rivals)])


def _chances(model: MatchModel, grid: Grid) -> Line:
    """For each pattern the probability of each reason: one party, the rivals, strangers."""
    import numpy as np

    agreeing, ratios = _reasons(model)
    odds = np.stack(
        [
            _log_odds(m, u)[grid[:, place]]
            for place, (m, u) in enumerate(zip(model.m, model.u, strict=True))
        ],
        axis=1,
    )
    likely = np.log(model.rate * ratios) + odds @ agreeing.T
    strangers = np.log1p(-model.rate * ratios.sum())
    likely = np.append(likely, np.full((len(grid), 1), strangers), axis=1)
    chances = np.exp(likely - likely.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def _log_odds(m: tuple[float, ...], u: tuple[float, ...]) -> Line:
    """By answer counted from below; the last entry, reached by -1, is for unknown."""
    import numpy as np

    ratios = [np.log(a / b) for a, b in zip(reversed(m), reversed(u), strict=True)]
    return np.array([*ratios, 0.0])


def _shares(answers: Grid, often: Line, levels: tuple[Level, ...], of: str) -> tuple[float, ...]:
    """How often each level was the answer, from the top, mixed with what was believed of ``of``."""
    import numpy as np

    prior = np.array([getattr(level, of) for level in levels])
    strength = BELIEVED_MATCHES if of == "m" else BELIEVED_STRANGERS
    known = answers >= 0
    counted = np.bincount(answers[known], weights=often[known], minlength=len(levels))[::-1]
    mixed = counted + strength * prior / prior.sum()
    return tuple(float(share) for share in mixed / mixed.sum())


def _patterns(
    connection: duckdb.DuckDBPyConnection,
    model: MatchModel,
    fields: tuple[str, ...],
    records: str,
    pairs: str,
) -> tuple[Grid, Line]:
    """Each pattern of answers that the pairs give, and how many of them give it."""
    import numpy as np

    score(connection, model, records=records, pairs=pairs, into="answers")
    columns = ", ".join(f"gamma_{field}" for field in fields)
    rows = connection.execute(
        f"select {columns}, count(*) from answers group by all order by all"
    ).fetchall()
    connection.execute("drop table answers")
    table = np.array(rows, dtype=np.int64).reshape(-1, len(fields) + 1)
    return table[:, :-1], table[:, -1].astype(np.float64)


def _drawn_at_random(connection: duckdb.DuckDBPyConnection, count: int) -> str:
    """Pairs that any two records may be: all of them, or ``MOST_PAIRS`` drawn by a fixed hash."""
    if count * (count - 1) / 2 <= MOST_PAIRS:
        query = (
            f"select a.i as l, b.i as r from range({count}) as a(i)"
            f" join range({count}) as b(i) on a.i < b.i"
        )
    else:
        query = (
            "select distinct least(x, y) as l, greatest(x, y) as r from ("
            f" select (hash(i) % {count})::bigint as x, (hash(i + 1000000007) % {count})::bigint"
            f" as y from range({MOST_PAIRS}) as d(i)) where x <> y"
        )
    connection.execute(f"create or replace temp table strangers as {query}")
    return "strangers"
