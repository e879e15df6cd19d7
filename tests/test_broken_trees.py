"""One broken file for each defect, with the exact report that its author reads beside it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import decision
from decision.problems import Problem, TreeError
from decision.reading.read import TreeFile, examine, read_tree
from decision.reading.text import MAX_BYTES

FOLDER = Path(__file__).parent / "broken_trees"
FILES = sorted(FOLDER.glob("*.yaml"))
PACKAGE = Path(decision.__file__).parent
SOURCES = [*sorted((PACKAGE / "reading").glob("*.py")), PACKAGE / "answers.py"]

GOOD = """\
format: 1
id: good
version: 1.0.0
title: Where it runs
summary: A tree without a fault.
strengths: {strong: 2, slight: 1}
dimensions: {data: Data, machine: Machine}
questions:
  boundary:
    dimension: data
    ask: Where may the data go?
    why: It decides whether a provider is possible.
    options:
      anywhere: Anywhere
      own: {label: Our own servers, source: law}
  needs:
    dimension: machine
    ask: What is needed?
    why: It decides how much is built.
    when: {boundary: [own]}
    choose: many
    options: {search: Search, nothing: {label: Nothing, exclusive: true}}
decisions:
  place:
    decide: Where does it run?
    outcomes: {cloud: At a provider, house: In our house}
    tie_break: {order: [house, cloud], because: It stays.}
    rules:
      inside:
        when:
          any:
            - {boundary: own}
            - not: {boundary: anywhere}
        rule_out: cloud
        because: |
          The data must not leave.
        source: [law]
      quick: {when: {boundary: anywhere}, for: {cloud: strong}, against: {house: slight}, because: It is there.}
      needed: {when: {needs: search}, require: [house], because: The search runs in our house.}
    cautions:
      exit: {when: {place: cloud}, say: Agree on the way out., source: [law]}
claims:
  inside: {never: {place: cloud}, when: {boundary: own}, because: It is the law.}
sources:
  law: {title: The law, url: "https://example.org/law", date: 2026-01-31, grade: primary}
scenarios:
  clinic:
    about: A clinic with its own servers.
    answers: {boundary: own, needs: [search]}
    expect: {place: house}
