"""The pages "Trees" and "Edit", without a browser: the editor is what the page gives it and what it sends back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id as trigger
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from decision.assessment import Assessment
from decision.evaluate import evaluate
from decision.paths import OPEN_VARIABLE, ROOT
from decision.store.saved import Person, draft
from decision.store.shelf import Shelf
from decision.store.store import Store
from tests.test_store import AT
from tests.views.live import data, parts, press
from views import offered

TEXT = (ROOT / "tests" / "trees" / "small.yaml").read_text()
ANYBODY = Person()
OTHER = Person("Somebody else")

pytestmark = pytest.mark.usefixtures("headers", "trees")


@pytest.fixture(autouse=True)
def shelf(store: Store) -> Shelf:
    """What is saved, fresh for each test."""
    return Shelf(store.database)


def page(name: str, **query: str) -> AppTest:
    at = AppTest.from_file(ROOT / "views" / "main.py", default_timeout=60)
    for key, value in {"tree": "small", **query}.items():
        at.query_params[key] = value
    at.run()
    at.switch_page(name)
    at.run()
    assert not at.exception
    return at


def edit(tree: str = "small") -> AppTest:
    return page("edit.py", edit=tree)


def _number(at: AppTest, name: str) -> int:
    """Which of the parts of a page has this in its id."""
    return next(n for n, one in enumerate(at.get("bidi_component")) if name in one.proto.id)


def editor(at: AppTest) -> dict[str, Any]:
    return data(at, _number(at, "tree_editor"))


def side(at: AppTest) -> dict[str, str]:
    return data(at, _number(at, "edit_side"))["parts"]


def head(at: AppTest) -> str:
    return data(at, _number(at, "edit_head"))["parts"]["head"]


def send(at: AppTest, text: str | None, *asks: dict[str, Any], document: str = "") -> AppTest:
    """What the editor sends: a text that was typed, into what it shows or what it showed, and what is asked for."""
    now = editor(at)
    document = document or now["document"]
    orders = [{**ask, "number": now["seen"], "order": now["heard"] + n} for n, ask in enumerate(asks, 1)]
    event = {"text": text, "base": document, "number": now["seen"] + 1, "asks": orders, "holds": {}}
    payload = json.dumps([{"event": "event", "value": event}])
    name = at.get("bidi_component")[_number(at, "tree_editor")].proto.id
    at._run(WidgetStates(widgets=[WidgetState(id=trigger(name, "events"), json_trigger_value=payload)]))
    assert not at.exception
    return at


def pause(at: AppTest) -> AppTest:
    """Wait as long as it takes until nothing more is worked out."""
    for _ in range(3):
        if data(at, _number(at, "edit_side"))["ask_after"]:
            press(at, "later", part=_number(at, "edit_side"))
    return at


def put(at: AppTest, text: str) -> str:
    """A text after the edits that the page asks the editor for."""
    found, done = [], 0
    for change in sorted(editor(at)["edits"]["changes"], key=lambda one: one["start"]):
        found += [text[done : change["start"]], change["insert"]]
        done = change["end"]
    return "".join([*found, text[done:]])


def save(at: AppTest, note: str = "") -> AppTest:
    press(at, "save", part=_number(at, "edit_head"))
    at.text_area(key="save_note").set_value(note)
    at.button(key="save_now").click().run()
    assert not at.exception
    return at


def changed(text: str = TEXT) -> str:
    """A text that calls for a patch: one sentence is another."""
    return text.replace("title: ", "title: New ", 1)


def test_a_problem_stands_where_it_is_and_goes_when_it_is_mended() -> None:
    at = edit()
    assert editor(at)["marks"] == []
    broken = TEXT.replace("\nquestions:", "\nnonsense: x\nquestions:", 1)
    line = broken.split("\n").index("nonsense: x") + 1
    send(at, broken)
    assert [(mark["line"], mark["blocks"]) for mark in editor(at)["marks"]] == [(line, True)]
    assert f"line {line}" in side(at)["problems"]
    assert "× 1 problem" in head(at)
    assert "Of the last text that could be read" in side(at)["trial"]
    send(at, TEXT)
    assert editor(at)["marks"] == []
    assert "no problem" in head(at)


def test_a_press_on_a_problem_goes_to_its_line() -> None:
    at = send(edit(), TEXT + "nonsense: x\n")
    where = re.search(r'data-do="goto" data-to="([\d.]+)"', side(at)["problems"])
    assert where
    press(at, "goto", where[1], part=_number(at, "edit_side"))
    assert editor(at)["goto"][:2] == [int(number) for number in where[1].split(".")]


def test_what_is_typed_is_there_in_another_session_until_it_is_saved(shelf: Shelf) -> None:
    at = send(edit(), TEXT + "# mine\n")
    assert editor(at)["kept"] == 1
    assert editor(edit())["text"] == TEXT + "# mine\n"
    assert editor(page("edit.py"))["text"] == TEXT + "# mine\n"  # the tree in use, without a word in the address
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text == TEXT + "# mine\n"


def test_saving_makes_a_version_with_the_note_and_it_is_in_use_at_once(shelf: Shelf) -> None:
    at = pause(send(edit(), changed()))
    assert "None of the" in side(at)["against"]
    save(at, "A better title")
    assert "It is in use now" in at.success[0].value
    first, second = reversed(shelf.history("small"))
    assert (first.number, second.number, second.note) == (1, 2, "A better title")
    assert shelf.text(first.digest or "") == TEXT
    assert shelf.draft(ANYBODY, "small") is None
    assert offered.library().trees["small"].text == shelf.text(second.digest or "")
    assert "title: New" in offered.library().trees["small"].text


def test_the_number_that_the_edit_calls_for_is_proposed_and_written(shelf: Shelf) -> None:
    save(send(edit(), changed()))
    version = shelf.history("small")[0].version
    old = re.search(r"^version: (\S+)", TEXT, re.M)
    assert old
    major, minor, patch = map(int, old[1].split("."))
    assert version == f"{major}.{minor}.{patch + 1}"
    assert f"version: {version}" in (shelf.text(shelf.history("small")[0].digest or "") or "")


def test_a_text_with_problems_is_kept_and_not_saved(shelf: Shelf) -> None:
    at = send(edit(), TEXT + "nonsense: x\n")
    press(at, "save", part=_number(at, "edit_head"))
    assert "cannot be saved as a version. It is kept as a draft." in at.error[0].value
    assert shelf.history("small") == ()
    assert shelf.draft(ANYBODY, "small")


def test_a_tree_that_fails_its_own_scenarios_is_not_saved(shelf: Shelf) -> None:
    name, decision, outcome = _expected(TEXT)
    other = next(one for one in offered.library().trees["small"].tree.decisions[decision].outcomes if one != outcome)
    start = TEXT.index(f"\n  {name}:")
    wrong = TEXT[:start] + TEXT[start:].replace(f"{decision}: {outcome}", f"{decision}: {other}", 1)
    at = pause(send(edit(), wrong))
    assert "× " in head(at)
    press(at, "save", part=_number(at, "edit_head"))
    assert "Scenarios or claims fail" in at.error[0].value
    assert name in at.error[0].value
    assert shelf.history("small") == ()


def _expected(text: str) -> tuple[str, str, str]:
    """A scenario that expects one outcome of a decision, as it stands in the text."""
    below = text[text.index("\nscenarios:") :]
    found = re.search(r"\n  (\w+):\n(?:    .*\n)*?    expect: \{(\w+): (\w+)", below)
    assert found
    return found[1], found[2], found[3]


def test_two_who_save_at_once_lose_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later one sees the other's version, its note and both texts, and merges them."""
    monkeypatch.setattr(offered, "_FRESH", 1_000)  # nothing of theirs is known before one saves
    at = send(edit(), changed())
    file = offered.library().trees["small"]
    theirs = TEXT + "# theirs\n"
    other = type(file)(file.tree, theirs, file.places)
    shelf.add(OTHER, other, 1, "Mine was first", AT, shipped=file)
    save(at)
    assert "Mine was first" in at.warning[0].value
    assert "Somebody else" in at.warning[0].value
    assert len(shelf.history("small")) == 2
    at.button(key="merge_both").click().run()
    both = put(at, editor_text(at))
    assert both.endswith("# theirs\n")
    assert "title: New" in both
    save(send(at, both))
    assert [one.number for one in shelf.history("small")] == [3, 2, 1]


