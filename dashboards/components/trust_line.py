"""Why a figure may be believed: published when, read from what, tied out or not, what is wrong."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.components.context import View
from serving import format as fmt
from serving.manifest import Manifest


def trust_line(view: View) -> None:
    """One line on what is published, and a notice when the last refresh did not publish."""
    manifest, words = view.figures.warehouse.manifest, view.words
    tie = manifest.checks.tie_out
    held = sum(law.status == "passed" for law in manifest.checks.laws)
    parts = [
        f'<span class="af-{tie}"><span class="af-dot" aria-hidden="true">●</span>'
        f"<strong>{escape(words(f'tie_out.{tie}'))}</strong></span>",
        escape(words("trust.published", when=_moment(view, manifest))),
        escape(words("trust.as_of", day=fmt.day(manifest.as_of, language=view.language))),
        escape(words("trust.sources", names=", ".join(manifest.sources) or fmt.ABSENT)),
    ]
    if manifest.checks.laws:
        laws = words("trust.laws", held=held, of=len(manifest.checks.laws))
        parts.append(escape(laws))
    line = "".join(part if part.startswith("<") else f"<span>{part}</span>" for part in parts)
    st.html(f'<div class="af-trust" role="status">{line}</div>{_notice(view)}')


def proof(view: View) -> None:
    """What was read from each source, up to when, and its control totals."""
    manifest, words = view.figures.warehouse.manifest, view.words
    with st.expander(words("proof.title", number=manifest.pub_id)):
        heads = [words(f"proof.{name}") for name in ("stream", "read", "rows", "total", "gap")]
        styles = ["", "", "af-num", "af-num", "af-num"]
        head = "".join(
            f'<th class="{style}" scope="col">{escape(text)}</th>'
            for text, style in zip(heads, styles, strict=True)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f'<td class="{style}">{escape(text)}</td>'
                for text, style in zip(row, styles, strict=True)
            )
            + "</tr>"
            for row in _readings(view, manifest)
        )
        st.html(
            f'<div class="af-scroll"><table class="af-table"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )


def _readings(view: View, manifest: Manifest) -> list[list[str]]:
    rows = []
    for stream in manifest.streams:
        read = (
            fmt.moment(stream.read_at, language=view.language, zone=view.company.zone)
            if stream.read_at
            else fmt.ABSENT
        )
        count = fmt.figure(stream.rows_total, "count", language=view.language)
        name = f"{stream.source}.{stream.stream}"
        first = [name, read, count]
        for control in stream.control_totals or (None,):
            total = gap = fmt.ABSENT
            if control:
                landed = fmt.figure(control.landed_value, "quantity", language=view.language)
                total = f"{control.measure} {landed}"
                gap = fmt.figure(control.gap, "quantity", language=view.language)
            rows.append([*first, total, gap])
            first = ["", "", ""]
    return rows


def _notice(view: View) -> str:
    """Yesterday's figures stand, because …; or a source of today's is late, because …"""
    problems = view.status.problems
    if not problems:
        return ""
    key = "trust.stands" if view.status.stands_because else "trust.incomplete"
    items = "".join(
        f"<p>{escape(problem.message)}"
        f"{f' <em>{escape(problem.remedy)}</em>' if problem.remedy else ''}</p>"
        for problem in problems[:5]
    )
    title = f"<strong>{escape(view.words(key))}</strong>"
    return f'<div class="af-notice" role="alert">{title}{items}</div>'


def _moment(view: View, manifest: Manifest) -> str:
    if manifest.published_at is None:
        return fmt.ABSENT
    return fmt.moment(manifest.published_at, language=view.language, zone=view.company.zone)
