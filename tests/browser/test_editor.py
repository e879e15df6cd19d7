"""The code editor, typed into by a real browser: what comes back, what is drawn, and that nothing typed is lost."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from decision.paths import TREES
from tests.editor.server import EditorServer

SMALL = "format: 1\nid: small\ntitle: One\nquestions:\n  size:\n    dimension: task\n    ask: How large?\n    options: {s: Small}\n"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "tree.yaml").write_bytes((TREES / "slm_sourcing.yaml").read_bytes())
    (folder / "another.yaml").write_text("another: text\n")
    return folder


@pytest.fixture(scope="module")
def editor_server(texts: Path) -> Iterator[EditorServer]:
    running = EditorServer(texts)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def edit(page: Page, editor_server: EditorServer, texts: Path) -> "Edit":
    return Edit(page, editor_server.url, texts)


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


def test_undo_cursor_scroll_and_focus_stay_over_reruns(edit: Edit) -> None:
    edit.at("text=tree")
    edit.go(60)
    edit.type(" #")
    text = (edit.texts / "tree.yaml").read_text()
    lines = text.split("\n")
    edit.server_has("\n".join([*lines[:59], lines[59] + " #", *lines[60:]]))
    expect(edit.box).to_be_focused()
    before = edit.page.locator(".cm-scroller").evaluate("(element) => element.scrollTop")
    assert before > 0
    edit.page.get_by_role("button", name="Run again").click()
    expect(edit.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    assert edit.page.locator(".cm-scroller").evaluate("(element) => element.scrollTop") == before
    edit.box.focus()
    expect(edit.page.get_by_text(f"Line 60, column {len(lines[59]) + 3}")).to_be_visible()
    edit.press("Control+z")
    edit.server_has(text)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_and_tabs_are_kept_to_the_byte(end: str, edit: Edit) -> None:
    text = f"one:\t1{end}\ttwo{end}{end}three"
    edit.open(text)
    expect(edit.page.locator(".cm-tab")).to_have_count(2)
    edit.go(1)
    edit.type("0")
    edit.press("Enter")
    edit.server_has(f"one:\t10{end}{end}\ttwo{end}{end}three")


def test_line_ends_that_differ_stay_where_they_are(edit: Edit) -> None:
    edit.open("a\r\nb\nc\u2028d\r\ne\r\n")
    edit.go(1)
    edit.type("!")
    edit.press("Enter")
    edit.type("new")
    edit.server_has("a!\r\nnew\r\nb\nc\u2028d\r\ne\r\n")
    edit.go(3)
    edit.press("Delete", "Delete")
    edit.server_has("a!\r\nnew\r\nb\u2028d\r\ne\r\n")
    edit.press("Control+z")
    edit.server_has("a!\r\nnew\r\nb\nc\u2028d\r\ne\r\n")


def test_an_editor_that_was_away_comes_back_as_it_was(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    away = edit.page.get_by_text("Away")
    away.click()
    expect(edit.box).to_have_count(0)
    away.click()
    edit.server_has(SMALL.replace("One", "One!"))
    expect(edit.line(3)).to_have_text("title: One!")
    expect(wrong(edit)).not_to_have_count(0)
    edit.box.focus()
    edit.press("Control+z")
    edit.server_has(SMALL)


def test_two_windows_do_not_take_each_others_text(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    edit.server_has(SMALL.replace("One", "One!"))
    other = Edit(edit.page.context.new_page(), edit.url, edit.texts)
    other.open()
    other.page.get_by_role("button", name="Throw it away").wait_for()
    other.go(3)
    other.type("?")
    other.server_has(SMALL.replace("One", "One?"))
    edit.type("!")
    edit.server_has(SMALL.replace("One", "One!!"))
    other.page.reload()
    for text in ("One!!", "One?"):
        other.page.get_by_role("button", name="Put it back").click()
        other.server_has(SMALL.replace("One", text))
    expect(other.page.get_by_role("button", name="Put it back")).to_have_count(0)


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


def test_what_was_not_saved_is_put_back_after_a_reload(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    edit.server_has(SMALL.replace("One", "One!"))
    edit.page.reload()
    offered = edit.page.get_by_role("alert").filter(has_text="was not saved")
    expect(offered).to_be_visible()
    edit.server_has(SMALL)
    edit.page.get_by_role("button", name="Put it back").click()
    edit.server_has(SMALL.replace("One", "One!"))
    expect(offered).to_have_count(0)
    edit.page.reload()
    edit.page.get_by_role("button", name="Throw it away").click()
    expect(offered).to_have_count(0)
    edit.page.reload()
    expect(edit.line(3)).to_have_text("title: One")
    expect(offered).to_have_count(0)


def test_what_is_typed_beside_an_offer_does_not_replace_it(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    edit.server_has(SMALL.replace("One", "One!"))
    edit.page.reload()
    expect(edit.page.get_by_role("button", name="Put it back")).to_be_visible()
    edit.go(3)
    edit.type("?")
    edit.server_has(SMALL.replace("One", "One?"))
    edit.page.reload()
    for _ in range(2):
        edit.page.get_by_role("button", name="Put it back").click()
    edit.server_has(SMALL.replace("One", "One!"))
    edit.box.focus()
    edit.press("Control+z")
    edit.server_has(SMALL.replace("One", "One?"))


def test_what_is_kept_is_not_offered(edit: Edit) -> None:
    edit.open(more="&keep")
    edit.go(3)
    edit.type("!")
    edit.server_has(SMALL.replace("One", "One!"))
    expect(edit.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    edit.page.reload()
    expect(edit.line(3)).to_have_text("title: One")
    expect(edit.page.get_by_role("button", name="Put it back")).to_have_count(0)


def test_a_page_that_is_left_at_once_loses_nothing(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.page.evaluate("() => { document.execCommand('insertText', false, '!'); location.href = 'about:blank'; }")
    edit.page.wait_for_url("about:blank")
    edit.page.go_back()
    edit.page.get_by_role("button", name="Put it back").click()
    edit.server_has(SMALL.replace("One", "One!"))


def test_what_is_typed_while_the_server_is_away_arrives_when_it_is_back(
    edit: Edit, editor_server: EditorServer
) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    edit.server_has(SMALL.replace("One", "One!"))
    editor_server.stop()
    edit.type("?")
    editor_server.start()
    expect(edit.known).to_contain_text(
        hashlib.sha256(SMALL.replace("One", "One!?").encode()).hexdigest()[:12], timeout=30_000
    )


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


def test_a_text_that_is_too_long_is_refused_and_a_long_one_does_not_freeze_the_page(edit: Edit) -> None:
    edit.open()
    edit.go(9)
    edit.paste("x: 1\n" * 500_000)
    expect(edit.page.get_by_role("status").filter(has_text="2,000,000")).to_be_visible()
    edit.server_has(SMALL)
    edit.paste("a: 12345\n" * 110_000)
    taken = edit.page.evaluate(
        "() => new Promise((done) => { const from = performance.now(); requestAnimationFrame(() => done(performance.now() - from)); })"
    )
    assert taken < 1000
    edit.server_has(SMALL + "a: 12345\n" * 110_000)


def test_a_text_to_read_cannot_be_changed(edit: Edit) -> None:
    edit.open(more="&still")
    edit.go(3)
    edit.type("!")
    expect(edit.line(3)).to_have_text("title: One")
    expect(edit.page.get_by_role("button", name="Rename")).to_be_disabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme: str, browser: Browser, editor_server: EditorServer, texts: Path) -> None:
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
