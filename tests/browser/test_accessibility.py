"""Every page with everything open, in both themes: axe finds nothing."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from decision import address
from decision.library import read_library
from decision.paths import TREES
from decision.store.store import open_store
from tests.browser.conftest import Server
from tests.test_difference import version
from tests.test_store import ANYBODY, AT, made

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
    "what-if?",
    "versions?",
    "saved?",
    "again?",
    "side-by-side?",
    "assess?v=0.9.0-0",
]


def _saved(folder: Path) -> None:
    """Two saved assessments on a version of the made-up tree that is older than the one in use."""
    old = version(("for: {server: strong}", "for: {paper: major}"))
    store = open_store(folder)
    store.add(ANYBODY, [made(title=f"Older {number}", file=old) for number in (1, 2)], AT)
    store.database.close()


def _query() -> str:
    file = read_library(TREES).trees["slm_sourcing"]
    said = address.write("slm_sourcing", file.stamp, file.tree.scenarios[EXAMPLE].answers)
    return "&".join(f"{name}={value}" for name, value in said.items())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme: str, browser: Browser, server: Server) -> None:
    page = browser.new_context(color_scheme=theme, reduced_motion="reduce").new_page()
    found = {}
    for path in PAGES:
        page.goto(f"{server.url}/{path}&{_query()}" if "?" in path else server.url)
        page.get_by_role("heading", level=1).wait_for()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        for summary in page.locator("summary").all():
            summary.click()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(page.locator("[data-testid=stFileUploaderDropzone][role=presentation]")).to_have_count(
            0
        )  # mended by then
        page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
        report = Axe().run(page)
        if report.violations_count:
            found[path] = report.generate_report()
    page.goto(f"{server.url}/recommendation?{_query()}")
    page.get_by_role("button", name="Record another outcome").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    report = Axe().run(page)
    if report.violations_count:
        found["dialog"] = report.generate_report()
    page.context.close()
    assert found == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_is_run_again_or_stands_side_by_side(
    theme: str, browser: Browser, server: Server, data_folder: Path
) -> None:
    _saved(data_folder)
    page = browser.new_context(color_scheme=theme, reduced_motion="reduce").new_page()
    page.goto(f"{server.url}/saved?tree=small")
    found = {}

    def look(what: str, heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        for summary in page.locator(".fold > summary").all():
            summary.click()
        report = Axe().run(page)
        if report.violations_count:
            found[what] = report.generate_report()

    for number, said in ((1, "Tick two to four"), (2, "Compare 2 side by side")):
        page.get_by_role("checkbox", name=f"Compare: Older {number}").first.check()
        expect(page.get_by_text(said)).to_be_visible()
    look("ticked", "Saved")
    page.get_by_role("button", name="Compare 2 side by side").click()
    look("beside", "Saved assessments side by side")
    page.get_by_role("link", name="Back to what is saved").click()
    page.get_by_role("button", name="What newer trees change").click()
    look("every", "What newer trees change")
    page.get_by_role("button", name="Older 1").first.click()
    look("one", "Run again")
    page.context.close()
    assert found == {}
