"""Stewards' words: the latest holds, and those that contradict are reported."""

from __future__ import annotations

from datetime import UTC, datetime

from identity.deciding import decided
from identity.model import Decision, Word


def _word(number: int, left: str, right: str, verdict: Word, author: str = "ann") -> Decision:
    at = datetime(2026, 1, number, tzinfo=UTC)
    return Decision(left, right, verdict, author, at, decision_id=f"d{number}")


def test_the_latest_word_on_a_pair_holds_in_whatever_order_it_is_named() -> None:
    words = decided([_word(2, "b", "a", "different"), _word(1, "a", "b", "same")])
    assert [w.decision_id for w in words.different] == ["d2"]
    assert words.same == ()
    assert words.contradictions == ()


def test_two_stewards_who_disagree_are_reported() -> None:
    words = decided([_word(1, "a", "b", "same"), _word(2, "a", "b", "different", "bob")])
    (found,) = words.contradictions
    assert (found.left_id, found.right_id) == ("a", "b")
    assert (found.different_id, found.same_ids) == ("d2", ("d1",))


def test_a_chain_of_same_that_ends_at_two_told_apart_is_reported() -> None:
    words = decided(
        [
            _word(1, "a", "b", "same"),
            _word(2, "b", "c", "same"),
            _word(3, "a", "c", "different"),
        ]
    )
    (found,) = words.contradictions
    assert (found.different_id, found.same_ids) == ("d3", ("d1", "d2"))
