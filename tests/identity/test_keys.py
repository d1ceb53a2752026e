"""No key ever means two firms, whatever is merged, split, found, lost or decided."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from identity.keys import Known, assign, key_founded_by


class History:
    """Runs of a registry, one after the other, kept as a later reader would find them."""

    def __init__(self) -> None:
        self.known = Known()
        self.run = 0
        self.kinds: list[tuple[str, ...]] = []

    def then(self, *parties: str) -> dict[str, str]:
        """One run in which each text is a party, each of its letters a record."""
        clusters = {record: party[0] for party in parties for record in party}
        return self.see(clusters)

    def see(self, clusters: dict[str, str]) -> dict[str, str]:
        self.run += 1
        assigned = assign(self.known, clusters, self.run)
        self.known = assigned.added_to(self.known)
        self.kinds.append(tuple(event.kind for event in assigned.events))
        return {record: self.known.records[record].party_key for record in clusters}


A, B, C = (key_founded_by(record) for record in "abc")


def test_a_run_again_changes_nothing() -> None:
    history = History()
    first = history.then("ab", "c")
    assert history.then("ab", "c") == first == {"a": A, "b": A, "c": C}
    assert history.kinds == [("born", "born"), ()]


def test_a_new_source_does_not_change_the_key_of_a_known_firm() -> None:
    history = History()
    history.then("b")
    assert history.then("ab") == {"a": B, "b": B}
    assert history.kinds[-1] == ()


def test_the_older_key_survives_a_merge_and_the_other_is_back_when_it_is_undone() -> None:
    history = History()
    history.then("b")
    history.then("b", "a")
    assert history.then("ab") == {"a": B, "b": B}
    assert history.then("a", "b") == {"a": A, "b": B}
    assert history.kinds[2:] == [("merged",), ("split",)]


def test_the_firm_whose_record_founded_the_key_keeps_it_in_a_split() -> None:
    history = History()
    history.then("a")
    history.then("abc")
    assert history.then("bc", "a") == {"a": A, "b": B, "c": B}


def test_a_key_in_use_is_kept_before_an_older_one_that_never_was() -> None:
    history = History()
    history.then("ab")
    history.then("ab", "c")
    assert history.then("a", "bc") == {"a": A, "b": C, "c": C}


def test_a_key_outlives_the_record_that_founded_it() -> None:
    history = History()
    history.then("ab")
    assert history.then("b") == {"b": A}
    assert history.kinds[-1] == ()
    # Back, and apart from what bears its key: it is another firm now, with another key.
    back = history.then("a", "b")
    assert back["b"] == A
    assert back["a"] not in {A, B}


def test_a_firm_that_every_source_lost_has_its_key_again_when_it_returns() -> None:
    history = History()
    history.then("a", "b")
    history.then("b")
    assert history.then("ca", "b") == {"a": A, "b": B, "c": A}
    assert history.kinds == [("born", "born"), ("gone",), ("returned",)]


def test_a_key_of_a_firm_that_is_now_under_another_says_so() -> None:
    history = History()
    history.then("a", "bc")
    history.then("ab", "c")
    assert history.kinds[-1] == ("merged", "split")


# A firm is a number; a record is named for its firm and its source. A cluster is what the matching
# thinks: mostly the firm, sometimes two firms (a wrong merge), or a firm torn in two.
steps = st.tuples(
    st.sets(st.integers(0, 11), max_size=4),  # records that a source brings, or loses
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=2),  # joined by mistake
    st.sets(st.integers(0, 11), max_size=3),  # kept apart by mistake, or by a steward
)
Step = tuple[set[int], list[tuple[int, int]], set[int]]


@pytest.mark.parametrize("may_err", [True, False])
@given(days=st.lists(steps, min_size=2, max_size=8))
@settings(max_examples=80, deadline=None)
def test_no_key_ever_means_two_firms(may_err: bool, days: list[Step]) -> None:
    """Twelve records of four firms come, go, are joined and torn.

    Where matching never errs, all that ever bore a key is one firm. Where it errs, a key that a
    party of one firm bore is never borne by a party of another firm; no record is lost while it
    is joined to a firm that it is not.
    """
    history, live, bearers = History(), set(range(12)), dict[str, set[int]]()
    before: dict[str, str] = {}
    for turned, joined, torn in days:
        wrong = {name for name, firms in _firms(before).items() if len(firms) > 1}
        live ^= {
            number for number in turned if before.get(_record(number)) not in wrong or not may_err
        }
        clusters = _clusters(live, joined if may_err else [], torn)
        before = history.see(clusters)
        names = {clusters[record]: key for record, key in before.items()}
        assert len(set(names.values())) == len(names)  # one key a party, one party a key
        for key, firms in _firms(before).items():
            if len(firms) == 1:
                bearers.setdefault(key, set()).update(firms)
    assert {key: firms for key, firms in bearers.items() if len(firms) > 1} == {}


def _record(number: int) -> str:
    return f"{number % 4}:{number}"


def _clusters(live: set[int], joined: list[tuple[int, int]], torn: set[int]) -> dict[str, str]:
    firm_of = {firm: firm for firm in range(4)}
    for left, right in joined:
        firm_of = {
            firm: firm_of[left] if name == firm_of[right] else name
            for firm, name in firm_of.items()
        }
    return {
        _record(number): f"torn {number}" if number in torn else f"firm {firm_of[number % 4]}"
        for number in live
    }


def _firms(keys: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record, key in keys.items():
        found.setdefault(key, set()).add(record.split(":")[0])
    return found
