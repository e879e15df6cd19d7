"""The page "Run again", without a browser: one saved assessment on a newer version of its tree, and all of them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.assessment import Evidence
from decision.paths import DATA_VARIABLE
from decision.store import look as looking
from decision.store.faults import StoreError
from decision.store.saved import Saved
from decision.store.store import Store
from tests.test_again import HOSTED, SMALL
from tests.test_store import ANYBODY, AT, made
from tests.views.live import choose, data, parts, press
from tests.views.test_saved import FULL, app, entries, save, text, to
from views import keeping

pytestmark = pytest.mark.usefixtures("headers")


def newer(trees: Path, *edits: tuple[str, str]) -> None:
    """Put a newer version of the tree in use."""
    said = SMALL.text
    for before, after in (("version: 1.2.0", "version: 2.0.0"), *(edits or HOSTED)):
        assert said.count(before) == 1, before
        said = said.replace(before, after)
    (trees / "small.yaml").write_text(said)


def saved(store: Store, **parts_of_it: object) -> str:
    (name,) = store.add(ANYBODY, [made(**{"title": "Harbour", "recorded": {}, **parts_of_it})], AT)
    return name


def run(store: Store, trees: Path, *edits: tuple[str, str]) -> tuple[AppTest, Saved]:
    """The page with a saved assessment, from its entry on the page Saved."""
    name = saved(store)
    newer(trees, *edits)
    at = press(app("saved.py"), "again", f"{name}.1")
    assert data(at)["leave"].startswith("again?")
    to(at, "again.py")
    return at, entries(store)[0]


def pressed(at: AppTest, do: str) -> AppTest:
    """Press a button of the page with what it carries."""
    to_what = re.findall(rf'data-do="{do}" data-to="([^"]*)"', parts(at))
    assert to_what, do
    return press(at, do, to_what[0])


def test_what_comes_out_otherwise_is_shown_with_the_rules_that_made_the_difference(store: Store, trees: Path) -> None:
    at, before = run(store, trees)
    assert "1 of 3 decisions comes out otherwise." in parts(at)
    card = re.search(r'<article class="card"><h3>Home</h3>.*?</article>', parts(at))
    assert card
    assert "On our own server" in card[0]
    assert "With a host" in card[0]
    assert "The rule is gone; it fired." in card[0]
    assert "Data that nobody else may hold cannot be with a host." in card[0]
    assert "It fired, and does not fire now." in card[0]
    assert "answered “Someone whose job it is”" in card[0]
    assert entries(store) == [before]


def test_nothing_is_saved_over_before_one_says_so_and_then_it_is_on_the_new_version(store: Store, trees: Path) -> None:
    at, before = run(store, trees)
    pressed(at, "over")
    (after,) = entries(store)
    assert (after.entry.id, after.entry.version, after.entry.revision) == (before.entry.id, "2.0.0", 2)
    assert after.entry.outcomes["home"] == "hosted"
    assert after.assessment.answers == before.assessment.answers
    assert after.assessment.notes == before.assessment.notes
    assert data(at)["leave"].startswith("recommendation?")
    to(at, "question.py")
    choose(at, "unsure")
    assert entries(store)[0].entry.revision == 3
    assert entries(store)[0].entry.version == "2.0.0"
    assert "shown as it was" not in text(at)


def test_a_new_one_is_saved_beside_it_and_the_old_one_stays_as_it_is(store: Store, trees: Path) -> None:
    at, before = run(store, trees)
    pressed(at, "beside")
    new, old = sorted(entries(store), key=lambda one: one.entry.id == before.entry.id)
    assert old == before
    assert (new.entry.title, new.entry.version) == ("Harbour, on version 2.0.0", "2.0.0")
    to(at, "question.py")
    assert "✓ Saved as “Harbour, on version 2.0.0”" in data(at)["parts"]["kept"]


def test_it_can_be_left_as_it_is(store: Store, trees: Path) -> None:
    at, before = run(store, trees)
    pressed(at, "leave")
    assert data(at)["leave"].startswith("saved?")
    assert entries(store) == [before]
    assert at.session_state["session"].held == {}


def test_looking_at_one_leaves_the_present_answers_alone(store: Store, trees: Path) -> None:
    name = saved(store)
    newer(trees)
    at = app("saved.py", {"borrowers": "staff"})
    press(at, "again", f"{name}.1")
    to(at, "again.py")
    assert dict(at.session_state["session"].assessments["small"].answers) == {"borrowers": "staff"}
    pressed(at, "over")
    assert at.session_state["session"].before["small"].answers == {"borrowers": "staff"}


def test_the_notice_on_an_older_version_leads_to_it_for_the_one_that_is_open(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    newer(trees)
    to(at, "review.py")
    at.button(key="run_again").click().run()
    to(at, "again.py")
    assert "1 of 3 decisions comes out otherwise." in parts(at)
    pressed(at, "over")
    (after,) = entries(store)
    assert (after.entry.version, after.entry.revision) == ("2.0.0", 2)


def test_answers_that_do_not_fit_are_named_before_they_go_and_asked_anew(store: Store, trees: Path) -> None:
    name = saved(store, evidence={"hands": Evidence(evidence="She said so.")})
    renamed = [
        ("      volunteer: A volunteer, one", "      helper: A volunteer, one"),
        ("[volunteer, engineer]", "[helper, engineer]"),
    ]
    newer(trees, *renamed, ("home: server, hands: volunteer}", "home: server, hands: helper}"),
          ("when: {hands: volunteer}", "when: {hands: helper}"), ("loans], hands: volunteer}", "loans], hands: helper}"))  # fmt: skip
    at = press(app("saved.py"), "again", f"{name}.1")
    to(at, "again.py")
    assert "The answer does not fit any more." in parts(at)
    assert "Answered: A volunteer, one evening a week" in parts(at)
    pressed(at, "over")
    assert data(at)["leave"].startswith("assess?")
    assert "at=hands" in data(at)["leave"]
    (after,) = entries(store)
    assert "hands" not in after.assessment.answers
    assert after.assessment.evidence["hands"].evidence == "She said so."


def test_what_another_one_changed_meanwhile_is_not_lost(store: Store, trees: Path) -> None:
    at, before = run(store, trees)
    store.change(ANYBODY, before.entry.id, 1, made(title="Theirs"), AT)
    pressed(at, "over")
    (now,) = entries(store)
    assert (now.entry.title, now.entry.version, now.entry.revision) == ("Theirs", "1.2.0", 2)
    assert "Somebody else changed this assessment" in data(at)["parts"]["note"]
    assert "Theirs" in parts(at)


def test_one_that_is_open_and_was_changed_elsewhere_is_not_saved_over_before_one_chose(
    store: Store, trees: Path
) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    store.change(ANYBODY, entries(store)[0].entry.id, 1, made(title="Theirs"), AT)
    newer(trees)
    to(at, "again.py")
    pressed(at, "over")
    assert entries(store)[0].entry.title == "Theirs"
    to(at, "review.py")
    assert "Somebody else changed this assessment" in text(at)
    at.button(key="mine").click().run()
    (after,) = entries(store)
    assert (after.entry.title, after.entry.version) == ("Harbour", "2.0.0")


def test_a_long_title_still_says_which_version_it_is_of(store: Store, trees: Path) -> None:
    name = saved(store, title="x" * 200)
    newer(trees)
    at = press(app("saved.py"), "again", f"{name}.1")
    to(at, "again.py")
    pressed(at, "beside")
    assert {one.entry.title[-18:] for one in entries(store)} == {"x" * 18, ", on version 2.0.0"}


def test_one_that_was_deleted_meanwhile_is_told(store: Store, trees: Path) -> None:
    at, before = run(store, trees)
    store.delete(ANYBODY, before.entry.id, 1)
    at.run()
    assert "somebody deleted it" in data(at)["parts"]["note"]
    press(at, "over", f"{before.entry.id}.1")
    assert entries(store) == []


def test_who_may_change_nothing_sees_it_and_has_no_button(store: Store, trees: Path, headers: dict[str, str]) -> None:
    headers["x-forwarded-for"] = "192.0.2.7"
    at, before = run(store, trees)
    assert "1 of 3 decisions comes out otherwise." in parts(at)
    assert 'data-do="over"' not in parts(at)
    press(at, "over", f"{before.entry.id}.1")
    press(at, "beside", f"{before.entry.id}.1")
    assert "change nothing that is saved" in data(at)["parts"]["note"]
    assert entries(store) == [before]


def test_where_the_tree_is_gone_it_says_so(store: Store, trees: Path) -> None:
    name = saved(store)
    (trees / "small.yaml").unlink()
    at = app("again.py")
    press(at, "show", name)
    assert "does not offer that tree any more" in parts(at)


def test_all_that_newer_trees_change_are_listed_by_what_they_do(
    store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = saved(store)
    saved(store, title="Hill", answers={})
    put_away = saved(store, title="Put away")
    store.archive(ANYBODY, put_away, 1, archived=True)
    newer(trees)
    store.add(ANYBODY, [made(title="New")], AT)
    at = press(app("saved.py"), "every", "")
    to(at, "again.py")
    assert at.get("progress") == []
    assert "3 saved assessments looked through." in parts(at)
    groups = dict(re.findall(r"<section><h2>([^<(]+) \(\d+\)</h2>(.*?)</section>", parts(at)))
    assert "Home: On our own server → With a host" in groups["Another outcome"]
    assert ">Harbour</button>" in groups["Another outcome"]
    assert ">Put away<" not in parts(at)
    assert list(groups) == ["Another outcome", "Sources past their age"]
    press(at, "show", first)
    assert "1 of 3 decisions comes out otherwise." in parts(at)
    press(at, "every")
    assert "looked through" in parts(at)


def test_of_many_the_first_are_shown_and_more_on_demand(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made()] * 30, AT)
    newer(trees, ("because: There is someone to call.", "because: Someone comes."))
    at = app("again.py")
    first = at.session_state["session"]
    assert first.held == {}
    words = re.search(r"Only other reasons or words \(30\).*?</section>", parts(at))
    assert words
    assert words[0].count("<li><div>") == 20
    press(at, "more", "reasons")
    words = re.search(r"Only other reasons or words \(30\).*?</section>", parts(at))
    assert words
    assert words[0].count("<li><div>") == 30


def test_a_filter_shows_one_tree(store: Store, trees: Path) -> None:
    saved(store)
    newer(trees)
    at = app("again.py")
    at.selectbox(key="again_tree").set_value("extremes").run()
    assert "Harbour" not in parts(at)
    at.selectbox(key="again_tree").set_value("small").run()
    assert "Harbour" in parts(at)


def test_it_can_be_stopped_and_gone_on_with(store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "BATCH", 2)
    store.add(ANYBODY, [made()] * 5, AT)
    newer(trees)
    at = app("saved.py")
    look = keeping.look(at.session_state["here"].library.trees, datetime.date.today())
    look.step()
    at.session_state["again_stopped"] = look
    to(at, "again.py")
    assert "2 of 5 saved assessments looked through." in parts(at)
    press(at, "go_on")
    assert "5 saved assessments looked through." in parts(at)


def test_what_was_found_is_kept_until_something_is_saved(
    store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(store)
    newer(trees)
    looked = []
    begin = looking.Look.__init__
    monkeypatch.setattr(looking.Look, "__init__", lambda self, *given: looked.append(self) or begin(self, *given))
    at = app("again.py")
    at.run()
    app("again.py")
    assert len(looked) == 1
    saved(store, title="Another")
    at.run()
    assert len(looked) == 2
    assert "Another</button>" in parts(at)


def test_a_store_that_fails_in_the_middle_is_told(store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(store)
    newer(trees)

    def fail(look: looking.Look) -> None:
        raise StoreError("database", "gone", "The database does not answer.")

    monkeypatch.setattr(looking.Look, "step", fail)
    at = app("again.py")
    assert "The database does not answer." in data(at)["parts"]["note"]
    assert at.get("progress") == []
    monkeypatch.undo()


def test_an_intermediate_decision_is_named_with_its_rules(store: Store, trees: Path) -> None:
    edits = [
        ("needs: [loans, reminders]}\n        require: private", "needs: reminders}\n        require: private"),
        ("for: {server: slight}\n        against: {hosted: slight}", "for: {server: major}\n        against: {paper: slight}"),
        ("for: {server: strong}", "for: {paper: strong}"),
    ]  # fmt: skip
    at, _ = run(store, trees, *edits)
    assert "Exposure comes out otherwise: Names of people outside → No names of people outside." in parts(at)
    behind = re.search(r"Exposure, which is made on the way: .*?</details>", parts(at))
    assert behind
    assert "Loans and reminders tie a name to a book." in behind[0]


def test_sources_past_their_age_are_shown_with_where_that_is_so(store: Store, trees: Path) -> None:
    at, _ = run(store, trees, ("date: 2024-05-20", "date: 2099-01-01"))
    assert "the new one has looked it up on 1 January 2099." in parts(at)
    at = press(at, "every")
    assert "1 source behind its reasons and cautions" in parts(at)


def test_without_a_store_the_page_says_so(tmp_path: Path, trees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "file" / "data"))
    at = app("again.py", FULL)
    assert "can be read here now" in data(at)["parts"]["note"]
