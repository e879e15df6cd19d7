"""The page "Saved" and the saving of what is open, without a browser."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from decision import address
from decision.library import read_library
from decision.paths import DATA_VARIABLE, OPEN_VARIABLE, ROOT, USER_HEADER_VARIABLE
from decision.store.exchange import to_file
from decision.store.saved import Filter, Saved
from decision.store.store import Store
from tests.postgres import Postgres
from tests.test_store import ANYBODY, AT, MARKUP, made
from tests.views.live import choose, data, parts, press
from views import keeping

SMALL = ROOT / "tests" / "trees"
FULL = {
    "borrowers": "members",
    "network": "reliable",
    "host": "nobody_else",
    "needs": ("search",),
    "hands": "volunteer",
}

pytestmark = pytest.mark.usefixtures("headers")


def app(page: str, answers: dict[str, Any] | None = None, **parts_of_address: str) -> AppTest:
    """A page in a new session, with answers in its address."""
    at = AppTest.from_file(ROOT / "views" / "main.py", default_timeout=30)
    stamp = read_library(SMALL).trees["small"].stamp
    for name, value in (address.write("small", stamp, answers or {}) | parts_of_address).items():
        at.query_params[name] = value
    at.run()
    return to(at, page)


def to(at: AppTest, page: str) -> AppTest:
    at.switch_page(page)
    at.run()
    assert not at.exception
    return at


def save(at: AppTest, title: str) -> AppTest:
    at.text_input(key="save_title").set_value(title)
    next(button for button in at.button if button.label == "Save it").click().run()
    assert not at.exception
    return at


def entries(store: Store, **wanted: Any) -> list[Saved]:
    found = [store.get(entry.id) for entry in store.find(Filter(**wanted)).entries]
    return [saved for saved in found if saved]


def text(at: AppTest) -> str:
    kinds = ("markdown", "caption", "error", "warning", "info")
    said = [str(element.value) for kind in kinds for element in getattr(at, kind)]
    return "\n".join([*said, *(element.proto.body for element in at.get("html"))]).replace("\\", "")


def row(saved: Saved) -> str:
    return f"{saved.entry.id}.{saved.entry.revision}"


def spoil(store: Store, pragma: str) -> None:
    """Let every further connection begin with a pragma."""

    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        connection.execute(f"PRAGMA {pragma}")

    store.database.engine.dispose()
    event.listen(store.database.engine, "connect", prepare)


def test_what_is_saved_is_listed_and_every_answer_is_saved_over_it(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    assert "Harbour</button>" in parts(at)
    assert "● open here" in parts(at)
    to(at, "question.py")
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]
    before = entries(store)[0].assessment.answers[data(at)["place"]]
    other = next(one for one in re.findall(r'name="answer" value="(\w+)"', parts(at)) if one not in before)
    choose(at, other)
    (saved,) = entries(store)
    assert other in saved.assessment.answers[data(at)["place"]]
    assert saved.entry.revision == 2


def test_a_title_is_asked_for_and_kept(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "  ")
    assert "Give it a title" in text(at)
    assert entries(store) == []
    save(at, "Harbour")
    assert entries(store)[0].assessment.title == "Harbour"


def test_with_nothing_answered_there_is_nothing_to_save(store: Store, trees: Path) -> None:
    assert "nothing to save" in text(app("saved.py"))


def test_texts_of_a_saved_one_are_saved_too(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    to(at, "review.py")
    at.session_state["about"] = True
    at.run()
    assert "These texts are saved with the assessment." in text(at)
    at.text_area(key="about_notes").set_value(MARKUP).run()
    assert entries(store)[0].assessment.notes == MARKUP.strip()


def test_markup_in_a_title_is_text(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in parts(at)
    assert "<script>" not in parts(at) + text(at)


def test_a_saved_one_is_opened_in_another_session(store: Store, trees: Path) -> None:
    (name,) = store.add(ANYBODY, [made(title="Harbour")], AT)
    at = press(app("saved.py"), "open", f"{name}.1")
    assert data(at)["leave"].startswith("review?tree=small&")
    assert "borrowers=members" in data(at)["leave"]
    to(at, "question.py")
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]


def test_search_and_filters_show_what_they_say(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made(title="Harbour"), made(title="Hill", answers={})], AT)
    at = app("saved.py")
    assert "2 of 2" in parts(at)
    at.text_input(key="saved_text").set_value("harbour street hill").run()
    assert "Hill</button>" in parts(at)
    assert "Harbour</button>" not in parts(at)
    at.text_input(key="saved_text").set_value("").run()
    at.selectbox(key="saved_outcome").set_value(next(iter(made().outcomes.items()))).run()
    assert "Harbour</button>" in parts(at)
    assert "Hill</button>" not in parts(at)
    at.text_input(key="saved_text").set_value("nowhere").run()
    assert "Nothing is saved that matches." in parts(at)


def test_of_many_the_first_are_shown_and_more_on_demand(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made()] * 60, AT)
    at = app("saved.py")
    assert "50 of 60" in parts(at)
    assert "60 of 60" in parts(press(at, "more"))


def test_what_is_deleted_can_be_brought_back(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    (saved,) = entries(store)
    press(at, "delete", row(saved))
    assert entries(store) == []
    assert "“Harbour” was deleted." in data(at)["parts"]["note"]
    assert session_saves(at) is False
    press(at, "undo")
    assert entries(store) == [saved]
    assert data(at)["parts"]["note"] == ""
    to(at, "question.py")
    choose(at, "unsure")
    assert entries(store)[0].entry.revision == 2


def session_saves(at: AppTest) -> bool:
    return bool(at.session_state["session"].held)


def test_what_is_open_and_archived_goes_on_being_saved(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    press(at, "archive", row(entries(store)[0]))
    assert entries(store) == []
    to(at, "question.py")
    press(at, "answer", chosen=["unsure"])
    (saved,) = entries(store, archived=True)
    assert "unsure" in saved.assessment.answers.values()
    to(at, "saved.py")
    at.checkbox(key="saved_archived").check().run()
    press(at, "unarchive", row(saved))
    assert len(entries(store)) == 1


def test_a_copy_says_that_it_is_one(store: Store, trees: Path) -> None:
    (name,) = store.add(ANYBODY, [made(title="Harbour")], AT)
    press(app("saved.py"), "duplicate", f"{name}.1")
    first, second = sorted(entries(store), key=lambda one: len(one.entry.title))
    assert second.entry.title == "Copy of Harbour"
    assert second.assessment.answers == first.assessment.answers


def test_an_action_on_what_is_not_there_changes_nothing(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made()], AT)
    at = app("saved.py")
    for do in ("open", "delete", "archive", "duplicate", "export", "undo", "nothing"):
        for to_what in ("../../etc.x", "x\0y.1", f"{'0' * 32}.{'9' * 100}"):
            press(at, do, to_what)
    assert store.find(Filter()).total == 1


def newer(trees: Path) -> None:
    """Change the tree in use."""
    path = trees / "small.yaml"
    path.write_text(path.read_text().replace("version: 1.2.0", "version: 2.0.0").replace("Who may", "Say who may", 1))


def test_a_saved_one_is_shown_as_it_was_when_its_tree_has_changed(store: Store, trees: Path) -> None:
    (name,) = store.add(ANYBODY, [made(title="Harbour")], AT)
    newer(trees)
    at = app("saved.py")
    assert "is in use, it is shown as it was" in parts(at)
    press(at, "open", f"{name}.1")
    to(at, "review.py")
    assert "shown as it was: on version 1.2.0" in text(at)
    assert "version 2.0.0" in text(at)
    to(at, "question.py")
    choose(at, "unsure")
    (saved,) = entries(store)
    assert saved.entry.version == "1.2.0"
    assert saved.entry.revision == 2
    at.button(key="renew").click().run()
    assert "shown as it was" not in text(at)
    assert at.query_params["v"].startswith("2.0.0-")
    assert entries(store) == [saved]


def test_a_saved_one_is_shown_when_its_tree_is_gone(store: Store, trees: Path) -> None:
    (name,) = store.add(ANYBODY, [made(title="Harbour")], AT)
    (trees / "small.yaml").unlink()
    at = press(app("saved.py"), "open", f"{name}.1")
    for page in ("review.py", "recommendation.py", "question.py", "home.py", "difference.py"):
        to(at, page)
    assert "does not offer that tree any more" in text(at)


def test_a_tree_that_changes_while_one_is_open_changes_nothing_that_is_saved(store: Store, trees: Path) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    newer(trees)
    to(at, "question.py")
    choose(at, "unsure")
    assert entries(store)[0].entry.version == "1.2.0"
    assert "shown as it was" in text(at)


@pytest.mark.parametrize(
    ("pragma", "said"), [("max_page_count = 1", "disk is full"), ("query_only = on", "only be read")]
)
def test_what_cannot_be_saved_is_told_and_the_questionnaire_goes_on(
    pragma: str, said: str, store: Store, trees: Path, caplog: pytest.LogCaptureFixture
) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    to(at, "review.py")
    spoil(store, pragma)
    at.session_state["about"] = True
    at.run()
    at.text_area(key="about_notes").set_value("x" * 20_000).run()
    assert not at.exception
    assert said in text(at)
    assert said in caplog.text
    to(at, "recommendation.py")
    assert "Export PDF" in [one.label for one in at.get("download_button")]
    assert at.session_state["session"].assessments["small"].notes == "x" * 20_000
    assert entries(store)[0].assessment.notes == ""
    spoil(store, "max_page_count = 100000")
    spoil(store, "query_only = off")
    at.button(key="save_again").click().run()
    assert said not in text(at)
    assert entries(store)[0].assessment.notes == "x" * 20_000


def test_without_a_store_the_page_says_so_and_all_else_works(
    tmp_path: Path, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "file" / "data"))
    at = app("saved.py", FULL)
    assert "Nothing can be saved or opened here now." in data(at)["parts"]["note"]
    assert "folder cannot be used" in data(at)["parts"]["note"]
    for page in ("question.py", "review.py", "recommendation.py"):
        to(at, page)
    assert "Nothing can be saved" not in text(at)


def test_what_is_exported_is_imported_as_it_was(store: Store, trees: Path) -> None:
    store.add(ANYBODY, [made(title="Harbour", notes=MARKUP), made(title="Hill")], AT)
    at = app("saved.py")
    at.session_state["exchange"] = True
    at.run()
    file = to_file(store.every())
    spoiled = json.loads(file)
    spoiled["saved"][1]["assessment"]["answers"]["borrowers"] = "nobody"
    at.get("file_uploader")[0].set_value(("saved.json", json.dumps(spoiled).encode(), "application/json")).run()
    assert "1 of 2 entries cannot be imported." in text(at)
    assert "Entry 2:" in text(at)
    at.get("file_uploader")[0].set_value(("saved.json", file.encode(), "application/json")).run()
    at.button(key="import_now").click().run()
    assert not at.exception
    assert "Imported: 2 assessments." in data(at)["parts"]["note"]
    found = entries(store)
    assert sorted(one.entry.title for one in found) == ["Harbour", "Harbour", "Hill", "Hill"]
    assert len({one.assessment.model_dump_json() for one in found}) == 2
    assert {one.entry.changed for one in found} == {AT}


def test_a_file_of_another_kind_is_refused(store: Store, trees: Path) -> None:
    at = app("saved.py")
    at.session_state["exchange"] = True
    at.run()
    at.get("file_uploader")[0].set_value(("saved.json", b'{"answers": {}}', "application/json")).run()
    assert "Nothing was imported." in text(at)
    assert "holds no saved assessments" in text(at)


def test_who_was_forwarded_reads_and_changes_nothing(store: Store, trees: Path, headers: dict[str, str]) -> None:
    (name,) = store.add(ANYBODY, [made(title="Harbour")], AT)
    before = store.get(name)
    headers["x-forwarded-for"] = "192.0.2.7"
    at = app("saved.py", FULL)
    assert "change nothing that is saved" in text(at)
    assert "Harbour</button>" in parts(at)
    assert 'data-do="delete"' not in parts(at)
    assert [button.label for button in at.button if button.label == "Save it"] == []
    for do in ("delete", "archive", "duplicate"):
        press(at, do, f"{name}.1")
        assert "change nothing that is saved" in data(at)["parts"]["note"]
    at.session_state["exchange"] = True
    at.run()
    assert len(at.get("file_uploader")) == 0
    press(at, "open", f"{name}.1")
    to(at, "question.py")
    choose(at, "unsure")
    assert "Not saved" not in data(at)["parts"]["kept"]
    assert entries(store) == [before]


def test_who_is_barred_meanwhile_is_told_with_the_next_change(
    store: Store, trees: Path, headers: dict[str, str]
) -> None:
    at = save(app("saved.py", FULL), "Harbour")
    headers["via"] = "1.1 proxy"
    to(at, "question.py")
    choose(at, "unsure")
    assert "Your last change is not saved." in text(at)
    assert entries(store)[0].entry.revision == 1


def test_whom_a_trusted_proxy_names_is_the_author_of_what_they_save(
    store: Store, trees: Path, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER_HEADER_VARIABLE, "X-Remote-User")
    assert "did not say who you are" in text(app("saved.py", FULL))
    headers |= {"x-remote-user": "R. Osei", "x-forwarded-for": "192.0.2.7"}
    save(app("saved.py", FULL), "Harbour")
    (saved,) = entries(store)
    assert (saved.entry.author, saved.entry.saved_by) == ("R. Osei", "R. Osei")


def test_on_an_open_server_nothing_is_saved(store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OPEN_VARIABLE, "yes")
    at = app("saved.py", FULL)
    assert "This server is open to everyone" in text(at)


def test_a_database_that_goes_and_comes_back_loses_nothing(
    postgres: Postgres, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres.new("pages"))
    at = save(app("saved.py", FULL), "Harbour")
    postgres.stop()
    try:
        to(at, "question.py")
        choose(at, "unsure")
        assert "The database does not answer." in text(at)
        to(at, "saved.py")
        assert "Nothing can be saved or opened here now." in data(at)["parts"]["note"]
        to(at, "recommendation.py")
        assert "Export PDF" in [one.label for one in at.get("download_button")]
    finally:
        postgres.start()
    at.button(key="save_again").click().run()
    assert "not saved" not in text(at)
    (saved,) = entries(keeping.store())
    assert "unsure" in saved.assessment.answers.values()
    keeping.store().database.close()
