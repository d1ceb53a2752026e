"""A field changed on both sides is decided by its rule, or kept with both values for a person."""

from __future__ import annotations

import pytest
from two_sides import OTHER_SIREN, SIREN, TwoSides

from operations.erp.party.errors import WrongSiren
from operations.errors import InvalidValue, NotFound
from operations.sync.commands import conflicts, field_rules, resolve, set_rule
from operations.sync.errors import ConflictMoved, ConflictResolved


@pytest.fixture
def renamed(sides: TwoSides) -> tuple[TwoSides, int, int]:
    """A firm that both sides have given another name."""
    account_id, customer_id = sides.linked("Moulin")
    sides.in_crm(account_id, name="Moulin Neuf")
    sides.in_erp(customer_id, name="Moulin SA")
    assert sides.sync() == 1
    return sides, account_id, customer_id


def test_a_name_changed_on_both_sides_waits_for_a_person(
    renamed: tuple[TwoSides, int, int],
) -> None:
    sides, account_id, _ = renamed
    assert sides.both(account_id, "name") == ("Moulin Neuf", "Moulin SA")
    (conflict,) = conflicts(sides.connection)
    assert (conflict.field, conflict.agreed_value, conflict.crm_value, conflict.erp_value) == (
        "name",
        "Moulin",
        "Moulin Neuf",
        "Moulin SA",
    )
    assert conflict.reason == "changed on both sides"


@pytest.mark.parametrize(("keep", "name"), [("crm", "Moulin Neuf"), ("erp", "Moulin SA")])
def test_a_person_keeps_the_value_of_one_side(
    renamed: tuple[TwoSides, int, int], keep: str, name: str
) -> None:
    sides, account_id, _ = renamed
    (conflict,) = conflicts(sides.connection)
    resolve(sides.connection, conflict.conflict_id, keep, by="Direction")  # type: ignore[arg-type]
    assert sides.both(account_id, "name") == (name, name)
    assert conflicts(sides.connection) == []
    assert sides.waiting() == []
    kept = sides.row("select kept, resolved_by, crm_value, erp_value from sync.conflicts")
    assert kept == (keep, "Direction", "Moulin Neuf", "Moulin SA")
    sides.in_crm(account_id, name="Moulin III")
    sides.sync()
    assert sides.both(account_id, "name") == ("Moulin III", "Moulin III")


def test_the_other_fields_do_not_wait(renamed: tuple[TwoSides, int, int]) -> None:
    sides, account_id, customer_id = renamed
    sides.in_erp(customer_id, city="Lyon")
    assert sides.sync() == 0
    assert sides.both(account_id, "city") == ("Lyon", "Lyon")
    assert len(conflicts(sides.connection)) == 1


def test_both_sides_may_agree_by_themselves(renamed: tuple[TwoSides, int, int]) -> None:
    sides, account_id, _ = renamed
    sides.in_crm(account_id, name="Moulin SA")
    sides.sync()
    assert sides.both(account_id, "name") == ("Moulin SA", "Moulin SA")
    assert sides.row("select kept, resolved_by from sync.conflicts") == ("same", "both sides")


def test_who_takes_his_change_back_lets_the_other_one_stand(
    renamed: tuple[TwoSides, int, int],
) -> None:
    sides, account_id, _ = renamed
    sides.in_crm(account_id, name="Moulin")
    sides.sync()
    assert sides.both(account_id, "name") == ("Moulin SA", "Moulin SA")
    assert sides.row("select kept from sync.conflicts") == "erp"


def test_deciding_between_values_that_stand_no_more_is_refused(
    renamed: tuple[TwoSides, int, int],
) -> None:
    sides, account_id, _ = renamed
    (conflict,) = conflicts(sides.connection)
    sides.in_crm(account_id, name="Moulin III")
    with pytest.raises(ConflictMoved, match="the CRM has 'Moulin III' now, the ERP 'Moulin SA'"):
        resolve(sides.connection, conflict.conflict_id, "erp", by="Direction")
    sides.sync()
    resolve(sides.connection, conflict.conflict_id, "crm", by="Direction")
    assert sides.both(account_id, "name") == ("Moulin III", "Moulin III")


