"""``affluent duplicates``: what the administrator of a source may merge."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from affluent.options import HERE, WorkspaceOption


def duplicates(
    source: Annotated[str, typer.Argument(help="The source, as affluent.toml names it.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, with every field.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """List the records of one source that are the same customer, contact or product."""
    from affluent.i18n import Words
    from affluent.settings import load_workspace
    from serving.quality import doubles

    loaded = load_workspace(workspace)
    words = Words(loaded.config.company.language)
    rows = doubles(loaded.publications, source)
    if as_csv:
        if rows:
            writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return
    if not rows:
        typer.echo(words("doubles.none", source=source))
    for row in rows:
        entity = row["entity"]
        if row["is_eldest"]:
            typer.echo(
                words("doubles.group", kind=words(f"doubles.{entity}"), n=row["record_count"])
            )
        known = f"  ({row['known_as']})" if row["known_as"] else ""
        typer.echo(f"  {row['record_id']}  {row['record_name'] or ''}{known}")
