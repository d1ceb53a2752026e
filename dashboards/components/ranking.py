"""The greatest of a dimension, with its figures: a table read from left to right."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboards.components import questions, states
from dashboards.components.context import View
from serving import format as fmt
from serving.periods import Period


def top_customers(
    view: View, kpis: tuple[str, ...], period: Period | None, *, count: int = 10
) -> None:
    """The customers with the most of the first KPI, and the other KPIs beside it."""
    words, catalogue = view.words, view.figures.catalogue
    first = catalogue.kpi(kpis[0]).label(view.language)
    title = escape(words("ranking.customers", kpi=_within(first)))
    st.html(f'<div class="af-section"><h2>{title}</h2></div>')
    frame = questions.figures(view, kpis, period, by=("customer",), top=count)
    rows = [row for row in frame.iter_rows(named=True) if row[kpis[0]]]
    if not rows:
        states.empty(words("empty.period"))
        return
    heads = "".join(
        f'<th class="af-num{_wide(place)}" scope="col">'
        f"{escape(catalogue.kpi(name).label(view.language))}</th>"
        for place, name in enumerate(kpis)
    )
    greatest = max(abs(row[kpis[0]]) for row in rows)
    body = "".join(_row(view, row, kpis, rank, greatest) for rank, row in enumerate(rows, start=1))
    st.html(
        '<div class="af-scroll"><table class="af-table"><thead><tr><th class="af-rank"></th>'
        f'<th scope="col">{escape(words("ranking.customer"))}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(view: View, row: dict[str, Any], kpis: tuple[str, ...], rank: int, greatest: Any) -> str:
    name, number = escape(row["customer"] or "n/a"), escape(row["customer_number"] or "")
    share = max(0, round(float(row[kpis[0]] / greatest) * 100))  # pixels, not money
    cells = "".join(
        f'<td class="af-num{_wide(place)}">{escape(_text(view, kpi, row[kpi]))}</td>'
        for place, kpi in enumerate(kpis)
    )
    shown = f"<small>{number}</small>" if number and number != name else ""
    return (
        f'<tr><td class="af-rank">{rank}</td><td class="af-name" title="{name} {number}">'
        f'<bdi>{name}</bdi>{shown}<span class="af-bar" style="width:{share}%"></span></td>'
        f"{cells}</tr>"
    )


def _within(label: str) -> str:
    """A label inside a sentence: its capital goes, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _wide(place: int) -> str:
    """Columns beyond the second are for wide screens."""
    return " af-wide" if place > 1 else ""


def _text(view: View, kpi: str, value: fmt.Value) -> str:
    currency = view.figures.warehouse.manifest.currency
    unit = view.figures.catalogue.kpi(kpi).unit
    return fmt.figure(value, unit, language=view.language, currency=currency)
