"""Is the company well? Sales, margin, customers and pipeline of a period, beside earlier ones."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.components import context, filters, states
from dashboards.components.context import View
from dashboards.components.kpi_card import kpi_cards
from dashboards.components.ranking import top_customers
from dashboards.components.trend import trend
from dashboards.components.trust_line import proof, trust_line
from serving import format as fmt
from serving.periods import Period

CARDS = ("revenue", "gross_margin", "gross_margin_rate", "customers", "open_pipeline", "win_rate")
SALES = ("revenue", "gross_margin", "gross_margin_rate", "orders")
DEALS = ("won_amount", "won_deals", "win_rate")


def page() -> None:
    """The company in one screen."""
    view = context.current()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        heading = st.empty()
        filters.language(view)
        period = filters.period(view)
    with heading:
        _heading(view, period)
    trust_line(view)
    with st.spinner(view.words("loading")):
        kpi_cards(view, CARDS, period)
    sales = view.figures.is_available("revenue")
    deals = view.figures.is_available("won_amount")
    left, right = st.columns([3, 2], gap="large") if sales and deals else (st.container(),) * 2
    if sales:
        with left:
            trend(view, "revenue", period, part="gross_margin")
    if deals:
        with right:
            trend(view, "won_amount", period)
    if sales or deals:
        top_customers(view, SALES if sales else DEALS, period)
    else:
        states.empty(view.words("empty.sources"))
    proof(view)


def _heading(view: View, period: Period | None) -> None:
    words = view.words
    span = words("period.all_time")
    if period:
        span = fmt.span(period.start, period.end, language=view.language)
        before = period.before()
        compared = fmt.span(before.start, before.end, language=view.language)
        span = words("overview.span", span=span, before=compared)
    st.html(
        f'<header class="af-head"><p class="af-eyebrow">{escape(view.company.name)}</p>'
        f"<h1>{escape(words('overview.title'))}</h1>"
        f'<p class="af-span">{escape(span)}</p></header>'
    )
