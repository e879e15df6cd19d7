"""Answers held against a tree: each fault with its question and option, and the form that evaluation takes."""

from __future__ import annotations

from typing import Any

import pytest

from decision.answers import Fault, allowed_values, faults, fit, fitting, ticking, value
from decision.problems import AnswerError, Problem
from tests.test_evaluate import server

TREE = server("a: {when: {gpu: one}, for: {large: strong}, because: A.}")
LONG = "x" * 70


@pytest.mark.parametrize(
    ("question", "answer", "found"),
    [
        ("gpu", 1, [("misshapen-answer", None)]),
        ("gpu", {"one": "x"}, [("misshapen-answer", None)]),
        ("needs", [], [("empty-answer", None)]),
        ("gpu", ["one"], [("one-answer", None)]),
        ("gpu", ["one", "two"], [("one-answer", None), ("unknown-option", "two")]),
        ("gpu", "two", [("unknown-option", "two")]),
        ("needs", ["search", "unsure"], [("unknown-option", "unsure")]),
        ("needs", ["x", "y", "x"], [("unknown-option", "x"), ("unknown-option", "y"), ("repeated-option", "x")]),
        ("needs", ["search", "tools", "tools"], [("repeated-option", "tools")]),
        ("needs", ["search", "nothing"], [("exclusive-option", "nothing")]),
        ("needs", ["nothing", "nothing"], [("repeated-option", "nothing")]),
        ("needs", "nothing", []),
        ("needs", ["nothing"], []),
        ("needs", "unsure", []),
        ("nowhere", "one", [("unknown-question", None)]),
    ],
)
def test_a_fault_names_its_question_and_its_option(question: str, answer: Any, found: list[Any]) -> None:
    told = faults(TREE, {question: answer})
    assert [(fault.question, fault.code, fault.option) for fault in told] == [(question, *one) for one in found]


def test_a_long_name_is_cut() -> None:
    (strange,) = faults(TREE, {LONG: "one"})
    (option,) = faults(TREE, {"gpu": LONG})
    assert strange.message.startswith(f'There is no question "{LONG[:60]}".')
    assert option.message.startswith(f'Question "gpu" has no option "{LONG[:60]}".')
    assert option.option == LONG


def test_unsure_in_a_list_gets_its_own_words() -> None:
    message = 'In "needs" the answer "unsure" stands alone, not in a list.'
    assert faults(TREE, {"needs": ["unsure", "tools"]}) == [Fault("needs", "unknown-option", message, "unsure")]


@pytest.mark.parametrize("named", [{}, {"file": "board.yaml"}])
def test_what_does_not_fit_is_raised_with_the_file_and_no_line(named: dict[str, str]) -> None:
    with pytest.raises(AnswerError) as raised:
        fit(TREE, {"gpu": ["one"]}, **named)
    message = 'Question "gpu" takes one option, not a list.'
    assert raised.value.problems == (Problem(named.get("file", "answers"), 0, 0, "one-answer", message),)


def test_an_answer_takes_one_form() -> None:
    given = {"place": "house", "gpu": "unsure", "needs": ["tools", "search"]}
    assert fit(TREE, given) == {"place": "house", "gpu": "unsure", "needs": ("search", "tools")}
    assert fit(TREE, {"needs": "tools"}) == {"needs": ("tools",)}
    assert fit(TREE, {"needs": "unsure"}) == {"needs": "unsure"}
    assert fitting(TREE, {"gpu": ["one"], "needs": "tools"}) == {"needs": ("tools",)}


def test_the_values_that_an_answer_can_have() -> None:
    assert value("one") == {"one"}
    assert value(("search", "tools")) == {"search", "tools"}
    assert allowed_values(TREE.questions["gpu"]) == ({"none"}, {"one"})
    assert set(allowed_values(TREE.questions["needs"])) == {
        frozenset({"nothing"}),
        frozenset({"search"}),
        frozenset({"tools"}),
        frozenset({"search", "tools"}),
    }
    assert len(allowed_values(TREE.questions["needs"])) == 4


@pytest.mark.parametrize(
    ("question", "said", "ticked", "answer"),
    [
        ("gpu", None, ["one"], "one"),
        ("gpu", "none", ["one"], "one"),
        ("gpu", "one", ["unsure"], "unsure"),
        ("gpu", None, [], None),
        ("gpu", None, ["nowhere"], None),
        ("needs", None, ["tools", "search"], ("search", "tools")),
        ("needs", ("search",), [], None),
        ("needs", ("search", "tools"), ["tools"], ("tools",)),
        ("needs", ("search",), ["search", "nothing"], ("nothing",)),
        ("needs", ("nothing",), ["search", "nothing"], ("search",)),
        ("needs", ("search",), ["search", "unsure"], "unsure"),
        ("needs", "unsure", ["search", "unsure"], ("search",)),
        ("needs", "unsure", ["unsure"], "unsure"),
    ],
)
def test_what_is_ticked_makes_an_answer(question: str, said: Any, ticked: list[str], answer: Any) -> None:
    assert ticking(TREE.questions[question], said, ticked) == answer
