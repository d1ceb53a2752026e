"""What a reader chooses: the period and the language. The choice stands in the address."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import streamlit as st

from affluent.i18n import LANGUAGES
from dashboards.components.context import View
from serving.periods import PRESETS, Period, preset

DEFAULT = "this_year"
CUSTOM = "custom"


def period(view: View) -> Period | None:
    """The period chosen, None for all time; from the address, or the fiscal year to date."""
    words, today = view.words, view.company.today()
    choices = [*PRESETS, CUSTOM]
    asked = st.query_params.get("period", DEFAULT)
    chosen = st.selectbox(
        words("filters.period"),
        choices,
        index=choices.index(asked if asked in choices else DEFAULT),
        format_func=lambda name: words(f"period.{name}"),
        width=230,
    )
    if chosen == CUSTOM:
        return _custom(view, today)
    _keep({"period": chosen}, drop=("from", "to"))
    return preset(
        chosen,
        today=today,
        fiscal_year_start=view.company.fiscal_year_start,
        fiscal_weeks=view.company.fiscal_weeks,
    )


def language(view: View) -> None:
    """A switch between the languages; the whole page follows."""
    chosen = st.segmented_control(
        view.words("filters.language"),
        list(LANGUAGES),
        default=view.language,
        format_func=lambda name: name.upper(),
        label_visibility="collapsed",
        width="content",
    )
    if chosen and chosen != view.language:
        st.query_params["lang"] = chosen
        st.rerun()


def _custom(view: View, today: dt.date) -> Period:
    default = _asked() or preset(
        DEFAULT,
        today=today,
        fiscal_year_start=view.company.fiscal_year_start,
        fiscal_weeks=view.company.fiscal_weeks,
    )
    assert default is not None  # noqa: S101 the fiscal year has an end
    days = st.date_input(
        view.words("filters.days"),
        (default.start, default.end),
        format="DD/MM/YYYY",
        min_value=dt.date(1990, 1, 1),
        max_value=max(today, default.end),
        width=230,
    )
    chosen = default
    if isinstance(days, tuple) and len(days) == 2:
        chosen = Period(days[0], days[1])
    _keep({"period": CUSTOM, "from": str(chosen.start), "to": str(chosen.end)})
    return chosen


def _asked() -> Period | None:
    """The days that the address names, where it names a span that there can be."""
    with suppress(KeyError, ValueError):
        first, last = st.query_params["from"], st.query_params["to"]
        return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return None


def _keep(values: dict[str, str], drop: tuple[str, ...] = ()) -> None:
    for name in drop:
        st.query_params.pop(name, None)
    for name, value in values.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value
