"""Options that several commands share, and how their words become values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from affluent.errors import ConfigError

WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        help="The company's folder.",
        envvar="AFFLUENT_WORKSPACE",
        show_default="this folder",
    ),
]
HERE = Path()


def day(text: str | None, option: str) -> dt.date | None:
    """The day that ``option`` names, None where it is not given; raises ConfigError."""
    return None if text is None else required_day(text, option)


def required_day(text: str, option: str) -> dt.date:
    """The day of an option that must be given; raises ConfigError."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ConfigError(
            f"{option} {text} is not a date.", remedy=f"Write it like {option} 2024-12-31."
        ) from None


def span(start: str | None, end: str | None) -> tuple[dt.date | None, dt.date | None]:
    """The days of --from and --to, both included; ConfigError when they are the wrong way round."""
    first, last = day(start, "--from"), day(end, "--to")
    if first and last and first > last:
        raise ConfigError(f"--from {first} is after --to {last}.", remedy="Swap the two dates.")
    return first, last
