"""``affluent steward list``: the pairs on which a steward is asked, the most at stake first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.printing import Format, FormatOption, print_rows
from affluent.options import HERE, WorkspaceOption
from affluent.steward.app import office, steward_app

if TYPE_CHECKING:
    from affluent.steward.app import Office
    from serving.stewardship import Pair

# Fields of evidence in a row of a table; all of them stand in ``show`` and in CSV.
TOLD = 3


@steward_app.command("list")
def list_pairs(
    joined: Annotated[
        bool, typer.Option("--joined", help="Instead: what was joined, the least sure first.")
    ] = False,
    decided: Annotated[
        bool, typer.Option("--decided", help="Instead: the decisions that hold.")
    ] = False,
    top: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    output: FormatOption = Format.table,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show the pairs on which a steward is asked, the most at stake first."""
    if decided:
        _print_decisions(workspace, output)
        return
    from serving import stewardship

    with office(workspace) as open_office:
        found = (stewardship.joined if joined else stewardship.queue)(
            open_office.metrics.warehouse, open_office.registry
        )
        words = open_office.words
        if not found and output is Format.table:
            typer.echo(words("steward.nothing_to_decide"))
            return
        heading = [
            words(f"steward.{name}")
            for name in ("left", "right", "names", "sure", "evidence", "said", "at_stake")
        ]
        rows = [_row(open_office, pair, output) for pair in found[:top]]
        print_rows(heading, rows, output, figures=1)
        if output is Format.table and len(found) > top:
            typer.echo(words("steward.more", count=len(found) - top))
        if output is Format.table:
            for pair in found:
                if pair.is_contested:
                    left, right = pair.names
                    typer.echo(words("steward.contested", left=left, right=right))


def _row(office: Office, pair: Pair, output: Format) -> list[str]:
    from serving.pair_words import evidence_of, how_sure, said_of

    words, told = office.words, pair.evidence
    if output is Format.table:
        told = told[:TOLD]
    names = [pair.left.name, pair.right.name]
    return [
        *pair.names,
        " / ".join(dict.fromkeys(names)),
        how_sure(words, pair),
        "; ".join(evidence_of(words, each) for each in told),
        said_of(words, pair),
        office.money(pair.at_stake) if output is Format.table else f"{pair.at_stake:f}",
    ]


def _print_decisions(workspace: object, output: Format) -> None:
    from pathlib import Path

    from affluent.i18n import Words
    from affluent.settings import load_workspace
    from identity import decision_log
    from identity.registry import open_registry
    from identity.stewardship import latest_words

    assert isinstance(workspace, Path)  # noqa: S101 as Typer gives it
    loaded = load_workspace(workspace)
    words = Words(loaded.config.company.language)
    with open_registry(loaded.identity_path) as registry:
        said = latest_words(decision_log.decisions(registry), decision_log.undos(registry))
    rows = [
        [
            *(decision.decision_id, decision.left_id, decision.right_id),
            words(f"verdict.{decision.verdict}"),
            *(decision.author, f"{decision.decided_at:%Y-%m-%d %H:%M}", decision.reason),
        ]
        for decisions in said.values()
        for decision in decisions
    ]
    names = ("decision", "left", "right", "verdict", "author", "at", "reason")
    print_rows([words(f"steward.{name}") for name in names], rows, output)
