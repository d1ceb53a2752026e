"""A figure with its definition, the period before and the year before."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboards.components import questions
from dashboards.components.context import View
from serving import format as fmt
from serving.catalogue import Kpi
from serving.comparisons import Change, Comparison
from serving.periods import Period


def kpi_cards(view: View, names: tuple[str, ...], period: Period | None) -> None:
    """One card a KPI, in the order given; a KPI that the sources do not bring says so."""
    metrics = view.figures
    known = tuple(name for name in names if name in metrics.catalogue.kpis)
    available = tuple(name for name in known if metrics.is_available(name))
    beside = {metrics.catalogue.kpi(name).beside for name in available} - {None}
    asked = tuple(dict.fromkeys([*available, *sorted(name for name in beside if name)]))
    compared = questions.comparisons(view, asked, period)
    cards = [_card(view, metrics.catalogue.kpi(n), compared, period) for n in known]
    st.html(f'<div class="af-cards">{"".join(cards)}</div>')


def _card(view: View, kpi: Kpi, answers: Mapping[str, Comparison], period: Period | None) -> str:
    compared = answers.get(kpi.name)
    label, meaning = escape(kpi.label(view.language)), escape(kpi.description(view.language))
    tip = f'<span class="af-tip" tabindex="0" role="note" aria-label="{meaning}">?'
    head = f"<h3>{label}{tip}<span>{meaning}</span></span></h3>"
    if compared is None:
        absent = escape(view.words("kpi.not_available"))
        return f'<article class="af-card">{head}<p class="af-none">{absent}</p></article>'
    value, exact = (
        escape(_figure(view, kpi, compared.value, compact=compact)) for compact in (True, False)
    )
    rows = _deltas(view, kpi, compared, period) + _beside(view, kpi, answers)
    return (
        f'<article class="af-card" data-kpi="{kpi.name}">{head}'
        f'<p class="af-value" title="{exact}">{value}</p>'
        f"{rows}</article>"
    )


def _beside(view: View, kpi: Kpi, answers: Mapping[str, Comparison]) -> str:
    """What must be read with the figure, marked where it is short of the whole."""
    if kpi.beside is None or kpi.beside not in answers:
        return ""
    other, value = view.figures.catalogue.kpi(kpi.beside), answers[kpi.beside].value
    style = "af-bad" if value is not None and value < 1 else ""
    words = f"{other.label(view.language)} {_figure(view, other, value, compact=True)}"
    return f'<p class="af-delta"><span class="{style}">{escape(words)}</span></p>'


def _deltas(view: View, kpi: Kpi, compared: Comparison, period: Period | None) -> str:
    if period is None:
        return ""
    rows = [("kpi.year_before", compared.since_year_before, compared.year_before)]
    if period.before() != period.year_before():
        rows.insert(0, ("kpi.before", compared.since_previous, compared.previous))
    return "".join(
        _delta(view, kpi, change, view.words(key, value=_figure(view, kpi, earlier, compact=True)))
        for key, change, earlier in rows
        if earlier is not None
    )


def _delta(view: View, kpi: Kpi, change: Change | None, against: str) -> str:
    text, style = fmt.ABSENT, ""
    amount = None
    if change is not None:
        amount = change.absolute if kpi.unit == "ratio" else change.relative
    if amount is not None and change is not None:
        sign = "▲" if change.absolute > 0 else "▼" if change.absolute < 0 else "="
        text = f"{sign} {fmt.change(amount, kpi.unit, language=view.language)}"
        if change.absolute:
            style = "af-good" if (change.absolute > 0) == (kpi.good == "up") else "af-bad"
    return f'<p class="af-delta"><b class="{style}">{escape(text)}</b> {escape(against)}</p>'


def _figure(view: View, kpi: Kpi, value: fmt.Value, *, compact: bool) -> str:
    currency = view.figures.warehouse.manifest.currency
    return fmt.figure(value, kpi.unit, language=view.language, currency=currency, compact=compact)
