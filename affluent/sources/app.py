"""The applications that the commands of ``affluent source`` belong to, and what they share.

Adding looks before it writes: a name that is taken, a pattern that finds nothing and a file that
would be refused are said at once, and ``affluent.toml`` stays as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from affluent.errors import AffluentError
    from affluent.i18n import Words
    from affluent.settings import Workspace

source_app = typer.Typer(no_args_is_help=True, help="Sources: add one, look at what is there.")
add_app = typer.Typer(no_args_is_help=True, help="Add a source to the workspace, by its kind.")
source_app.add_typer(add_app, name="add")


def as_written(path: str, root: Path) -> str:
    """The path as ``affluent.toml`` has it: relative to the workspace where it lies inside."""
    place = Path.cwd() / path
    return str(place.relative_to(root)) if place.is_relative_to(root) else str(place)


def words_of(workspace: Workspace) -> Words:
    """The words of the company's language."""
    from affluent.i18n import Words

    return Words(workspace.config.company.language)


def worded(error: AffluentError, words: Words) -> AffluentError:
    """The same error in the company's language, where the catalogue has words for it."""
    if not error.key:
        return error
    remedy = words(error.key + "_remedy", **error.values)
    return type(error)(words(error.key, **error.values), remedy=remedy)
