"""The overview in a real browser: drawn, readable on a telephone, its definitions reachable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from affluent.settings import Workspace
from docs.make_screenshots import browser_path, opened, served, settle
from identity import decision_log
from identity.registry import open_registry

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def chromium() -> str:
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    return path


@pytest.fixture(scope="module")
def address(chromium: str, small: Workspace) -> Iterator[str]:
    with served(small.root) as found:
        yield found


def _errors(page: Page) -> list[str]:
    seen: list[str] = []
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda said: seen.append(said.text) if said.type == "error" else None)
    return seen


@pytest.mark.parametrize(
    ("language", "title", "width"),
    [("en", "Executive overview", 1440), ("fr", "Vue d’ensemble", 390)],
)
def test_the_page_is_drawn_without_error_and_without_overflow(
    chromium: str, address: str, language: str, title: str, width: int
) -> None:
    with opened(chromium, width=width) as page:
        errors = _errors(page)
        page.goto(f"{address}?lang={language}&period=this_quarter")
        settle(page)
        assert page.locator("h1").inner_text() == title
        assert page.locator(".af-card").count() == 6
        page.wait_for_selector("[data-testid=stVegaLiteChart] canvas, .vega-embed svg")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        cut = page.locator(".af-value").evaluate_all(
            "all => all.filter(e => e.scrollWidth > e.parentElement.clientWidth).length"
        )
        assert cut == 0
        assert errors == []


def test_a_definition_opens_by_keyboard(chromium: str, address: str) -> None:
    with opened(chromium) as page:
        page.goto(address)
        settle(page)
        tip = page.locator("[data-kpi=revenue] .af-tip")
        assert not tip.locator("span").is_visible()
        tip.focus()
        page.wait_for_timeout(300)
        assert tip.locator("span").is_visible()
        assert "Posted invoice lines" in tip.locator("span").inner_text()


def test_a_choice_is_kept_in_the_address_and_a_link_opens_it(chromium: str, address: str) -> None:
    with opened(chromium) as page:
        page.goto(address)
        settle(page)
        page.get_by_text("FR", exact=True).click()
        page.wait_for_selector("h1:has-text('Vue d’ensemble')")
        assert "lang=fr" in page.url
        link = page.url
        page.goto("about:blank")
        page.goto(link)
        settle(page)
        assert page.locator("h1").inner_text() == "Vue d’ensemble"


def test_a_steward_decides_and_takes_it_back(chromium: str, address: str, small: Workspace) -> None:
    with opened(chromium) as page:
        errors = _errors(page)
        page.goto(f"{address}who_is_who?lang=en")
        page.wait_for_selector("h1:has-text('Who is who')")
        page.get_by_label("Your name").fill("ada")
        page.get_by_label("Your name").press("Enter")
        page.get_by_role("button", name="Same firm").click()
        page.wait_for_selector("text=Figures follow at the next refresh")
        page.wait_for_selector("text=To decide: 1")
        page.get_by_text("Decisions that hold: 1").click()
        page.get_by_role("button", name="Undo").click()
        page.wait_for_selector("text=no longer holds")
        page.wait_for_selector("text=To decide: 2")
        # Streamlit asks for its health below the page's own address first.
        assert [error for error in errors if "404" not in error] == []
    with open_registry(small.identity_path) as registry:
        (said,) = decision_log.decisions(registry)
    assert (said.author, said.verdict) == ("ada", "same")
