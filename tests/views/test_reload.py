"""After a reload one goes on with the saved assessment that was open, and whatever is in the way is told once."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from decision.paths import DATA_VARIABLE
from decision.store.store import Store
from tests.postgres import Postgres
from tests.test_store import ANYBODY, AT, made
from tests.views.live import choose, data, press
from tests.views.test_saved import FULL, app, entries, newer, save, session_saves, text, to
from views import keeping

pytestmark = pytest.mark.usefixtures("headers")


def reloaded(at: AppTest, page: str = "question.py", **changed: str) -> AppTest:
    """The page in a new session, at the address that the browser has, with something changed in it."""
    anew = AppTest.from_file(at._script_path, default_timeout=30)
    query = dict(pair.split("=") for pair in data(at)["address"].split("&"))
    for name, value in (query | changed).items():
        anew.query_params[name] = value
    anew.run()
    return to(anew, page)


def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the saved ones that are asked for from now on."""
    found: list[str] = []
    get = Store.get

    def noted(store: Store, name: str) -> Any:
        found.append(name)
        return get(store, name)

    monkeypatch.setattr(Store, "get", noted)
    return found


def test_after_a_reload_it_is_saved_with_each_answer(
    store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = to(save(app("saved.py", FULL), "Harbour"), "question.py")
    choose(at, "unsure")
    before = entries(store)[0]
    assert f"saved={before.entry.id}" in data(at)["address"]
    got = asked(monkeypatch)
    at = reloaded(at)
    assert got == [before.entry.id]
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]
    assert "Yours is not saved" not in text(at)
    assert entries(store)[0].entry.revision == before.entry.revision
    got.clear()
    press(at, "next")
    choose(at, "unsure")
    assert got == []
    after = entries(store)[0]
    assert after.entry.revision == before.entry.revision + 1
    assert after.assessment.title == "Harbour"


def test_what_is_opened_and_what_is_let_go_is_in_the_address_or_not(store: Store, trees: Path) -> None:
    (name,) = store.add(ANYBODY, [made(title="Harbour")], AT)
    at = press(app("saved.py"), "open", f"{name}.1")
    assert f"saved={name}" in data(at)["leave"]
    to(at, "saved.py")
    assert f"saved={name}" in data(at)["address"]
    press(at, "delete", f"{name}.1")
    assert "saved=" not in data(at)["address"]


def test_answers_that_are_not_saved_are_kept_and_both_are_shown(store: Store, trees: Path) -> None:
    at = to(save(app("saved.py", FULL), "Harbour"), "question.py")
    at = reloaded(at, network="patchy")
    assert "The answers in the address of this page are not those that are saved." in text(at)
    assert "Somebody else" not in text(at)
    assert "× Not saved." in data(at)["parts"]["kept"]
    assert at.session_state["session"].assessments["small"].answers["network"] == "patchy"
    assert entries(store)[0].assessment.answers["network"] == "reliable"
    at.button(key="mine").click().run()
    assert not at.exception
    (saved,) = entries(store)
    assert (saved.assessment.answers["network"], saved.assessment.title) == ("patchy", "Harbour")
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]


def test_of_answers_that_are_not_saved_the_saved_ones_can_be_chosen(store: Store, trees: Path) -> None:
    at = reloaded(to(save(app("saved.py", FULL), "Harbour"), "question.py"), network="patchy")
    at.button(key="theirs").click().run()
    assert at.session_state["session"].assessments["small"].answers["network"] == "reliable"
    assert at.session_state["session"].before["small"].answers["network"] == "patchy"
    assert entries(store)[0].entry.revision == 1


def not_open(at: AppTest, why: str) -> None:
    """One notice says why; the answers of the address are in use, and nothing is saved over anything."""
    assert text(at).count("The saved assessment that the address names is not open here.") == 1
    assert why in text(at)
    assert at.session_state["session"].assessments["small"].answers["network"] == "patchy"
    assert not session_saves(at)
    assert "Your answers are kept in the address" in data(at)["parts"]["kept"]


