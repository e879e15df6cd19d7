"""The search past the limit of cells: held against plain enumeration, and within its bounds on trees made to be hard."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision.evaluate import evaluate
from decision.recommendation import DecisionResult, Recommendation
from decision.space import search
from decision.space.standing import LIMIT
from decision.tree import Tree
from tests.hard_trees import HARD, OPTIONS, QUESTIONS, RARE, answered, decision, rare, raw_tree
from tests.random_trees import Raw, cases, telling_cases, tree_of
from tests.test_meaning_of_rules import assert_true, completions, differ, property_test


def uncounted(result: DecisionResult) -> DecisionResult:
    """What was found of a decision, whichever way it was found."""
    outcomes = tuple(replace(outcome, completions=None) for outcome in result.outcomes)
    return replace(result, outcomes=outcomes, searched=False)


AT_ONCE = st.sampled_from([1, 5, 8, 256])  # few rows at once, so that not all there is has been seen at first


@property_test
@given(st.one_of(cases(), telling_cases()), st.sampled_from([0, 0, 20, 200]), AT_ONCE)
def test_a_search_that_gets_to_its_end_finds_what_counting_finds(
    case: tuple[Raw, Raw], limit: int, at_once: int
) -> None:
    raw, answers = case
    tree = tree_of(raw)
    with patch.object(search, "_AT_ONCE", at_once):
        found = evaluate(tree, answers, limit=limit, steps=10**9)
    counted = evaluate(tree, answers)
    assert [*map(uncounted, found.decisions)] == [*map(uncounted, counted.decisions)]
    assert [state.status for state in found.questions] == [state.status for state in counted.questions]
    assert found.most_worth in (None, counted.most_worth)


@property_test
@given(st.one_of(cases(), telling_cases()), st.sampled_from([1, 3_000, 6_000, 12_000, 30_000]), AT_ONCE)
def test_what_a_search_in_part_says_is_true(case: tuple[Raw, Raw], steps: int, at_once: int) -> None:
    raw, answers = case
    ways = completions(raw, answers)
    with patch.object(search, "_AT_ONCE", at_once):
        found = evaluate(tree_of(raw), answers, limit=0, steps=steps)
    for result in found.decisions:
        assert_true(raw, ways, result)
    for state in found.questions:
        assert state.matters in (None, differ(raw, ways, state.id))


@pytest.mark.parametrize("open_ones", [40, 30, 20, 10, 6])
def test_the_worst_tree_is_exact_however_much_is_open(open_ones: int) -> None:
    for result in evaluate(HARD, answered(open_ones)).decisions:
        assert (result.standing, result.impossible) == ("open", "never")
        assert None not in (result.possible, result.tied)


def test_an_outcome_that_one_in_millions_has_is_found() -> None:
    """Only where each of forty questions has one of four options out of six."""
    result = evaluate(RARE, {}).decision("adding")
    assert (result.possible, result.tied) == (("r0", "r1", "r2", "no_other"), "in some")
    none_speaks = dict.fromkeys(QUESTIONS, "o5")
    assert evaluate(RARE, none_speaks).decision("adding").possible == ("r0", "r1", "r2", "no_other")
    assert evaluate(RARE, {**none_speaks, "q7": "o1"}).decision("adding").possible == ("r0",)


def test_what_is_too_hard_is_known_in_part_and_always_the_same_part() -> None:
    found = evaluate(RARE, {})
    result = found.decision("ruling")
    assert (result.standing, result.possible, result.outcome) == ("not worked out", None, None)
    assert [outcome.possible for outcome in result.outcomes] == [True, None]
    assert found == evaluate(RARE, {})


def test_decisions_that_hang_on_the_same_question_are_looked_at_together() -> None:
    """The first two are never both a."""
    rest = OPTIONS[1:]
    first = {"a": {"when": {"q0": "o0"}, "for": {"a": "strong"}}, "b": {"when": {"q0": rest}, "for": {"b": "strong"}}}
    second = {"a": {"when": {"q0": rest}, "for": {"a": "strong"}}, "b": {"when": {"q0": "o0"}, "for": {"b": "strong"}}}
    third = {
        "x": {"when": {"any": [{"first": "b"}, {"second": "b"}]}, "for": {"x": "strong"}},
        "y": {"when": {"first": "a", "second": "a"}, "for": {"y": "strong"}},
    }
    decisions = {"first": decision(["a", "b"], first), "second": decision(["a", "b"], second)}
    made = tree_of(raw_tree("three", {**decisions, "third": decision(["x", "y"], third)}))
    found = evaluate(made, {}, limit=0)
    assert [result.possible for result in found.decisions] == [("a", "b"), ("a", "b"), ("x",)]
    assert [state.matters for state in found.questions[1:]] == [None] * 39


def test_a_decision_that_can_be_impossible_is_no_outcome_to_a_later_one() -> None:
    first = {"none": {"when": {"q0": "o0", "q1": "o0"}, "rule_out": ["a", "b"]}}
    second = {
        "x": {"when": {"not": {"first": ["a", "b"]}}, "for": {"x": "strong"}},
        "y": {"when": {"first": ["a", "b"]}, "for": {"y": "strong"}},
    }
    made = tree_of(raw_tree("two", {"first": decision(["a", "b"], first), "second": decision(["x", "y"], second)}))
    found = evaluate(made, {}, limit=0)
    assert [result.possible for result in found.decisions] == [("a", "b"), ("x", "y")]
    assert [result.impossible for result in found.decisions] == ["in some", "never"]


def test_beside_what_a_search_has_settled_the_question_most_worth_settling_is_known() -> None:
    always = {"when": {"q0": OPTIONS}, "for": {"x": "strong"}}
    wide = {question: {"when": {question: "o0"}, "for": {"x": "slight"}} for question in QUESTIONS}
    single = {"b": {"when": {"q3": "o0"}, "for": {"b": "strong"}}}
    decisions = {"wide": decision(["x", "y"], {**wide, "always": always}), "single": decision(["a", "b"], single)}
    found = evaluate(tree_of(raw_tree("beside", decisions)), {})
    assert [(result.standing, result.searched) for result in found.decisions] == [("settled", True), ("open", False)]
    assert found.most_worth == "q3"
    assert [state.id for state in found.questions if state.matters is not False] == ["q3"]


def test_a_search_holds_little_at_once_however_many_ways_a_question_can_be_answered() -> None:
    """Twenty questions take many of eight options, which makes 255 answers each."""
    raw = rare()
    for name in QUESTIONS[:20]:
        options = {option: f"Option {option}" for option in (*OPTIONS, "o6", "o7")}
        raw["questions"][name] |= {"choose": "many", "options": options}
    found, most = measured(tree_of(raw))
    assert most < 64_000_000
    assert found.decision("ruling").result("plain").possible


def test_a_search_holds_little_at_once_however_many_outcomes_there_are() -> None:
    outcomes = [f"r{number}" for number in range(100)]
    rules = {
        f"rule{number}": {
            "when": {QUESTIONS[number * 7 % 40]: OPTIONS[number % 6], QUESTIONS[(number * 11 + 1) % 40]: OPTIONS[:2]},
            "for": {outcomes[number]: "strong"},
        }
        for number in range(100)
    }
    found, most = measured(tree_of(raw_tree("outcomes", {"one": decision(outcomes, rules)})))
    assert most < 64_000_000
    assert found.decision("one").can_happen


def measured(tree: Tree) -> tuple[Recommendation, int]:
    """What comes of no answers at all, and how many bytes that takes at most."""
    tracemalloc.start()
    found = evaluate(tree, {}, limit=LIMIT // 1_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return found, most
