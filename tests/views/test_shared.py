"""A link to a saved assessment: made and withdrawn on the page Saved, opened by everybody, and no trace in what is their own."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from decision.paths import DATA_VARIABLE
from decision.store.saved import Saved
from decision.store.shares import Shares
from decision.store.store import Store
from tests.test_store import ANYBODY, AT, MARKUP, made
from tests.views.live import data, press
from tests.views.test_saved import FULL, app, entries, newer, save, session_saves, text, to
from views import keeping

pytestmark = pytest.mark.usefixtures("headers")

NOTHING = "This link opens nothing."


def shared(link: str, answers: dict | None = None) -> AppTest:
    """The page that a link leads to, for somebody with answers of their own."""
    at = app("question.py", answers)
    at.query_params.clear()
    at.query_params["link"] = link
    return to(at, "shared.py")


def link_to(store: Store, **parts: object) -> tuple[str, str]:
    """A saved assessment and a link to it."""
    (name,) = store.add(ANYBODY, [made(**parts)], AT)
    return name, Shares(store.database).make(ANYBODY, name, AT)


def dialog(at: AppTest) -> int:
    """Where the part of the dialog stands among those of the page."""
    return next(n for n, one in enumerate(at.get("bidi_component")) if "make" in one.proto.json)


def press_in(at: AppTest, saved: Saved | None, do: str, of: str = "") -> AppTest:
    """Press something in the dialog. Only that is shown anew then; AppTest runs the whole page, which has to open it."""
    at.session_state["to_share"] = saved
    return press(at, do, of, part=dialog(at))


def in_dialog(at: AppTest) -> dict[str, str]:
    return data(at, dialog(at))["parts"]


def made_link(at: AppTest) -> str:
    """The secret in the field to copy."""
    (found,) = re.findall(r'data-link="shared\?link=([^"]+)"', in_dialog(at)["made"])
    return found


def test_a_link_is_made_shown_once_and_withdrawn(store: Store, trees: Path) -> None:
    (name,) = store.add(ANYBODY, [made(title="Harbour")], AT)
    at = press(app("saved.py"), "share", f"{name}.1")
    assert "No link was made yet." in in_dialog(at)["links"]
    press_in(at, store.get(name), "make")
    link = made_link(at)
    assert "Made " in in_dialog(at)["links"]
    assert "<h1>Harbour</h1>" in text(shared(link))
    press(at, "share", f"{name}.1")
    assert link not in str(in_dialog(at))
    (known,) = Shares(store.database).of(name)
    assert f'data-to="{known.digest}"' in in_dialog(at)["links"]
    press_in(at, store.get(name), "withdraw", known.digest)
    assert "The link was withdrawn." in in_dialog(at)["note"]
    assert "withdrawn " in in_dialog(at)["links"]
    assert "data-to" not in in_dialog(at)["links"]
    assert NOTHING in text(shared(link))


def test_what_a_link_leads_to_is_shown_as_it_is_now(store: Store, trees: Path) -> None:
    name, link = link_to(store, title="Harbour", organization="The Society", status="proposed")
    at = shared(link)
    for said in ("<h1>Harbour</h1>", "The Society", "proposed", "24 Nov 2026, 10:00 UTC", "to read only", "Members"):
        assert said in text(at), said
    for said in ("<b>Who decides:</b> The board; J. Lindqvist", "We talked about it on two evenings."):
        assert said in text(at), said
    assert [one.label for one in at.get("download_button")] == ["Export PDF", "Decision record (Markdown)"]
    store.change(ANYBODY, name, 1, made(title="Later", answers={}), AT)
    assert "<h1>Later</h1>" in text(at.run())


def test_nothing_can_be_changed_by_a_link(store: Store, trees: Path) -> None:
    """Not even what was recorded, or answers that collide."""
    name, link = link_to(store)
    before = store.get(name)
    at = shared(link)
    assert "✎ Recorded" in text(at)
    assert "data-do" not in text(at)
    assert [button.label for button in at.button] == ["Answer it yourself"]
    assert store.get(name) == before


def test_looking_at_it_leaves_no_trace_in_what_is_ones_own(store: Store, trees: Path) -> None:
    _, link = link_to(store, title="Harbour")
    mine = FULL | {"network": "patchy"}
    at = save(app("saved.py", mine), "Mine")
    before = {name: copy.copy(one) for name, one in vars(at.session_state["session"]).items()}
    at.query_params.clear()
    at.query_params["link"] = link
    to(at, "shared.py")
    assert "<h1>Harbour</h1>" in text(at)
    assert vars(at.session_state["session"]) == before
    assert link not in "".join(re.findall(r"<header.*?</header>", text(at), re.DOTALL))
    at.query_params.clear()
    to(at, "question.py")
    assert "✓ Saved as “Mine”" in data(at)["parts"]["kept"]
    assert "network=patchy" in data(at)["address"]
    assert "link=" not in data(at)["address"]
    assert "There is no question" not in text(at)


def answer_it(at: AppTest) -> AppTest:
    at.button(key="answer_it").click().run()
    assert not at.exception
    return at


def test_one_goes_on_with_a_copy_of_the_answers_alone(store: Store, trees: Path) -> None:
    name, link = link_to(store, title="Harbour", answers=FULL)
    before = store.get(name)
    at = answer_it(shared(link, FULL | {"network": "patchy"}))
    kept = at.session_state["session"]
    assert dict(kept.assessments["small"].answers) == FULL
    assert kept.assessments["small"].title == ""
    assert kept.before["small"].answers["network"] == "patchy"
    assert not session_saves(at)
    assert "network=reliable" in data(at)["address"]
    to(at, "question.py")
    press(at, "answer", chosen=["unsure"])
    assert store.get(name) == before


def test_on_an_earlier_version_of_its_tree_it_is_shown_as_it_was(store: Store, trees: Path) -> None:
    _, link = link_to(store, title="Harbour", answers=FULL)
    newer(trees)
    at = shared(link)
    assert "1.2.0" in text(at)
    answer_it(at)
    assert "on version 1.2.0" in text(at)
    assert "network=reliable" in data(at)["address"]


def test_when_its_tree_is_gone_it_is_shown_as_it_was(store: Store, trees: Path) -> None:
    _, link = link_to(store, title="Harbour", answers=FULL)
    (trees / "small.yaml").unlink()
    at = shared(link)
    assert "<h1>Harbour</h1>" in text(at)
    answer_it(at)
    assert "does not offer that tree any more" in text(at)


def test_every_link_that_leads_nowhere_says_the_same(store: Store, trees: Path) -> None:
    name, link = link_to(store)
    deleted, gone = link_to(store)
    _, withdrawn = link_to(store)
    store.delete(ANYBODY, deleted, 1)
    for saved in entries(store):
        if saved.entry.id != name:
            (known,) = Shares(store.database).of(saved.entry.id)
            Shares(store.database).withdraw(ANYBODY, known.digest, AT)
    pages = {text(shared(one)) for one in ("", link[:-1], link + "A", gone, withdrawn, "../..", "\0", "<b>x</b>", name)}
    assert len(pages) == 1
    assert NOTHING in pages.pop()
    assert NOTHING not in text(shared(link))


def test_markup_in_what_is_shared_is_text(store: Store, trees: Path) -> None:
    _, link = link_to(store, title=MARKUP, organization=MARKUP, author=MARKUP)
    assert "<script>" not in text(shared(link))
    assert "&lt;script&gt;" in text(shared(link))


def test_who_is_barred_opens_links_and_makes_none(store: Store, trees: Path, headers: dict[str, str]) -> None:
    name, link = link_to(store, title="Harbour")
    at = press(app("saved.py"), "share", f"{name}.1")
    headers["x-forwarded-for"] = "192.0.2.7"
    assert "<h1>Harbour</h1>" in text(shared(link))
    (known,) = Shares(store.database).of(name)
    for do, of in (("make", ""), ("withdraw", known.digest)):
        press_in(at, store.get(name), do, of)
        assert "change nothing that is saved" in in_dialog(at)["note"]
    assert Shares(store.database).of(name) == (known,)
    at = app("saved.py")
    assert 'data-do="share"' not in data(at)["parts"]["list"]
    press(at, "share", f"{name}.1")
    assert "change nothing that is saved" in data(at)["parts"]["note"]
    assert len(at.get("bidi_component")) == 1


def test_of_what_was_deleted_meanwhile_no_link_is_made(store: Store, trees: Path) -> None:
    name, _ = link_to(store)
    at = press(app("saved.py"), "share", f"{name}.1")
    deleted = store.delete(ANYBODY, name, 1)
    press_in(at, deleted, "make")
    assert "Somebody else deleted this assessment" in in_dialog(at)["note"]


def test_without_a_store_the_page_says_so(
    tmp_path: Path, trees: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "file" / "data"))
    at = shared("x")
    assert "This link cannot be opened now." in text(at)
    assert "folder cannot be used" in text(at)


def test_what_this_version_cannot_read_is_told(store: Store, trees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, link = link_to(store, title="Harbour")
    monkeypatch.setattr(keeping, "tree_of", lambda digest, text: None)
    assert "cannot read the tree" in text(shared(link))


def test_the_link_with_the_answers_holds_nothing_else(store: Store, trees: Path) -> None:
    at = to(save(app("saved.py", FULL), "Harbour"), "recommendation.py")
    (link,) = re.findall(r'data-link="(recommendation\?[^"]+)"', text(at))
    query = dict(parse_qsl(urlsplit(link.replace("&amp;", "&")).query))
    assert query.keys() == {"tree", "v", *FULL}
    saved: Saved = entries(store)[0]
    assert saved.entry.id not in link
