"""Leads are scored by rules that say why: kept with them, and anew with every change."""

from __future__ import annotations

import psycopg
import pytest
from desk import Desk, at
from trade import DAY

from operations.crm.leads import commands as leads
from operations.crm.leads.errors import UnusableRule
from operations.crm.leads.scoring import Rule, meets, scored
from operations.errors import NotFound


def rule(operator: str, value: str | None, field: str = "industry") -> Rule:
    return Rule(1, field, operator, value, 10, "x")


@pytest.mark.parametrize(
    ("operator", "value", "said", "expected"),
    [
        ("is_given", None, "Wood", True),
        ("is_given", None, None, False),
        ("is_given", None, "", False),
        ("is_missing", None, None, True),
        ("is_missing", None, "Wood", False),
        ("equals", "wood", "Wood", True),
        ("equals", "wood", "Woodwork", False),
        ("equals", "wood", None, False),
        ("one_of", "steel, Wood", "wood", True),
        ("one_of", "steel, wood", "woo", False),
        ("contains", "OOD", "Woodwork", True),
        ("contains", "steel", "Woodwork", False),
        ("ends_with", "@gmail.com", "x@Gmail.com", True),
        ("ends_with", "@gmail.com", "x@gmail.com.example", False),
        ("at_least", "50", 50, True),
        ("at_least", "50", 49, False),
        ("at_most", "10", 10, True),
        ("at_most", "10", 11, False),
        ("at_most", "10", None, False),
    ],
)
def test_a_rule_is_met(operator: str, value: str | None, said: object, expected: bool) -> None:
    assert meets(rule(operator, value), said) is expected


def test_a_score_is_the_sum_of_the_rules_that_are_met_and_names_them() -> None:
    rules = [
        Rule(1, "country_code", "equals", "FR", 20, "in the home country"),
        Rule(2, "email", "is_missing", None, -30, "no address"),
        Rule(3, "employee_count", "at_least", "50", 15, "a larger firm"),
    ]
    score = scored({"country_code": "FR", "email": "a@b.example", "employee_count": 80}, rules)
    assert score.points == 35
    assert [reason.reason for reason in score.reasons] == ["in the home country", "a larger firm"]


def seen(desk: Desk, lead: int) -> tuple[int, list[str]]:
    score, reasons = desk.of("leads", lead, "score, score_reasons")
    return score, [reason["reason"] for reason in reasons]


def test_a_lead_is_scored_when_it_comes_and_when_it_changes(desk: Desk) -> None:
    leads.add_rule(
        desk.connection,
        field="employee_count",
        operator="at_least",
        value="50",
        points=40,
        reason="a larger firm",
    )
    leads.add_rule(
        desk.connection, field="need", operator="is_given", points=25, reason="says what it needs"
    )
    lead = desk.lead(employee_count=60)
    assert seen(desk, lead) == (40, ["a larger firm"])
    leads.change_lead(desk.connection, lead_id=lead, employee_count=10, need="Pumps")
    assert seen(desk, lead) == (25, ["says what it needs"])
    assert leads.score(desk.connection, lead).points == 25


def test_open_leads_are_scored_anew_when_the_rules_change_and_decided_ones_are_not(
    desk: Desk,
) -> None:
    waiting, aside = desk.lead(), desk.lead()
    leads.disqualify(desk.connection, lead_id=aside, on=DAY, reason="concurrent")
    rule_id = leads.add_rule(
        desk.connection,
        field="lead_source",
        operator="one_of",
        value="web, referral",
        points=10,
        reason="came by itself",
    )
    assert seen(desk, waiting) == (10, ["came by itself"])
    assert seen(desk, aside) == (0, [])
    leads.retire_rule(desk.connection, scoring_rule_id=rule_id)
    assert seen(desk, waiting) == (0, [])
    assert leads.rescore(desk.connection) == 0  # what does not change is not written


def test_a_rule_that_is_not_there_cannot_be_retired(desk: Desk) -> None:
    with pytest.raises(NotFound, match="scoring rule 999999"):
        leads.retire_rule(desk.connection, scoring_rule_id=999_999)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"field": "colour"}, "field .* is 'colour'"),
        ({"operator": "resembles"}, "operator .* is 'resembles'"),
        ({"points": 0}, "gives 0 points"),
        ({"points": 101}, "gives 101 points"),
        ({"reason": " "}, "no reason"),
        ({"value": None}, "compares by equals with None"),
        ({"operator": "is_given"}, "compares by is_given with 'FR'"),
        ({"operator": "at_least"}, "compares country_code with 'FR' as numbers"),
        ({"field": "employee_count", "operator": "at_least"}, "with 'FR' as numbers"),
        ({"field": "employee_count", "operator": "contains"}, "letters in a number"),
    ],
)
def test_a_rule_that_could_never_be_met_or_explained_is_refused(
    desk: Desk, change: dict[str, object], message: str
) -> None:
    rule = {
        "field": "country_code",
        "operator": "equals",
        "value": "FR",
        "points": 5,
        "reason": "home",
    }
    with pytest.raises(UnusableRule, match=message):
        leads.add_rule(desk.connection, **(rule | change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("value = 'x'", "value_where_compared"),
        ("points = 0", "points"),
        ("field = 'colour'", "field"),
        ("operator = 'resembles'", "operator"),
    ],
)
def test_the_database_refuses_a_rule_that_could_never_be_met(
    desk: Desk, change: str, rule: str
) -> None:
    leads.add_rule(desk.connection, field="need", operator="is_given", points=5, reason="x")
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        desk.connection.execute(f"update crm.scoring_rules set {change}".encode())


def test_a_lead_that_is_scored_by_a_rule_that_cannot_be_met_has_no_points(desk: Desk) -> None:
    leads.add_rule(
        desk.connection, field="phone", operator="is_given", points=5, reason="can be called"
    )
    assert seen(desk, desk.lead(received_at=at("2024-03-02 10:00"))) == (0, [])
