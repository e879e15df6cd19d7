"""Tree files that are deleted, broken and mended while visitors are in the middle of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision.paths import TREES_VARIABLE
from tests.views.live import choose, data, press
from tests.views.test_pages import SMALL, _app, _open, _text

LOSE: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "broken": lambda path: path.write_text("format: 1\nid: small\nquestions: {a:b}\n"),
    "empty": lambda path: path.write_text(""),
    "binary": lambda path: path.write_bytes(b"\xff\xfe\x00"),
}
GONE = 'There is no tree "small" here. Your answers to it are kept. Choose another on the home page.'
FAULTY = (
    'The file of the tree "small" has problems; it can be used again when they are mended. '
    "Your answers to it are kept. Choose another on the home page."
)
PAGES = ["home.py", "question.py", "review.py", "recommendation.py", "options.py", "learn.py", "tree.py"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("small", "colliding"):
        (tmp_path / f"{name}.yaml").write_bytes((SMALL / f"{name}.yaml").read_bytes())
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    return tmp_path


def in_the_middle(page: str = "question.py") -> AppTest:
    """A visitor who has answered one question of the made-up tree."""
    at = _open(_app(tree="small", at="borrowers"), "question.py")
    choose(at, "members")
    press(at, "next")
    return _open(at, page) if page != "question.py" else at


def warned(at: AppTest) -> str:
    return " ".join(one.value for one in at.warning).replace("\\", "")


@pytest.mark.parametrize(
    ("lose", "page"), [*(("deleted", page) for page in PAGES), *((lose, PAGES[1]) for lose in LOSE)]
)
def test_a_tree_that_is_lost_is_named_and_comes_back_with_the_answers(folder: Path, lose: str, page: str) -> None:
    path = folder / "small.yaml"
    text = path.read_text()
    at = in_the_middle(page)
    LOSE[lose](path)
    at.run()
    assert not at.exception
    assert warned(at) == (GONE if lose == "deleted" else FAULTY)
    assert at.session_state["here"].file.tree.id == "colliding"
    path.write_text(text)
    at.run()
    assert not at.exception
    assert warned(at) == ""
    assert at.session_state["here"].file.tree.id == "small"
    assert at.session_state["here"].assessment.answers == {"borrowers": "members"}


def test_that_a_tree_is_lost_is_told_until_it_is_read(folder: Path) -> None:
    at = in_the_middle()
    LOSE["deleted"](folder / "small.yaml")
    at.run()
    at.run()
    assert warned(at) == GONE
    at.button(key="dismiss").click().run()
    assert warned(at) == ""
    at.run()
    assert warned(at) == ""


@pytest.mark.parametrize("lose", LOSE)
def test_a_visitor_of_another_tree_goes_on(folder: Path, lose: str) -> None:
    at = _open(_app(tree="colliding", at="cellar"), "question.py")
    LOSE[lose](folder / "small.yaml")
    choose(at, "dry")
    press(at, "next")
    assert not at.exception
    assert warned(at) == ""
    assert at.query_params["cellar"] == "dry"


def test_an_answer_given_as_the_tree_is_lost_breaks_nothing(folder: Path) -> None:
    at = in_the_middle()
    LOSE["broken"](folder / "small.yaml")
    press(at, "next", chosen=["reliable"])
    assert not at.exception
    assert warned(at) == FAULTY


def test_where_it_was_the_only_tree_the_fault_is_shown_and_mending_it_is_enough(folder: Path) -> None:
    (folder / "colliding.yaml").unlink()
    path = folder / "small.yaml"
    text = path.read_text()
    at = in_the_middle()
    path.write_text(text.replace("format: 1", "format: 1\nfrmat: 1"))
    at.run()
    assert not at.exception
    assert "No tree can be used" in _text(at)
    assert any('There is no key "frmat" here' in code.value for code in at.code)
    path.write_text(text)
    at.run()
    assert not at.exception
    assert at.session_state["here"].assessment.answers == {"borrowers": "members"}
    assert data(at)["place"] != "borrowers"


def test_a_broken_file_is_shown_with_its_line_on_the_home_page(folder: Path) -> None:
    at = _open(_app(tree="colliding"), "home.py")
    LOSE["broken"](folder / "small.yaml")
    at.run()
    assert "Files that cannot be used" in _text(at)
    assert any("small.yaml:3:" in code.value for code in at.code)
