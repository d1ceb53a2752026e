"""``affluent kpi`` and ``affluent explain``: figures, what they mean, the documents behind them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

import typer

from affluent.errors import ConfigError
from affluent.options import HERE, WorkspaceOption, span

ROWS_SHOWN = 40


class Format(StrEnum):
    """How figures are printed."""

    table = "table"
    csv = "csv"
    json = "json"


FromOption = Annotated[str | None, typer.Option("--from", help="First day, e.g. 2024-01-01.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last day, included.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print.")]


def kpi(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="KPIs, separated by commas; or list (also without any name); or show NAME.",
            metavar="[NAMES | list | show NAMES]",
        ),
    ] = None,
    *,
    workspace: WorkspaceOption = HERE,
    by: Annotated[str | None, typer.Option(help="Dimensions, e.g. customer,month.")] = None,
    start: FromOption = None,
    end: ToOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Print figures from what is published, the list of KPIs, or what one means."""
    from affluent.settings import load_workspace

    first, last = span(start, end)
    word, *others = names or ["list"]
    from serving import answers

    loaded = load_workspace(workspace)
    if word == "list" and not others:
        answers.print_catalogue(loaded)
    elif word == "show":
        from serving.proof_sheet import print_sheets

        if not others:
            raise ConfigError("show which KPI?", remedy="For instance: affluent kpi show revenue")
        print_sheets(loaded, _names(",".join(others)))
    else:
        answers.print_figures(
            loaded,
            names=_names(",".join([word, *others])),
            by=_names(by),
            start=first,
            end=last,
            output=output.value,
        )


def explain(
    name: Annotated[str, typer.Argument(help="The KPI.", metavar="KPI")],
    *,
    workspace: WorkspaceOption = HERE,
    customer: Annotated[str | None, typer.Option(help="Its number or name.")] = None,
    product: Annotated[str | None, typer.Option(help="Its number or name.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Another dimension, e.g. country=France.")
    ] = None,
    month: Annotated[str | None, typer.Option(help="One month, e.g. 2025-03.")] = None,
    start: FromOption = None,
    end: ToOption = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows of a table.")] = ROWS_SHOWN,
    output: FormatOption = Format.table,
) -> None:
    """List the documents that make a figure, to the line, and prove that they add up to it."""
    from affluent.settings import load_workspace

    if month is not None and (start is not None or end is not None):
        raise ConfigError("--month beside --from or --to.", remedy="Give one or the other.")
    first, last = _month(month) if month is not None else span(start, end)
    kept = dict(_pair(text) for text in where or ())
    kept |= {key: value for key, value in (("customer", customer), ("product", product)) if value}
    from serving.proof_sheet import print_explanation

    print_explanation(
        load_workspace(workspace),
        name,
        start=first,
        end=last,
        where=kept,
        output=output.value,
        limit=limit,
    )


def _names(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise ConfigError(
            f"--where {text} names no dimension and value.",
            remedy="Write it like --where country=France.",
        )
    return name.strip(), value.strip()


def _month(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a month written 2025-03; raises ConfigError."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ConfigError(
            f"--month {text} is not a month.", remedy="Write it like --month 2025-03."
        ) from None
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return first, following - dt.timedelta(days=1)
