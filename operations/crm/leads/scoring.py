"""How promising a lead is: points by rules that each say in words why. No model, no chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, get_args

from operations.crm.leads.errors import UnusableRule

Field = Literal[
    "lead_source",
    "company_name",
    "job_title",
    "email",
    "phone",
    "country_code",
    "city",
    "industry",
    "employee_count",
    "need",
]
Operator = Literal[
    "is_given", "is_missing", "equals", "one_of", "contains", "ends_with", "at_least", "at_most"
]
MOST_POINTS: Final = 100
_WITHOUT_VALUE: Final = ("is_given", "is_missing")
_NUMERIC: Final = ("at_least", "at_most")


@dataclass(frozen=True)
class Rule:
    """Points for a lead whose field is so; ``reason`` says it in words."""

    scoring_rule_id: int
    field: str
    operator: str
    value: str | None
    points: int
    reason: str


@dataclass(frozen=True)
class Reason:
    """A rule that a lead met."""

    scoring_rule_id: int
    points: int
    reason: str


@dataclass(frozen=True)
class Score:
    """What a lead is worth by the rules, and which of them it met."""

    points: int
    reasons: tuple[Reason, ...]

    def rows(self) -> list[dict[str, object]]:
        """The reasons as they are kept with the lead."""
        return [asdict(reason) for reason in self.reasons]


def scored(lead: Mapping[str, object], rules: Iterable[Rule]) -> Score:
    """The score of a lead: the sum of the points of every rule that it meets."""
    reasons = tuple(
        Reason(rule.scoring_rule_id, rule.points, rule.reason)
        for rule in rules
        if meets(rule, lead.get(rule.field))
    )
    return Score(sum(reason.points for reason in reasons), reasons)


def meets(rule: Rule, value: object) -> bool:
    """Whether a field is as the rule wants it; what nobody knows meets only ``is_missing``."""
    if value is None or value == "":
        return rule.operator == "is_missing"
    if rule.operator in _WITHOUT_VALUE:
        return rule.operator == "is_given"
    wanted = (rule.value or "").strip().casefold()
    if rule.operator in _NUMERIC:
        number = Decimal(str(value))
        bound = Decimal(wanted)
        return number >= bound if rule.operator == "at_least" else number <= bound
    said = str(value).strip().casefold()
    if rule.operator == "equals":
        return said == wanted
    if rule.operator == "one_of":
        return said in {one.strip() for one in wanted.split(",")}
    return wanted in said if rule.operator == "contains" else said.endswith(wanted)


def require_usable(rule: Rule) -> None:
    """Refuse a rule that could never be met, or that gives nothing. Raises UnusableRule."""
    for what, value, known in (
        ("field", rule.field, get_args(Field)),
        ("operator", rule.operator, get_args(Operator)),
    ):
        if value not in known:
            raise UnusableRule(
                f"The {what} of the scoring rule {rule.reason!r} is {value!r}.",
                remedy=f"Give one of: {', '.join(known)}.",
            )
    if rule.points == 0 or abs(rule.points) > MOST_POINTS:
        raise UnusableRule(
            f"The scoring rule {rule.reason!r} gives {rule.points} points.",
            remedy=f"Give between -{MOST_POINTS} and {MOST_POINTS} points, and not none.",
        )
    if not rule.reason.strip():
        raise UnusableRule(
            f"The scoring rule on {rule.field} has no reason.", remedy="Say in words why."
        )
    if (rule.value is None) != (rule.operator in _WITHOUT_VALUE):
        raise UnusableRule(
            f"The scoring rule {rule.reason!r} compares by {rule.operator} with {rule.value!r}.",
            remedy="Give a value to compare with; none for is_given and is_missing.",
        )
    if (rule.field == "employee_count") and rule.operator in ("contains", "ends_with"):
        raise UnusableRule(
            f"The scoring rule {rule.reason!r} looks for letters in a number.",
            remedy="Use at_least, at_most, equals or one_of.",
        )
    if rule.operator in _NUMERIC and not (rule.field == "employee_count" and _is_number(rule)):
        raise UnusableRule(
            f"The scoring rule {rule.reason!r} compares {rule.field} with {rule.value!r} "
            "as numbers.",
            remedy="Compare employee_count with a number.",
        )


def _is_number(rule: Rule) -> bool:
    try:
        return Decimal(rule.value or "").is_finite()
    except InvalidOperation:
        return False
