"""The editor's side of the server: what it sends, what it hears, and that it sends nothing large twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id as trigger
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from decision.paths import ROOT
from tests.views.live import data

TEXT = "format: 2\nid: one\n"


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page of the editor, opened with a small text."""
    (tmp_path / "tree.yaml").write_text(TEXT)
    (tmp_path / "another.yaml").write_text("another: text\n")
    monkeypatch.setenv("EDITOR_TEXTS", str(tmp_path))
    page = AppTest.from_file(ROOT / "tests" / "editor" / "page.py", default_timeout=30)
    return page.run()


def report(at: AppTest, **event: Any) -> dict:
    """Let the browser report something, and say what it is given then."""
    given = data(at)
    holds = {"document": given["document"], "schema": given["schema"]}
    whole = {"text": None, "base": given["document"], "number": given["seen"], "asks": [], "holds": holds, **event}
    part = at.get("bidi_component")[0].proto.id
    value = json.dumps([{"event": "event", "value": whole}])
    at._run(WidgetStates(widgets=[WidgetState(id=trigger(part, "events"), json_trigger_value=value)]))
    assert not at.exception
    return data(at)


def lines(given: dict) -> set[int]:
    return {mark["line"] for mark in given["marks"]}


def test_text_schema_and_problems_are_there_from_the_beginning(at: AppTest) -> None:
    given = data(at)
    assert (given["document"], given["text"]) == ("tree", TEXT)
    assert given["rules"]["properties"]["questions"]
    assert 1 in lines(given)
    assert (given["number"], given["seen"]) == (0, 0)


def test_the_marks_belong_to_the_text_that_was_typed(at: AppTest) -> None:
    given = report(at, text="\n\n" + TEXT, number=1)
    assert (given["number"], given["seen"]) == (1, 1)
    assert 3 in lines(given)


def test_what_the_browser_holds_is_not_sent_again(at: AppTest) -> None:
    given = report(at, text=TEXT, number=1)
    assert (given["text"], given["rules"]) == (None, None)
    assert given["document"] == "tree"
    assert given["schema"]


def test_what_the_browser_does_not_hold_is_sent(at: AppTest) -> None:
    given = report(at, text=TEXT + "#", number=1, holds={"document": "other", "schema": "other"})
    assert given["text"] == TEXT + "#"
    assert given["rules"]


def test_a_document_that_was_left_is_sent_again_when_one_comes_back(at: AppTest) -> None:
    report(at, text=TEXT + "#", number=1)
    at.session_state["name"] = "another"
    given = data(at.run())
    assert (given["document"], given["text"], given["number"], given["seen"]) == ("another", "another: text\n", 0, 1)
    at.session_state["name"] = "tree"
    given = data(at.run())
    assert (given["document"], given["text"], given["number"]) == ("tree", TEXT + "#", 1)


def test_a_wish_is_heard_once_however_often_it_comes(at: AppTest) -> None:
    wish = {"do": "rename", "at": 3, "to": "two", "number": 0, "order": 1}
    assert report(at, asks=[wish])["heard"] == 1
    given = report(at, text=TEXT, number=1, asks=[wish, {**wish, "do": "save", "order": 2}])
    assert given["heard"] == 2
    assert [ask.do for ask in at.session_state["asked"]] == ["rename", "save"]


def test_an_older_text_does_not_replace_a_newer_one(at: AppTest) -> None:
    report(at, text="new", number=2)
    assert report(at, text="old", number=1)["seen"] == 2


@pytest.mark.parametrize(
    "event",
    [
        {"text": 1},
        {"text": "x" * 4_000_001},
        {"asks": [{"do": "delete", "order": 1}]},
        {"asks": [{"do": "save"}]},
        {"holds": None},
        {"base": "x" * 201},
    ],
)
def test_what_no_browser_of_ours_sends_is_left_aside(event: dict, at: AppTest) -> None:
    given = report(at, **{"text": "typed", "number": 1, **event})
    assert (given["seen"], given["heard"]) == (0, 0)