def editor_text(at: AppTest) -> str:
    """What the editor holds: the newest that it sent, which stands on the desk."""
    return at.session_state["desks"]["small"].text


def test_another_window_of_the_same_person_is_not_written_over(shelf: Shelf) -> None:
    at, window = edit(), edit()
    send(at, TEXT + "# here\n")
    send(window, TEXT + "# there\n")
    assert "another window" in window.warning[0].value
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text == TEXT + "# here\n"
    window.button(key="window_mine").click().run()
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text == TEXT + "# there\n"


def test_an_id_is_renamed_by_edits_that_the_editor_makes() -> None:
    at = edit()
    question = re.search(r"^questions:\n  (\w+):", TEXT, re.M)
    assert question
    send(at, None, {"do": "rename", "at": question.start(1) + 1, "to": "renamed"})
    new = put(at, TEXT)
    assert "\n  renamed:" in new
    assert not re.search(rf"\b{question[1]}\b:", new)
    send(at, None, {"do": "rename", "at": question.start(1), "to": "Not an id"})
    assert "no id" in data(at, _number(at, "edit_head"))["parts"]["note"]


def test_what_one_tries_can_be_added_as_a_scenario() -> None:
    at = edit()
    trial = side(at)["trial"]
    option = re.search(r'<option value="(\w+\.\w+)"', trial[trial.index("<select") :].split("</option>", 1)[1])
    assert option
    press(at, "try", option[1], part=_number(at, "edit_side"))
    assert f'value="{option[1]}" selected' in side(at)["trial"]
    press(at, "add", part=_number(at, "edit_side"))
    new = put(at, TEXT)
    assert "\n  tried_1:" in new
    pause(send(at, new))
    assert editor(at)["marks"] == []
    assert "out as expected" in side(at)["scenarios"]
    press(at, "forget", part=_number(at, "edit_side"))
    assert f'value="{option[1]}" selected' not in side(at)["trial"]


