"""The steward's page: what is asked, by the money behind it; a word is a row, and can be undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from affluent.settings import Workspace
from identity import decision_log
from identity.registry import open_registry
from tests.serving import identities, small_company
from tests.serving.identities import LEAD, ONE, OTHER

Shown = Callable[..., AppTest]


def _page() -> None:
    from dashboards.components import context
    from dashboards.views.steward import who_is_who

    context.open_view()
    who_is_who.page()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Opens the page on a workspace."""

    def open_page(home: Workspace, **query: str) -> AppTest:
        monkeypatch.setenv("AFFLUENT_WORKSPACE", str(home.root))
        app = AppTest.from_function(_page, default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        return app

    return open_page


@pytest.fixture
def asked(tmp_path: Path, semantic: Path) -> Workspace:
    """The small company with its identities, and nobody's word yet."""
    return identities.asked(tmp_path / "asked", semantic)


def text(app: AppTest) -> str:
    """What a reader sees, without tags."""
    body = " ".join(element.proto.body for element in app.get("html"))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_a_pair_is_shown_with_its_evidence_and_what_a_word_would_move(
    shown: Shown, asked: Workspace
) -> None:
    app = shown(asked, lang="en", pair=f"{ONE}|{OTHER}")
    assert app.radio[0].options == ["Ünal / Durand", r"Durand \<b\> / Durand"]
    page = text(app)
    assert "Not sure: a steward is asked · 72.0 %" in page
    assert "same number (+8.2) city: different (-1.5)" in page
    assert "Revenue €16,380 €32,760 €49,140" in page
    body = " ".join(element.proto.body for element in app.get("html"))
    assert "Durand &lt;b&gt;" in body, "what a name holds is text"


def test_a_word_has_an_author_and_leaves_the_queue_until_it_is_undone(
    shown: Shown, asked: Workspace
) -> None:
    app = shown(asked, lang="en")
    assert app.button(key="steward_same").disabled
    app.text_input(key="steward_author").set_value("ada").run()
    app.button(key="steward_different").click().run()
    with open_registry(asked.identity_path) as registry:
        (said,) = decision_log.decisions(registry)
    assert (said.left_id, said.right_id, said.verdict, said.author) == (
        *(LEAD, OTHER),
        *("different", "ada"),
    )
    assert app.radio[0].options == [r"Durand \<b\> / Durand"]
    assert said.decision_id in app.success[0].value
    app.button(key=f"undo_{said.decision_id}").click().run()
    assert len(app.radio[0].options) == 2


def test_a_publication_without_identities_says_what_to_do(
    shown: Shown, tmp_path: Path, semantic: Path
) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic)
    assert "knows no identities yet" in text(shown(home, lang="en"))
