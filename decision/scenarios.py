"""A tree's own tests: for these answers, these outcomes."""

from __future__ import annotations

from decision.evaluate import evaluate
from decision.problems import Problem
from decision.reading.read import TreeFile
from decision.recommendation import DecisionResult
from decision.tree import IMPOSSIBLE, Scenario, Tree


def unexpected(tree: Tree, scenario: Scenario) -> dict[str, str]:
    """The decisions that do not come out as the scenario expects, each with a sentence that says what came out."""
    recommendation = evaluate(tree, scenario.answers)
    found = {}
    for name, expected in scenario.expect.items():
        result = recommendation.decision(name)
        if _outcomes(result) != set(expected):
            found[name] = f"{name} is {_said(result)}, expected {' or '.join(expected)}."
    return found


def check_scenarios(file: TreeFile, path: str) -> list[Problem]:
    """A problem for each decision of each scenario that does not come out as expected."""
    problems = []
    for name, scenario in file.tree.scenarios.items():
        for decision, message in unexpected(file.tree, scenario).items():
            line, column = file.places.get(("scenarios", name, "expect", decision), (1, 1))
            problems.append(Problem(path, line, column, "scenario-fails", f'Scenario "{name}": {message}'))
    return sorted(problems)


def _outcomes(result: DecisionResult) -> set[str] | None:
    if result.possible is None:
        return None
    return set(result.possible) or {IMPOSSIBLE}


def _said(result: DecisionResult) -> str:
    outcomes = _outcomes(result)
    return "not worked out: too much is open" if outcomes is None else " or ".join(sorted(outcomes))
