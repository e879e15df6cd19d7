"""What an author waits for on the page that edits a tree, with the shipped tree of more than 5,000 lines."""

from __future__ import annotations

from playwright.sync_api import Page, sync_playwright

from tests.bench.serving import APP, serve
from tests.bench.table import Row, row
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium

KEYS = 60
FAULTS = 10
LOADS = 6
PAUSE = 180  # milliseconds that the editor waits for another key, as assets/editor/desk.js says

# Notes how long after each key the browser has painted what it does, and when a problem appears or goes.
_WATCH = """
() => {
  window.keys = [];
  window.pressed = 0;
  document.addEventListener('keydown', (event) => {
    window.pressed = event.timeStamp;
    requestAnimationFrame(() => setTimeout(() => window.keys.push(performance.now() - event.timeStamp)));
  }, true);
}
"""
_DRAWN = """
async (there) => {
  const late = performance.now() + 10_000;
  while (Boolean(document.querySelector('.cm-lintRange-error')) !== there) {
    if (performance.now() > late) throw new Error('no problem was drawn');
    await new Promise(requestAnimationFrame);
  }
  await new Promise((done) => setTimeout(done));
  return performance.now() - window.pressed;
}
"""


def _load(page: Page, url: str) -> float:
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".cm-line", state="visible")
    return float(page.evaluate("() => new Promise((done) => setTimeout(() => done(performance.now())))"))


def _faults(page: Page) -> list[float]:
    """From the end of the pause until a problem is drawn, and until it is gone."""
    taken = []
    for _ in range(FAULTS):
        for key, there in (("x", True), ("Backspace", False)):
            page.keyboard.press(key)
            taken.append(float(page.evaluate(_DRAWN, there)) - PAUSE)
    return taken


def measure() -> list[Row]:
    """All figures of this part."""
    with serve(APP) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_context().new_page()
        cold, *warm = [_load(page, f"{server.url}/edit?edit=slm_sourcing") for _ in range(LOADS + 1)]
        page.get_by_text("claims proved").wait_for()
        page.locator(".cm-line").nth(6).click()
        page.keyboard.press("End")
        page.evaluate(_WATCH)
        faults = _faults(page)
        page.keyboard.press("Control+Home")
        page.evaluate("() => { window.keys = []; }")
        page.keyboard.type("# " + "a" * KEYS, delay=60)
        page.wait_for_function(f"window.keys.length > {KEYS}")
        keys = page.evaluate("window.keys")
        browser.close()
    return [
        row("a key in the code editor, to the screen", keys, asked="50 ms"),
        row("a pause in it, to the problems", faults, asked="300 ms"),
        row("the code editor, cold", [cold]),
        row("the code editor, warm", warm, asked="1,000 ms"),
    ]
