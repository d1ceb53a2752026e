"""The overview says the same figures as the command line, in two languages, with its proof."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from affluent.settings import PRODUCT_ROOT, Workspace
from serving.manifest import Checks, Gap
from serving.publication import publish
from serving.refreshes import Problem, RefreshRecord, record_refresh
from tests.serving import small_company

Open = Callable[..., AppTest]
NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the pages of a workspace at an address: ``opened(home, lang="fr")``."""

    def open_page(home: Path, **query: str) -> AppTest:
        monkeypatch.setenv("AFFLUENT_WORKSPACE", str(home))
        st.cache_data.clear()
        app = AppTest.from_file(str(PRODUCT_ROOT / "dashboards" / "app.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name.rstrip("_")] = value
        app.run()
        assert not app.exception, app.exception
        return app

    return open_page


def text(app: AppTest) -> str:
    """What a reader sees, without tags; no-break spaces are spaces."""
    body = " ".join(element.proto.body for element in app.get("html"))
    plain = re.sub(r"<style>.*?</style>|<[^>]+>", " ", body, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(plain))


def card(app: AppTest, kpi: str) -> str:
    """The words of one card."""
    body = " ".join(element.proto.body for element in app.get("html"))
    found = re.search(rf'<article class="af-card" data-kpi="{kpi}">.*?</article>', body, re.DOTALL)
    assert found, f"no card of {kpi}"
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", found.group(0))))


def test_each_card_shows_its_figure_and_both_earlier_ones(opened: Open, small: Workspace) -> None:
    app = opened(small.root, lang="en", period="this_quarter")
    revenue = card(app, "revenue")
    assert "€36,300" in revenue
    assert "▲ +37.5% vs €26,400 before" in revenue
    assert "▲ +10.0% vs €33,000 a year ago" in revenue
    assert "€14,520" in card(app, "gross_margin")
    assert "40.0%" in card(app, "gross_margin_rate")
    assert "Cost coverage 100.0%" in card(app, "gross_margin"), "what it must be read with"
    assert "€96,000" in card(app, "open_pipeline")
    assert "66.7%" in card(app, "win_rate")
    assert "Posted invoice lines less credit-note lines" in revenue, "its definition"


def test_the_page_speaks_french(opened: Open, small: Workspace) -> None:
    app = opened(small.root, lang="fr", period="this_quarter")
    assert "36 300 €" in card(app, "revenue")
    assert "▲ +37,5 % contre 26 400 € avant" in card(app, "revenue")
    page = text(app)
    for words in ("Vue d’ensemble", "Marge brute", "Premiers clients", "Concorde avec les sources"):
        assert words in page
    for english in ("Executive overview", "Gross margin rate", "Top customers", "Published"):
        assert english not in page


def test_the_workspace_says_the_language_unless_the_address_does(
    opened: Open, tmp_path: Path, semantic: Path
) -> None:
    home = small_company.workspace(tmp_path, language="fr")
    small_company.published(home, semantic)
    assert "Vue d’ensemble" in text(opened(home.root))
    assert "Executive overview" in text(opened(home.root, lang="en"))
    assert "Vue d’ensemble" in text(opened(home.root, lang="xx"))


def test_the_period_stands_in_the_address(opened: Open, small: Workspace) -> None:
    app = opened(small.root, period="last_year")
    assert "1 Jan – 31 Dec 2024" in text(app)
    app.selectbox[0].select("this_month").run()
    assert app.query_params["period"] == "this_month"
    assert "1 Dec – 31 Dec 2025" in text(app)


def test_a_link_opens_its_own_days(opened: Open, small: Workspace) -> None:
    app = opened(small.root, period="custom", from_="2025-01-01", to="2025-01-31")
    assert "€1,100" in card(app, "revenue")


@pytest.mark.parametrize(
    "query",
    [
        {"period": "yesterday"},
        {"period": "custom", "from_": "2025-13-01", "to": "x"},
        {"period": "custom", "from_": "2025-02-01", "to": "2025-01-01"},
    ],
)
def test_a_broken_link_opens_the_fiscal_year(
    opened: Open, small: Workspace, query: dict[str, str]
) -> None:
    assert "€85,800" in card(opened(small.root, **query), "revenue")


def test_names_are_shown_as_they_are_and_never_as_markup(opened: Open, small: Workspace) -> None:
    app = opened(small.root)
    body = " ".join(element.proto.body for element in app.get("html"))
    assert "<GmbH>" not in body
    assert "Ünal &amp; Söhne &quot;Bau&quot; &lt;GmbH&gt;" in body
    assert text(app).count("Durand") >= 2, "namesakes stay apart"


def test_the_trust_line_says_when_from_what_and_whether_it_ties(
    opened: Open, small: Workspace
) -> None:
    page = text(opened(small.root))
    for words in (
        "Ties to the sources",
        "Published 1 Jan 2026 at 06:12",
        "Data as of 31 Dec 2025",
        "Sources: erp, crm",
        "Laws held: 1 of 1",
        "net_amount 163,807.77",
    ):
        assert words in page, words


def test_a_red_tie_out_is_shown_as_such(opened: Open, tmp_path: Path, semantic: Path) -> None:
    home = small_company.workspace(tmp_path)
    gap = Gap(source="erp", stream="invoice_lines", measure="net_amount", amount="0.01")  # type: ignore[arg-type]
    publish(
        small_company.build(home.build_path),
        home.publications,
        small_company.manifest(checks=Checks(tie_out="red", gaps=(gap,))),
        semantic,
    )
    assert "Does not tie to the sources" in text(opened(home.root))


def test_a_withheld_publication_says_why_older_figures_stand(
    opened: Open, tmp_path: Path, semantic: Path
) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic)
    _fail(home, "Entry VT-12 <script> does not balance.")
    page = text(opened(home.root))
    assert "The figures of the last publication stand, because:" in page
    assert "Entry VT-12 <script> does not balance. Mend the entry." in page
    assert "€85,800" in page


def test_a_kpi_that_the_sources_do_not_bring_is_not_zero(
    opened: Open, tmp_path: Path, semantic: Path
) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic, without=(small_company.SALES,))
    app = opened(home.root)
    assert text(app).count("Not available from these sources") == 4
    assert "€96,000" in card(app, "open_pipeline")
    assert "Top customers by won amount" in text(app)


