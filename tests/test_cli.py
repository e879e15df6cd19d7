"""The command line, as a person calls it."""

import io
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from decision import cli
from decision.cli import main
from decision.library import read_library
from decision.paths import APP, DATA_VARIABLE, OPEN_VARIABLE, ROOT, TREES, TREES_VARIABLE, USER_HEADER_VARIABLE

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


def test_check_deep_tells_how_a_tree_is_doing_and_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--deep", str(SMALL)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("small 1.2.0: ways to answer: ")
    assert "Claims: 1 proved, 0 refuted, 0 not worked out" in out
    assert "host_terms" in err
    assert "stale-source" in err
    (impossible,) = [line for line in err.splitlines() if ": impossible: " in line]
    line = int(impossible.removeprefix(f"{SMALL}:").split(":")[0])
    assert SMALL.read_text(encoding="utf-8").splitlines()[line - 1] == "  software:"


def test_check_deep_leaves_out_what_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "torn.yaml").write_text("format: 1\n")
    assert main(["check", "--deep", str(tmp_path / "torn.yaml")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert 'The key "decisions" is missing' in err


def test_a_long_check_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--deep", str(SMALL)])
    assert "step" not in capsys.readouterr().err
    monkeypatch.setattr(cli, "PATIENCE", 0)
    main(["check", "--deep", str(SMALL)])
    steps = [line for line in capsys.readouterr().err.splitlines() if line.startswith(f"{SMALL}: step ")]
    assert steps[0] == f"{SMALL}: step 1 of {len(steps)}, sources"


def test_on_a_terminal_progress_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(cli, "PATIENCE", 0)
    main(["check", "--deep", str(SMALL)])
    shown, _, rest = terminal.getvalue().rpartition("\r")
    assert "step 1 of " in shown
    assert "step " not in rest
    assert shown.endswith(" " * len(str(SMALL)))


def test_a_check_can_be_stopped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("decision.proofs.deep.check_claim", stopped)
    with pytest.raises(SystemExit) as raised:
        main(["check", "--deep", str(SMALL)])
    assert raised.value.code == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert "stopped: The check was stopped at step " in err
    assert ", claim cards_on_paper. Nothing is proved." in err


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


def test_a_folder_without_trees_is_no_good_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert main(["check", str(SMALL), str(tmp_path)]) == 1
    assert f"{tmp_path}: no-trees: There is no tree file (*.yaml) in this folder." in capsys.readouterr().err


def test_all_files_of_all_folders_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_text("")
    assert main(["check", str(tmp_path), str(SMALL), str(tmp_path / "b.yaml")]) == 1
    told = [line.split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert told == [str(tmp_path / name) for name in ("a.yaml", "b.yaml", "b.yaml")]


def test_a_note_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SMALL.read_text()
    rule = "      odd: {when: {not: {host: anyone}}, for: {paper: slight}, because: It is odd., source: [terms]}\n"
    (tmp_path / "small.yaml").write_text(text.replace("      no_network:\n", rule + "      no_network:\n"))
    assert main(["check", str(tmp_path)]) == 0
    assert "not-over-gated" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["yaml", "yml"])
def test_a_tree_that_cannot_be_used_is_refused_with_its_problems(
    ending: str, answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / f"torn.{ending}").write_text("format: 1\n")
    call = ["recommend", "--answers", str(answers), "--tree"]
    assert main([*call, str(tmp_path / f"torn.{ending}")]) == 1
    assert 'The key "decisions" is missing' in capsys.readouterr().err
    assert main([*call, str(tmp_path / f"missing.{ending}")]) == 1
    assert "cannot be opened: No such file" in capsys.readouterr().err


def test_a_tree_is_named_by_its_path_or_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "answers.json").write_text('{"answers": {}}')
    for tree, title in ((str(SMALL), "A catalogue"), ("slm_sourcing", "Sourcing")):
        assert main(["recommend", "--tree", tree, "--answers", str(tmp_path / "answers.json")]) == 0
        assert title in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_the_paper_of_the_pdf_can_be_chosen(paper: str, size: tuple[int, int], answers: Path, tmp_path: Path) -> None:
    call = ["recommend", "--tree", "slm_sourcing", "--answers", str(answers), "--format", "pdf", "--paper", paper]
    assert main([*call, "-o", str(tmp_path / "out.pdf")]) == 0
    box = PdfReader(io.BytesIO((tmp_path / "out.pdf").read_bytes())).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize("of", ["tree", "export"])
def test_a_schema_is_printed_as_it_is_published(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--of", of]) == 0
    assert capsys.readouterr().out == (ROOT / "assets" / f"{of}.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "host", "port", "trees"),
    [
        ([], "127.0.0.1", "8501", TREES),
        (["--host", "0.0.0.0", "--open", "--port", "80", "--trees", str(SMALL.parent)], "0.0.0.0", "80", SMALL.parent),
    ],
)
def test_serve_hands_over_to_streamlit(
    given: list[str], host: str, port: str, trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    monkeypatch.setattr(sys, "argv", ["pytest"])
    for variable in (TREES_VARIABLE, DATA_VARIABLE, OPEN_VARIABLE, USER_HEADER_VARIABLE):
        monkeypatch.setenv(variable, "")
    monkeypatch.setattr(runpy, "run_module", lambda name, run_name: calls.append((name, run_name, sys.argv)))
    assert main(["serve", *given]) == 0
    call = ["streamlit", "run", str(APP), "--server.address", host, "--server.port", port]
    assert calls == [("streamlit", "__main__", call)]
    assert os.environ[TREES_VARIABLE] == str(trees.resolve())


def test_serve_hands_on_where_to_save_and_who_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["pytest"])
    for variable in (TREES_VARIABLE, DATA_VARIABLE, OPEN_VARIABLE, USER_HEADER_VARIABLE):
        monkeypatch.setenv(variable, "")
    monkeypatch.setattr(runpy, "run_module", lambda name, run_name: None)
    assert main(["serve", "--data", str(tmp_path / "data"), "--trust-user-header", "X-User"]) == 0
    assert os.environ[DATA_VARIABLE] == str(tmp_path / "data")
    assert (os.environ[OPEN_VARIABLE], os.environ[USER_HEADER_VARIABLE]) == ("", "X-User")
    assert main(["serve", "--open"]) == 0
    assert (os.environ[OPEN_VARIABLE], os.environ[USER_HEADER_VARIABLE]) == ("yes", "")


@pytest.mark.parametrize("more", [[], ["--trust-user-header", "X-User"]])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_serve_refuses_an_address_that_others_reach(
    host: str, more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runpy, "run_module", lambda name, run_name: pytest.fail("it was served"))
    assert main(["serve", "--host", host, *more]) == 1
    assert "Others can reach this server at that address. Add --open" in capsys.readouterr().err


def test_an_open_server_trusts_no_header(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reaches it could send one."""
    with pytest.raises(SystemExit) as raised:
        main(["serve", "--open", "--trust-user-header", "X-User"])
    assert raised.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


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
