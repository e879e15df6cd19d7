"""`make pictures`: every page in both themes and at both widths, and every page of the PDF, as PNG to look at."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import typst
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from decision import address
from decision.assessment import Assessment
from decision.evaluate import evaluate
from decision.library import read_library
from decision.paths import ASSETS, DATA_VARIABLE, TREES
from decision.reading.read import TreeFile, read_tree
from decision.reports.pdf import TEMPLATE, fonts
from decision.reports.pdf_data import pdf_data
from decision.reports.report import Report, make_report
from decision.store.saved import Person, draft
from decision.store.shares import Shares
from decision.store.store import open_store
from decision.tree import name_of
from tests.browser.conftest import CHROMIUM_ARGUMENTS, Server, chromium, gather

EXAMPLE = "hospital_before_the_hardware"
PAGES = {
    "home": "/",
    "question": "/assess?at=machines&{}",
    "question-many": "/assess?at=inputs&{}",
    "question-first": "/assess?tree=slm_sourcing&at=data_boundary",
    "other-version": "/assess?tree=slm_sourcing&v=0.9.0-00000000&at=regulation&data_boundary=nowhere",
    "review": "/review?{}",
    "recommendation": "/recommendation?{}",
    "options": "/options?{}",
    "learn": "/learn?{}",
    "tree": "/tree?{}",
    "trees": "/trees?{}",
    "edit": "/edit?edit=slm_sourcing&{}",
    "guide": "/guide?{}",
    "again": "/again?{}",
    "what-if": "/what-if?{}",
    "versions": "/versions?{}",
    "saved": "/saved?{}",
    "share": "/saved?{}",
    "shared": "/shared?link={1}",
    "home-under-way": "/?{}",
    "extremes-home": "/?tree=extremes",
    "extremes-question": "/assess?tree=extremes&at=room",
    "extremes-recommendation": "/recommendation?tree=extremes&room=both&hands=somebody",
    "nothing-answered": "/recommendation?tree=slm_sourcing",
}
PRESSED = {"share": (re.compile("^Share:"), "Make a link")}  # buttons that open what a picture shows
README = {  # picture: the part of it that is shown, as left, top, right and bottom in pixels
    "home-light-1280": (0, 0, 1280, 1000),
    "question-light-1280": (0, 0, 1280, 1000),
    "recommendation-dark-1280": (0, 0, 1280, 1000),
    "question-dark-390": (0, 0, 390, 844),
    "recommendation-light-390": (0, 0, 390, 844),
    "pdf-01": (0, 0, 827, 1169),
}
_SAVED = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
WIDTHS = (1280, 390)
THEMES = ("light", "dark")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write pictures of every page into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--readme", action="store_true", help="also put the small ones of the README into assets/pictures"
    )
    called = parser.parse_args()
    folder = called.folder
    folder.mkdir(parents=True, exist_ok=True)
    file = read_library(TREES).trees["slm_sourcing"]
    answers = file.tree.scenarios[EXAMPLE].answers
    query = "&".join(f"{name}={value}" for name, value in address.write(file.tree.id, file.stamp, answers).items())
    with tempfile.TemporaryDirectory() as trees, tempfile.TemporaryDirectory() as data:
        os.environ[DATA_VARIABLE] = data  # no picture shows what this user has saved
        link = fill(Path(data), file)
        server = Server(gather(Path(trees)))
        fill_older(Path(data), file)
        server.start()
        try:
            take_all(server.url, (query, link), folder)
        finally:
            server.stop()
    models = read_library(TREES).catalogues.models
    report = make_report(file, Assessment(title="An example", answers=answers), datetime.date.today(), models)
    for number, picture in enumerate(pdf_pages(report), 1):
        (folder / f"pdf-{number:02}.png").write_bytes(picture)
    if called.readme:
        shrink(folder, ASSETS / "pictures")


def fill(folder: Path, file: TreeFile) -> str:
    """Save each scenario of a tree. Returns the secret of a link to one of them."""
    said = [Assessment(title=name_of(name), answers=one.answers) for name, one in file.tree.scenarios.items()]
    store = open_store(folder)
    names = store.add(Person(), [draft(file, one, evaluate(file.tree, one.answers)) for one in said], _SAVED)
    secret = Shares(store.database).make(Person(), names[0], _SAVED)
    store.database.close()
    return secret


def take_all(url: str, parts: tuple[str, str], folder: Path) -> None:
    """Every page, in both themes and at both widths."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        for theme in THEMES:
            for width in WIDTHS:
                context = browser.new_context(
                    color_scheme=theme, viewport={"width": width, "height": 900}, bypass_csp=True
                )
                take_saved(context.new_page(), f"{url}/saved?tree=slm_sourcing", folder, f"{theme}-{width}.png")
                for name, path in PAGES.items():
                    picture = folder / f"{name}-{theme}-{width}.png"
                    take(context.new_page(), url + path.format(*parts), picture, PRESSED.get(name, ()))
                context.close()


def shrink(folder: Path, small: Path) -> None:
    """The pictures of the README at half their size, in few colours."""
    small.mkdir(exist_ok=True)
    for name, part in README.items():
        picture = Image.open(folder / f"{name}.png").convert("RGB").crop(part)
        picture = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
        picture.quantize(256, Image.Quantize.MAXCOVERAGE).save(small / f"{name}.png", optimize=True)


def fill_older(folder: Path, file: TreeFile) -> None:
    """Save some scenarios of a tree as if that had been with an older version."""
    older = read_tree(file.text.replace("strong: 2", "strong: 3"), f"{file.tree.id}.yaml")
    some = list(file.tree.scenarios.items())[::4]
    said = [Assessment(title=f"{name_of(name)}, older", answers=one.answers) for name, one in some]
    store = open_store(folder)
    store.add(Person(), [draft(older, one, evaluate(older.tree, one.answers)) for one in said], _SAVED)
    store.database.close()


def take_saved(page: Page, url: str, folder: Path, ending: str) -> None:
    """The pages to which one comes from the page Saved alone: three side by side, and one that is run again."""
    page.goto(url)
    for number in range(3):
        page.locator(".tick input").nth(number).check()
        page.get_by_text(f"Compare {number + 1} side" if number else "Tick two to four").wait_for()
    page.get_by_role("button", name="Compare 3 side by side").click()
    page.get_by_role("heading", name="side by side").wait_for()
    shoot(page, folder / f"side-by-side-{ending}")
    page.get_by_role("link", name="Back to what is saved").click()
    page.get_by_role("button", name="What newer trees change").click()
    page.locator(".saved h3 button").first.click()
    page.get_by_role("button", name="Leave it as it is").wait_for()
    shoot(page, folder / f"again-one-{ending}")
    page.close()


def shoot(page: Page, path: Path) -> None:
    """What the page shows, in its whole height, and as wide and high as before afterwards."""
    size = page.viewport_size
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height, 12_000)})
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(size)


def pdf_pages(report: Report) -> list[bytes]:
    """The pages of the PDF as PNG, set from the same template and data."""
    pages = typst.compile(
        TEMPLATE / "report.typ",
        root=TEMPLATE,
        format="png",
        ppi=100,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(pdf_data(report, "a4"))},
    )
    return pages if isinstance(pages, list) else [pages]


def take(page: Page, url: str, path: Path, pressed: Iterable[str | re.Pattern[str]] = ()) -> None:
    """The whole page, as high as what it shows, after some buttons were pressed."""
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for()
    for name in pressed:
        page.get_by_role("button", name=name).first.click()
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": min(height, 12_000)})
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.screenshot(path=path, animations="disabled")
    page.close()


if __name__ == "__main__":
    main()
