"""What is read as what: conditions as they are written, and the bounds of what a tree may hold."""

from __future__ import annotations

from typing import Any

import pytest

from decision.conditions import All, AnyOf, Condition, Not
from decision.conditions import Test as IsOneOf
from decision.reading.conditions import parse_condition
from decision.reading.read import examine
from decision.reading.text import Path, value_at
from decision.tree import MAX_CHOICES
from tests.test_evaluate import HEAD, ONE_DECISION, QUESTIONS

A, B = IsOneOf("q", frozenset({"a"})), IsOneOf("r", frozenset({"b"}))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"q": "a"}, A),
        ({"q": ["a"]}, A),
        ({"q": ["a", "b"]}, IsOneOf("q", frozenset({"a", "b"}))),
        ({"q": "a", "r": "b"}, All((A, B))),
        ([{"q": "a"}, {"r": "b"}], AnyOf((A, B))),
        ([{"q": "a"}], A),
        ({"any": [{"q": "a"}, {"r": "b"}]}, AnyOf((A, B))),
        ({"any": [{"q": "a"}]}, A),
        ({"all": [{"q": "a"}, {"r": "b"}]}, All((A, B))),
        ({"all": [{"q": "a"}]}, A),
        ({"not": {"q": "a"}}, Not(A)),
        ({"not": [{"q": "a"}, {"r": "b"}]}, Not(AnyOf((A, B)))),
        ({"not": {"q": "a"}, "r": "b"}, All((Not(A), B))),
        ({"any": [{"all": [{"q": "a"}, {"r": "b"}]}, {"not": {"r": "b"}}]}, AnyOf((All((A, B)), Not(B)))),
    ],
)
def test_a_condition_is_read_as_it_is_written(written: Any, read: Condition) -> None:
    assert parse_condition(written) == read
    assert parse_condition(read) is read


def test_a_part_of_a_condition_knows_where_it_was_written() -> None:
    read = parse_condition({"any": [{"q": "a"}, {"not": {"r": "b"}}]})
    assert isinstance(read, AnyOf)
    first, second = read.parts
    assert isinstance(first, IsOneOf)
    assert isinstance(second, Not)
    assert first.at == ("any", 0, "q")
    assert second.at == ("any", 1, "not")
    assert second.part == B
    assert isinstance(second.part, IsOneOf)
    assert second.part.at == ("any", 1, "not", "r")


@pytest.mark.parametrize(
    ("path", "stands"),
    [
        ((), {"for": ["small", "large"]}),
        (("for", 1), "large"),
        (("for", 2), None),
        (("for", "small"), None),
        (("for", 1, 0), None),
        (("against",), None),
    ],
)
def test_where_nothing_stands_there_is_no_value(path: Path, stands: Any) -> None:
    assert value_at({"for": ["small", "large"]}, path) == stands


def codes(text: str) -> list[str]:
    """The kinds of problems that a tree text has."""
    return [problem.code for problem in examine(text, "tiny.yaml")[1]]


def of_options(count: int, choose: str) -> str:
    options = ", ".join(f"o{number}: Option {number}" for number in range(count))
    question = (
        f"  only: {{dimension: all_of_it, ask: Which?, why: It matters., choose: {choose}, options: {{{options}}}}}\n"
    )
    rule = "      a: {when: {only: o0}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    return HEAD + "questions:\n" + question + ONE_DECISION + rule


@pytest.mark.parametrize(
    ("count", "choose", "found"),
    [
        (MAX_CHOICES, "many", []),
        (MAX_CHOICES + 1, "many", ["too-many-options"]),
        (MAX_CHOICES + 1, "one", []),
    ],
)
def test_of_many_there_are_only_so_many(count: int, choose: str, found: list[str]) -> None:
    assert codes(of_options(count, choose)) == found


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        ("{one: One}", []),
        ("{one: One, two: Two}", ["never-argued"]),
        ("{one: One, two: Two, three: Three}", ["never-argued"] * 2),
    ],
)
def test_of_several_outcomes_each_needs_a_rule_that_speaks_for_it(outcomes: str, found: list[str]) -> None:
    decision = f"decisions:\n  only:\n    decide: Which?\n    outcomes: {outcomes}\n    rules:\n"
    forced = "      a: {when: {place: house}, require: one, because: A.}\n"
    spoken = "      a: {when: {place: house}, rule_out: one, because: A.}\n"
    assert codes(HEAD + QUESTIONS + decision + forced) == found
    if not found:
        assert codes(HEAD + QUESTIONS + decision + spoken) == []


@pytest.mark.parametrize(("value", "found"), [("0.5", []), ("1", []), ("0", ["bad-assume"]), ("-1", ["bad-assume"])])
def test_a_number_to_assume_is_anything_above_zero(value: str, found: list[str]) -> None:
    rule = "      a: {when: {place: house}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    assuming = ONE_DECISION.replace("small: Small", f"small: {{label: Small, assume: {{max_parameters_b: {value}}}}}")
    assert codes(HEAD + QUESTIONS + assuming + rule) == found


def test_a_note_after_a_word_or_an_age_cuts_nothing() -> None:
    text = HEAD.replace("title: Tiny\n", "title: Tiny # for now\n").replace(
        '{title: A paper, url: "https://example.org/paper", date: 2026-01-31, grade: primary}',
        "\n    title: A paper\n    url: https://example.org/paper\n    date: 2026-01-31 # read\n    grade: primary # a paper"
        "\n    stale_after: 12 months # prices change",
    )
    rule = "      a: {when: {place: house}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    assert codes(text + QUESTIONS + ONE_DECISION + rule) == []


def test_a_tree_knows_where_each_key_and_value_stands() -> None:
    rule = "      a: {when: {place: house}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    found, _ = examine(HEAD + QUESTIONS + ONE_DECISION + rule, "tiny.yaml")
    assert found is not None
    lines = found.text.splitlines()
    line, column = found.keys["questions", "needs", "choose"]
    assert lines[line - 1][column - 1 :] == "choose: many"
    line, column = found.places["questions", "needs", "choose"]
    assert lines[line - 1][column - 1 :] == "many"
    assert found.keys.keys() < found.places.keys()


def test_a_note_is_told_apart_from_what_blocks() -> None:
    rule = "      a: {when: {not: {gpu: one}}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    found, (note,) = examine(HEAD + QUESTIONS + ONE_DECISION + rule, "tiny.yaml")
    assert found is not None
    assert found.problems == (note,)
    assert (note.code, note.blocks) == ("not-over-gated", False)


def test_every_part_of_a_condition_is_looked_at() -> None:
    rule = "      a: {when: {all: [{needs: nowhere}, {place: house}, {lost: x}, {gpu: two}]}, for: {small: strong, large: slight, none: slight}, because: A.}\n"
    assert codes(HEAD + QUESTIONS + ONE_DECISION + rule) == ["unknown-option", "unknown-id", "unknown-option"]
