"""``affluent steward decide``: a word on two records, or on every pair that a rule names."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.options import decimal_or_none
from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption
from affluent.steward.app import (
    AuthorOption,
    DryRunOption,
    ReasonOption,
    Verdict,
    author_of,
    now,
    office,
    steward_app,
)
from affluent.steward.showing import print_move

if TYPE_CHECKING:
    from affluent.steward.app import Office
    from serving.stewardship import Pair


@steward_app.command("decide")
def decide(
    verdict: Annotated[Verdict, typer.Argument(help="What the two records are.")],
    records: Annotated[
        list[str] | None, typer.Argument(help="Two records, as source:number; none: by rule.")
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(help="By rule: pairs equal in this field, or of this evidence; repeat it."),
    ] = None,
    at_least: Annotated[
        str | None, typer.Option(help="By rule: pairs at least so probable, 0 to 1.")
    ] = None,
    at_most: Annotated[
        str | None, typer.Option(help="By rule: pairs at most so probable, 0 to 1.")
    ] = None,
    reason: ReasonOption = "",
    author: AuthorOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Say that records are the same firm, different ones, or that you are unsure."""
    from identity import decision_log
    from identity.registry import open_registry

    rule = _Rule(
        tuple(evidence or ()),
        decimal_or_none(at_least, "--at-least"),
        decimal_or_none(at_most, "--at-most"),
    )
    with office(workspace) as open_office:
        pairs = _named(open_office, records, rule)
        decisions = [
            decision_log.new_decision(
                *pair.names,
                verdict.value,
                author=author_of(author),
                at=now(),
                reason=reason or rule.text,
            )
            for pair in pairs
        ]
        _tell(open_office, pairs, verdict, dry_run=dry_run)
        if dry_run:
            return
        with open_registry(open_office.registry) as registry:
            decision_log.decide(registry, decisions)
        words = open_office.words
        for decision in decisions:
            typer.echo(
                words(
                    "steward.decided",
                    decision=decision.decision_id,
                    left=decision.left_id,
                    right=decision.right_id,
                    verdict=words(f"verdict.{verdict.value}"),
                )
            )
        typer.echo(words("steward.at_next_refresh"))


class _Rule:
    """Which pairs of the queue a word is said of at once."""

    def __init__(
        self, evidence: tuple[str, ...], at_least: Decimal | None, at_most: Decimal | None
    ) -> None:
        self.evidence, self.at_least, self.at_most = evidence, at_least, at_most
        parts = [f"equal {field}" for field in evidence]
        parts += [f"probability ≥ {at_least}"] if at_least is not None else []
        parts += [f"probability ≤ {at_most}"] if at_most is not None else []
        self.text = f"rule: {', '.join(parts)}" if parts else ""

    def holds(self, pair: Pair) -> bool:
        """Whether the rule names the pair. A steward's words stand above any rule."""
        if pair.words or pair.probability is None:
            return False
        equal = {each.words for each in pair.evidence}
        equal |= {each.field for each in pair.evidence if each.level.startswith("same")}
        return (
            set(self.evidence) <= equal
            and (self.at_least is None or pair.probability >= self.at_least)
            and (self.at_most is None or pair.probability <= self.at_most)
        )


def _named(office: Office, records: list[str] | None, rule: _Rule) -> list[Pair]:
    from serving.stewardship import pair_of, queue

    warehouse = office.metrics.warehouse
    if records:
        if len(records) != 2 or rule.text:
            raise ConfigError(
                "A word is said of two records, or by a rule.",
                remedy="affluent steward decide same erp:1 crm:7; or --evidence registration.",
            )
        return [pair_of(warehouse, office.registry, *records)]
    if not rule.text:
        raise ConfigError(
            "Nothing says which records are meant.",
            remedy="Name two, or give a rule: --evidence registration --at-least 0.9.",
        )
    return [pair for pair in queue(warehouse, office.registry) if rule.holds(pair)]


def _tell(office: Office, pairs: list[Pair], verdict: Verdict, *, dry_run: bool) -> None:
    from serving.moves import moved_by

    words = office.words
    if not pairs:
        typer.echo(words("steward.rule_names_nothing"))
    if len(pairs) == 1:
        moved = moved_by(office.metrics, office.registry, pairs[0], verdict.value)
        print_move(office, moved, words(f"verdict.{verdict.value}"))
    elif dry_run:
        for pair in pairs:
            names = " / ".join((pair.left.name, pair.right.name))
            typer.echo(f"{' '.join(pair.names)}  {names}  {office.money(pair.at_stake)}")
