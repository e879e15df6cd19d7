"""The way of a saved assessment to a newer version of its tree, in a browser; and two of them side by side."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from decision.store.store import open_store
from tests.browser.conftest import Server
from tests.browser.steps import query, see
from tests.test_again import HOSTED, SMALL
from tests.test_difference import version
from tests.test_store import ANYBODY, AT, made
from tests.views.test_saved import FULL


def save(page: Page, url: str, title: str, **answers: str) -> None:
    """Save answers to the made-up tree under a title."""
    said = {name: one if isinstance(one, str) else ".".join(one) for name, one in FULL.items()} | answers
    page.goto(f"{url}/saved?tree=small&{'&'.join(f'{name}={one}' for name, one in said.items())}")
    page.get_by_label("Title of your present assessment").fill(title)
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text("● open here")).to_be_visible()


def test_a_saved_one_is_run_again_on_a_newer_version_and_taken_over(server: Server, trees: Path, page: Page) -> None:
    save(page, server.url, "Before the host")
    said = SMALL.text.replace("version: 1.2.0", "version: 9.0.0")
    for before, after in HOSTED:
        said = said.replace(before, after)
    (trees / "small.yaml").write_text(said)
    try:
        take_over(page)
    finally:
        (trees / "small.yaml").write_text(SMALL.text)


def take_over(page: Page) -> None:
    page.reload()
    see(page, "Saved")
    page.get_by_role("button", name="Run again: Before the host").click()
    see(page, "Run again")
    expect(page.get_by_text("1 of 3 decisions comes out otherwise.")).to_be_visible()
    expect(page.get_by_text("Data that nobody else may hold cannot be with a host.")).to_be_visible()
    page.get_by_role("button", name="Leave it as it is").click()
    see(page, "Saved")
    expect(page.locator(".saved li", has_text="Before the host")).to_contain_text("1.2.0;")
    page.get_by_role("button", name="What newer trees change").click()
    see(page, "What newer trees change")
    page.get_by_role("button", name="Before the host", exact=True).first.click()
    see(page, "Run again")
    page.get_by_role("button", name="Take it over to version 9.0.0").click()
    page.wait_for_url(re.compile(r"/recommendation\?"))
    assert query(page)["v"].startswith("9.0.0-")
    page.get_by_role("link", name="Saved", exact=True).click()
    row = page.locator(".saved li", has_text="Before the host")
    expect(row).to_contain_text("9.0.0")
    expect(row).to_contain_text("With a host")
    expect(row.get_by_role("button", name="Run again: Before the host")).to_have_count(0)


def test_two_that_are_ticked_stand_side_by_side(server: Server, page: Page) -> None:
    save(page, server.url, "Left of two")
    save(page, server.url, "Right of two", hands="nobody")
    for title in ("Left of two", "Right of two"):
        page.get_by_role("checkbox", name=f"Compare: {title}").check()
    page.get_by_role("button", name="Compare 2 side by side").click()
    see(page, "Saved assessments side by side")
    row = page.get_by_role("row", name=re.compile("Who looks after it"))
    expect(row.get_by_role("cell")).to_contain_text(["A volunteer, one evening a week", "Nobody in particular"])
    expect(page.get_by_role("row", name=re.compile("Is there a network"))).to_have_count(0)
    page.get_by_role("link", name="Back to what is saved").click()
    see(page, "Saved")
    expect(page.get_by_role("checkbox", name="Compare: Left of two")).to_be_checked()


def save_older(folder: Path) -> None:
    """Two saved assessments on a version of the made-up tree that is older than the one in use."""
    old = version(("for: {server: strong}", "for: {paper: major}"))
    store = open_store(folder)
    store.add(ANYBODY, [made(title=f"Older {number}", file=old) for number in (1, 2)], AT)
    store.database.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_is_run_again_or_stands_side_by_side(
    theme: str, browser: Browser, server: Server, data_folder: Path
) -> None:
    save_older(data_folder)
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
