"""What an author typed, where other trees, other versions, other windows and lost files come in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id as trigger
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from decision.paths import OPEN_VARIABLE
from decision.reading.read import TreeFile
from decision.store.shelf import Shelf
from decision.store.store import Store
from tests.test_store import AT
from tests.views.live import data, html, parts, press
from tests.views.test_edit import (
    ANYBODY,
    OTHER,
    TEXT,
    _number,
    changed,
    edit,
    editor,
    editor_text,
    head,
    page,
    pause,
    put,
    save,
    send,
    side,
)
from views import keeping, offered

pytestmark = pytest.mark.usefixtures("headers", "trees")


@pytest.fixture(autouse=True)
def shelf(store: Store) -> Shelf:
    """What is saved, fresh for each test."""
    return Shelf(store.database)


def small(text: str = TEXT) -> TreeFile:
    found = keeping.tree_of("", text)
    assert found
    return found


def theirs(shelf: Shelf, text: str = TEXT + "# theirs\n") -> None:
    """Somebody else saves a version after the file of the folder."""
    shelf.add(OTHER, small(text), 1, "Mine was first", AT, shipped=small())
    offered.look()


def to(at: AppTest, name: str, tree: str = "small") -> AppTest:
    """Go to another page, or to another tree."""
    at.query_params["edit"] = tree
    at.switch_page(name)
    at.run()
    assert not at.exception
    return at


def test_a_draft_of_an_older_version_is_merged_with_what_was_saved_since(shelf: Shelf) -> None:
    """In a new session too, as after a night: what the other one changed is not taken for what it was made of."""
    send(edit(), changed())
    theirs(shelf)
    at = edit()
    assert "Mine was first" in at.warning[0].value
    at.button(key="merge_both").click().run()
    both = put(at, editor_text(at))
    assert both.endswith("# theirs\n")
    assert "title: New" in both


def test_a_merge_takes_in_what_was_saved_while_one_chose(shelf: Shelf) -> None:
    send(edit(), changed())
    theirs(shelf)
    at = edit()
    shelf.add(OTHER, small(TEXT + "# theirs\n# and more\n"), 2, "", AT)
    at.button(key="merge_both").click().run()
    assert put(at, editor_text(at)).endswith("# theirs\n# and more\n")


def test_who_types_is_told_at_once_and_who_looks_sees_the_newest(shelf: Shelf) -> None:
    typing = send(edit(), changed())
    theirs(shelf)
    press(typing, "forget", part=_number(typing, "edit_side"))
    assert "Mine was first" in typing.warning[0].value
    assert editor_text(typing) == changed()
    shelf.drop_draft(ANYBODY, "small")
    at = edit()
    shelf.add(OTHER, small(TEXT + "# newest\n"), 2, "", AT)
    offered.look()
    press(at, "forget", part=_number(at, "edit_side"))
    assert not at.warning
    assert editor(at)["text"] == TEXT + "# newest\n"


def test_where_both_changed_the_same_lines_one_is_told(shelf: Shelf) -> None:
    send(edit(), changed())
    theirs(shelf, TEXT.replace("title: ", "title: Their ", 1))
    at = edit()
    at.button(key="merge_both").click().run()
    pause(send(at, put(at, editor_text(at))))
    assert "the same lines in 1 place" in data(at, _number(at, "edit_head"))["parts"]["note"]


def test_a_merge_that_the_editor_did_not_make_is_chosen_again(shelf: Shelf) -> None:
    """Else the next version would be saved over theirs, without anything of it."""
    send(edit(), changed())
    theirs(shelf)
    at = edit()
    at.button(key="merge_both").click().run()
    send(at, changed() + "# typed on\n", {"do": "stale", "at": editor(at)["edits"]["order"]})
    assert "Mine was first" in at.warning[0].value
    at.button(key="merge_both").click().run()
    both = put(at, editor_text(at))
    assert "# typed on\n" in both
    assert "# theirs\n" in both


def test_a_tree_that_another_one_retired_cannot_be_merged_with(shelf: Shelf) -> None:
    send(edit(), changed())
    shelf.retire(OTHER, "small", 1, "Nobody needs it", AT, shipped=small())
    offered.look()
    at = edit()
    assert "was retired as version 2" in at.warning[-1].value
    assert not {"merge_both", "take_theirs"} & {one.key for one in at.button}
    at.button(key="keep_mine").click().run()
    save(at)
    assert shelf.history("small")[0].number == 3


@pytest.mark.parametrize("lose", ["unlink", "break"])
def test_a_tree_is_saved_though_its_file_is_lost(lose: str, shelf: Shelf, trees: Path) -> None:
    at = send(edit(), changed())
    path = trees / "small.yaml"
    path.unlink() if lose == "unlink" else path.write_text("format: [")
    save(at)
    assert "It is in use now" in at.success[0].value
    assert "title: New" in offered.library().trees["small"].text
    assert shelf.text(shelf.history("small")[1].digest or "") == TEXT


def test_a_draft_is_saved_though_its_file_was_lost_meanwhile(shelf: Shelf, trees: Path) -> None:
    send(edit(), changed())
    (trees / "small.yaml").unlink()
    save(edit())
    assert [one.number for one in shelf.history("small")] == [1]


def test_a_broken_file_can_be_mended_here(shelf: Shelf, trees: Path) -> None:
    (trees / "torn.yaml").write_text(TEXT.replace("id: small", "id: torn") + "nonsense: x\n")
    at = edit("torn")
    assert [mark["message"] for mark in editor(at)["marks"]]
    save(send(at, TEXT.replace("id: small", "id: torn")))
    assert "torn" in offered.library().trees


def test_no_file_outside_the_folder_is_opened(trees: Path) -> None:
    (trees.parent / "secret.yaml").write_text("secret: 1\n")
    said = "".join(one.proto.body for one in edit("../secret").get("html"))
    assert "There is no tree" in said


def test_a_tree_that_one_comes_back_to_is_as_one_left_it(shelf: Shelf) -> None:
    at = send(edit(), changed())
    send(to(at, "edit.py", "extremes"), "another: text\n")
    to(at, "edit.py")
    assert editor(at)["text"] == changed()
    send(at, changed() + "# more\n")
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text == changed() + "# more\n"


def test_the_edits_of_another_tree_are_made_too() -> None:
    """The editor makes none whose order is not above that of the last, whatever text it holds."""
    at = edit()
    for name in ("one", "two"):
        send(at, None, {"do": "rename", "at": TEXT.index("borrowers:"), "to": name})
    last = editor(at)["edits"]["order"]
    to(at, "edit.py", "extremes")
    other = at.session_state["desks"]["extremes"].text
    question = other.index("\n  ", other.index("\nquestions:")) + 3
    send(at, None, {"do": "rename", "at": question, "to": "renamed"})
    assert editor(at)["edits"]["order"] > last
    assert editor(at)["edits"]["number"] == editor(at)["number"]


def test_what_is_typed_last_on_the_way_to_another_tree_is_kept(shelf: Shelf) -> None:
    at = edit()
    before = editor(at)["document"]
    send(to(at, "edit.py", "extremes"), changed(), document=before)
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text == changed()


def test_what_a_page_sends_when_it_is_left_already_breaks_nothing() -> None:
    """A pause that ends, or the last that was typed, while the next page is on its way."""
    at = edit()
    names = [one.proto.id for one in at.get("bidi_component")]
    later = {"do": "later", "at": "edit small", "chosen": [], "number": 100}
    typed = {"text": changed(), "base": "small", "number": 100, "asks": [], "holds": {}}
    to(at, "trees.py")
    for name in names:
        payload = json.dumps([{"event": "event", "value": later | typed}])
        at._run(WidgetStates(widgets=[WidgetState(id=trigger(name, "events"), json_trigger_value=payload)]))
        assert not at.exception
        assert "Trees" in html(at)


def test_a_draft_that_was_thrown_away_does_not_come_back() -> None:
    at = send(edit(), changed())
    before = editor(at)["document"]
    press(to(at, "trees.py"), "drop", "small")
    at.session_state["to_drop"] = "small"  # a dialog stays open here only if it is opened again
    at.button(key="drop_now").click().run()
    to(at, "edit.py")
    assert editor(at)["text"] == TEXT
    assert editor(at)["document"] != before
    assert editor(at)["copies"] == "small"


def test_what_was_said_of_one_tree_is_not_said_of_another() -> None:
    at = save(send(edit(), changed()))
    press(at, "save", part=_number(at, "edit_head"))
    to(at, "edit.py", "extremes")
    assert not at.success
    assert "save_note" not in [one.key for one in at.text_area]
    assert "version that is saved" not in "".join(one.value for one in at.info)


def test_a_dialog_that_was_left_open_does_not_open_again() -> None:
    at = send(edit(), changed())
    press(at, "save", part=_number(at, "edit_head"))
    assert "save_note" in [one.key for one in at.text_area]
    to(to(at, "trees.py"), "edit.py")
    assert "save_note" not in [one.key for one in at.text_area]


def test_what_another_window_keeps_stays_when_one_saves(shelf: Shelf) -> None:
    at, window = send(edit(), changed()), edit()
    send(window, changed() + "# from another window\n")
    save(at)
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text.endswith("# from another window\n")


def test_the_same_place_is_gone_to_as_often_as_one_wants() -> None:
    at = pause(send(edit(), TEXT + "nonsense: x\n"))
    first = editor(press(at, "goto", "3.1", part=_number(at, "edit_side")))["goto"]
    again = editor(press(at, "goto", "3.1", part=_number(at, "edit_side")))["goto"]
    assert first[:2] == again[:2] == [3, 1]
    assert first != again


def test_a_tree_with_the_longest_id_can_be_worked_on(trees: Path) -> None:
    name = "l" * 64
    (trees / f"{name}.yaml").write_text(TEXT.replace("id: small", f"id: {name}"))
    at = edit(name)
    press(at, "save", part=_number(at, "edit_head"))
    assert "that is saved" in at.info[0].value


def test_ids_are_completed_in_a_text_that_was_never_good(shelf: Shelf) -> None:
    shelf.keep_draft(ANYBODY, "begun", "format: 1\n", 0, 0, AT)
    at = pause(send(edit("begun"), "format: 1\ndimensions: {brand_new: Brand new}\n"))
    assert "brand_new" in str(editor(at)["rules"])


def test_what_is_too_long_for_a_tree_is_not_read_at_each_pause() -> None:
    at = pause(edit())
    send(at, "dimensions: {brand_new: Brand new}\n" + "# \n" * 200_000)
    assert "brand_new" not in str(editor(pause(at))["rules"])


def test_what_is_said_beside_the_text_is_no_more_than_is_known() -> None:
    """Of a single scenario in the singular; and a text without problems may still fail a scenario, and is not saved then."""
    at = pause(edit())
    assert "1 scenario comes out as expected" in side(at)["scenarios"]
    assert "saved" not in side(at)["problems"]


def test_who_may_only_read_is_offered_nothing_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'data-do="add"' in side(edit())["trial"]
    monkeypatch.setenv(OPEN_VARIABLE, "1")
    at = edit()
    assert 'data-do="add"' not in side(at)["trial"]
    assert 'data-do="save"' not in head(at)


def test_a_second_copy_has_another_id(shelf: Shelf) -> None:
    press(page("trees.py"), "duplicate", "small")
    at = press(page("trees.py"), "duplicate", "small")
    assert "Not done" not in parts(at)
    assert {draft.tree for draft in shelf.drafts(ANYBODY)} == {"small_2", "small_3"}
