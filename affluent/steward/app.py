"""The application of ``affluent steward``, and the options that its commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from affluent.i18n import Words
    from affluent.settings import Workspace
    from serving.metrics import Metrics

steward_app = typer.Typer(
    no_args_is_help=True, help="Which records are one firm, where the matching is not sure."
)


class Verdict(StrEnum):
    """What a steward says of two records."""

    same = "same"
    different = "different"
    unsure = "unsure"


AuthorOption = Annotated[
    str | None, typer.Option("--author", help="Who says so.", show_default="your login")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in a sentence.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be, and end.")]


@dataclass(frozen=True)
class Office:
    """A workspace as a steward sees it: its figures, its registry, its language."""

    workspace: Workspace
    words: Words
    metrics: Metrics

    @property
    def registry(self) -> Path:
        """The file of keys and decisions."""
        return self.workspace.identity_path

    @property
    def language(self) -> str:
        """The company's language."""
        return self.words.language

    def money(self, value: object) -> str:
        """An amount in company currency, as people read it."""
        from serving.format import figure

        currency = self.metrics.warehouse.manifest.currency
        return figure(value, "currency", language=self.language, currency=currency)  # type: ignore[arg-type]


@contextmanager
def office(workspace: Path) -> Iterator[Office]:
    """What is published of the workspace, open for reading. Raises ConfigError before that."""
    from affluent.i18n import Words
    from affluent.settings import load_workspace
    from serving.answers import open_metrics

    loaded = load_workspace(workspace)
    with open_metrics(loaded) as metrics:
        yield Office(loaded, Words(loaded.config.company.language), metrics)


def author_of(named: str | None) -> str:
    """Who decides: as named, or the login of this process."""
    import getpass

    return named if named is not None else getpass.getuser()


def now() -> dt.datetime:
    """The moment of a decision, UTC."""
    return dt.datetime.now(dt.UTC)
