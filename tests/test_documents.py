"""What the documents promise is so: every command, path and word in them is tried."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from decision import answers
from decision.assessment import Assessment
from decision.cli import main
from decision.library import read_guide
from decision.paths import DATA_VARIABLE, OPEN_VARIABLE, ROOT, TREES, TREES_VARIABLE, USER_HEADER_VARIABLE
from decision.problems import Problem
from decision.reading.read import examine
from decision.recommendation import Reason, Recommendation, Standing
from decision.space.flips import Flip
from decision.space.standing import LIMIT
from decision.store.backup import backup
from decision.store.store import open_store
from decision.tree import UNSURE, Caution, Claim, Decision, Outcome, Rule, Tree
from tests.test_store import add

README, CONTRIBUTING, CHANGELOG, MAKEFILE = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")
)
DOCUMENTS = {"README.md": README, "CONTRIBUTING.md": CONTRIBUTING, "trees/README.md": read_guide(TREES)}
PROGRAM = "slm-sourcing"
CALM = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def spans(text: str) -> list[str]:
    """What stands between backticks outside the fenced blocks, on one line even if it was broken."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]


def lines(text: str) -> list[str]:
    """The commands of the fenced blocks, without their comments."""
    found = [shlex.join(shlex.split(line, comments=True)) for block in blocks(text, "sh") for line in block.split("\n")]
    return [line for line in found if line]


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    return re.split(r"^## ", text.split(f"\n## {heading}\n")[1], flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of a table without its head."""
    found = [[cell.strip() for cell in row.strip("|").split("|")] for row in text.split("\n") if row.startswith("|")]
    return found[2:]


def made(text: str) -> list[str]:
    """The targets of make that a document names."""
    return [match[1] for code in (*lines(text), *spans(text)) if (match := re.match(r"make ([a-z]+)", code))]


def called(text: str) -> list[str]:
    """The commands that a document names in passing, as in `slm-sourcing check`."""
    return [match[1] for code in spans(text) if (match := re.match(rf"{PROGRAM} ([a-z]+)", code))]


def targets(makefile: str) -> set[str]:
    """The targets with a name of their own that no other target is made from."""
    found = re.findall(r"^([a-z]+):(?!=) *([^#\n]*)", makefile, re.MULTILINE)
    return {name for name, _ in found} - {word for _, needed in found for word in needed.split()}


def missing_paths(text: str) -> list[str]:
    """The paths of this checkout that a document names and that do not exist."""
    top = "|".join(re.escape(path.name) for path in ROOT.iterdir() if path.is_dir() and path.name != ".venv")
    named = [span for span in spans(text) if re.fullmatch(rf"(?:{top}|[a-z]+)/\S*", span)]
    return [span for span in named if span not in ("build/",) and not list(ROOT.glob(span.rstrip("/")))]


ALL_MADE = sorted({(name, target) for name, text in DOCUMENTS.items() for target in made(text)})
ALL_LINES = [line for text in DOCUMENTS.values() for line in lines(text)]
RUN = [line for line in ALL_LINES if line.startswith(f"{PROGRAM} ")]


def test_commands_were_found() -> None:
    assert {target for name, target in ALL_MADE if name == "README.md"} >= {"run", "test", "help"}
    assert {target for _, target in ALL_MADE} >= {"coverage", "mutants", "golden", "lint", "schema"}
    assert {line.split()[1] for line in RUN} == {
        "serve",
        "check",
        "recommend",
        "diff",
        "schema",
        "again",
        "backup",
        "restore",
    }
    assert "check" in called(README)


def test_every_command_in_a_block_is_one_that_is_tried() -> None:
    assert [line for line in ALL_LINES if not line.startswith((f"{PROGRAM} ", "make "))] == []


@pytest.mark.parametrize(("document", "target"), ALL_MADE)
def test_a_target_of_make_that_is_named_can_be_made(document: str, target: str) -> None:
    assert target in targets(MAKEFILE), document
    subprocess.run(["make", "-n", target], cwd=ROOT, env=CALM, check=True, capture_output=True)


def test_a_target_that_is_not_there_is_seen() -> None:
    assert made("`make nothing`\n```sh\nmake  # x\nmake tea\n```\nand make haste") == ["tea", "nothing"]
    assert "tea" not in targets(MAKEFILE)
    told = subprocess.run(["make", "-n", "tea"], cwd=ROOT, env=CALM, check=False, capture_output=True)
    assert told.returncode != 0


def test_help_lists_every_target_that_is_meant_for_people() -> None:
    help_text = subprocess.run(["make", "help"], cwd=ROOT, env=CALM, check=True, capture_output=True, text=True).stdout
    listed = dict(re.findall(r"^make ([a-z]+) {2,}(\S.*)$", help_text, re.MULTILINE))
    assert listed.keys() == targets(MAKEFILE)
    assert len(listed) == len(help_text.splitlines()) > 8
    assert targets("tea: water  ## tea\nwater:\ncake:\nX := 1\n") == {"tea", "cake"}


@pytest.mark.parametrize("target", sorted(targets(MAKEFILE)))
def test_every_target_can_be_made(target: str) -> None:
    subprocess.run(["make", "-n", target], cwd=ROOT, env=CALM, check=True, capture_output=True)


def recipe(target: str) -> list[str]:
    """The programs that a target would call from the environment."""
    told = subprocess.run(["make", "-n", target], cwd=ROOT, env=CALM, check=True, capture_output=True, text=True)
    return re.findall(r"\.venv/bin/(.*)", told.stdout)


def test_the_tests_that_make_golden_writes_are_those_that_hold_golden_files() -> None:
    (call,) = [call for call in recipe("golden") if "--update-golden" in call]
    named = {word for word in call.split() if word.endswith(".py")}
    files = [path for path in (ROOT / "tests").glob("test_*.py") if path != Path(__file__)]
    using = [path for path in files if re.search(r"\bgolden: Callable|\bgolden\(", path.read_text(encoding="utf-8"))]
    assert named == {path.relative_to(ROOT).as_posix() for path in using}


def help_on(command: str, capsys: pytest.CaptureFixture[Any]) -> str:
    """What a command says about itself."""
    with pytest.raises(SystemExit) as raised:
        main([command, "--help"])
    assert raised.value.code == 0
    said = capsys.readouterr().out
    return said if isinstance(said, str) else said.decode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Path:
    """A folder with the files that the documents name: trees, and the answers file that the help shows."""
    for name in ("trees", "DIR"):
        shutil.copytree(TREES, tmp_path / name)
    shown = re.search(r"\n\n(  answers:\n(?:  .*\n)+)\n", help_on("recommend", capfdbinary))
    assert shown
    (tmp_path / "answers.yaml").write_text(shown[1])
    table = re.search(r"\n\n((?:  .*,.*\n)+)\n", help_on("diff", capfdbinary))
    assert table
    (tmp_path / "cases.csv").write_text(table[1].replace("  ", ""))
    shutil.copy(TREES / "slm_sourcing.yaml", tmp_path / "old.yaml")
    saved = open_store(tmp_path / "data")
    add(saved)
    backup(saved.database, tmp_path / "saved.backup")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The calls of the program that would serve the pages; nothing is started."""
    calls: list[list[str]] = []
    monkeypatch.setattr(runpy, "run_module", lambda name, run_name: calls.append([name, run_name, *sys.argv]))
    monkeypatch.setattr(sys, "argv", ["pytest"])
    for variable in (TREES_VARIABLE, OPEN_VARIABLE, USER_HEADER_VARIABLE):
        monkeypatch.setenv(variable, "")
    return calls


@pytest.mark.parametrize("line", RUN)
def test_a_command_does_what_its_document_says(
    line: str, folder: Path, served: list[list[str]], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = shlex.split(line)[1:]
    assert main(arguments) == 0
    out, err = capfdbinary.readouterr()
    assert err == b""
    match arguments[0]:
        case "serve":
            ((module, _, *call),) = served
            assert (module, call[:2]) == ("streamlit", ["streamlit", "run"])
            assert Path(os.environ[TREES_VARIABLE]) == (folder / "DIR").resolve()
        case "check":
            assert (b" 0 refuted" in out) == ("--deep" in arguments)
            assert out == b"" or "--deep" in arguments
        case "diff":
            assert b"No recommendation changes" in out or b"Nothing changed" in out
            assert (b"0 of 1 use case with another recommendation" in out) == ("--over" in arguments)
        case "again":
            assert out.startswith(b"1 saved assessment looked through.\n")
        case "backup":
            assert out == f"1 assessment written to {arguments[1]}.\n".encode()
        case "restore":
            assert out == f"1 assessment put back from {arguments[1]}.\n".encode()
        case "schema":
            assert json.loads(out)["title"].startswith("A tree")
        case _:
            assert (folder / arguments[-1]).read_bytes().startswith(b"%PDF-")
            assert out == b""


@pytest.mark.parametrize(
    "planted",
    ["check nowhere/", "serve --trees nowhere", "recommend --tree slm_sourcing --answers nowhere.yaml"],
)
def test_a_command_on_what_is_not_there_is_seen(planted: str, folder: Path, served: list[list[str]]) -> None:
    assert folder.is_dir()
    assert main(shlex.split(planted)) == 1
    assert served == []


@pytest.mark.parametrize("planted", ["recommend", "chek", "schema --of trees"])
def test_a_command_that_is_written_wrongly_is_seen(planted: str) -> None:
    with pytest.raises(SystemExit) as raised:
        main(shlex.split(planted))
    assert raised.value.code == 2


@pytest.mark.parametrize("command", sorted({command for text in DOCUMENTS.values() for command in called(text)}))
def test_a_command_named_in_passing_is_one(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert help_on(command, capsys).startswith(f"usage: {PROGRAM} {command}")


def test_the_other_way_to_call_it_is_the_same_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ".venv/bin/python -m decision" in spans(README)
    monkeypatch.setattr(sys, "argv", ["decision", "schema"])
    with pytest.raises(SystemExit) as raised:
        runpy.run_module("decision", run_name="__main__")
    assert raised.value.code == 0
    twice = capsys.readouterr().out
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == twice
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts == {PROGRAM: "decision.cli:main"}


def test_the_layout_table_names_what_is_there() -> None:
    named = [span for row in rows(section(README, "Layout")) for span in spans(row[0])]
    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).is_dir()] == []
    kept = {"decision", "views", "trees", "assets", "tests"}
    assert {path.split("/")[0] for path in named} == kept


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_path_in_a_document_is_there(text: str) -> None:
    assert missing_paths(text) == []


def test_a_path_that_is_not_there_is_seen() -> None:
    planted = "`tests/nothing.py` `assets/` `trees/*.yaml` `trees/*.json` `.ci/run` `.ci/walk` `gone/`"
    assert missing_paths(planted) == ["tests/nothing.py", "trees/*.json", ".ci/walk", "gone/"]


def words_of_the_product() -> set[str]:
    """The words that name the classes, values and fields that a user meets."""
    parts = (Tree, Decision, Outcome, Rule, Caution, Reason, Recommendation, Assessment, Claim, Flip)
    standings = set(get_args(Standing)) - {"not worked out"}
    counted = {name.rstrip("s") for name in Recommendation.__slots__ if name == "completions"}
    said = {name.lower() for name in vars(answers) if name == "Answer"}
    return {part.__name__.lower() for part in parts} | standings | counted | said | {UNSURE}


def words(text: str) -> set[str]:
    """The words that a table explains."""
    return {word for row in rows(section(text, "Words")) for word in row[0].split(", ")}


def test_the_words_are_those_that_the_product_uses() -> None:
    assert words(README) == words_of_the_product()
    planted = README.replace("| caution |", "| warning |")
    assert words(planted) - words_of_the_product() == {"warning"}


def test_a_tree_holds_what_the_words_say() -> None:
    (meaning,) = [row[1] for row in rows(section(README, "Words")) if row[0] == "tree"]
    parts = set(meaning.split(": ")[1].split(", "))
    assert parts <= Tree.model_fields.keys() | Decision.model_fields.keys()
    assert len(parts) > 5


SMALL_TREE = """\
format: 1
id: small
version: 1.0.0
title: Small
summary: Made up.
strengths: {{strong: 2, slight: 1}}
dimensions: {{load: Load}}
questions:
  traffic: {{dimension: load, ask: How many?, why: It matters., options: {{rare: Rare, steady: Steady, high: High}}}}
decisions:
  framework:
    decide: Which one?
    outcomes: {{vllm: vLLM, ollama: Ollama}}
    rules:
      few: {{when: {{traffic: rare}}, for: {{ollama: strong, vllm: slight}}, because: Few., source: [red_hat_2025_08]}}
{rule}
sources:
  red_hat_2025_08: {{title: A test, url: "https://example.org/test", date: 2025-08-08, grade: primary}}
"""


def problems_of(rule: str) -> list[Problem]:
    """What is wrong with a rule in a small tree."""
    indented = "\n".join(f"      {line}" for line in rule.split("\n"))
    return list(examine(SMALL_TREE.format(rule=indented), "small.yaml")[1])


def rules_shown() -> Iterator[str]:
    """The rule in the README, and the same with each other effect that its comment offers."""
    (rule,) = blocks(section(README, "Changing a tree"), "yaml")
    yield rule
    for effect in re.findall(r"(?:rule_out|require): \w|against: \{.*?\}", rule):
        yield re.sub(r"^  for: .*$", f"  {re.sub(r'x|y', 'ollama', effect)}", rule, flags=re.MULTILINE)


def test_the_rule_in_the_readme_is_accepted() -> None:
    shown = list(rules_shown())
    effects = {key for rule in shown for key in ("for", "rule_out", "require", "against") if f"\n  {key}: " in rule}
    assert effects == {"for", "rule_out", "require", "against"}
    assert [problems_of(rule) for rule in shown] == [[], [], [], []]


@pytest.mark.parametrize(
    ("good", "bad"), [("traffic:", "trafic:"), ("strong", "strongly"), ("red_hat", "blue_hat"), ("because:", "why:")]
)
def test_a_rule_that_is_not_accepted_is_seen(good: str, bad: str) -> None:
    rule = next(rules_shown())
    assert good in rule
    assert problems_of(rule.replace(good, bad, 1))


def unreleased(text: str) -> list[str]:
    """What the changelog says about the next release."""
    return re.findall(r"^- ", section(text, "Unreleased"), re.MULTILINE) if "\n## Unreleased\n" in text else []


def test_the_changelog_says_what_is_not_released_yet() -> None:
    assert unreleased(CHANGELOG)
    assert unreleased(CHANGELOG.replace("## Unreleased", "## 1.0.0")) == []
    assert unreleased("# Changelog\n\n## Unreleased\n\n## 1.0.0\n\n- A\n") == []


def test_the_figures_are_those_of_the_product(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    least = project["project"]["requires-python"].removeprefix(">=")
    share = project["tool"]["coverage"]["report"]["fail_under"]
    (port,) = re.findall(r"port to listen on \(default: (\d+)\)", help_on("serve", capsys))
    assert f"Python {least} or newer" in README
    assert f"Python {least} or newer" in MAKEFILE
    assert f"needs more than {LIMIT:,} cells" in README
    assert f"http://localhost:{port}" in README
    assert f"PORT ?= {port}" in MAKEFILE
    assert f"fails under {share} %" in CONTRIBUTING
    assert f"fails under {share} %" in MAKEFILE
