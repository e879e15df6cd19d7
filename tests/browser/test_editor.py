"""The code editor, typed into by a real browser: what is drawn, offered, asked and changed."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.editor.steps import SMALL, Edit, wrong


def test_a_problem_is_drawn_on_its_line_while_one_types_and_goes_when_it_is_mended(edit: Edit) -> None:
    edit.at("text=tree")
    expect(edit.page.get_by_role("button", name="No problems")).to_be_visible()
    edit.go(7)
    edit.type("x")
    expect(wrong(edit)).to_have_text("format: 1x")
    expect(edit.page.locator(".cm-lintRange-error")).to_have_text("1x")
    edit.page.locator(".cm-lintRange-error").hover()
    expect(edit.page.locator(".cm-tooltip")).to_contain_text("1")
    expect(edit.page.get_by_role("button", name="1 problem")).to_be_visible()
    edit.press("Backspace")
    expect(wrong(edit)).to_have_count(0)
    expect(edit.page.get_by_role("button", name="No problems")).to_be_visible()


def test_the_list_of_problems_leads_to_them(edit: Edit) -> None:
    edit.open(SMALL + "foo: 1\n")
    expect(edit.page.get_by_role("button", name=re.compile("problem"))).not_to_have_text("No problems")
    edit.box.focus()
    edit.press("Control+Shift+M")
    expect(edit.page.get_by_role("listbox", name="Problems")).to_be_focused()
    edit.page.get_by_role("option").filter(has_text="foo").click()
    edit.press("Enter")
    expect(edit.page.get_by_text("Line 9, column 4")).to_be_visible()


def test_what_the_server_says_of_an_older_text_is_drawn_where_it_belongs_by_now(edit: Edit) -> None:
    edit.open("# slow\nformat: 1\n", "&slow=1")
    edit.go(2)
    edit.type("x")
    expect(edit.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "running")
    edit.press("Control+Home", "Enter", "ArrowUp")
    edit.type("#")
    drawn = edit.page.locator(".cm-lintRange-error", has_text="1x")
    while not drawn.count():
        edit.type("#")  # without a pause, so nothing newer is sent
    assert drawn.all_inner_texts() == ["1x"]
    assert "format: 1x" in wrong(edit).all_inner_texts()


def test_an_id_is_completed_and_says_what_it_means(edit: Edit) -> None:
    edit.open()
    edit.go(6)
    edit.press("Control+Backspace")
    edit.type("pri")
    offered = edit.page.get_by_role("option", name=re.compile("privacy"))
    expect(offered).to_contain_text("Who may see what")
    edit.accept("Enter")
    expect(edit.line(6)).to_have_text("    dimension: privacy")
    edit.server_has(SMALL.replace("dimension: task", "dimension: privacy"))
    edit.line(6).get_by_text("privacy").hover()
    expect(edit.page.locator(".cm-said")).to_have_text("Who may see what")
    edit.line(6).get_by_text("dimension").hover()
    expect(edit.page.locator(".cm-said")).to_have_text("Where it stands in the progress")


def test_a_key_is_completed_with_its_values_in_a_text_that_is_broken(edit: Edit) -> None:
    edit.open("questions:\n  size:\n    ask: [\n    \n  other: }\n")
    edit.go(4)
    edit.type("dim")
    expect(edit.page.get_by_role("option", name=re.compile("dimension"))).to_be_visible()
    edit.accept("Tab")
    expect(edit.page.get_by_role("option", name=re.compile("task"))).to_be_visible()
    edit.type("ta")
    expect(edit.page.get_by_role("option")).to_have_count(1)
    edit.accept("Enter")
    expect(edit.line(4)).to_have_text("    dimension: task")


def test_an_id_is_renamed_from_the_keyboard(edit: Edit) -> None:
    text = "# 😀\r\n" + SMALL
    edit.open(text)
    edit.go(6)
    edit.press("ArrowLeft", "F2")
    name = edit.page.get_by_role("textbox", name="New name for size")
    expect(name).to_be_focused()
    name.fill("extent")
    edit.press("Enter")
    expect(edit.known).to_contain_text(f"asked: rename {text.index('size')} extent.")
    expect(edit.box).to_be_focused()
    edit.press("F2", "Escape")
    expect(name).to_have_count(0)
    expect(edit.box).to_be_focused()


def test_edits_are_made_once_undone_as_one_and_refused_when_the_text_moved_on(edit: Edit) -> None:
    text = "# 😀\r\nid: a\r\nid: b\r\n"
    edited = "# one\r\n# two\r\n# 😀\r\nid: 😀\r\nid: b\r\n"
    edit.open(text)
    edit.page.get_by_role("button", name="Edit", exact=True).click()
    edit.server_has(edited)
    edit.page.get_by_role("button", name="Run again").click()
    edit.page.get_by_role("button", name="Edit late").click()
    expect(edit.known).to_contain_text("asked: stale 2.")
    edit.server_has(edited)
    edit.box.focus()
    edit.press("Control+z")
    edit.server_has(text)


def test_another_document_takes_its_place(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    edit.page.get_by_role("button", name="Another text").click()
    expect(edit.line(1)).to_have_text("another: text")
    edit.box.focus()
    edit.press("Control+z")
    expect(edit.line(1)).to_have_text("another: text")
    edit.server_has("another: text\n")


def test_the_page_can_lead_to_a_place(edit: Edit) -> None:
    edit.open()
    edit.page.get_by_role("button", name="Go to line 4").click()
    expect(edit.page.get_by_text("Line 4, column 3")).to_be_visible()
    expect(edit.box).to_be_focused()


def test_saving_from_the_keyboard_brings_the_text_along(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    edit.press("Control+s")
    edit.server_has(SMALL.replace("One", "One!"))
    expect(edit.known).to_contain_text("asked: save 0.")
    edit.press("Control+f", "Control+s")
    expect(edit.known).to_contain_text("asked: save 0, save 0.")


def test_the_keyboard_gets_in_and_out(edit: Edit) -> None:
    edit.open()
    edit.box.focus()
    edit.press("Control+Home", "Tab")
    expect(edit.line(1)).to_have_text("  format: 1")
    expect(edit.box).to_be_focused()
    expect(edit.box).to_have_accessible_description("Escape, then Tab leaves the editor")
    edit.press("Escape")
    edit.page.evaluate("() => { const now = Date.now; Date.now = () => now() + 60_000; }")  # nobody has to hurry
    edit.press("Tab")
    expect(edit.page.get_by_role("button", name="Find")).to_be_focused()
    edit.press("Shift+Tab")
    expect(edit.box).to_be_focused()
    edit.press("Escape", "Shift+Tab")
    expect(edit.box).not_to_be_focused()


def test_a_text_to_read_cannot_be_changed(edit: Edit) -> None:
    edit.open(more="&still")
    edit.go(3)
    edit.type("!")
    expect(edit.line(3)).to_have_text("title: One")
    expect(edit.page.get_by_role("button", name="Rename")).to_be_disabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme: str, browser: Browser, editor_server: Server, texts: Path) -> None:
    page = browser.new_context(color_scheme=theme, reduced_motion="reduce").new_page()
    edit = Edit(page, editor_server.url, texts)
    edit.open(SMALL + "foo: 1\n" + "# " + "long " * 60 + "\nsources: {a: [1]}\n", "&theme=" + theme)
    found = {}

    def look(what: str) -> None:
        report = Axe().run(page, options={"rules": {"region": {"enabled": False}}})  # the frame of the app is not here
        if report.violations_count:
            found[what] = report.generate_report()

    expect(wrong(edit).first).to_be_visible()
    look("as it opens")
    edit.go(3)
    edit.press("F2")
    look("a new name")
    edit.press("Escape", "Control+f")
    look("search")
    edit.box.focus()
    edit.press("Control+Shift+M")
    look("problems")
    edit.go(6)
    edit.press("Control+Backspace")
    edit.type("p")
    expect(page.get_by_role("option", name=re.compile("privacy"))).to_be_visible()
    look("completion")
    page.reload()
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()
    look("an offer")
    page.context.close()
    assert found == {}


def test_it_fits_a_phone(edit: Edit) -> None:
    edit.page.set_viewport_size({"width": 390, "height": 800})
    edit.at("text=tree")
    for wide in ("document.documentElement", "document.querySelector('.cm-scroller')"):
        assert edit.page.evaluate(f"(() => {{ const one = {wide}; return one.scrollWidth - one.clientWidth; }})()") == 0
    edit.line(7).click()
    edit.press("End")
    edit.type("x")
    expect(wrong(edit)).to_have_text("format: 1x")
