"""What an author does in the editor, in words."""

import hashlib
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SMALL = "format: 1\nid: small\ntitle: One\nquestions:\n  size:\n    dimension: task\n    ask: How large?\n    options: {s: Small}\n"


class Edit:
    """An editor that is open in a browser."""

    def __init__(self, page: Page, url: str, texts: Path) -> None:
        self.page, self.url, self.texts = page, url, texts
        self.box = page.get_by_role("textbox", name="Tree", exact=True)
        self.known = page.get_by_test_id("stText")

    def open(self, text: str = SMALL, more: str = "") -> None:
        """Open a text, new to the browser, as its bytes stand in a file."""
        name = hashlib.sha256(f"{text}{more}".encode()).hexdigest()[:8]
        (self.texts / f"{name}.yaml").write_bytes(text.encode())
        self.at(f"text={name}{more}")

    def at(self, address: str) -> None:
        self.page.goto(f"{self.url}/?{address}")
        expect(self.box).to_be_visible()

    def line(self, number: int) -> Locator:
        return self.page.locator(".cm-line").nth(number - 1)

    def go(self, number: int) -> None:
        """Put the cursor behind a line."""
        self.box.focus()
        self.page.keyboard.press("Control+Home")
        for _ in range(number - 1):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("End")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def server_has(self, text: str) -> None:
        expect(self.known).to_contain_text(hashlib.sha256(text.encode()).hexdigest()[:12])

    def accept(self, key: str) -> None:
        """Take what a list offers, which heeds no key in the moment in which it opens."""
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
        self.press(key)

    def paste(self, text: str) -> None:
        self.box.evaluate(
            """(box, text) => {
                const data = new DataTransfer();
                data.setData('text/plain', text);
                box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }""",
            text,
        )


def wrong(edit: Edit) -> Locator:
    return edit.page.locator(".cm-line.cm-wrong", has_text=re.compile("."))
