"""The main way of an author, in a browser: edit, see a problem where it is, complete an id, save, come back, take up again."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.steps import see


def begin(page: Page, url: str, tree: str) -> Locator:
    """Begin a tree of a template of our own, so that no test meets the tree of another."""
    page.goto(f"{url}/trees")
    see(page, "Trees")
    page.get_by_text("New tree: from a template, or from a file").click()
    page.get_by_label("Id: small letters, digits and _").fill(tree)
    page.get_by_role("button", name="Begin").click()
    return arrived(page, tree)


def arrived(page: Page, tree: str) -> Locator:
    """Come to the editor from another page: the heading has the focus then, and nothing takes it away later."""
    see(page, f"{tree}.yaml")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    return shown(page, tree)


def shown(page: Page, tree: str) -> Locator:
    see(page, f"{tree}.yaml")
    box = page.get_by_role("textbox", name=f"{tree}.yaml, YAML")
    expect(box).to_be_visible()
    return box


def find(page: Page, box: Locator, text: str) -> None:
    """Put the cursor behind the first place where this stands."""
    box.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find").press_sequentially(text)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowRight")


def save(page: Page, note: str) -> None:
    page.get_by_role("button", name="Save version").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note: what was changed, and why").fill(note)
    dialog.get_by_role("button", name="Save version").click()
    expect(page.get_by_text("It is in use now")).to_be_visible()


def wrong(page: Page) -> Locator:
    return page.locator(".cm-line.cm-wrong")


def test_from_a_template_to_a_version_and_back(server: Server, page: Page) -> None:
    box = begin(page, server.url, "way_one")
    expect(page.get_by_text("This tree is new")).to_be_visible()
    save(page, "First")

    find(page, box, "title: ")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("nonsense: 1")
    expect(wrong(page)).to_have_text("nonsense: 1")
    expect(page.get_by_text("× 1 problem")).to_be_visible()
    page.get_by_role("button", name="Save version").click()
    expect(page.get_by_role("dialog")).to_contain_text("It is kept as a draft")
    page.keyboard.press("Escape")
    box.focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(wrong(page)).to_have_count(0)

    find(page, box, "title: ")
    page.keyboard.type("Another ")
    expect(page.get_by_text("None of the", exact=False)).to_be_visible()
    expect(page.get_by_text("✓ draft kept")).to_be_visible()
    page.reload()
    shown(page, "way_one")
    expect(page.locator(".cm-content")).to_contain_text("title: Another ")
    save(page, "Second")

    page.get_by_role("link", name="Trees", exact=True).first.click()
    see(page, "Trees")
    card = page.locator("article", has_text="way_one")
    expect(card).to_contain_text("Another ")
    expect(card).to_contain_text("version 2")
    card.get_by_text("2 versions").click()
    card.get_by_role("button", name="Take it up again").click()
    expect(page.get_by_text("version 1 is taken up again")).to_be_visible()
    expect(card).to_contain_text("version 3")
    expect(card.get_by_role("heading")).not_to_contain_text("Another")


def test_an_id_is_completed_where_it_fits(server: Server, page: Page) -> None:
    box = begin(page, server.url, "way_two")
    find(page, box, "when: {")
    page.keyboard.press("Control+Space")
    expect(page.get_by_role("listbox", name="Completions")).to_be_visible()
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_closed_browser_loses_nothing(server: Server, page: Page, browser: Browser) -> None:
    box = begin(page, server.url, "way_three")
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("typed_last: 1")
    expect(wrong(page)).to_have_text("typed_last: 1")
    page.close()
    other = browser.new_page()
    other.goto(f"{server.url}/trees")
    other.locator("article", has_text="way_three").get_by_role("link", name="Go on with the draft").click()
    box = arrived(other, "way_three")
    box.focus()
    other.keyboard.press("Control+End")
    expect(other.locator(".cm-content")).to_contain_text("typed_last: 1")
    other.close()


def test_of_two_who_save_the_later_one_merges(server: Server, page: Page, browser: Browser) -> None:
    begin(page, server.url, "way_four")
    save(page, "First")
    page.goto(f"{server.url}/edit?edit=way_four")
    box = shown(page, "way_four")
    find(page, box, "title: ")
    page.keyboard.type("Mine ")
    expect(page.get_by_text("None of the", exact=False)).to_be_visible()

    # The same person in another window takes a version up again, as another would who saves.
    other = browser.new_page()
    other.goto(f"{server.url}/trees")
    card = other.locator("article", has_text="way_four")
    card.get_by_role("button", name="Retire").click()
    expect(other.get_by_text("way_four is retired")).to_be_visible()
    card.get_by_text("2 versions").click()
    card.get_by_role("button", name="Take it up again").click()
    expect(other.get_by_text("version 1 is taken up again")).to_be_visible()
    other.close()

    page.get_by_role("button", name="Save version").click()
    expect(page.get_by_role("dialog")).to_contain_text("Somebody else saved a version meanwhile")
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile("Version 3 was saved"))).to_be_visible()
    page.get_by_role("button", name="Merge both").click()
    expect(page.get_by_text(re.compile("Version 3 was saved"))).to_have_count(0)
    expect(page.locator(".cm-content")).to_contain_text("title: Mine ")
    save(page, "Both")
