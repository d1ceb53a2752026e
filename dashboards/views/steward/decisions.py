"""A steward's word on a pair, and the words said before, each of which can be taken back."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

from affluent.errors import AffluentError
from dashboards.components import states
from dashboards.components.context import View
from identity import decision_log
from identity.model import Decision, Word
from identity.registry import open_registry
from identity.stewardship import latest_words
from serving import format as fmt
from serving.stewardship import Pair

VERDICTS: tuple[Word, ...] = ("same", "different", "unsure")
SAID = "steward_said"
REMEMBERED = 20


def buttons(view: View, pair: Pair) -> Word:
    """Who says what, and why; return the word whose effect is of interest: same, or parting."""
    words = view.words
    who, why = st.columns(2)
    author = who.text_input(words("steward.you"), key="steward_author")
    reason = why.text_input(words("steward.reason"), key=f"steward_reason_{pair.names}")
    with st.container(horizontal=True):
        for verdict in VERDICTS:
            pressed = st.button(
                words(f"verdict.{verdict}").capitalize(),
                type="primary" if verdict == "same" else "secondary",
                disabled=not author.strip(),
                help=None if author.strip() else words("steward.name_needed"),
                key=f"steward_{verdict}",
            )
            if pressed:
                _say(view, pair, verdict, author=author.strip(), reason=reason)
    return "different" if pair.left.party_key == pair.right.party_key else "same"


def last_word(view: View) -> None:
    """What was just said, once, and when figures will follow."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(f"{said} {view.words('steward.at_next_refresh')}")


def history(view: View) -> None:
    """The latest words that hold, with a button that takes each back."""
    words = view.words
    with open_registry(view.registry) as registry:
        said = latest_words(decision_log.decisions(registry), decision_log.undos(registry))
    held = sorted((d for each in said.values() for d in each), key=lambda d: d.decided_at)
    with st.expander(words("steward.history", count=len(held)), expanded=False):
        for decision in held[-REMEMBERED:][::-1]:
            told, button = st.columns([5, 1], vertical_alignment="center")
            told.html(f"<p>{escape(_told(view, decision))}</p>")
            if button.button(words("steward.undo"), key=f"undo_{decision.decision_id}"):
                _undo(view, decision)


def _told(view: View, decision: Decision) -> str:
    when = fmt.moment(decision.decided_at, language=view.language, zone=view.company.zone)
    verdict = view.words(f"verdict.{decision.verdict}")
    parts = (decision.left_id, decision.right_id, verdict, decision.author, when, decision.reason)
    return " · ".join(part for part in parts if part)


def _say(view: View, pair: Pair, verdict: Word, *, author: str, reason: str) -> None:
    try:
        decision = decision_log.new_decision(
            *pair.names, verdict, author=author, at=dt.datetime.now(dt.UTC), reason=reason
        )
        with open_registry(view.registry) as registry:
            decision_log.decide(registry, [decision])
    except AffluentError as error:
        states.fault(str(error))
        return
    st.session_state[SAID] = view.words(
        "steward.decided",
        decision=decision.decision_id,
        left=decision.left_id,
        right=decision.right_id,
        verdict=view.words(f"verdict.{verdict}"),
    )
    st.query_params.pop("pair", None)
    st.rerun()


def _undo(view: View, decision: Decision) -> None:
    author = st.session_state.get("steward_author") or decision.author
    try:
        with open_registry(view.registry) as registry:
            decision_log.undo(
                registry, [decision.decision_id], author=author, at=dt.datetime.now(dt.UTC)
            )
    except AffluentError as error:
        states.fault(str(error))
        return
    st.session_state[SAID] = view.words("steward.undone", decision=decision.decision_id)
    st.rerun()
