"""Frames of figures as text: a table for eyes, CSV and JSON for programs, to the last digit."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from serving.catalogue import GRAINS, Catalogue
from serving.format import ABSENT, bucket, figure, is_whole

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table


def exact(value: Any, column: str = "") -> str:
    """A value without loss: no exponent, no trailing zero, nothing for None.

    The first day of a year, quarter or month is written 2024, 2024-Q1, 2024-03.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        text = f"{value:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    if isinstance(value, dt.date):
        return _date(value, column)
    return str(value)


def to_csv(frame: pl.DataFrame) -> str:
    """A header, then one line a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.iter_rows():
        writer.writerow([exact(v, c) for v, c in zip(row, frame.columns, strict=True)])
    return out.getvalue()


def to_json(frame: pl.DataFrame, catalogue: Catalogue) -> str:
    """A list of objects; figures are JSON numbers with every digit, absent ones null."""
    rows = []
    for row in frame.iter_rows():
        pairs = [
            f"{json.dumps(column)}: {_json(value, column, column in catalogue.kpis)}"
            for column, value in zip(frame.columns, row, strict=True)
        ]
        rows.append("  {" + ", ".join(pairs) + "}")
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def to_table(frame: pl.DataFrame, catalogue: Catalogue, *, language: str, currency: str) -> Table:
    """A table for the terminal, labelled and formatted in the reader's language."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in frame.columns:
        kpi = catalogue.kpis.get(column)
        title = kpi.label(language) if kpi else column.replace("_", " ").capitalize()
        table.add_column(title, justify="right" if kpi else "left")
    kpis = [name for name in frame.columns if name in catalogue.kpis]
    with_cents = {name for name in kpis if not all(is_whole(value) for value in frame[name])}
    for row in frame.iter_rows():
        cells = []
        for column, value in zip(frame.columns, row, strict=True):
            kpi = catalogue.kpis.get(column)
            if kpi:
                cents = column in with_cents
                words = figure(value, kpi.unit, language=language, currency=currency, cents=cents)
                cells.append(words)
            elif isinstance(value, dt.date):
                cells.append(bucket(value, column, language=language))
            else:
                cells.append(ABSENT if value is None else _plain(str(value)))
        table.add_row(*cells)
    return table


def _json(value: Any, column: str, is_figure: bool) -> str:
    if value is None:
        return "null"
    return exact(value) if is_figure else json.dumps(exact(value, column), ensure_ascii=False)


def _date(value: dt.date, column: str) -> str:
    if column not in GRAINS:
        return value.isoformat()
    if column == "year":
        return f"{value:%Y}"
    if column == "quarter":
        return f"{value:%Y}-Q{(value.month + 2) // 3}"
    return f"{value:%Y-%m}" if column == "month" else value.isoformat()


def _plain(text: str) -> str:
    """A name as it is: brackets in it are not markup."""
    from rich.markup import escape

    return escape(text)
