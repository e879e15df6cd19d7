"""By keyboard alone: from Home to the PDF, and readable at any size."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.steps import heading, see

_NAME = """() => {
  const here = document.activeElement;
  return `${here.tagName} ${(here.getAttribute('type') || '')} ${(here.getAttribute('aria-label') || here.innerText || '').trim()}`;
}"""


def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on this element, named by tag, type and text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(_NAME).startswith(wanted):
            return
    raise AssertionError(f"Tab never came to: {wanted}")


def test_from_home_to_the_pdf_by_keyboard(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?tree=small")
    see(page, "Decide how to source a language model")
    _tab_to(page, "A  Start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/assess?*")
    for _ in range(20):
        if heading(page) == "Review your answers":
            break
        title = heading(page)
        kind = page.locator(".option input").first.get_attribute("type")
        _tab_to(page, f"INPUT {kind}")
        page.keyboard.press("Space")
        expect(page.locator("input:checked")).to_have_count(1)
        _tab_to(page, "BUTTON button Next")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    see(page, "Review your answers")
    _tab_to(page, "A  See the recommendation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recommendation?*")
    expect(page.get_by_role("button", name="Export PDF")).to_be_visible()
    _tab_to(page, "BUTTON  Export PDF")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".pdf")


@pytest.mark.parametrize(
    "path",
    ["/?tree=slm_sourcing", "/assess?tree=slm_sourcing&at=inputs", "/recommendation?tree=slm_sourcing", "/learn"],
)
def test_nothing_is_lost_at_320_pixels(path: str, browser: Browser, server: Server) -> None:
    """320 px wide is what 400 % zoom leaves of 1280 px."""
    page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(server.url + path)
    page.get_by_role("heading", level=1).wait_for()
    wide = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] *')]
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .stPlotlyChart, .hidden'))
          .map((e) => e.outerHTML.slice(0, 120))"""
    )
    page.context.close()
    assert wide == []


def test_the_recommendation_prints_whole(browser: Browser, server: Server) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{server.url}/recommendation?tree=slm_sourcing&data_boundary=own_premises")
    page.get_by_role("heading", level=1).wait_for()
    expect(page.locator(".stPlotlyChart svg").first).to_be_visible()
    page.emulate_media(media="print")
    main = page.locator("[data-testid=stMain]")
    hidden = main.evaluate("(e) => getComputedStyle(e).overflow === 'visible' ? 0 : e.scrollHeight - e.clientHeight")
    page.context.close()
    assert hidden <= 1