def test_the_deep_check_and_the_difference_stand_beside_it() -> None:
    at = pause(edit())
    assert "proved" in side(at)["proofs"]
    assert "The same text" in side(at)["against"]


def test_who_may_only_read_cannot_edit(monkeypatch: pytest.MonkeyPatch, shelf: Shelf) -> None:
    monkeypatch.setenv(OPEN_VARIABLE, "1")
    at = edit()
    assert editor(at)["read_only"] is True
    assert "change nothing" in at.info[0].value
    send(at, TEXT + "# sneaked in\n")
    press(at, "save", part=_number(at, "edit_head"))
    assert shelf.history("small") == ()
    assert 'data-do="retire"' not in parts(page("trees.py"))
    press(page("trees.py"), "retire", "small")
    assert shelf.latest() == ()


def test_a_tree_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert "no tree “nowhere” here" in "".join(one.proto.body for one in edit("nowhere").get("html"))


@pytest.mark.parametrize(
    "text",
    ["", "\x00\x01", "a: &x [1]\nb: *x\n", TEXT.replace("\n", "\r\n"), "\t" + TEXT, "x" * 1_000_000],
    ids=["empty", "binary", "alias", "crlf", "tab", "large"],
)
def test_any_text_is_kept_to_the_byte(text: str, shelf: Shelf) -> None:
    at = send(edit(), text)
    draft = shelf.draft(ANYBODY, "small")
    assert draft
    assert draft.text == text
    assert editor(at)["kept"] == 1


def test_without_the_store_the_browser_is_told_that_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at = edit()
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("SLM_SOURCING_DATA", str(tmp_path / "file"))
    send(at, TEXT + "# kept by the browser\n")
    assert editor(at)["kept"] == 0
    assert "Your browser keeps what you typed" in at.warning[0].value


def test_it_says_how_many_saved_assessments_would_get_another_recommendation(store: Store) -> None:
    file = offered.library().trees["small"]
    for said in ({"borrowers": "members"}, {"borrowers": "staff"}):
        store.add(ANYBODY, [draft(file, Assessment(title="One", answers=said), evaluate(file.tree, said))], AT)
    at = pause(send(edit(), changed()))
    assert "0 of 2 saved assessments of this tree would get another recommendation" in side(at)["against"]
    wrong = TEXT.replace(
        "when: {network: none}\n        rule_out: hosted", "when: {network: none}\n        require: server", 1
    )
    pause(send(at, wrong))
    assert "0 of 2 saved assessments of this tree" in side(at)["against"]
    paper = TEXT.replace("rule_out: [hosted]", "require: hosted", 1).replace(
        "when: {host: nobody_else}", "when: {borrowers: staff}"
    )
    pause(send(at, paper))
    assert "1 of 2 saved assessments of this tree would get another recommendation" in side(at)["against"]
