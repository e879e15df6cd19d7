"""The page "Trees", what it offers from then on, and the guide, without a browser."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.library import read_templates
from decision.paths import DATA_VARIABLE, ROOT, TREES
from decision.reading.read import TreeFile
from decision.store.saved import Person
from decision.store.shelf import Shelf
from decision.store.store import Store
from tests.test_store import AT, MARKUP
from tests.views.live import data, html, opened, parts, press
from views import keeping, offered

SMALL = ROOT / "tests" / "trees" / "small.yaml"
ANYBODY = Person()

pytestmark = pytest.mark.usefixtures("headers", "trees")


@pytest.fixture(autouse=True)
def shelf(store: Store) -> Shelf:
    """What is saved, fresh for each test."""
    return Shelf(store.database)


def trees() -> AppTest:
    return opened("trees.py", tree="small")


def card(at: AppTest, tree: str) -> str:
    """The part of the list that is about one tree."""
    return next(one for one in parts(at).split("<article")[1:] if f"<code>{tree}</code>" in one)


def small() -> TreeFile:
    return offered.library().trees["small"]


def read(text: str) -> TreeFile:
    found = keeping.tree_of("", text)
    assert found
    return found


def renamed(text: str) -> TreeFile:
    return read(SMALL.read_text().replace("title: A catalogue", f"title: {text}", 1))


def test_every_tree_is_listed_with_how_it_is_doing() -> None:
    at = trees()
    assert {"small", "colliding", "extremes"} <= set(re.findall(r"<code>(\w+)</code>", parts(at)))
    assert "● no problem" in card(at, "small")
    assert "1 of 1 scenario" in card(at, "small")
    assert "rules reached" in card(at, "small")
    assert "from the folder of trees" in card(at, "small")


def test_a_broken_file_is_listed_with_its_problems(trees: Path) -> None:
    (trees / "torn.yaml").write_text("format: 1\nid: torn\nnonsense: 1\n")
    assert "× " in card(opened("trees.py", tree="small"), "torn")


def test_a_template_is_begun_as_a_draft_and_offered_only_once_it_is_saved(shelf: Shelf) -> None:
    at = begun(trees(), "our_own")
    draft = shelf.draft(ANYBODY, "our_own")
    assert draft
    assert "\nid: our_own\n" in f"\n{draft.text}"
    assert data(at)["leave"].startswith("edit?")
    assert "our_own" not in offered.library().trees
    assert "○ a draft only" in card(trees(), "our_own")


def begun(at: AppTest, name: str) -> AppTest:
    """A template begun under this id. The box is open when the session says so."""
    at.session_state["new_tree"] = True
    at.run()
    at.text_input(key="template_id").set_value(name)
    next(button for button in at.button if button.label == "Begin").click().run()
    assert not at.exception
    return at


@pytest.mark.parametrize("name", ["small", "Not an id", "", "../x"])
def test_a_new_tree_needs_an_id_that_is_free(name: str, shelf: Shelf) -> None:
    at = begun(trees(), name)
    assert at.error
    assert shelf.drafts(ANYBODY) == ()


def test_a_draft_is_never_written_over_by_another_text(shelf: Shelf) -> None:
    shelf.keep_draft(ANYBODY, "our_own", "mine", 0, 0, AT)
    at = begun(trees(), "our_own")
    assert "You have a draft of our_own already" in parts(at)
    draft = shelf.draft(ANYBODY, "our_own")
    assert draft
    assert draft.text == "mine"


def test_a_copy_has_an_id_and_a_title_of_its_own(shelf: Shelf) -> None:
    press(trees(), "duplicate", "small")
    draft = shelf.draft(ANYBODY, "small_2")
    assert draft
    copy = read(draft.text)
    assert (copy.tree.id, copy.tree.title) == ("small_2", "Copy of A catalogue for a small library")


def test_a_retired_tree_is_offered_no_more_and_can_be_taken_up_again(shelf: Shelf) -> None:
    at = press(trees(), "retire", "small")
    assert "small is retired" in parts(at)
    assert "small" not in offered.library().trees
    assert "○ retired" in card(opened("trees.py"), "small")
    at = press(opened("trees.py"), "restore", "small.1")
    assert small().text == SMALL.read_text()
    assert [one.number for one in shelf.history("small")] == [3, 2, 1]
    assert "version 1 is taken up again" in parts(at)


def test_the_last_tree_stays(trees: Path) -> None:
    for path in trees.glob("*.yaml"):
        if path.name != "small.yaml":
            path.unlink()
    at = press(opened("trees.py", tree="small"), "retire", "small")
    assert "the last tree" in parts(at)
    assert "small" in offered.library().trees


def test_the_history_can_be_compared_with_the_version_in_use(shelf: Shelf) -> None:
    shelf.add(Person("Ana"), renamed("A better catalogue"), 1, f"Why {MARKUP}", AT, shipped=small())
    offered.look()
    at = trees()
    said = card(at, "small")
    assert "2 versions" in said
    assert "by Ana" in said
    assert MARKUP not in said
    assert "This stands before the file small.yaml" in said
    press(at, "compare", "small.1")
    assert data(at)["leave"].startswith("versions?")
    at.switch_page("difference.py")
    at.run()
    assert not at.exception
    assert "None of the" in "".join(one.proto.body for one in at.get("html"))
    assert "A better catalogue for a small library" in parts(at) + html(at)


def test_an_earlier_version_is_downloaded_as_it_was_typed(shelf: Shelf) -> None:
    shelf.add(ANYBODY, renamed("A better catalogue"), 1, "", AT, shipped=small())
    offered.look()
    at = press(trees(), "download", "small.1")
    assert at.get("download_button")[0].proto.label == "Download"
    assert f"{len(SMALL.read_bytes()):,} bytes" in at.markdown[0].value.replace("\\", "")


def test_a_draft_is_thrown_away_only_when_one_says_so_twice(shelf: Shelf) -> None:
    shelf.keep_draft(ANYBODY, "small", "mine", 1, 0, AT)
    at = press(trees(), "drop", "small")
    assert shelf.draft(ANYBODY, "small")
    assert "is gone then" in at.markdown[0].value


def test_without_the_store_the_trees_of_the_folder_are_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "file"))
    at = trees()
    assert "Saved versions cannot be reached now" in parts(at)
    assert "small" in offered.library().trees
    assert "Answer it" in parts(at)


def test_a_version_that_another_server_saved_is_offered_here_soon(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offered, "_FRESH", 0.0)
    before = small()
    shelf.add(ANYBODY, renamed("From elsewhere"), 1, "", AT, shipped=before)
    until = time.monotonic() + 20
    while not small().tree.title.startswith("From elsewhere"):
        assert time.monotonic() < until


def test_the_templates_are_not_offered_to_be_answered() -> None:
    assert read_templates(TREES).keys().isdisjoint(offered.library().trees)


def test_the_guide_is_shown_with_its_example() -> None:
    said = html(opened("guide.py"))
    assert "How to write a tree" in said
    assert "<code" in said
