"""What a page shows when it has no figures: a fault, nothing published, nothing selected."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from dashboards.components.context import View


def fault(message: str) -> None:
    """The workspace cannot be read: what, where, and the remedy."""
    st.html(f'<div class="af-state af-fault" role="alert"><pre>{escape(message)}</pre></div>')


def nothing_published(view: View) -> None:
    """The first morning: no publication yet, and why if a refresh tried."""
    words = view.words
    reasons = "".join(
        f"<li>{escape(problem.message)} <em>{escape(problem.remedy)}</em></li>"
        for problem in view.status.problems
    )
    st.html(
        f'<div class="af-state" role="status"><p class="af-eyebrow">{escape(view.company.name)}</p>'
        f"<h1>{escape(words('nothing.title'))}</h1><p>{escape(words('nothing.text'))}</p>"
        f"<p><code>affluent refresh</code></p>{f'<ul>{reasons}</ul>' if reasons else ''}</div>"
    )


def empty(text: str) -> None:
    """A part of a page whose selection holds nothing, or that the sources cannot fill."""
    st.html(f'<div class="af-empty" role="status">{escape(text)}</div>')
