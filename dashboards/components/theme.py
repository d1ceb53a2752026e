"""The style sheet of the pages and the colours of their charts.

Colours come from the Okabe–Ito palette, told apart with any colour vision; a sign or a word always
says the same as a colour. Text holds WCAG AA against both grounds.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

LIGHT = {"bar": "#a9cbe4", "part": "#0b5a8f", "mark": "#e07b00", "deal": "#1d8a6b"}
DARK = {"bar": "#3d5f7c", "part": "#7cc0f0", "mark": "#f0b35a", "deal": "#4cc29b"}

STYLE = Path(__file__).parent / "style.css"
NIGHT = """
<style>
:root { --af-good: #5fd0a2; --af-bad: #ff9c8a; --af-warn: #f0c067;
  --af-card: color-mix(in srgb, #ffffff 4%, transparent); }
</style>
"""


def apply() -> None:
    """Put the style sheet on the page, for the reader's light or dark ground."""
    st.html(STYLE)
    if is_dark():
        st.html(NIGHT)


def is_dark() -> bool:
    """Whether the reader's ground is dark."""
    return st.context.theme.type == "dark"


def colours() -> dict[str, str]:
    """bar, part, mark, deal: the colours of charts on the reader's ground."""
    return DARK if is_dark() else LIGHT