"""

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

UNTEXTUAL = {
    "not-utf-8": (
        "Prüfung".encode("latin-1"),
        "file.yaml:1:3: not-utf-8: This is not UTF-8 text. Save the file as UTF-8.",
    ),
    "control-character": (
        b"format: 1\ntitle: One\0two\nsummary: \x07\n",
        "file.yaml:2:11: control-character: The control character NUL cannot stand here. Delete it.\n"
        "file.yaml:3:10: control-character: The control character U+0007 cannot stand here. Delete it.",
    ),
    "too-large": (
        b"format: 1\n" * 60_000,
        "file.yaml: too-large: The file has more than 524,288 bytes; no more are read. Split it, or shorten its texts.",
    ),
}


def expected(path: Path) -> str:
    return path.with_suffix(".expected.txt").read_text(encoding="utf-8")


def report(problems: tuple[Problem, ...]) -> str:
    return "".join(f"{problem}\n" for problem in problems)


def test_the_folder_holds_a_report_for_every_file() -> None:
    assert len(FILES) > 150
    assert {path.with_suffix(".expected.txt") for path in FILES} == set(FOLDER.glob("*.txt"))


def test_the_good_tree_has_no_problem() -> None:
    found, problems = examine(GOOD, "good.yaml")
    assert problems == ()
    assert found is not None
    assert found.text == GOOD


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_report_is_exact(path: Path) -> None:
    found, problems = examine(path.read_bytes(), path.name)
    assert report(problems) == expected(path)
    assert (found is None) == any(problem.blocks for problem in problems)


@pytest.mark.parametrize("code", UNTEXTUAL)
def test_what_is_no_text_is_reported(code: str) -> None:
    raw, said = UNTEXTUAL[code]
    with pytest.raises(TreeError) as raised:
        read_tree(raw, "file.yaml")
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("\nPrüfung\n", (2, 3)),
        ("format: 1\ntitle: Exams\nsummary: Prüfung der Stärken\n", (3, 12)),
    ],
)
def test_the_first_character_that_is_not_utf_8_is_found(text: str, place: tuple[int, int]) -> None:
    (problem,) = examine(text.encode("latin-1"), "file.yaml")[1]
    assert (problem.code, problem.line, problem.column) == ("not-utf-8", *place)


def test_a_text_that_was_not_read_from_a_file_is_bounded_as_well() -> None:
    with pytest.raises(TreeError, match="too-large") as raised:
        read_tree(" " * (MAX_BYTES + 1), "file.yaml")
    (problem,) = raised.value.problems
    assert (problem.line, problem.column) == (0, 0)
    with pytest.raises(TreeError, match="empty-file"):
        read_tree(" " * MAX_BYTES, "file.yaml")


def test_half_a_character_is_reported() -> None:
    (problem,) = examine("title: \ud83d", "file.yaml")[1]
    assert str(problem) == "file.yaml:1:8: not-utf-8: This is not UTF-8 text. Save the file as UTF-8."


def test_an_old_version_may_lie_beside_under_another_name() -> None:
    assert report(examine(GOOD, "good_before.yaml")[1]) == (
        'good_before.yaml:2:5: id-is-not-file-name: The id "good" is not the file name "good_before". Rename one.\n'
    )
    found, problems = examine(GOOD, "good_before.yaml", any_name=True)
    assert found is not None
    assert problems == ()


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_ends_of_lines_change_no_place(newline: str) -> None:
    path = FOLDER / "twelve_faults_at_once.yaml"
    text = path.read_text(encoding="utf-8").replace("\n", newline)
    assert report(examine(text.encode("utf-8-sig"), path.name)[1]) == expected(path)


def codes_in(source: str) -> Iterator[str]:
    """The problem codes in a source: words joined by hyphens, and what stands where a call takes a code."""
    places = {"report": 1, "report_at": 1, "_refuse": 2, "Problem": 3, "Fault": 1}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", str(node.value)):
            yield str(node.value)
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = places.get(name, len(node.args))
            for argument in node.args[place : place + 1]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value)
            if name == "_known" and isinstance(node.args[3], ast.Constant):
                yield f"unknown-{node.args[3].value!s}"


def test_every_code_of_a_problem_has_a_file() -> None:
    written = {code for path in SOURCES for code in codes_in(path.read_text(encoding="utf-8"))} - {"utf-8-sig"}
    texts = [*map(expected, FILES), *(said for _, said in UNTEXTUAL.values())]
    reported = {line.split(": ")[1] for text in texts for line in text.splitlines()}
    assert len(written) > 40
    assert reported == written


def assert_honest(text: str, outcome: tuple[TreeFile | None, tuple[Problem, ...]]) -> None:
    """Either a tree that can be used or problems that block it, each on a line that the text has."""
    found, problems = outcome
    assert (found is None) == any(problem.blocks for problem in problems)
    lines = len(re.split("\r\n|[\n\r\x85\u2028\u2029]", text))
    assert all(1 <= problem.line <= lines for problem in problems if problem.code != "too-large")
    assert list(problems) == sorted(set(problems))


yaml_like = st.lists(
    st.one_of(
        st.sampled_from([*":,[]{}#&*!|>'\"%@`-?\n\r\t \x85\u2028\ufeff", "\n  ", ": ", "- ", "id", "&a", "*a"]),
        st.text(max_size=3),
    )
).map("".join)


@unhurried
@example("[")
@example("?")
@given(st.one_of(st.text(), yaml_like))
def test_any_text_is_read_or_reported(text: str) -> None:
    assert_honest(text, examine(text, "good.yaml"))


@unhurried
@given(st.binary(), st.integers(0, len(GOOD)))
def test_any_bytes_are_read_or_reported(junk: bytes, at: int) -> None:
    raw = GOOD.encode()
    found, problems = examine(raw[:at] + junk + raw[at:], "good.yaml")
    assert (found is None) == any(problem.blocks for problem in problems)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The good tree after a few slips of the pen: lines or words lost, doubled, moved or overwritten."""
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        pieces = re.split(draw(st.sampled_from(["(\n)", r"(\W)", "()"])), text)
        at = draw(st.integers(0, len(pieces) - 1))
        match draw(st.sampled_from(["delete", "double", "move", "replace"])):
            case "delete":
                del pieces[at]
            case "double":
                pieces.insert(at, pieces[at])
            case "move":
                pieces.insert(draw(st.integers(0, len(pieces) - 1)), pieces.pop(at))
            case _:
                pieces[at] = draw(st.one_of(st.sampled_from(pieces), yaml_like))
        text = "".join(pieces)
    return text


@unhurried
@given(mutations())
def test_a_good_tree_after_slips_of_the_pen_is_read_or_reported(text: str) -> None:
    assert_honest(text, examine(text, "good.yaml"))


junk = st.recursive(
    st.sampled_from(["", "x", "own", "house", "unsure", "strong", "1", "null", "true"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["own", "label", "any", "all", "not", "when", "boundary", "X"]), inner, max_size=2
        ),
    ),
    max_leaves=4,
)


@st.composite
def misshapen(draw: st.DrawFn) -> str:
    """The good tree with some values that do not belong there, or under another key, written as JSON."""
    data: Any = yaml.load(GOOD, Loader=yaml.BaseLoader)
    for _ in range(draw(st.integers(1, 4))):
        holder = data
        for _ in range(draw(st.integers(0, 5))):
            inner = [value for value in _values(holder) if isinstance(value, dict | list) and value]
            holder = draw(st.sampled_from(inner)) if inner else holder
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        here = draw(st.sampled_from(keys))
        if isinstance(holder, dict) and draw(st.booleans()):
            holder[draw(st.sampled_from(["x", "X", "label", "when", "not", "embed", *map(str, keys)]))] = holder.pop(
                here
            )
        else:
            holder[here] = draw(junk)
    return json.dumps(data)


def _values(holder: Any) -> list[Any]:
    return list(holder.values()) if isinstance(holder, dict) else holder


@unhurried
@given(misshapen())
def test_a_good_tree_with_values_out_of_place_is_read_or_reported(text: str) -> None:
    assert_honest(text, examine(text, "good.yaml"))
