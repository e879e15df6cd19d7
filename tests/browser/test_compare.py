"""Variants side by side, and versions compared, as a visitor does it: by keyboard too, and axe finds nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from decision import address
from decision.library import read_library
from tests.browser.conftest import Server
from tests.browser.steps import query, see
from tests.test_difference import version

FULL = {"borrowers": "members", "network": "reliable", "host": "nobody_else", "needs": "search", "hands": "volunteer"}
STRONGER = version(("        for: {weekly: strong}\n", "        for: {weekly: major}\n"))


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser) -> Page:
    return browser.new_context(color_scheme=request.param, reduced_motion="reduce").new_page()


@pytest.fixture
def said(trees: Path) -> str:
    """The address of some answers."""
    file = read_library(trees).trees["small"]
    return "&".join(f"{name}={value}" for name, value in address.write("small", file.stamp, FULL).items())


def axe(page: Page) -> str:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    report = Axe().run(page)
    return report.generate_report() if report.violations_count else ""


def test_an_answer_is_changed_in_place_by_keyboard_and_the_focus_stays(page: Page, server: Server, said: str) -> None:
    page.goto(f"{server.url}/what-if?{said}")
    see(page, "What if?")
    page.wait_for_url(re.compile("at="))  # the page has put its place into the address
    before = query(page)
    hands = page.get_by_label("Variant 2: Who looks after it?")
    hands.focus()
    page.keyboard.press("ArrowUp")
    home = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Home", exact=True))
    expect(home).to_contain_text("differs")
    expect(hands).to_be_focused()
    expect(hands).to_have_value(re.compile("nobody$"))
    assert query(page) == before
    page.get_by_label("Only what differs").check()
    expect(page.get_by_text("Who borrows books?")).to_have_count(0)
    page.get_by_role("button", name="Open as the assessment").click()
    page.wait_for_url(re.compile("recommendation.*hands=nobody"))


def test_checkboxes_stay_open_while_they_are_ticked(page: Page, server: Server, said: str) -> None:
    page.goto(f"{server.url}/what-if?{said}")
    see(page, "What if?")
    page.locator("#at-1-3 summary").click()
    page.get_by_label("Keep track of loans").check()
    expect(page.locator("#at-1-3 summary")).to_have_text("Search by subject, Keep track of loans")
    expect(page.get_by_label("Remind borrowers")).to_be_visible()


def test_versions_are_compared_and_an_example_opens(page: Page, server: Server, said: str) -> None:
    page.goto(f"{server.url}/versions?{said}")
    see(page, "Compare versions")
    hand_in(page)
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    page.get_by_role("button", name="Open these answers").first.click()
    page.wait_for_url(re.compile("assess.*hands=volunteer"))


def hand_in(page: Page) -> None:
    """Hand an old version in."""
    file = {"name": "old.yaml", "mimeType": "application/yaml", "buffer": STRONGER.text.encode()}
    page.locator("input[type=file]").first.set_input_files([file])
    expect(page.locator(".flows table").first).to_be_visible()


def test_axe_finds_nothing_with_everything_open(themed: Page, server: Server, said: str) -> None:
    themed.goto(f"{server.url}/what-if?{said}")
    see(themed, "What if?")
    themed.get_by_label("Variant 2: Who looks after it?").select_option("Nobody in particular")
    expect(themed.locator("td.differs").first).to_be_visible()
    themed.locator("#at-1-3 summary").click()
    assert axe(themed) == ""
    themed.goto(f"{server.url}/versions?{said}")
    see(themed, "Compare versions")
    hand_in(themed)
    expect(themed.locator(".js-plotly-plot")).to_be_visible()
    for summary in themed.locator("summary:visible").all():
        summary.click()
    assert axe(themed) == ""
    themed.context.close()


@pytest.mark.parametrize("path", ["what-if", "versions"])
def test_at_320_pixels_nothing_is_lost_at_the_side(path: str, browser: Browser, server: Server, said: str) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{server.url}/{path}?{said}")
    page.get_by_role("heading", level=1).wait_for()
    if path == "versions":
        hand_in(page)
        expect(page.locator(".js-plotly-plot")).to_be_visible()
    wider = "[...document.querySelectorAll('.our :is(p, th, td, li, select, summary, button, h1, h2, h3)')]"
    outside = "(one) => one.getBoundingClientRect().right > 320 && !one.closest('.scroll')"
    assert page.evaluate(f"{wider}.filter({outside}).map((one) => one.outerHTML)") == []
    page.context.close()
