"""There are two of one assessment: nothing is lost silently, both are seen, and one chooses."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.assessment import Evidence, Recorded
from decision.store.faults import StoreError
from decision.store.saved import Filter, Saved
from decision.store.store import Store
from tests.test_again import SMALL
from tests.test_difference import version
from tests.test_store import ANYBODY, AT, MARKUP, made
from tests.views.live import choose, data, parts, press
from tests.views.test_reload import reloaded
from tests.views.test_saved import FULL, app, entries, newer, row, save, session_saves, text, to

pytestmark = pytest.mark.usefixtures("headers")

OTHER = FULL | {"network": "patchy"}


def theirs(store: Store, saved: Saved, **parts_of_it: object) -> Saved:
    """Somebody else saves over it, and what stands then."""
    said = {"title": "Harbour", "answers": FULL, "recorded": {}, "evidence": {}}
    store.change(ANYBODY, saved.entry.id, saved.entry.revision, made(**(said | parts_of_it)), AT)
    after = store.get(saved.entry.id)
    assert after
    return after


def compared(page: str) -> list[tuple[str, ...]]:
    """The rows of the table of both: what, saved, yours."""
    rows = re.findall(r"<tr><th scope='row'>(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", page, re.DOTALL)
    return [tuple(one) for one in rows]


def clash(store: Store) -> tuple[AppTest, Saved]:
    """A session in which an answer was given after somebody else changed what is open."""
    at = save(app("saved.py", FULL), "Harbour")
    (saved,) = entries(store)
    store.change(ANYBODY, saved.entry.id, 1, made(title="Theirs", answers=FULL | {"network": "patchy"}), AT)
    to(at, "question.py")
    choose(at, "unsure")
    return at, saved


def test_a_clash_shows_both_and_loses_neither(store: Store, trees: Path) -> None:
    at, _ = clash(store)
    assert "Somebody else changed this assessment" in text(at)
    assert re.search(r"<td>[^<]+</td><td>Not sure yet</td>", text(at))
    assert "× Not saved." in data(at)["parts"]["kept"]
    assert entries(store)[0].assessment.title == "Theirs"


@pytest.mark.parametrize(
    ("key", "titles", "mine"),
    [("mine", ["Harbour"], True), ("theirs", ["Theirs"], False), ("as_copy", ["Harbour", "Theirs"], True)],
)
def test_of_a_clash_one_chooses(key: str, titles: list[str], mine: bool, store: Store, trees: Path) -> None:
    at, _ = clash(store)
    at.button(key=key).click().run()
    assert not at.exception
    assert sorted(one.entry.title for one in entries(store)) == titles
    assert "Somebody else" not in text(at)
    assert ("unsure" in at.session_state["session"].assessments["small"].answers.values()) is mine
    assert "✓ Saved as" in data(at)["parts"]["kept"]


def test_of_one_that_was_deleted_meanwhile_mine_is_saved_anew(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    store.delete(ANYBODY, entries(store)[0].entry.id, 1)
    to(at, "question.py")
    choose(at, "unsure")
    assert "Somebody else deleted this assessment" in text(at)
    at.button(key="as_new").click().run()
    assert [one.entry.title for one in entries(store)] == ["Harbour"]


def test_answers_of_an_address_replace_what_is_saved_only_when_one_says_so(store: Store, trees: Path) -> None:
    at = to(save(app("saved.py", FULL), "Harbour"), "question.py")
    at = reloaded(at, network="patchy")
    choose(at, "unsure")
    assert entries(store)[0].entry.revision == 1
    assert "Choose which one to go on with." in text(at)
    at.button(key="mine").click().run()
    (saved,) = entries(store)
    assert "unsure" in saved.assessment.answers.values()
    assert saved.assessment.answers["network"] == "patchy"


@pytest.mark.parametrize("do", ["archive", "unarchive"])
def test_archiving_what_another_one_changed_does_not_save_over_it(do: str, store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    after = theirs(store, entries(store)[0], notes="Theirs")
    press(at, do, row(after))
    to(at, "question.py")
    choose(at, "unsure")
    found = store.get(after.entry.id)
    assert found
    assert found.assessment.notes == "Theirs"
    assert "Choose which one to go on with." in text(at)


def test_archiving_leaves_the_trouble_told_and_the_choice_open(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    after = theirs(store, entries(store)[0], notes="Theirs")
    to(at, "question.py")
    choose(at, "unsure")
    to(at, "saved.py")
    press(at, "archive", row(after))
    assert "its last change is not saved" in text(at)
    assert "Choose which one to go on with." in text(at)


def test_all_that_differs_is_seen_on_both_sides(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    said = {
        "notes": f"{MARKUP}, theirs",
        "deciders": ("The board", "J. Lindqvist"),
        "status": "proposed",
        "answers": OTHER,
        "evidence": {"hands": Evidence(evidence="She said so.", owner="A. Roe", due=datetime.date(2026, 12, 1))},
        "recorded": {"software": Recorded(outcome="spreadsheet", reason="We know it.")},
    }
    theirs(store, entries(store)[0], **said)
    to(at, "review.py")
    at.session_state["about"] = True
    at.run()
    at.text_area(key="about_notes").set_value("Mine").run()
    rows = {what: (saved, mine) for what, saved, mine in compared(text(at))}
    assert rows["Status"] == ("proposed", "draft")
    assert rows["Who decides"] == ("The board; J. Lindqvist", "–")
    assert rows["Recorded for Software"][0].endswith(": We know it.")
    assert rows["Notes"][0].startswith("&lt;script&gt;")
    assert rows["Notes"][1] == "Mine"
    assert ("She said so. · Owner: A. Roe · Due: 01 Dec 2026", "–") in rows.values()
    assert len([what for what in rows if what.endswith("?")]) == 2  # one answer, one note
    assert "Title" not in rows


def test_each_side_is_in_the_words_of_its_own_version(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    new = version(
        ("version: 1.2.0", "version: 2.0.0"), ("      staff: ", "      society: The next society\n      staff: ")
    )
    theirs(store, entries(store)[0], file=new, answers=FULL | {"borrowers": "society"})
    to(at, "question.py")
    press(at, "next")
    choose(at, "unsure")
    rows = {what: (saved, mine) for what, saved, mine in compared(text(at))}
    assert rows["Version of the tree"] == (new.stamp, SMALL.stamp)
    assert rows[SMALL.tree.questions["borrowers"].ask][0] == "The next society"


def test_what_another_one_archived_is_not_said_to_differ(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    (saved,) = entries(store)
    store.archive(ANYBODY, saved.entry.id, 1, archived=True)
    to(at, "review.py")
    at.session_state["about"] = True
    at.run()
    at.text_area(key="about_notes").set_value(" ").run()
    assert "Both say the same." in text(at)


def test_what_is_let_go_stays_on_its_version(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    newer(trees)
    store.delete(ANYBODY, entries(store)[0].entry.id, 1)
    to(at, "question.py")
    choose(at, "unsure")
    at.button(key="let_go").click().run()
    assert not session_saves(at)
    assert "shown as it was: on version 1.2.0" in text(at)
    assert "Somebody else" not in text(at)


def test_what_is_archived_or_deleted_is_so_for_the_one_that_is_open_on_another_tree(store: Store, trees: Path) -> None:
    (trees / "other.yaml").write_text((trees / "small.yaml").read_text().replace("id: small", "id: other"))
    at = save(app("saved.py", FULL), "Harbour")
    at.query_params.clear()
    at.query_params["tree"] = "other"
    to(at, "saved.py")
    (saved,) = entries(store)
    press(at, "archive", row(saved))
    assert at.session_state["session"].held["small"].revision == 2
    press(at, "delete", f"{saved.entry.id}.2")
    assert not session_saves(at)


def test_what_could_not_be_brought_back_can_be_brought_back_later(
    store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    (saved,) = entries(store)
    press(at, "delete", row(saved))

    def fail(*_: object) -> None:
        raise StoreError("here", "unreachable", "The database does not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "put_back", fail)
        press(at, "undo")
    assert "The database does not answer." in data(at)["parts"]["note"]
    assert 'data-do="undo"' in data(at)["parts"]["note"]
    assert store.find(Filter()).total == 0
    press(at, "undo")
    assert entries(store) == [saved]
    assert "Harbour" in parts(at)