def test_deciding_twice_is_refused(renamed: tuple[TwoSides, int, int]) -> None:
    sides, _, _ = renamed
    (conflict,) = conflicts(sides.connection)
    resolve(sides.connection, conflict.conflict_id, "erp", by="Direction")
    with pytest.raises(ConflictResolved, match="resolved by Direction: erp was kept"):
        resolve(sides.connection, conflict.conflict_id, "crm", by="Direction")


@pytest.mark.parametrize(("keep", "by"), [("both", "Direction"), ("erp", " ")])
def test_a_decision_names_a_side_and_who_decides(
    renamed: tuple[TwoSides, int, int], keep: str, by: str
) -> None:
    sides, _, _ = renamed
    (conflict,) = conflicts(sides.connection)
    with pytest.raises(InvalidValue):
        resolve(sides.connection, conflict.conflict_id, keep, by=by)  # type: ignore[arg-type]


def test_a_conflict_that_is_not_there_is_told(sides: TwoSides) -> None:
    with pytest.raises(NotFound, match="conflict 0"):
        resolve(sides.connection, 0, "erp", by="Direction")


def test_a_value_that_the_books_refuse_is_refused_to_the_person_too(sides: TwoSides) -> None:
    account_id, _ = sides.linked(legal_id=SIREN)
    sides.in_crm(account_id, legal_id="552100555")
    sides.sync()
    (conflict,) = conflicts(sides.connection)
    with pytest.raises(WrongSiren):
        resolve(sides.connection, conflict.conflict_id, "crm", by="Direction")
    resolve(sides.connection, conflict.conflict_id, "erp", by="Direction")
    assert sides.both(account_id, "legal_id") == (SIREN, SIREN)


@pytest.mark.parametrize(("winner", "city"), [("erp", "Paris"), ("crm", "Nantes")])
def test_the_rule_decides_and_the_other_value_is_kept_on_record(
    sides: TwoSides, winner: str, city: str
) -> None:
    set_rule(sides.connection, field="city", winner=winner, reason="So decided")  # type: ignore[arg-type]
    account_id, customer_id = sides.linked(city="Lyon")
    sides.in_crm(account_id, city="Nantes")
    sides.in_erp(customer_id, city="Paris")
    assert sides.sync() == 0
    assert sides.both(account_id, "city") == (city, city)
    assert sides.row("select crm_value, erp_value, kept, resolved_by from sync.conflicts") == (
        "Nantes",
        "Paris",
        winner,
        "rule",
    )


@pytest.mark.parametrize("last", ["crm", "erp"])
def test_the_most_recent_change_wins_where_the_rule_says_so(sides: TwoSides, last: str) -> None:
    account_id, customer_id = sides.linked(city="Lyon")
    for side in ("erp", "crm") if last == "crm" else ("crm", "erp"):
        if side == "crm":
            sides.in_crm(account_id, city="From the CRM")
        else:
            sides.in_erp(customer_id, city="From the ERP")
    # Another field written later does not make the city more recent.
    sides.in_crm(account_id, name="Atelier again")
    sides.in_erp(customer_id, legal_id=OTHER_SIREN)
    sides.sync()
    city = "From the CRM" if last == "crm" else "From the ERP"
    assert sides.both(account_id, "city") == (city, city)


def test_every_field_has_a_rule_with_its_reason(sides: TwoSides) -> None:
    rules = {rule.field: rule.winner for rule in field_rules(sides.connection)}
    assert rules == {
        "name": "person",
        "legal_id": "erp",
        "country_code": "erp",
        "city": "recent",
        "seller": "crm",
    }
    assert all(rule.reason for rule in field_rules(sides.connection))


@pytest.mark.parametrize(
    ("field", "winner", "reason", "error"),
    [
        ("city", "nobody", "So decided", InvalidValue),
        ("city", "erp", "", InvalidValue),
        ("phone", "erp", "So decided", NotFound),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    sides: TwoSides, field: str, winner: str, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        set_rule(sides.connection, field=field, winner=winner, reason=reason)  # type: ignore[arg-type]