def test_without_any_fact_the_page_says_so(opened: Open, tmp_path: Path, semantic: Path) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic, without=(small_company.SALES, *small_company.DEALS))
    assert "These sources bring neither sales nor deals." in text(opened(home.root))


def test_a_period_without_anything_says_so(opened: Open, small: Workspace) -> None:
    app = opened(small.root, period="custom", from_="2020-01-01", to="2020-03-31")
    assert text(app).count("Nothing in this period.") == 3
    assert "–" in card(app, "revenue")


def test_before_the_first_publication_the_page_says_what_to_do(
    opened: Open, tmp_path: Path
) -> None:
    home = small_company.workspace(tmp_path)
    _fail(home, "The database is down.")
    page = text(opened(home.root))
    assert "Nothing is published yet" in page
    assert "affluent refresh" in page
    assert "The database is down." in page


def test_a_folder_that_is_no_workspace_says_what_to_do(opened: Open, tmp_path: Path) -> None:
    page = text(opened(tmp_path))
    assert "No affluent.toml in" in page
    assert "affluent init" in page


def test_a_new_publication_appears_without_restart(
    opened: Open, tmp_path: Path, semantic: Path
) -> None:
    home = small_company.workspace(tmp_path)
    small_company.published(home, semantic)
    app = opened(home.root)
    assert "€85,800" in card(app, "revenue")
    small_company.published(
        home,
        semantic,
        extra="update marts.fct_sales_lines set revenue_amount_base = 2 * revenue_amount_base",
    )
    app.run()
    assert "€172K" in card(app, "revenue")


def _fail(home: Workspace, message: str) -> None:
    moment = dt.datetime(2026, 1, 2, 5, tzinfo=dt.UTC)
    problem = Problem(kind="law", message=message, remedy="Mend the entry.")
    record_refresh(
        home,
        RefreshRecord(
            started_at=moment,
            ended_at=moment,
            outcome="withheld",
            exit_code=4,
            problems=(problem,),
        ),
    )
