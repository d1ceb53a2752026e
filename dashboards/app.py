"""The entry of the pages: which there are, in which language, on which workspace.

Run by ``affluent serve``; the workspace is named by AFFLUENT_WORKSPACE. A page is a function
under ``views/``, and a line here.
"""

from __future__ import annotations

import streamlit as st

from dashboards.components import context, states, theme
from dashboards.views.executive import overview
from dashboards.views.steward import who_is_who


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="affluent", page_icon="〰️", layout="wide")
    theme.apply()
    view = context.open_view()
    if view is None:
        return
    if view.metrics is None:
        states.nothing_published(view)
        return
    pages = [
        st.Page(
            overview.page,
            title=view.words("overview.title"),
            url_path="overview",
            default=True,
        ),
        st.Page(who_is_who.page, title=view.words("steward.title"), url_path="who_is_who"),
    ]
    st.navigation(pages, position="top").run()


main()
