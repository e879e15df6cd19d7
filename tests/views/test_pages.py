"""The pages without a browser: what a visitor sees after each step."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from decision import address
from decision.library import read_library
from decision.paths import ROOT, TREES, TREES_VARIABLE
from tests.hard_trees import rare
from tests.views.live import choose, data, options, parts, press

SMALL = ROOT / "tests" / "trees"


def _app(**query: str) -> AppTest:
    at = AppTest.from_file(ROOT / "views" / "main.py", default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    return at


def _open(at: AppTest, page: str) -> AppTest:
    at.run()
    at.switch_page(page)
    at.run()
    assert not at.exception
    return at


def _about(at: AppTest) -> AppTest:
    """Open the fields for title, author, notes and logo."""
    at.session_state["about"] = True
    at.run()
    assert not at.exception
    return at


def _text(at: AppTest) -> str:
    """All that stands on the page, as one text."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info")
    blocks = [str(element.value) for kind in kinds for element in getattr(at, kind)]
    blocks += [element.proto.body for element in at.get("html")]
    return "\n".join(blocks)


def test_nothing_is_chosen_and_not_sure_is_offered() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    assert data(at)["chosen"] == []
    assert options(at)[-1] == "unsure"
    assert "Not sure yet" in parts(at)


def test_next_without_an_answer_says_what_to_do() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    press(at, "next")
    assert "Choose an answer first" in data(at)["parts"]["problem"]
    assert at.query_params.get("at") == "data_boundary"
    choose(at, "own_premises")
    assert data(at)["parts"]["problem"] == ""


def test_next_writes_answer_and_position_into_the_address() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    choose(at, "own_premises")
    assert "data_boundary=own_premises" in data(at)["address"]
    press(at, "next")
    assert at.query_params["data_boundary"] == "own_premises"
    assert at.query_params["at"] == "regulation"


def test_next_takes_what_was_chosen_a_moment_before() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    press(at, "next", chosen=["own_premises"])
    assert at.query_params["data_boundary"] == "own_premises"
    assert at.query_params["at"] == "regulation"


def test_an_unsure_answer_is_an_answer() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    choose(at, "unsure")
    press(at, "next")
    assert at.query_params["data_boundary"] == "unsure"
    assert data(at)["place"] == "regulation"


def test_options_that_exclude_the_rest_stand_alone() -> None:
    at = _open(_app(tree="slm_sourcing", at="inputs"), "question.py")
    of = at.session_state["here"].file.tree.questions["inputs"].options
    free = next(name for name, option in of.items() if not option.exclusive)
    alone = next(name for name, option in of.items() if option.exclusive)
    choose(at, free)
    assert data(choose(at, free, alone))["chosen"] == [alone]
    assert data(choose(at, alone, "unsure"))["chosen"] == ["unsure"]
    assert data(choose(at, "unsure", free))["chosen"] == [free]


def test_a_question_can_be_gone_to_and_one_that_is_not_there_cannot() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    press(at, "go", to="breadth")
    assert data(at)["place"] == "breadth"
    press(at, "go", to="nowhere")
    assert data(at)["place"] == "breadth"


def test_what_is_no_longer_asked_is_kept_set_aside_and_counts_again() -> None:
    example = _example("clinic_letters")
    assert "Set aside" not in _text(_open(_app(**example | {"at": "data_boundary"}), "review.py"))
    at = _open(_app(**example | {"at": "data_boundary"}), "question.py")
    choose(at, "device_only")
    press(at, "next")
    assert at.query_params["target"] == example["target"]
    assert "Set aside" in _text(_open(at, "review.py"))
    assert [state.id for state in at.session_state["here"].recommendation.set_aside] == ["target"]


def _example(scenario: str) -> dict[str, str]:
    """The address of a scenario of the shipped tree."""
    file = read_library(TREES).trees["slm_sourcing"]
    return address.write("slm_sourcing", file.stamp, file.tree.scenarios[scenario].answers)


def test_markup_of_a_visitor_is_shown_and_never_run() -> None:
    at = _about(_open(_app(**_example("clinic_letters")), "recommendation.py"))
    at.text_input(key="about_title").set_value("<img src=x onerror=alert(1)> **bold**").run()
    assert "&lt;img src=x onerror=alert(1)&gt; **bold**" in _text(at)
    assert "<img" not in _text(at)


def test_one_broken_tree_leaves_the_others_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small.yaml").write_text((SMALL / "small.yaml").read_text())
    (tmp_path / "torn.yaml").write_text("format: 1\nid: torn\nquestions: {a:b}\n")
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    at = _app().run()
    assert not at.exception
    assert "Files that cannot be used" in _text(at)
    assert any("empty-value" in code.value for code in at.code)
    assert at.session_state["here"].file.tree.id == "small"


def test_no_usable_tree_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torn.yaml").write_text("format: 1\nid: torn\nquestions: {a:b}\n")
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    at = _app().run()
    assert not at.exception
    assert "No tree can be used" in _text(at)
    assert any("empty-value" in code.value for code in at.code)


def test_a_tree_that_changes_on_disk_is_read_again_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small.yaml"
    path.write_text((SMALL / "small.yaml").read_text())
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    at = _app(tree="small").run()
    before = at.session_state["here"].file.stamp
    path.write_text(path.read_text() + "\n# one more line\n")
    at.run()
    assert not at.exception
    assert at.session_state["here"].file.stamp != before