@pytest.mark.parametrize(
    "name", ["0" * 32, "../../etc/passwd", "x\0y", "x" * 5_000], ids=["no", "path", "zero", "long"]
)
def test_an_id_that_is_none_is_told_and_left_out(name: str, store: Store, trees: Path) -> None:
    at = app("question.py", FULL | {"network": "patchy"}, saved=name)
    not_open(at, "There is none with this id")
    assert "saved=" not in data(at)["address"]
    at.button(key="dismiss").click().run()
    assert "is not open here" not in text(at)


def test_one_that_was_deleted_is_told(store: Store, trees: Path) -> None:
    at = to(save(app("saved.py", FULL), "Harbour"), "question.py")
    store.delete(ANYBODY, entries(store)[0].entry.id, 1)
    not_open(reloaded(at, network="patchy"), "it may have been deleted")


def test_one_of_another_tree_is_told(store: Store, trees: Path) -> None:
    (trees / "other.yaml").write_text((trees / "small.yaml").read_text().replace("id: small", "id: other"))
    (name,) = store.add(ANYBODY, [made()], AT)
    at = app("question.py", FULL, tree="other", saved=name)
    assert "There is none with this id for this tree" in text(at)


def test_who_is_barred_goes_on_with_the_answers_of_the_address(
    store: Store, trees: Path, headers: dict[str, str]
) -> None:
    (name,) = store.add(ANYBODY, [made()], AT)
    headers["via"] = "1.1 proxy"
    at = app("question.py", FULL | {"network": "patchy"}, saved=name)
    not_open(at, "change nothing that is saved")
    choose(at, "unsure")
    assert store.get(name) == entries(store)[0]
    assert entries(store)[0].entry.revision == 1


def test_a_store_that_cannot_be_reached_is_told_and_a_reload_tries_again(
    postgres: Postgres, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres.new(secrets.token_hex(8)))
    at = to(save(app("saved.py", FULL | {"network": "patchy"}), "Harbour"), "question.py")
    postgres.stop()
    try:
        at = reloaded(at)
        not_open(at, "The database does not answer.")
        press(at, "next")
    finally:
        postgres.start()
    at = reloaded(at)
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]
    assert "is not open here" not in text(at)
    keeping.store().database.close()


def test_a_store_that_cannot_be_opened_is_told(
    tmp_path: Path, trees: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "file" / "data"))
    not_open(app("question.py", FULL | {"network": "patchy"}, saved="0" * 32), "folder cannot be used")


def test_one_on_an_earlier_version_of_its_tree_is_shown_as_it_was(store: Store, trees: Path) -> None:
    at = to(save(app("saved.py", FULL), "Harbour"), "question.py")
    newer(trees)
    at = reloaded(at)
    assert "shown as it was: on version 1.2.0" in text(at)
    choose(at, "unsure")
    (saved,) = entries(store)
    assert (saved.entry.version, saved.entry.revision) == ("1.2.0", 2)


def test_one_whose_tree_is_gone_is_shown_as_it_was(store: Store, trees: Path) -> None:
    at = to(save(app("saved.py", FULL), "Harbour"), "question.py")
    (trees / "small.yaml").unlink()
    at = reloaded(at)
    assert "does not offer that tree any more" in text(at)
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]


def test_who_goes_on_with_another_tree_and_comes_back_goes_on_saving(store: Store, trees: Path) -> None:
    (trees / "other.yaml").write_text((trees / "small.yaml").read_text().replace("id: small", "id: other"))
    at = save(app("saved.py", FULL), "Harbour")
    newer(trees)
    at.query_params.clear()
    at.query_params["tree"] = "other"
    to(at, "home.py")
    at.selectbox(key="tree_choice").set_value("small").run()
    at.button(key="go_on_with").click().run()
    to(at, "question.py")
    assert "✓ Saved as “Harbour”" in data(at)["parts"]["kept"]
    assert "shown as it was: on version 1.2.0" in text(at)
    choose(at, "unsure")
    assert entries(store)[0].entry.revision == 2
