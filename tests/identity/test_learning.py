"""What answers weigh is learnt from the records, and believed where they are few."""

from __future__ import annotations

import numpy as np

from identity.comparing.comparisons import Comparison, Level
from identity.comparing.learning import maximised
from identity.comparing.model import MatchModel, Rival

FIELDS = tuple(
    Comparison(name, (name,), "", (Level("same", "", 0.9, 0.01), Level("different", "", 0.1, 0.99)))
    for name in ("a", "b", "c")
)


def _model(*rivals: Rival) -> MatchModel:
    return MatchModel(FIELDS, ((0.9, 0.1),) * 3, ((0.01, 0.99),) * 3, 0.01, rivals)


def _counted(patterns: dict[tuple[int, int, int], int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(list(patterns)), np.array(list(patterns.values()), dtype=float)


STRANGERS = _counted({(0, 0, 0): 50_000, (1, 0, 0): 500, (0, 1, 0): 500, (0, 0, 1): 500})


def test_a_field_that_matches_often_differ_in_weighs_less() -> None:
    candidates = _counted({(1, 1, 1): 6000, (1, 1, 0): 4000, (0, 0, 0): 40_000})
    model = maximised(_model(), STRANGERS, candidates, pairs=1_000_000)
    assert model.m[0][0] > 0.95
    assert 0.55 < model.m[2][0] < 0.65
    assert model.u[0][0] < 0.05
    assert 0.009 < model.rate < 0.011


def test_a_handful_of_pairs_does_not_overturn_what_is_believed() -> None:
    candidates = _counted({(1, 1, 1): 2, (1, 1, 0): 4})
    model = maximised(_model(), STRANGERS, candidates, pairs=10_000)
    assert model.m[2][0] > 0.8


def test_what_a_rival_explains_is_not_learnt_as_a_match() -> None:
    """Two of three fields agree as in one household: without the rival the third weighs little."""
    candidates = _counted({(1, 1, 1): 1000, (1, 1, 0): 1000, (0, 0, 0): 40_000})
    alone = maximised(_model(), STRANGERS, candidates, pairs=1_000_000)
    household = Rival("household", frozenset({"a", "b"}), 1.0)
    beside = maximised(_model(household), STRANGERS, candidates, pairs=1_000_000)
    assert alone.m[2][0] < 0.6
    assert beside.m[2][0] > 0.8


def test_an_unknown_answer_teaches_nothing() -> None:
    known = _counted({(1, 1, 1): 5000, (0, 0, 0): 40_000})
    gaps = _counted({(1, 1, 1): 5000, (1, 1, -1): 3000, (0, 0, 0): 40_000})
    one = maximised(_model(), STRANGERS, known, pairs=1_000_000)
    other = maximised(_model(), STRANGERS, gaps, pairs=1_000_000)
    assert abs(one.m[2][0] - other.m[2][0]) < 0.01
