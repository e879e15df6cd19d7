"""The code editor keeps what is typed: over reruns, reloads, a lost server and other windows, to the byte."""

import hashlib

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server
from tests.editor.steps import SMALL, Edit, wrong


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


def test_half_a_character_becomes_one_that_has_bytes(edit: Edit) -> None:
    edit.open("a: \n")
    edit.go(1)
    edit.page.evaluate("() => document.execCommand('insertText', false, 'x\\ud83dy')")
    edit.server_has("a: x\ufffdy\n")


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


def test_what_is_kept_while_another_text_is_shown_is_not_offered(edit: Edit) -> None:
    edit.open()
    edit.go(3)
    edit.type("!")
    edit.server_has(SMALL.replace("One", "One!"))
    edit.page.get_by_role("button", name="Keep, then another").click()
    expect(edit.line(1)).to_have_text("another: text")
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


def test_what_is_typed_while_the_server_is_away_arrives_when_it_is_back(edit: Edit, editor_server: Server) -> None:
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
