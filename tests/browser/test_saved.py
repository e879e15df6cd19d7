"""The main way of saving, in a browser: save, go on, come back in another session, delete, undo."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.steps import choose, query, see, start
from tests.browser.test_again import save


def test_what_is_saved_is_there_in_another_session(server: Server, page: Page, browser: Browser) -> None:
    start(page, server.url, "small")
    choose(page)
    page.get_by_role("link", name="Saved", exact=True).click()
    see(page, "Saved")
    page.get_by_label("Title of your present assessment").fill("The main way")
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text("● open here")).to_be_visible()
    page.get_by_role("link", name="Assess", exact=True).click()
    expect(page.get_by_text("Saved as “The main way”")).to_be_visible()
    at = query(page)["at"]
    page.locator(".option").last.click()
    page.wait_for_url(re.compile(rf"[?&]{at}=unsure"))

    other = browser.new_page()
    other.goto(f"{server.url}/saved")
    other.get_by_label("Search titles, names and notes").fill("main way")
    other.get_by_label("Search titles, names and notes").press("Enter")
    other.get_by_role("button", name="The main way", exact=True).click()
    other.wait_for_url(re.compile(r"/review\?"))
    assert query(other)[at] == "unsure"
    other.get_by_role("link", name="Assess", exact=True).click()
    other.locator(".option").first.click()
    expect(other.get_by_text("Saved as “The main way”")).to_be_visible()
    other.get_by_role("link", name="Saved", exact=True).click()
    expect(other.get_by_text("● open here")).to_be_visible()
    page.locator(".option").nth(1).click()
    expect(page.get_by_text("Somebody else changed this assessment")).to_be_visible()
    page.get_by_role("button", name="Go on with the saved one").click()
    expect(page.get_by_text("Somebody else changed this assessment")).to_have_count(0)
    other.get_by_role("button", name="Delete: The main way").click()
    expect(other.get_by_text("“The main way” was deleted.")).to_be_visible()
    other.get_by_role("button", name="Undo").click()
    expect(other.get_by_role("button", name="The main way", exact=True)).to_be_visible()
    other.close()


def test_a_reload_goes_on_with_what_is_saved(server: Server, page: Page) -> None:
    start(page, server.url, "small")
    choose(page)
    page.get_by_role("link", name="Saved", exact=True).click()
    page.get_by_label("Title of your present assessment").fill("Reloaded")
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text("● open here")).to_be_visible()
    page.get_by_role("link", name="Assess", exact=True).click()
    expect(page.get_by_text("Saved as “Reloaded”")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Saved as “Reloaded”")).to_be_visible()
    at = query(page)["at"]
    page.locator(".option").last.click()
    page.wait_for_url(re.compile(rf"[?&]{at}=unsure"))
    page.reload()
    expect(page.get_by_text("Saved as “Reloaded”")).to_be_visible()
    expect(page.locator("input:checked")).to_have_value("unsure")
    expect(page.get_by_text("Yours is not saved")).to_have_count(0)


def test_a_link_is_opened_by_others_until_it_is_withdrawn(server: Server, page: Page, browser: Browser) -> None:
    start(page, server.url, "small")
    choose(page)
    page.get_by_role("link", name="Saved", exact=True).click()
    page.get_by_label("Title of your present assessment").fill("To be shared")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("button", name="Share: To be shared").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a link").click()
    field = dialog.get_by_label("The new link")
    expect(field).to_have_value(re.compile(rf"^{server.url}/shared\?link=[\w-]{{43}}$"))
    field.click()
    link = page.evaluate("getSelection().toString()")
    assert link == field.input_value()
    dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.get_by_text("Copied.")).to_be_visible()

    context = browser.new_context(extra_http_headers={"X-Forwarded-For": "192.0.2.7"})
    other = context.new_page()
    start(other, server.url, "slm_sourcing")
    mine = choose(other)
    own = other.url
    other.goto(link)
    see(other, "To be shared")
    other.get_by_role("link", name="Assess", exact=True).click()
    other.wait_for_url(re.compile("/assess"))
    assert "link" not in query(other)
    expect(other.get_by_text("There is no question")).to_have_count(0)
    other.goto(own)
    assert mine in own
    other.goto(link)
    other.get_by_role("button", name="Answer it yourself").click()
    other.wait_for_url(re.compile(r"/review\?.*tree=small"))
    see(other, "Review your answers")

    dialog.get_by_role("button", name="Withdraw the link").click()
    expect(dialog.get_by_text("The link was withdrawn.")).to_be_visible()
    other.goto(link)
    expect(other.get_by_text("This link opens nothing.")).to_be_visible()
    context.close()


def test_who_comes_through_a_proxy_saves_nothing(server: Server, browser: Browser) -> None:
    """Seen on the connection of the page itself, whose headers Streamlit hands over."""
    context = browser.new_context(extra_http_headers={"X-Forwarded-For": "192.0.2.7"})
    page = context.new_page()
    start(page, server.url, "small")
    choose(page)
    page.get_by_role("link", name="Saved", exact=True).click()
    expect(page.get_by_text("You do not come from the machine")).to_be_visible()
    expect(page.get_by_role("button", name="Save it")).to_have_count(0)
    context.close()


def test_who_works_by_keyboard_stays_where_they_are_in_the_list(server: Server, page: Page) -> None:
    save(page, server.url, "By keyboard")
    again = page.get_by_role("button", name="Duplicate: By keyboard")
    again.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("A copy was saved.")).to_be_visible()
    expect(again).to_be_focused()
    page.get_by_role("button", name="Delete: Copy of By keyboard").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Copy of By keyboard” was deleted.")).to_be_visible()
    expect(page.locator("[data-part=list]")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy of By keyboard", exact=True)).to_be_visible()
