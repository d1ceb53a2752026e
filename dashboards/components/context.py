"""What every page needs to know: whose figures, of which publication, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from affluent.errors import AffluentError, ConfigError
from affluent.i18n import LANGUAGES, Words
from affluent.settings import Company, current_workspace, load_workspace
from dashboards.components import states
from serving.metrics import Metrics
from serving.refreshes import WorkspaceStatus, status
from serving.warehouse import Warehouse, published_path

SESSION_KEY = "view"


@dataclass(frozen=True)
class View:
    """One run of a page: one publication from top to bottom, never two.

    ``registry``: the file of stewards' words, which hold from the moment that they are said.
    """

    company: Company
    words: Words
    status: WorkspaceStatus
    metrics: Metrics | None
    registry: Path

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.words.language

    @property
    def figures(self) -> Metrics:
        """The KPIs of the publication; only on a page, which is shown when there is one."""
        if self.metrics is None:
            raise ConfigError("Nothing is published yet.", remedy="Run: affluent refresh")
        return self.metrics


def open_view() -> View | None:
    """Look at what stands now; None, with the fault on the page, when it cannot be read."""
    try:
        workspace = load_workspace(current_workspace())
    except AffluentError as error:
        states.fault(str(error))
        return None
    company = workspace.config.company
    words = Words(_language(company.language))
    try:
        metrics = _metrics(str(published_path(workspace.publications)))
    except ConfigError:
        metrics = None
    view = View(company, words, status(workspace), metrics, workspace.identity_path)
    st.session_state[SESSION_KEY] = view
    return view


def current() -> View:
    """The view that ``app.py`` opened for this run."""
    view = st.session_state[SESSION_KEY]
    assert isinstance(view, View)  # noqa: S101 set by open_view at the start of each run
    return view


def _language(default: str) -> str:
    asked = st.query_params.get("lang", default)
    return asked if asked in LANGUAGES else default


# Keyed by the publication's own folder: a new one opens a new warehouse. An evicted one closes
# when the last run that still reads it lets go of it, not under its feet.
@st.cache_resource(max_entries=2, show_spinner=False)
def _metrics(path: str) -> Metrics:
    return Metrics(Warehouse(Path(path)))
