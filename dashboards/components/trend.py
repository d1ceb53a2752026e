"""Bars over time: a figure, a part of it inside, and a tick for the year before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import escape
from typing import Any, cast

import altair as alt
import polars as pl
import streamlit as st

from affluent.i18n import Words
from dashboards.components import questions, states, theme
from dashboards.components.context import View
from serving import format as fmt
from serving.periods import (
    Period,
    a_year_later,
    aligned_year_before,
    buckets,
    readable_grain,
)


def trend(view: View, whole: str, period: Period | None, *, part: str | None = None) -> None:
    """``whole`` over time, with ``part`` of it inside; both amounts of the same unit."""
    words, catalogue = view.words, view.figures.catalogue
    colour = theme.colours()
    fill = colour["bar"] if part else colour["deal"]
    legend = [(fill, catalogue.kpi(whole).label(view.language), "")]
    if part:
        legend.append((colour["part"], catalogue.kpi(part).label(view.language), ""))
    grain, rows = _rows(view, whole, part, period)
    if any(row["before"] is not None for row in rows):
        legend.append((colour["mark"], words("trend.year_before"), "af-tick"))
    items = "".join(
        f'<span><i class="{kind}" style="background:{tint}"></i>{escape(text)}</span>'
        for tint, text, kind in legend
    )
    title = words(f"trend.by_{grain}", kpi=catalogue.kpi(whole).label(view.language))
    heading = f"<h2>{escape(title)}</h2>"
    st.html(f'<div class="af-section">{heading}<div class="af-legend">{items}</div></div>')
    if not any(row["whole"] is not None for row in rows):
        states.empty(words("empty.period"))
        return
    st.altair_chart(_chart(rows, fill, colour, words), height=280)


def _rows(
    view: View, whole: str, part: str | None, period: Period | None
) -> tuple[str, list[dict[str, Any]]]:
    """One row a bucket, the ones without figures too: a gap in time is seen as a gap."""
    kpis = (whole, part) if part else (whole,)
    grain = readable_grain(period) if period else "month"
    frame = questions.figures(view, kpis, period, by=(grain,))
    spanned = period or _span(frame, grain)
    if spanned is None:
        return grain, []
    if period is None and readable_grain(spanned) != grain:
        grain = readable_grain(spanned)
        frame = questions.figures(view, kpis, None, by=(grain,))
    now = _by_bucket(frame, grain)
    earlier: dict[dt.date, dict[str, Any]] = {}
    if period:
        year_before = aligned_year_before(period, grain)
        past = questions.figures(view, (whole,), year_before, by=(grain,))
        earlier = {a_year_later(d, grain): row for d, row in _by_bucket(past, grain).items()}
    rows = []
    for order, day in enumerate(buckets(spanned, grain)):
        value, inside = now.get(day, {}).get(whole), now.get(day, {}).get(part or "")
        before = earlier.get(day, {}).get(whole)
        row = {"order": order, "label": fmt.bucket(day, grain, language=view.language)}
        for name, amount, kpi in (
            ("whole", value, whole),
            ("part", inside, part),
            ("before", before, whole),
        ):
            row[name] = None if amount is None else float(amount)  # pixels, not money
            row[f"{name}_text"] = _text(view, kpi or whole, amount)
        rows.append(row)
    return grain, rows


def _chart(
    rows: list[dict[str, Any]], fill: str, colour: dict[str, str], words: Words
) -> alt.LayerChart:
    x = alt.X(
        "label:N",
        sort=alt.SortField("order"),
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False, domain=False, labelPadding=8),
    )
    short = "datum.value == 0 ? '0' : replace(format(datum.value, '~s'), 'G', 'bn')"
    if words.language == "fr":
        short = f"replace(replace({short}, '.', ','), 'bn', 'Md')"
    scale = alt.Axis(labelExpr=short, tickCount=4, domain=False, ticks=False, title=None)
    tips = [
        alt.Tooltip("label:N", title=words("filters.period")),
        alt.Tooltip("whole_text:N", title="●"),
        alt.Tooltip("part_text:N", title="↳"),
        alt.Tooltip("before_text:N", title="–"),
    ]
    base = alt.Chart(pl.DataFrame(rows)).encode(x=x, tooltip=tips)
    whole = base.mark_bar(color=fill, cornerRadiusEnd=2).encode(y=alt.Y("whole:Q", axis=scale))
    part = base.mark_bar(color=colour["part"], cornerRadiusEnd=2).encode(
        y=alt.Y("part:Q", axis=scale)
    )
    before = base.mark_tick(color=colour["mark"], thickness=3, opacity=1).encode(
        y=alt.Y("before:Q", axis=scale)
    )
    layers = cast(alt.LayerChart, alt.layer(whole, part, before))
    return cast(alt.LayerChart, layers.configure_view(strokeWidth=0))


def _span(frame: pl.DataFrame, grain: str) -> Period | None:
    days = [day for day in frame[grain].to_list() if day is not None]
    return Period(min(days), max(days)) if days else None


def _by_bucket(frame: pl.DataFrame, grain: str) -> dict[dt.date, dict[str, Any]]:
    return {row[grain]: row for row in frame.iter_rows(named=True) if row[grain] is not None}


def _text(view: View, kpi: str, value: Decimal | None) -> str:
    currency = view.figures.warehouse.manifest.currency
    unit = view.figures.catalogue.kpi(kpi).unit
    return fmt.figure(value, unit, language=view.language, currency=currency)
