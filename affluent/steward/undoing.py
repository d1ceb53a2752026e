"""``affluent steward undo``: a decision taken back; what was said before it holds again."""

from __future__ import annotations

from typing import Annotated

import typer

from affluent.options import HERE, WorkspaceOption
from affluent.steward.app import AuthorOption, ReasonOption, author_of, now, steward_app


@steward_app.command("undo")
def undo(
    decisions: Annotated[list[str], typer.Argument(help="Decisions, as d-0123456789.")],
    reason: ReasonOption = "",
    author: AuthorOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Take decisions back; they stay in the registry, and no longer hold."""
    from affluent.i18n import Words
    from affluent.settings import load_workspace
    from identity import decision_log
    from identity.registry import open_registry

    loaded = load_workspace(workspace)
    words = Words(loaded.config.company.language)
    with open_registry(loaded.identity_path) as registry:
        decision_log.undo(registry, decisions, author=author_of(author), at=now(), reason=reason)
    for decision in decisions:
        typer.echo(words("steward.undone", decision=decision))
    typer.echo(words("steward.at_next_refresh"))
