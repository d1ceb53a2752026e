"""``affluent steward show``: two records side by side, the evidence, and what a word would move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from affluent.desk.printing import Format, print_rows, print_table
from affluent.options import HERE, WorkspaceOption
from affluent.steward.app import office, steward_app
from affluent.steward.wording import change_of

if TYPE_CHECKING:
    from affluent.steward.app import Office
    from serving.moves import Moved
    from serving.stewardship import Pair


@steward_app.command("show")
def show(
    left: Annotated[str, typer.Argument(help="A record, as source:number.")],
    right: Annotated[str, typer.Argument(help="The other one.")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show two records, what speaks for one firm and against, and what a word would move."""
    from serving.moves import moved_by
    from serving.pair_words import evidence_of, how_sure, said_of
    from serving.stewardship import pair_of

    with office(workspace) as open_office:
        words = open_office.words
        pair = pair_of(open_office.metrics.warehouse, open_office.registry, left, right)
        _print_records(open_office, pair)
        verdict = words(f"steward.verdict_{pair.verdict}")
        typer.echo(" · ".join(part for part in (verdict, how_sure(words, pair)) if part))
        for each in pair.evidence:
            typer.echo(f"  {evidence_of(words, each)}")
        if pair.words:
            typer.echo(said_of(words, pair))
        is_one = pair.left.party_key == pair.right.party_key
        word = "different" if is_one else "same"
        moved = moved_by(open_office.metrics, open_office.registry, pair, word)  # type: ignore[arg-type]
        print_move(open_office, moved, words(f"verdict.{word}"))


def _print_records(office: Office, pair: Pair) -> None:
    words = office.words
    fields = dict.fromkeys(name for side in (pair.left, pair.right) for name, _ in side.fields)
    left, right = dict(pair.left.fields), dict(pair.right.fields)
    rows = [[words("steward.name"), pair.left.name, pair.right.name]]
    rows += [[words(f"field.{name}"), left.get(name, ""), right.get(name, "")] for name in fields]
    for kpi in ("revenue", "open_pipeline"):
        amounts = [office.money(getattr(side, kpi)) for side in (pair.left, pair.right)]
        rows.append([office.metrics.catalogue.kpi(kpi).label(office.language), *amounts])
    print_rows(["", *pair.names], rows, Format.table)


def print_move(office: Office, moved: Moved, verdict: str) -> None:
    """Print what a word would move, or that it moves no figure."""
    typer.echo(office.words("steward.would_move", verdict=verdict))
    if not moved.is_anything or not moved.kpis:
        typer.echo(f"  {office.words('steward.moves_nothing')}")
        return
    heading, rows = change_of(office, moved)
    print_table(heading, rows, figures=len(heading) - 1)
