"""Nothing leaves the machine, nothing strange runs, and the browser has nothing to complain about."""

import urllib.request

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.steps import choose, forward, start


def test_headers_are_set_on_every_reply(server: Server) -> None:
    for path in ("/", "/assess", "/assets/app.css", "/_stcore/health"):
        with urllib.request.urlopen(server.url + path, timeout=10) as reply:
            policy = reply.headers["content-security-policy"]
            assert "script-src 'self' blob: 'sha256-" in policy
            assert "unsafe-eval" not in policy
            assert "frame-ancestors 'none'" in policy
            assert reply.headers["referrer-policy"] == "no-referrer"
            assert reply.headers["x-content-type-options"] == "nosniff"


def test_the_console_stays_empty(page: Page, server: Server) -> None:
    """Streamlit looks for its server beside the page's path first, and gets 404 there: that alone is expected."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    start(page, server.url, "slm_sourcing")
    choose(page, 0)
    forward(page)
    page.get_by_role("link", name="Recommendation", exact=True).click()
    expect(page.locator(".stPlotlyChart svg").first).to_be_visible()
    assert [text for text in said if "404" not in text] == []


def test_markup_in_the_address_and_in_texts_is_text(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/recommendation?tree=slm_sourcing&data_boundary=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.get_by_role("alert")).to_contain_text("<img src=x onerror=alert(1)>")
    page.get_by_text("Title, author, notes and logo").click()
    page.get_by_label("Title", exact=True).fill("<script>alert(1)</script> [x](https://example.org)")
    page.get_by_label("Title", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("<script>alert(1)</script> [x](https://example.org)")
    assert page.locator("img[src=x]").count() == 0
