"""A tree's own tests: what is expected, what came out, and where the scenario stands."""

from __future__ import annotations

import pytest

from decision.reading.read import TreeFile, examine
from decision.scenarios import check_scenarios, unexpected
from tests.conftest import SMALL, small_tree
from tests.hard_trees import rare
from tests.random_trees import tree_of

TEXT = SMALL.read_text(encoding="utf-8")
ANSWERED = "borrowers: members, network: reliable, host: nobody_else, needs: [search, loans], hands: volunteer"
HOPELESS = "borrowers: members, network: none, needs: [reminders], hands: nobody"


def with_scenario(answers: str, expect: str) -> TreeFile:
    """The made-up tree with one more scenario at its end."""
    more = f"  more: {{about: One more., answers: {{{answers}}}, expect: {{{expect}}}}}\n"
    found, problems = examine(TEXT + more, SMALL.name)
    assert found is not None, problems
    return found


def test_the_made_up_tree_keeps_its_own() -> None:
    assert small_tree().tree.scenarios
    assert check_scenarios(small_tree(), "small.yaml") == []


@pytest.mark.parametrize(
    ("answers", "expect"),
    [
        (ANSWERED, "home: server"),
        (ANSWERED, "home: [server], copies: [weekly, nightly]"),
        (HOPELESS, "software: impossible"),
    ],
)
def test_what_comes_out_as_expected_is_no_problem(answers: str, expect: str) -> None:
    assert check_scenarios(with_scenario(answers, expect), "small.yaml") == []


@pytest.mark.parametrize(
    ("answers", "expect", "said"),
    [
        (ANSWERED, "home: paper", "home is server, expected paper."),
        (ANSWERED, "home: [server, paper]", "home is server, expected server or paper."),
        (ANSWERED, "copies: weekly", "copies is nightly or weekly, expected weekly."),
        (ANSWERED, "software: impossible", "software is catalogue, expected impossible."),
        (HOPELESS, "software: cards", "software is impossible, expected cards."),
    ],
)
def test_what_came_out_instead_is_said(answers: str, expect: str, said: str) -> None:
    found = with_scenario(answers, expect)
    (problem,) = check_scenarios(found, "small.yaml")
    line = found.text.splitlines()[problem.line - 1]
    assert line.startswith("  more: ")
    assert line[problem.column - 1 :].startswith(expect.split(": ")[1])
    assert (problem.file, problem.code, problem.message) == (
        "small.yaml",
        "scenario-fails",
        f'Scenario "more": {said}',
    )
    assert problem.blocks
    assert unexpected(found.tree, found.tree.scenarios["more"]) == {expect.split(":")[0]: said}


def test_every_decision_that_fails_is_a_problem_of_its_own() -> None:
    found = with_scenario(ANSWERED, "software: cards, home: paper")
    problems = check_scenarios(found, "small.yaml")
    assert [problem.message.split('"more": ')[1] for problem in problems] == [
        "software is catalogue, expected cards.",
        "home is server, expected paper.",
    ]
    assert [problem.column for problem in problems] == sorted({problem.column for problem in problems})


def test_more_than_is_found_out_is_no_outcome() -> None:
    """Whether the rare outcome is possible is not found out; that of the decision which adds up is, past the limit too."""
    about = {"about": "Nothing is said.", "answers": {}, "expect": {"ruling": "plain", "adding": ["r0", "r1", "r2"]}}
    made = TreeFile(tree_of({**rare(), "scenarios": {"nothing_said": about}}), "", {})
    adding, ruling = sorted(problem.message for problem in check_scenarios(made, "rare.yaml"))
    assert adding.endswith("adding is no_other or r0 or r1 or r2, expected r0 or r1 or r2.")
    assert ruling.endswith("ruling is not worked out: too much is open, expected plain.")
