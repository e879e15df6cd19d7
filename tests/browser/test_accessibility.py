"""Every page with everything open, in both themes: axe finds nothing."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from decision import address
from decision.assessment import Assessment
from decision.evaluate import evaluate
from decision.library import read_library
from decision.paths import TREES
from decision.store.saved import Person, draft
from decision.store.shares import Shares
from decision.store.store import open_served
from tests.browser.conftest import Server

AT = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
EXAMPLE = "hospital_before_the_hardware"
PAGES = [
    "",
    "assess?at=machines",
    "assess?at=inputs",
    "review?",
    "recommendation?",
    "options?",
    "learn?",
    "tree?",
    "trees?",
    "edit?edit=colliding",
    "guide?",
    "again?",
    "what-if?",
    "versions?",
    "saved?",
    "again?",
    "side-by-side?",
    "assess?v=0.9.0-0",
]


def _query() -> str:
    file = read_library(TREES).trees["slm_sourcing"]
    said = address.write("slm_sourcing", file.stamp, file.tree.scenarios[EXAMPLE].answers)
    return "&".join(f"{name}={value}" for name, value in said.items())


def _link() -> str:
    """A link to an assessment that is saved where the server looks for it."""
    file = read_library(TREES).trees["slm_sourcing"]
    said = Assessment(title="Shared for axe", answers=file.tree.scenarios[EXAMPLE].answers)
    store = open_served()
    (name,) = store.add(Person(), [draft(file, said, evaluate(file.tree, said.answers))], AT)
    secret = Shares(store.database).make(Person(), name, AT)
    store.database.close()
    return f"shared?link={secret}"


def _work_out(page: Page, path: str) -> None:
    """What the deep check finds is on the page too; in the editor, a problem besides."""
    if path == "tree?":
        page.get_by_role("button", name="Check the whole tree").click()
        expect(page.get_by_text("Claims proved")).to_be_visible(timeout=60_000)
    if path.startswith("edit?"):
        expect(page.get_by_text(re.compile(r"claims? proved"))).to_be_visible(timeout=60_000)
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+End")
        page.keyboard.type("nonsense: 1")
        expect(page.locator(".cm-line.cm-wrong")).to_contain_text("nonsense: 1")
        expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)  # it opens and closes while one types


def _violations(page: Page, name: str) -> dict[str, str]:
    """What axe finds on what is shown now, under a name."""
    report = Axe().run(page)
    return {name: report.generate_report()} if report.violations_count else {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme: str, browser: Browser, server: Server) -> None:
    page = browser.new_context(color_scheme=theme, reduced_motion="reduce").new_page()
    found: dict[str, str] = {}
    for path in [*PAGES, _link(), "shared?link=nowhere"]:
        query = "" if "link=" in path or not path else f"&{_query()}"
        page.goto(f"{server.url}/{path}{query}")
        page.get_by_role("heading", level=1).wait_for()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        _work_out(page, path)
        for summary in page.locator("summary").all():
            summary.click()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(page.locator("[data-testid=stFileUploaderDropzone][role=presentation]")).to_have_count(
            0
        )  # mended by then
        page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
        found |= _violations(page, path)
    page.goto(f"{server.url}/recommendation?{_query()}")
    page.get_by_role("button", name="Record another outcome").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found |= _violations(page, "dialog")
    page.goto(f"{server.url}/recommendation?{_query()}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_label("Link with your answers")).to_be_visible()
    found |= _violations(page, "copy link")
    page.goto(f"{server.url}/edit?edit=small")
    page.get_by_role("button", name="Save version").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found |= _violations(page, "save version")
    page.goto(f"{server.url}/saved?{_query()}")
    page.get_by_role("button", name="Share: Shared for axe").first.click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("The new link")).to_be_visible()
    found |= _violations(page, "share")
    page.context.close()
    assert found == {}