def test_a_visitor_without_an_address_meets_the_main_tree_first() -> None:
    at = _app().run()
    assert at.session_state["here"].file.tree.id == "slm_sourcing"


def test_an_unknown_tree_is_named() -> None:
    at = _app(tree="nowhere").run()
    assert not at.exception
    assert 'There is no tree "nowhere" here' in at.warning[0].value.replace("\\", "")


def test_learn_shows_every_source_with_its_grade() -> None:
    at = _open(_app(tree="slm_sourcing"), "learn.py")
    text = _text(at)
    for source in at.session_state["here"].file.tree.sources.values():
        assert source.url.replace("&", "&amp;") in text


@pytest.mark.parametrize("page", ["home.py", "question.py", "review.py", "recommendation.py", "options.py", "learn.py"])
def test_every_page_opens_without_any_answer(page: str) -> None:
    _open(_app(), page)


@pytest.mark.parametrize(("width", "taken"), [(40, True), (4_001, False)])
def test_a_logo_too_large_to_unpack_is_refused_at_once(width: int, taken: bool) -> None:
    picture = io.BytesIO()
    Image.new("1", (width, 1)).save(picture, "PNG")
    at = _about(_open(_app(tree="slm_sourcing"), "recommendation.py"))
    at.file_uploader[0].set_value(("logo.png", picture.getvalue(), "image/png")).run()
    assert (at.session_state["here"].assessment.logo is not None) == taken
    assert any("4,000 pixels a side" in error.value for error in at.error) != taken


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trees that were made up for tests."""
    monkeypatch.setenv(TREES_VARIABLE, str(SMALL))


def test_answers_that_collide_are_named_and_can_be_made_unsure(made_up: None) -> None:
    at = _open(_app(tree="colliding", thief="often", cellar="wet", colour="red"), "recommendation.py")
    said = parts(at)
    assert "Why nothing is left" in said
    assert "These answers collide: “Often” (Are bicycles stolen in this street?)" in said
    assert "“It is wet” (Is the cellar dry?)" in said
    assert "Red" not in data(at)["parts"]["decisions"]
    press(at, "relax", to="place.1")
    assert "cellar=unsure" in data(at)["address"]
    assert "thief=often" in data(at)["address"]
    assert "Why nothing is left" not in parts(at)


def test_a_relaxation_that_is_not_offered_changes_nothing(made_up: None) -> None:
    at = _open(_app(tree="colliding", thief="often", cellar="wet", colour="red"), "recommendation.py")
    before = data(at)["address"]
    for to in ("place.7", "nowhere.0", "place.x", ""):
        press(at, "relax", to=to)
    assert data(at)["address"] == before


def test_the_question_most_worth_settling_is_offered_until_nothing_can_change(made_up: None) -> None:
    at = _open(_app(tree="colliding", at="cellar", colour="red"), "question.py")
    beside = data(at)["parts"]["standing"]
    assert "Most worth settling next" in beside
    assert "Are bicycles stolen in this street?" in beside
    press(at, "go", to="thief")
    choose(at, "unsure")
    assert "Nothing that is still open" not in data(at)["parts"]["standing"]
    choose(at, "never_yet")
    assert "Nothing that is still open can change a decision any more." in data(at)["parts"]["standing"]


def test_what_would_change_a_decision_is_named(made_up: None) -> None:
    at = _open(_app(tree="colliding", thief="never_yet", cellar="dry", colour="red"), "recommendation.py")
    said = data(at)["parts"]["decisions"]
    assert "on the edge: one answer" in said
    assert "<b>Often</b> instead of Not yet" in said
    assert "becomes <b>In the cellar</b>" in said


def test_answers_that_a_changed_tree_does_not_take_are_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (SMALL / "colliding.yaml").read_text()
    path = tmp_path / "colliding.yaml"
    path.write_text(text)
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    at = _open(_app(tree="colliding", thief="often", cellar="dry"), "recommendation.py")
    path.write_text(text.replace("often", "at_times"))
    at.run()
    assert not at.exception
    assert 'the answer to "thief" does not fit it any more' in at.warning[-1].value.replace("\\", "")
    assert at.session_state["here"].assessment.answers == {"cellar": "dry"}


def test_kept_answers_of_another_tree_can_be_gone_on_with(made_up: None) -> None:
    at = _open(_app(tree="colliding", thief="often"), "question.py")
    choose(at, "often")
    at.query_params["tree"] = "small"
    at = _open(at, "home.py")
    at.selectbox(key="tree_choice").set_value("colliding").run()
    assert at.button(key="go_on_with").label == "Go on with your answers"


def test_what_is_searched_and_how_far_stands_beside_the_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rare.yaml").write_text(json.dumps(rare()))
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    beside = data(_open(_app(tree="rare", at="q1", q0="o1"), "question.py"))["parts"]["standing"]
    assert f"Over all {6**39:,} ways to answer the rest" in beside
    assert "Too many to count for Adding: searched to the end, so exact." in beside
    assert "Too many for Ruling: searched in part, so not all that is possible is known" in beside
    single, adding, ruling = beside.split("<h3")[1:]
    assert "● settled" in single
    assert "○ 3 possible" in adding
    assert "may be possible" not in adding
    assert "○ searched in part" in ruling
    assert "ahead on what is known, not known to be possible" in ruling
    beside = data(_open(_app(tree="rare", at="q1", q0="o2"), "question.py"))["parts"]["standing"]
    assert "1 other may be possible" in beside.split("<h3")[-1]
