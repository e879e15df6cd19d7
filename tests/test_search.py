"""The search past the limit of cells: held against plain enumeration, and within its bounds on trees made to be hard."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from decision.evaluate import evaluate
from decision.recommendation import DecisionResult
from tests.random_trees import Raw, cases, telling_cases, tree_of
from tests.test_meaning_of_rules import assert_true, completions, differ, property_test

FEW = st.sampled_from([1, 300, 3_000, 30_000])


def uncounted(result: DecisionResult) -> DecisionResult:
    """What was found of a decision, whichever way it was found."""
    outcomes = tuple(replace(outcome, completions=None) for outcome in result.outcomes)
    return replace(result, outcomes=outcomes, searched=False)


@property_test
@given(st.one_of(cases(), telling_cases()))
def test_a_search_that_gets_to_its_end_finds_what_counting_finds(case: tuple[Raw, Raw]) -> None:
    raw, answers = case
    tree = tree_of(raw)
    found, counted = evaluate(tree, answers, limit=0), evaluate(tree, answers)
    assert [*map(uncounted, found.decisions)] == [*map(uncounted, counted.decisions)]
    assert [state.status for state in found.questions] == [state.status for state in counted.questions]


@property_test
@given(st.one_of(cases(), telling_cases()), FEW)
def test_what_a_search_in_part_says_is_true(case: tuple[Raw, Raw], steps: int) -> None:
    raw, answers = case
    ways = completions(raw, answers)
    found = evaluate(tree_of(raw), answers, limit=0, steps=steps)
    for result in found.decisions:
        assert_true(raw, ways, result)
    for state in found.questions:
        assert state.matters in (None, differ(raw, ways, state.id))
    assert found.most_worth is None
