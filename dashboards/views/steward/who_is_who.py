"""Which records are one firm? The pairs that are not sure, the evidence, and a steward's word."""

from __future__ import annotations

from html import escape

import streamlit as st

from affluent.errors import AffluentError
from dashboards.components import context, filters, states
from dashboards.components.context import View
from dashboards.components.trust_line import trust_line
from dashboards.views.steward import decisions, evidence
from serving import format as fmt
from serving.stewardship import Pair, queue

# The rest of a long queue comes up as the first are decided.
SHOWN = 50
MARKDOWN = frozenset("\\`*_{}[]()#+-.!|<>$~:")


def page() -> None:
    """The queue on the left, the pair that is asked about on the right."""
    view = context.current()
    words = view.words
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.html(
            f'<header class="af-head"><p class="af-eyebrow">{escape(view.company.name)}</p>'
            f"<h1>{escape(words('steward.title'))}</h1>"
            f'<p class="af-span">{escape(words("steward.subtitle"))}</p></header>'
        )
        filters.language(view)
    trust_line(view)
    decisions.last_word(view)
    try:
        pairs = queue(view.figures.warehouse, view.registry)
    except AffluentError as error:
        states.fault(str(error))
        return
    if pairs:
        left, right = st.columns([2, 3], gap="large")
        with left:
            pair = _choice(view, pairs)
        with right:
            evidence.records(view, pair)
            evidence.speaks(view, pair)
            verdict = decisions.buttons(view, pair)
            evidence.moves(view, pair, verdict)
    else:
        states.empty(words("steward.nothing_to_decide"))
    decisions.history(view)


def _choice(view: View, pairs: tuple[Pair, ...]) -> Pair:
    """The pairs by the money behind them; the one chosen stands in the address."""
    by_name = {"|".join(pair.names): pair for pair in pairs[:SHOWN]}
    asked = st.query_params.get("pair", "")
    names = list(by_name)
    chosen = st.radio(
        view.words("steward.queue", count=len(pairs)),
        names,
        index=names.index(asked) if asked in by_name else 0,
        format_func=lambda name: _title(by_name[name]),
        captions=[_caption(view, pair) for pair in by_name.values()],
    )
    st.query_params["pair"] = chosen
    return by_name[chosen]


def _title(pair: Pair) -> str:
    """Both names, or the one that they share; what a name holds is text, not Markdown."""
    names = dict.fromkeys((pair.left.name, pair.right.name))
    return " / ".join(_plain(name) for name in names)


def _plain(text: str) -> str:
    return "".join(f"\\{letter}" if letter in MARKDOWN else letter for letter in text)


def _caption(view: View, pair: Pair) -> str:
    currency = view.figures.warehouse.manifest.currency
    stake = fmt.figure(pair.at_stake, "currency", language=view.language, currency=currency)
    parts = [view.words("steward.stake", amount=_plain(stake))]
    if pair.is_contested:
        parts.append(view.words("steward.is_contested"))
    return " · ".join(parts)
