"""Two records side by side, what speaks for one firm and against, and what a word would move."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.components.context import View
from identity.model import Word
from serving import format as fmt
from serving.moves import Side, moved_by
from serving.pair_words import evidence_of, how_sure, said_of
from serving.stewardship import Pair


def records(view: View, pair: Pair) -> None:
    """Both records, field by field; where they differ is marked."""
    words, sides = view.words, (pair.left, pair.right)
    fields = dict.fromkeys(name for side in sides for name, _ in side.fields)
    rows = [_row(words("steward.name"), [side.name for side in sides])]
    rows += [
        _row(words(f"field.{name}"), [dict(side.fields).get(name, "") for side in sides])
        for name in fields
    ]
    amounts = [(side.revenue, side.open_pipeline) for side in sides]
    for place, kpi in enumerate(("revenue", "open_pipeline")):
        label = view.figures.catalogue.kpi(kpi).label(view.language)
        rows.append(_row(label, [_figure(view, kpi, each[place]) for each in amounts], mark=False))
    heads = "".join(f'<th scope="col">{escape(side.record_id)}</th>' for side in sides)
    _table(f"<th></th>{heads}", rows)


def speaks(view: View, pair: Pair) -> None:
    """The evidence in words, each with its weight, and what stewards said."""
    words = view.words
    items = "".join(f"<li>{escape(evidence_of(words, each))}</li>" for each in pair.evidence)
    sure = how_sure(words, pair)
    title = words(f"steward.verdict_{pair.verdict}") + (f" · {sure}" if sure else "")
    said = f"<p>{escape(said_of(words, pair))}</p>" if pair.words else ""
    st.html(
        f'<div class="af-section"><h2>{escape(title)}</h2></div>{said}'
        f'<ul class="af-evidence" title="{escape(words("steward.evidence"))}">{items}</ul>'
    )


def moves(view: View, pair: Pair, verdict: Word) -> None:
    """The KPIs of the customers concerned, before the word and after it."""
    words, metrics = view.words, view.figures
    moved = moved_by(metrics, view.registry, pair, verdict)
    title = words("steward.would_move", verdict=words(f"verdict.{verdict}"))
    st.html(f'<div class="af-section"><h2>{escape(title)}</h2></div>')
    if not moved.is_anything or not moved.kpis:
        st.html(f"<p>{escape(words('steward.moves_nothing'))}</p>")
        return
    heads = [words("steward.before", name=side.name) for side in moved.before]
    heads += [words("steward.after", name=side.name) for side in moved.after]
    sides = (*moved.before, *moved.after)
    rows = [
        _row(
            metrics.catalogue.kpi(kpi).label(view.language),
            [_of(view, kpi, side) for side in sides],
            mark=False,
            style="af-num",
        )
        for kpi in moved.kpis
    ]
    shown = "".join(f'<th class="af-num" scope="col">{escape(text)}</th>' for text in heads)
    _table(f"<th></th>{shown}", rows)


def _of(view: View, kpi: str, side: Side) -> str:
    return _figure(view, kpi, side.figures.get(kpi))


def _figure(view: View, kpi: str, value: fmt.Value) -> str:
    unit = view.figures.catalogue.kpi(kpi).unit
    currency = view.figures.warehouse.manifest.currency
    return fmt.figure(value, unit, language=view.language, currency=currency)


def _row(label: str, values: list[str], *, mark: bool = True, style: str = "") -> str:
    differs = mark and len({value.casefold() for value in values}) > 1 and all(values)
    cells = "".join(
        f'<td class="{style}">{f"<mark>{escape(v)}</mark>" if differs else escape(v)}</td>'
        for v in values
    )
    return f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>'


def _table(heads: str, rows: list[str]) -> None:
    st.html(
        f'<div class="af-scroll"><table class="af-table af-pair"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
