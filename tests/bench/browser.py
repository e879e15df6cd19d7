"""What a visitor waits for in Chromium: ours and an empty page's in turn, on the same processors."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, sync_playwright

from decision import address
from decision.library import read_library
from decision.paths import TREES
from tests.bench.heart import TREE, beginning
from tests.bench.serving import APP, EMPTY_APP, serve
from tests.bench.table import Row, row
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium

CLICKS = 3  # questionnaires, from the first question to the review
LOADS = 9

# Clicks if there is something to click, and resolves when the script has run, the page shows something else than
# before, the part that is waited for is there, and the browser has painted it. A load is timed from its beginning.
_UNTIL = """
async ([click, differs, wanted]) => {
  const late = performance.now() + 20_000;
  const until = async (there) => {
    while (!there()) {
      if (performance.now() > late) throw new Error(`${click || 'a page'}: nothing came of it at ${location}`);
      await new Promise(requestAnimationFrame);
    }
  };
  const one = (selector) => document.querySelector(selector);
  const shown = () => differs === 'address' ? location.search : one('[data-testid=stMain] h1')?.textContent;
  if (click) {
    await until(() => one(click));
    await new Promise((done) => setTimeout(done, 100));
  }
  const before = click ? shown() : '';
  const begun = click ? performance.now() : 0;
  if (click) one(click).click();
  await until(() => one('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && shown() && shown() !== before && one(wanted));
  await new Promise((done) => setTimeout(done));  // comes after the frame is painted
  return performance.now() - begun;
}
"""

_NEXT = "[data-do=next]"
_EMPTY_NEXT = ".st-key-next button"
_OPTION = ".option input"
_PICTURE = ".stPlotlyChart svg.main-svg"


def load(page: Page, url: str, wanted: str = "h1") -> float:
    """Open an address, and say how many milliseconds later it is shown."""
    page.bring_to_front()
    page.goto(url, wait_until="commit")
    return float(page.evaluate(_UNTIL, ["", "heading", wanted]))


def click(page: Page, what: str, differs: str = "heading", wanted: str = "h1") -> float:
    """Click, and say how many milliseconds later what follows is shown."""
    page.bring_to_front()
    return float(page.evaluate(_UNTIL, [what, differs, wanted]))


def _link(label: str) -> str:
    return f'.top a[href*="{label}"]'


def _loads(browser: Browser, ours: str, empty: str, wanted: str) -> tuple[list[float], list[float]]:
    """Loads of both, each in its own window: the first has nothing in the browser's cache yet."""
    windows = [browser.new_context().new_page() for _ in range(2)]
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(LOADS + 1):
        taken[0].append(load(windows[0], ours, wanted))
        taken[1].append(load(windows[1], empty))
    for window in windows:
        window.context.close()
    return taken


def _both(name: str, taken: tuple[list[float], list[float]], asked: str) -> list[Row]:
    """The first figures are cold, the rest warm."""
    (cold, *ours), (cold_empty, *empty) = taken
    return [row(f"{name}, cold", [cold], [cold_empty]), row(f"{name}, warm", ours, empty, asked=asked)]


def _questionnaire(
    page: Page, beside: Page, url: str, chosen: list[float], moved: list[float], empty: list[float]
) -> None:
    """Answer every question with its first option."""
    load(page, url, _NEXT)
    while page.locator(_NEXT).count():
        chosen.append(click(page, _OPTION, "address"))
        moved.append(click(page, _NEXT))
        empty.append(click(beside, _EMPTY_NEXT))


def _switches(page: Page, beside: Page, url: str, wanted: str) -> tuple[list[float], list[float]]:
    """From another page of the app to the recommendation; beside it, from one empty page to another."""
    ours, empty = [], []
    load(page, url.replace("/recommendation", "/learn"))
    page.evaluate(
        "async () => { while (!window.slmBegun) await new Promise(requestAnimationFrame); }"
    )  # links are ready
    for _ in range(LOADS + 1):
        ours.append(click(page, _link("recommendation"), wanted=wanted))
        empty.append(click(beside, "[data-testid=stPageLink] a"))
        click(page, _link("learn"))
    return ours, empty


def measure() -> list[Row]:
    """All figures of this part."""
    file = read_library(TREES).trees[TREE]
    query = address.write(TREE, file.stamp, next(iter(file.tree.scenarios.values())).answers)
    answered = "/recommendation?" + "&".join(f"{name}={value}" for name, value in query.items())
    chosen: list[float] = []
    moved: list[float] = []
    empty: list[float] = []
    with serve(APP) as app, serve(EMPTY_APP) as nothing, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        homes = _loads(browser, app.url, nothing.url, "h1")
        results = _loads(browser, app.url + answered, nothing.url, "h1")
        page, beside = (browser.new_context().new_page() for _ in range(2))
        load(beside, nothing.url)
        for _ in range(CLICKS):
            _questionnaire(page, beside, f"{app.url}/assess?{beginning()}", chosen, moved, empty)
        words = _switches(page, beside, app.url + answered, "h1")
        picture = _switches(page, beside, app.url + answered, _PICTURE)
        browser.close()
    return [
        row("Next to next question", moved, empty, asked="1.3 times, 150 ms"),
        row("an answer chosen", chosen, empty),
        *_both("first page", homes, "1.3 times"),
        *_both("recommendation, opened by its address", results, "2 times"),
        *_both("recommendation, from another page", words, "2 times, 500 ms"),
        *_both("recommendation, with its drawing", picture, ""),
    ]
