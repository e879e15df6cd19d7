"""Every page with everything open, in both themes: axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from decision import address
from decision.library import read_library
from decision.paths import TREES
from tests.browser.conftest import Server

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
