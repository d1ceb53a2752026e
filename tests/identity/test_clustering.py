"""One bad link does not chain two firms together."""

from __future__ import annotations

from itertools import combinations

from identity.clustering import Evidence, Facts, Link, Parties


def _firm(name: str, siren: str, records: int) -> tuple[list[str], list[Link], dict[str, Facts]]:
    ids = [f"{name}:{place}" for place in range(records)]
    links = [Link(a, b, 12.0) for a, b in combinations(ids, 2)]
    return ids, links, {i: Facts({"siren": frozenset({siren})}) for i in ids[:1]}


def _two_firms(*, guarded: bool) -> Parties:
    """Two firms of ten records, a SIREN in one record of each, and one bad link between others."""
    a, links, facts = _firm("a", "732829320", 10)
    b, more, others = _firm("b", "552100554", 10)
    parties = Parties(facts | others, {}, guarded=guarded)
    parties.join_all([*links, *more, Link(a[5], b[5], 9.0)])
    return parties


def test_one_bad_link_does_not_chain_two_firms_of_different_sirens() -> None:
    parties = _two_firms(guarded=True)
    assert parties.of("a:9") == "a:0"
    assert parties.of("b:9") == "b:0"
    assert parties.refused == {("a:5", "b:5"): "different_numbers"}


def test_without_the_guard_the_bad_link_would_chain_them() -> None:
    assert _two_firms(guarded=False).of("b:9") == "a:0"


def test_evidence_between_all_records_counts_not_only_the_best_pair() -> None:
    a, links, _ = _firm("a", "", 3)
    b, more, _ = _firm("b", "", 3)
    against = {(x, y): Evidence(-8.0) for x in a for y in b}
    parties = Parties({}, {**against, (a[0], b[0]): Evidence(20.0)})
    parties.join_all([*links, *more, Link(a[0], b[0], 10.0)])
    assert parties.refused == {("a:0", "b:0"): "evidence_against"}


def test_a_record_that_fits_father_and_son_goes_to_neither() -> None:
    evidence = {
        ("father", "son"): Evidence(17.0, frozenset({"birth_date"}), weight=0.3),
        ("father", "nobody"): Evidence(21.0),
        ("nobody", "son"): Evidence(21.0),
    }
    born = frozenset({"birth_date"})
    parties = Parties({"father": Facts(known=born), "son": Facts(known=born)}, evidence)
    parties.join_all([Link("father", "nobody", 5.0), Link("nobody", "son", 5.0)])
    assert set(parties.refused.values()) == {"ambiguous"}
    assert parties.of("nobody") == "nobody"


def test_senior_and_junior_are_two() -> None:
    parties = Parties({"a": Facts(generation="senior"), "b": Facts(generation="junior")}, {})
    parties.join_all([Link("a", "b", 12.0)])
    assert parties.refused == {("a", "b"): "different_generation"}


def test_groups_whose_birth_dates_differ_more_often_than_agree_are_two() -> None:
    differ = Evidence(5.0, frozenset({"birth_date"}), weight=-3.0)
    evidence = {("a1", "b1"): differ, ("a1", "b2"): differ, ("a2", "b1"): Evidence(20.0)}
    parties = Parties({}, evidence)
    parties.join_all([Link("a1", "a2", 15.0), Link("b1", "b2", 14.0), Link("a2", "b1", 8.0)])
    assert parties.refused == {("a2", "b1"): "contradicts"}


def test_a_stewards_word_holds_over_links_and_keys() -> None:
    parties = Parties({}, {}, apart=[("a", "c")])
    parties.join_all([Link("a", "b", 9.0, sure=True), Link("b", "c", 9.0, sure=True)])
    assert parties.of("b") == "a"
    assert parties.refused == {("b", "c"): "told_apart"}
    said = Parties({}, {("a", "b"): Evidence(-30.0)})
    said.join_all([Link("a", "b", 0.0, by_steward=True)])
    assert said.of("b") == "a"
