"""What the command line prints: figures, and the list of KPIs. ``standing.py``: the status."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from affluent.i18n import Words
from affluent.settings import Workspace
from serving.catalogue import GRAINS
from serving.metrics import Metrics
from serving.printing import to_csv, to_json, to_table
from serving.warehouse import open_warehouse

if TYPE_CHECKING:
    from rich.console import Console

HEADLINES = (
    "revenue",
    "gross_margin",
    "gross_margin_rate",
    "customers",
    "won_amount",
    "win_rate",
    "open_pipeline",
)
MARKS = {"green": "green", "red": "bold red", "unknown": "yellow"}


@contextmanager
def open_metrics(workspace: Workspace) -> Iterator[Metrics]:
    """The KPIs of what stands now. Raises ConfigError when nothing is published yet."""
    warehouse = open_warehouse(workspace.publications)
    try:
        yield Metrics(warehouse)
    finally:
        warehouse.close()


def print_figures(
    workspace: Workspace,
    *,
    names: Sequence[str],
    by: Sequence[str] = (),
    start: dt.date | None = None,
    end: dt.date | None = None,
    output: str = "table",
) -> None:
    """Print KPIs as ``table``, ``csv`` or ``json``; raises ConfigError as ``Metrics.query``."""
    company = workspace.config.company
    with open_metrics(workspace) as metrics:
        frame = metrics.query(names, by=by, start=start, end=end)
        catalogue = metrics.catalogue
        if output == "csv":
            sys.stdout.write(to_csv(frame))
        elif output == "json":
            sys.stdout.write(to_json(frame, catalogue))
        else:
            currency = metrics.warehouse.manifest.currency
            table = to_table(frame, catalogue, language=company.language, currency=currency)
            console = console_for_people()
            console.print(table)
            missing = [name for name in names if not metrics.is_available(name)]
            if missing:
                words = Words(company.language)
                console.print(f"[dim]{words('kpi.not_available')}: {', '.join(missing)}[/dim]")


def print_catalogue(workspace: Workspace) -> None:
    """Print every KPI with its label and meaning, and the dimensions."""
    from rich import box
    from rich.table import Table

    language = workspace.config.company.language
    words = Words(language)
    with open_metrics(workspace) as metrics:
        table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
        for title in ("kpi", "label", "meaning"):
            table.add_column(words(f"catalogue.{title}"), overflow="fold")
        for name, kpi in sorted(metrics.catalogue.kpis.items()):
            style = "" if metrics.is_available(name) else "dim"
            table.add_row(name, kpi.label(language), kpi.description(language), style=style)
        console = console_for_people()
        console.print(table)
        cuts = [name for name in metrics.catalogue.dimensions if name not in GRAINS]
        console.print(f"{words('catalogue.dimensions')}: {', '.join((*cuts, *GRAINS))}")


def console_for_people() -> Console:
    """Where people read: wide enough when piped that no figure is cut."""
    from rich.console import Console

    return Console(soft_wrap=False, width=None if sys.stdout.isatty() else 200)
