"""Whose value of a field goes over: who alone changed it; else the field's rule; else nobody's."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.sync.model import Changed, Decision, Value, Winner, decide

EARLY, LATE = (dt.datetime(2024, 3, day, tzinfo=dt.UTC) for day in (1, 2))
UNKNOWN = Changed()


def _decide(
    agreed: Value | None,
    crm: Value,
    erp: Value,
    winner: Winner = "person",
    changed: Changed = UNKNOWN,
) -> Decision | None:
    return decide("city", winner=winner, agreed={"city": agreed}, crm=crm, erp=erp, changed=changed)


def test_what_is_the_same_needs_no_decision() -> None:
    assert _decide("Lyon", "Paris", "Paris") is None


@pytest.mark.parametrize(
    ("crm", "erp", "keep"),
    [("Paris", "Lyon", "crm"), ("Lyon", "Paris", "erp"), (None, "Lyon", "crm")],
)
def test_who_alone_changed_it_brings_the_new_value(crm: str | None, erp: str, keep: str) -> None:
    assert _decide("Lyon", crm, erp) == Decision("city", keep, is_conflict=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("winner", "changed", "keep"),
    [
        ("erp", UNKNOWN, "erp"),
        ("crm", UNKNOWN, "crm"),
        ("person", Changed(LATE, EARLY), None),
        ("recent", Changed(LATE, EARLY), "crm"),
        ("recent", Changed(EARLY, LATE), "erp"),
        ("recent", Changed(EARLY, EARLY), "erp"),
        ("recent", Changed(EARLY, None), "crm"),
    ],
)
def test_what_both_changed_is_decided_by_the_rule(
    winner: Winner, changed: Changed, keep: str | None
) -> None:
    found = _decide("Lyon", "Paris", "Nantes", winner, changed)
    assert found == Decision("city", keep, is_conflict=True)  # type: ignore[arg-type]


def test_where_they_never_agreed_a_blank_is_filled_and_a_difference_decided() -> None:
    def first(crm: Value, erp: Value) -> Decision | None:
        return decide("city", winner="erp", agreed={}, crm=crm, erp=erp, changed=UNKNOWN)

    assert first("Lyon", None) == Decision("city", "crm", is_conflict=False)
    assert first(None, "Lyon") == Decision("city", "erp", is_conflict=False)
    assert first("Paris", "Lyon") == Decision("city", "erp", is_conflict=True)


VALUES = st.sampled_from([None, "a", "b", "c"])


@given(VALUES, VALUES, VALUES, st.sampled_from(["erp", "crm", "recent", "person"]))
def test_after_the_decision_both_sides_agree_or_a_person_is_asked(
    agreed: Value, crm: Value, erp: Value, winner: Winner
) -> None:
    decision = _decide(agreed, crm, erp, winner)
    if decision is None:
        assert crm == erp
        return
    if decision.keep is None:
        assert winner == "person"
        assert agreed not in {crm, erp}
        return
    value = crm if decision.keep == "crm" else erp
    assert _decide(value, value, value, winner) is None
    assert value != agreed or decision.is_conflict is False
    assert decision.is_conflict == (agreed not in {crm, erp})
