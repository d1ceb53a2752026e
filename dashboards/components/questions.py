"""Questions to ``serving``, remembered by publication: the same question is computed once."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboards.components.context import View
from serving.comparisons import Comparison, compare
from serving.metrics import Metrics
from serving.periods import Period


def comparisons(view: View, kpis: tuple[str, ...], period: Period | None) -> dict[str, Comparison]:
    """Each available KPI in the period, the one before, and a year before."""
    return _compare(view.figures, _publication(view), kpis, period)


def figures(
    view: View,
    kpis: tuple[str, ...],
    period: Period | None,
    *,
    by: tuple[str, ...],
    top: int | None = None,
) -> pl.DataFrame:
    """A frame of KPIs by dimensions, as ``Metrics.query`` gives it."""
    return _query(view.figures, _publication(view), _Question(kpis, by, period, top))


@dataclass(frozen=True)
class _Question:
    kpis: tuple[str, ...]
    by: tuple[str, ...]
    period: Period | None
    top: int | None


def _publication(view: View) -> str:
    return str(view.figures.warehouse.path)


@st.cache_data(max_entries=500, show_spinner=False)
def _compare(
    _metrics: Metrics,
    publication: str,  # noqa: ARG001 part of the key under which the answer is remembered
    kpis: tuple[str, ...],
    period: Period | None,
) -> dict[str, Comparison]:
    return compare(_metrics, kpis, period) if kpis else {}


@st.cache_data(max_entries=500, show_spinner=False)
def _query(
    _metrics: Metrics,
    publication: str,  # noqa: ARG001 part of the key under which the answer is remembered
    question: _Question,
) -> pl.DataFrame:
    period = question.period
    return _metrics.query(
        question.kpis,
        by=question.by,
        start=period.start if period else None,
        end=period.end if period else None,
        top=question.top,
    )
