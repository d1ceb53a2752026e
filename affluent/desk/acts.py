"""What makes a function a command that writes: the options that all have, ``doing`` around it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import typer

from affluent.desk.deed import Deed, doing
from affluent.desk.options import DateOption, MomentOption
from affluent.desk.store import DryRunOption
from affluent.options import HERE, WorkspaceOption

Said = ParamSpec("Said")


class Dated(Enum):
    """What ``--date`` of a command names."""

    day = DateOption
    moment = MomentOption
    never = None


def act(
    app: typer.Typer, name: str, *, dated: Dated = Dated.day
) -> Callable[[Callable[Concatenate[Deed, Said], None]], Callable[Concatenate[Deed, Said], None]]:
    """Make a function the command ``name``: its options, then --date, --workspace and --dry-run.

    It gets the deed and what was typed; its docstring is the help.
    """

    def added(
        function: Callable[Concatenate[Deed, Said], None],
    ) -> Callable[Concatenate[Deed, Said], None]:
        app.command(name)(_typed(function, dated))
        return function

    return added


def _typed(function: Callable[..., None], dated: Dated) -> Callable[..., None]:
    def command(*, workspace: Path, dry_run: bool, date: str | None = None, **said: object) -> None:
        with doing(workspace, date=date, dry_run=dry_run) as deed:
            function(deed, **said)

    signature = inspect.signature(function, eval_str=True)
    _, *own = signature.parameters.values()
    common = [_option("workspace", WorkspaceOption, HERE), _option("dry_run", DryRunOption, False)]
    if dated.value is not None:
        common.insert(0, _option("date", dated.value, None))
    whole = signature.replace(parameters=[*own, *common])
    # Typer asks both for the names, the types and the defaults of what can be typed.
    command.__signature__ = whole  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in whole.parameters.values()}
    command.__doc__ = function.__doc__
    return command


def _option(name: str, annotation: Any, default: object) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )
