"""Saved assessments side by side, without a browser: ticked on the page Saved, each shown as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.library import read_library
from decision.paths import DATA_VARIABLE
from decision.store.store import Store
from tests.test_store import ANYBODY, AT, made
from tests.views.live import data, parts, press
from tests.views.test_again import newer
from tests.views.test_compare import marked
from tests.views.test_saved import FULL, app, entries, to

pytestmark = pytest.mark.usefixtures("headers")


def ticked(store: Store, *titles: str) -> AppTest:
    """The page Saved, with these ticked."""
    names = {one.entry.title: one.entry.id for one in entries(store)}
    at = app("saved.py", FULL)
    for title in titles:
        press(at, "tick", names[title])
    return at


def beside(store: Store, *titles: str) -> AppTest:
    at = press(ticked(store, *titles), "compare")
    assert data(at)["leave"].startswith("side-by-side?")
    return to(at, "beside.py")


def two(store: Store) -> None:
    store.add(ANYBODY, [made(title="Harbour"), made(title="Hill", answers=FULL | {"hands": "nobody"}, recorded={})], AT)


def test_two_to_four_can_be_ticked_and_compared(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made(title=str(number)) for number in range(5)], AT)
    at = ticked(store)
    assert "Tick two to four" in parts(at)
    assert parts(ticked(store, "1")).count(" checked>") == 1
    assert 'data-do="compare"' not in parts(ticked(store, "1"))
    assert "Compare 2 side by side" in parts(ticked(store, "1", "2"))
    assert "Compare 4 side by side" in parts(ticked(store, "1", "2", "3", "4"))
    at = ticked(store, "0", "1", "2", "3", "4")
    assert "5 are ticked; side by side go 4 at most." in parts(at)
    assert 'data-do="compare"' not in parts(at)
    press(at, "untick")
    assert "Tick two to four" in parts(at)


def test_what_is_ticked_twice_is_not_ticked(store: Store, trees: Path) -> None:
    two(store)
    assert " checked>" not in parts(ticked(store, "Hill", "Hill"))


def test_only_what_differs_is_shown_until_one_wants_all(store: Store, trees: Path) -> None:
    two(store)
    at = beside(store, "Harbour", "Hill")
    assert marked(at) == ["Home", "Software", "Software", "What must the catalogue do besides listing books?",
                          "Who looks after it?"]  # fmt: skip
    assert "Is there a network" not in parts(at)
    assert "≠ 2 of 3 decisions" in parts(at)
    assert "A spreadsheet" in parts(at)
    press(at, "only", "only")
    assert "Is there a network" in parts(at)


def test_versions_are_named_and_each_is_as_it_was(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made(title="Old", recorded={})], AT)
    newer(trees)
    store.add(ANYBODY, [made(title="New", file=read_library(trees).trees["small"], recorded={})], AT)
    at = beside(store, "Old", "New")
    assert "version 1.2.0-" in parts(at)
    assert "version 2.0.0-" in parts(at)
    assert "different versions of the tree" in parts(at)
    assert marked(at) == ["Home"]
    assert "On our own server" in parts(at)
    assert "With a host" in parts(at)


def test_nothing_of_what_is_open_is_touched(store: Store, trees: Path) -> None:
    two(store)
    at = ticked(store, "Harbour", "Hill")
    to(at, "compare.py")
    press(at, "set", "1.4.nobody")
    press(at, "only", "only")
    before = at.session_state["variants"], at.session_state["only_differs"]
    to(at, "beside.py")
    press(at, "only", "only")
    assert (at.session_state["variants"], at.session_state["only_differs"]) == before
    assert dict(at.session_state["session"].assessments["small"].answers) == FULL
    assert at.session_state["session"].held == {}


def test_one_that_was_deleted_meanwhile_is_told_and_the_others_are_shown(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made(title=title) for title in ("A", "B", "C")], AT)
    at = beside(store, "A", "B", "C")
    gone = entries(store, text="")[0].entry
    store.delete(ANYBODY, gone.id, 1)
    at.run()
    assert "somebody deleted it" in parts(at)
    assert parts(at).count('scope="col"') == 2
    store.delete(ANYBODY, entries(store)[0].entry.id, 1)
    at.run()
    assert "Tick two to four" in parts(at)
    assert "<table" not in parts(at)


def test_what_is_deleted_here_is_not_ticked_any_more(store: Store, trees: Path) -> None:
    two(store)
    at = ticked(store, "Harbour", "Hill")
    name = next(one.entry.id for one in entries(store) if one.entry.title == "Hill")
    press(at, "delete", f"{name}.1")
    assert 'data-do="compare"' not in parts(at)


def test_without_a_store_it_says_so(tmp_path: Path, trees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "file" / "data"))
    at = app("beside.py", FULL)
    at.session_state["saved_ticked"] = ["a", "b"]
    at.run()
    assert "can be read here now" in parts(at)
