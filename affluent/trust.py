"""``affluent tieout`` and ``affluent diff``: how far figures may be trusted, what changed them."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.options import HERE, WorkspaceOption


def tieout(
    workspace: WorkspaceOption = HERE,
    every: Annotated[bool, typer.Option("--all", help="Every total, tied ones too.")] = False,
) -> None:
    """Print the tie-out certificate: each source's own totals against ours."""
    from affluent.settings import load_workspace
    from serving.certificates import print_tie_out

    print_tie_out(load_workspace(workspace), every=every)


def diff(
    old: Annotated[int | None, typer.Argument(help="A publication; the one before NEW.")] = None,
    new: Annotated[int | None, typer.Argument(help="A later one; what stands.")] = None,
    workspace: WorkspaceOption = HERE,
    customers: Annotated[int, typer.Option(min=0, help="How many customers a KPI.")] = 5,
    restated: Annotated[
        bool, typer.Option("--restatements", help="The documents that moved closed months.")
    ] = False,
) -> None:
    """Print what changed from one publication to another, by KPI and customer."""
    from affluent.settings import load_workspace
    from serving.certificates import print_differences, print_restatements

    loaded = load_workspace(workspace)
    if restated:
        print_restatements(loaded, old, new)
    else:
        print_differences(loaded, old, new, customers=customers)
