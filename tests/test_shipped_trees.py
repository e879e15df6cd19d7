"""The shipped trees keep what they promise: one case a scenario, and a source behind every rule."""

from collections.abc import Iterator
from functools import cache

import pytest

from decision.library import read_library
from decision.paths import TREES
from decision.proofs.deep import deep_check
from decision.proofs.health import Health
from decision.scenarios import unexpected
from decision.tree import Scenario, Tree

LIBRARY = read_library(TREES)
NOTICED = 0.9
"""The least share of the changes of rules that the scenarios of a shipped tree notice."""


def _scenarios() -> Iterator[object]:
    for tree_id, file in LIBRARY.trees.items():
        for name, scenario in file.tree.scenarios.items():
            yield pytest.param(file.tree, scenario, id=f"{tree_id}::{name}")


def test_every_shipped_tree_is_without_problems() -> None:
    assert LIBRARY.trees
    assert {name: [str(problem) for problem in found] for name, found in LIBRARY.problems.items() if found} == {}


@cache
def health(name: str) -> Health:
    file = LIBRARY.trees[name]
    return deep_check(file, f"{name}.yaml", max(source.date for source in file.tree.sources.values()))


@pytest.mark.parametrize("name", list(LIBRARY.trees))
def test_the_deep_check_finds_nothing_that_blocks(name: str) -> None:
    assert [str(problem) for problem in health(name).problems if problem.blocks] == []


@pytest.mark.parametrize("name", list(LIBRARY.trees))
def test_every_rule_and_outcome_is_there_for_something_and_all_is_worked_out(name: str) -> None:
    idle = {"never-fires", "without-effect", "fire-together", "never-wins", "undeclared-tie", "not-worked-out"}
    assert [str(problem) for problem in health(name).problems if problem.code in idle] == []
    assert health(name).left_out == ()


@pytest.mark.parametrize("name", list(LIBRARY.trees))
def test_every_claim_is_proved(name: str) -> None:
    claims = health(name).claims
    assert claims
    assert [claim for claim, proved in claims.items() if not proved] == []


@pytest.mark.parametrize("name", list(LIBRARY.trees))
def test_scenarios_reach_every_rule_and_notice_most_changes_of_them(name: str) -> None:
    found, share = health(name), health(name).share_noticed
    assert [f"{rule.decision}.{rule.rule}" for rule in found.rules if not rule.scenarios] == []
    unnoticed = [problem.message for problem in found.problems if problem.code == "unnoticed-mutation"]
    assert share is not None
    assert share >= NOTICED, "\n".join(unnoticed)


@pytest.mark.parametrize(("tree", "scenario"), list(_scenarios()))
def test_scenario(tree: Tree, scenario: Scenario) -> None:
    assert unexpected(tree, scenario) == {}


@pytest.mark.parametrize("tree", [file.tree for file in LIBRARY.trees.values()], ids=list(LIBRARY.trees))
def test_every_rule_and_caution_cites_a_source(tree: Tree) -> None:
    without = [
        f"{decision}.{name}"
        for decision, model in tree.decisions.items()
        for name, part in (*model.rules.items(), *model.cautions.items())
        if not part.source
    ]
    assert without == []


def test_the_first_tree_asks_what_was_promised() -> None:
    tree = LIBRARY.trees["slm_sourcing"].tree
    assert {"privacy", "latency", "hardware", "customization", "deployment"} <= tree.dimensions.keys()
    assert set(tree.shown) == {"model_class", "sourcing", "deployment", "framework", "fallback"}
    rules = sum(len(decision.rules) for decision in tree.decisions.values())
    assert 14 <= len(tree.questions) <= 18
    assert rules >= 90
    assert len(tree.scenarios) >= 40
    assert len(tree.claims) >= 20


def test_the_second_tree_is_short() -> None:
    tree = LIBRARY.trees["serving_framework"].tree
    assert 6 <= len(tree.questions) <= 8
    assert len(tree.decisions) <= 3


@pytest.mark.parametrize("tree", [file.tree for file in LIBRARY.trees.values()], ids=list(LIBRARY.trees))
def test_every_shown_outcome_says_what_it_takes_and_how_one_leaves_it(tree: Tree) -> None:
    parts = ("summary", "takes", "costs", "leave", "duties", "next_steps", "confirm", "revisit_when", "link")
    missing = [
        (decision, name, part)
        for decision in tree.shown
        for name, outcome in tree.decisions[decision].outcomes.items()
        for part in parts
        if not getattr(outcome, part)
    ]
    assert missing == []


def test_small_is_no_foregone_conclusion() -> None:
    tree = LIBRARY.trees["slm_sourcing"].tree
    expected = [scenario.expect.get("model_class") for scenario in tree.scenarios.values()]
    assert expected.count(("llm",)) >= 10
    assert expected.count(("slm",)) >= 10
    assert expected.count(("slm_first",)) >= 3


_ASSUMED = {
    "min_context_tokens", "min_languages", "images", "audio", "permissive_licence", "memory_gb",
    "max_parameters_b", "min_parameters_b",
}  # fmt: skip


@pytest.mark.parametrize("tree", [file.tree for file in LIBRARY.trees.values()], ids=list(LIBRARY.trees))
def test_options_assume_only_what_the_shortlist_knows(tree: Tree) -> None:
    assumed = {
        name for question in tree.questions.values() for one in question.options.values() for name in one.assume or ()
    }
    assert assumed <= _ASSUMED


@pytest.mark.parametrize("tree", [file.tree for file in LIBRARY.trees.values()], ids=list(LIBRARY.trees))
def test_every_shown_outcome_is_reached_by_a_scenario(tree: Tree) -> None:
    expected = {
        (name, one)
        for scenario in tree.scenarios.values()
        for name, outcomes in scenario.expect.items()
        for one in outcomes
    }
    missed = [
        (name, one) for name in tree.shown for one in tree.decisions[name].outcomes if (name, one) not in expected
    ]
    assert missed == []
