"""The command line, as a person calls it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from decision.cli import main
from decision.library import read_library
from decision.paths import ROOT, TREES

SMALL = ROOT / "tests" / "trees" / "small.yaml"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """An answers file for the first scenario of the shipped tree."""
    tree = read_library(TREES).trees["slm_sourcing"].tree
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": next(iter(tree.scenarios.values())).answers, "title": "Board paper"}))
    return path


def test_check_is_silent_on_good_trees(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SMALL)]) == 0
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_prints_every_problem_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "torn.yaml").write_text("format: 1\nid: torn\nquestions: {a:b}\n")
    assert main(["check", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{tmp_path / 'torn.yaml'}:3:16: empty-value" in err
    assert 'The key "version" is missing' in err


def test_check_reports_a_scenario_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SMALL.read_text()
    assert "\nscenarios:\n" in text
    wrong = "  wrong: {about: It expects too much., answers: {}, expect: {licence: impossible}}\n"
    decision = read_library(SMALL.parent).trees["small"].tree.shown[0]
    (tmp_path / "small.yaml").write_text(
        text.replace("\nscenarios:\n", "\nscenarios:\n" + wrong.replace("licence", decision))
    )
    assert main(["check", str(tmp_path)]) == 1
    assert f'scenario-fails: Scenario "wrong": {decision} is ' in capsys.readouterr().err


def test_recommend_writes_every_format(answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["recommend", "--tree", "slm_sourcing", "--answers", str(answers), "--date", "2026-11-24"]
    assert main(call) == 0
    assert "Board paper" in capsys.readouterr().out
    for form, ending in (("json", "json"), ("markdown", "md"), ("pdf", "pdf")):
        path = tmp_path / f"out.{ending}"
        assert main([*call, "--format", form, "-o", str(path)]) == 0
        assert path.stat().st_size > 1_000
    assert json.loads((tmp_path / "out.json").read_text())["date"] == "2026-11-24"
    assert "Board paper" in PdfReader(io.BytesIO((tmp_path / "out.pdf").read_bytes())).pages[0].extract_text()


def test_an_export_is_read_back_to_the_same_export(answers: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    call = ["recommend", "--tree", "slm_sourcing", "--date", "2026-11-24", "--format", "json"]
    assert main([*call, "--answers", str(answers), "-o", str(first)]) == 0
    assert main([*call, "--answers", str(first), "-o", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("answers: {colour: red}", 'There is no question "colour"'),
        ("answers: {data_boundary: anywhere}", 'Question "data_boundary" has no option "anywhere"'),
        ("answers: {data_boundary: [own_premises, any_provider]}", "takes one option, not a list"),
        ("answers: {inputs: []}", "empty list"),
        ("title: x", 'No "answers" are in this file'),
        ("answers: {a: *b}", "Aliases (*b) are not read"),
        ("answers: {}\ntree: {id: another, version: 1.0.0, digest: ab}", 'answers to the tree "another"'),
    ],
)
def test_answers_that_do_not_fit_get_a_clear_message(
    content: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(content)
    assert main(["recommend", "--tree", "slm_sourcing", "--answers", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert "Traceback" not in err


def test_answers_to_another_version_are_taken_with_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("answers: {}\ntree: {id: slm_sourcing, version: 0.9.0, digest: abcdef0123}")
    assert main(["recommend", "--tree", "slm_sourcing", "--answers", str(path)]) == 0
    assert "The answers were given to version 0.9.0 (abcdef01)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["recommend", "--tree", "nowhere", "--answers", "x.yaml"], "There is no shipped tree of this name"),
        (["recommend", "--tree", "slm_sourcing", "--answers", "missing.yaml"], "missing.yaml: No such file"),
        (["check", "missing.yaml"], "cannot be opened: No such file"),
        (["serve", "--trees", "missing"], "There is no such folder"),
    ],
)
def test_what_is_not_there_is_named(call: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(call) == 1
    assert told in capsys.readouterr().err


def test_help_teaches() -> None:
    for command in ([], ["serve"], ["check"], ["recommend"], ["schema"]):
        said = subprocess.run(
            [sys.executable, "-m", "decision", *command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert said.stdout.startswith("usage: slm-sourcing")
    assert (
        "answers:"
        in subprocess.run(
            [sys.executable, "-m", "decision", "recommend", "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
