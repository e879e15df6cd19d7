"""What a visitor does, in words."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def see(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until this is the heading of the page."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def choose(page: Page, number: int = 0) -> str:
    """Choose an option of the question by its number (−1: not sure yet), and wait until the address holds it."""
    at = query(page)["at"]
    radios = page.locator(".option")
    radios.nth(number if number >= 0 else radios.count() + number).click()
    page.wait_for_url(re.compile(rf"[?&]{at}="))
    return query(page)[at]


def forward(page: Page) -> None:
    """Press Next and wait for another page."""
    before = heading(page)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)


def back(page: Page) -> None:
    before = heading(page)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)


def start(page: Page, url: str, tree: str) -> None:
    """Open the home page with this tree and start."""
    page.goto(f"{url}/?tree={tree}")
    see(page, "Decide how to source a language model")
    page.get_by_role("link", name="Start", exact=True).click()
    page.wait_for_url(re.compile(r"/assess\?.*at="))
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_visible()
