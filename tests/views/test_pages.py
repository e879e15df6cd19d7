"""The pages without a browser: what a visitor sees after each step."""

import io
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from decision import address
from decision.library import read_library
from decision.paths import ROOT, TREES, TREES_VARIABLE

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


def _text(at: AppTest) -> str:
    """All that stands on the page, as one text."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info")
    blocks = [str(element.value) for kind in kinds for element in getattr(at, kind)]
    blocks += [element.proto.body for element in at.get("html")]
    return "\n".join(blocks)


def test_nothing_is_chosen_and_not_sure_is_offered() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    assert at.radio[0].value is None
    assert at.radio[0].options[-1] == "Not sure yet"


def test_next_without_an_answer_says_what_to_do() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    at.button(key="next").click().run()
    assert "Choose an answer first" in at.error[0].value
    assert at.query_params["at"] == "data_boundary"


def test_next_writes_answer_and_position_into_the_address() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    at.radio[0].set_value("own_premises").run()
    at.button(key="next").click().run()
    assert at.query_params["data_boundary"] == "own_premises"
    assert at.query_params["at"] == "regulation"


def test_an_unsure_answer_is_an_answer() -> None:
    at = _open(_app(tree="slm_sourcing", at="data_boundary"), "question.py")
    at.radio[0].set_value("unsure").run()
    at.button(key="next").click().run()
    assert at.query_params["data_boundary"] == "unsure"
    assert not at.error


def test_options_that_exclude_the_rest_stand_alone() -> None:
    at = _open(_app(tree="slm_sourcing", at="inputs"), "question.py")
    assert at.checkbox[-1].key == "answer_inputs_unsure"
    tree = at.session_state["here"].file.tree.questions["inputs"]
    free = next(f"answer_inputs_{name}" for name, option in tree.options.items() if not option.exclusive)
    alone = next(f"answer_inputs_{name}" for name, option in tree.options.items() if option.exclusive)
    at.checkbox(key=free).check().run()
    at.checkbox(key=alone).check().run()
    assert [box.key for box in at.checkbox if box.value] == [alone]
    at.checkbox(key="answer_inputs_unsure").check().run()
    assert [box.key for box in at.checkbox if box.value] == ["answer_inputs_unsure"]
    at.checkbox(key=free).check().run()
    assert [box.key for box in at.checkbox if box.value] == [free]


def test_what_is_no_longer_asked_is_kept_set_aside_and_counts_again() -> None:
    example = _example("clinic_letters")
    at = _open(_app(**example | {"at": "data_boundary"}), "question.py")
    assert "Set aside" not in _text(_open(at, "review.py"))
    at = _open(_app(**example | {"at": "data_boundary"}), "question.py")
    at.radio[0].set_value("device_only").run()
    at.button(key="next").click().run()
    assert at.query_params["target"] == example["target"]
    assert "Set aside" in _text(_open(at, "review.py"))
    assert [state.id for state in at.session_state["here"].recommendation.set_aside] == ["target"]


def test_a_recorded_choice_needs_a_reason_and_stays_visible() -> None:
    at = _open(_app(**_example("clinic_letters")), "recommendation.py")
    other = at.selectbox(key="recorded_framework").options
    assert other
    at.selectbox(key="recorded_framework").set_value("vllm")
    _submit(at, "record_framework")
    assert "Choose an outcome and write the reason" in at.error[0].value
    at.selectbox(key="recorded_framework").set_value("vllm")
    at.text_area(key="reason_framework").set_value("The platform team runs vLLM already.")
    _submit(at, "record_framework")
    text = _text(at)
    assert "Recorded: vLLM." in text
    assert "The platform team runs vLLM already." in text
    assert "The tree recommends: Ollama." in text


def _submit(at: AppTest, form: str) -> None:
    next(button for button in at.button if button.proto.form_id == form).click().run()
    assert not at.exception


def _example(scenario: str) -> dict[str, str]:
    """The address of a scenario of the shipped tree."""
    file = read_library(TREES).trees["slm_sourcing"]
    return address.write("slm_sourcing", file.stamp, file.tree.scenarios[scenario].answers)


def test_markup_of_a_visitor_is_shown_and_never_run() -> None:
    at = _open(_app(**_example("clinic_letters")), "recommendation.py")
    at.text_input(key="about_title").set_value("<img src=x onerror=alert(1)> **bold**").run()
    assert "&lt;img src=x onerror=alert(1)&gt; **bold**" in _text(at)
    assert "<img" not in _text(at)


def test_one_broken_tree_leaves_the_others_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small.yaml").write_text((SMALL / "small.yaml").read_text())
    (tmp_path / "torn.yaml").write_text("format: 1\nid: torn\nquestions: {a:b}\n")
    monkeypatch.setenv(TREES_VARIABLE, str(tmp_path))
    at = _app().run()
    assert not at.exception
    assert "Trees that cannot be used" in _text(at)
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


@pytest.mark.parametrize("page", ["home.py", "question.py", "review.py", "recommendation.py", "learn.py"])
def test_every_page_opens_without_any_answer(page: str) -> None:
    _open(_app(), page)


@pytest.mark.parametrize(("width", "taken"), [(40, True), (4_001, False)])
def test_a_logo_too_large_to_unpack_is_refused_at_once(width: int, taken: bool) -> None:
    picture = io.BytesIO()
    Image.new("1", (width, 1)).save(picture, "PNG")
    at = _open(_app(tree="slm_sourcing"), "recommendation.py")
    at.file_uploader[0].set_value(("logo.png", picture.getvalue(), "image/png")).run()
    assert (at.session_state["here"].assessment.logo is not None) == taken
    assert any("4,000 pixels a side" in error.value for error in at.error) != taken
