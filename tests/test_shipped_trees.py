"""The shipped trees keep what they promise: one case a scenario, and a source behind every rule."""

from collections.abc import Iterator

import pytest

from decision.library import read_library
from decision.paths import TREES
from decision.scenarios import unexpected
from decision.tree import Scenario, Tree

LIBRARY = read_library(TREES)


def _scenarios() -> Iterator[object]:
    for tree_id, file in LIBRARY.trees.items():
        for name, scenario in file.tree.scenarios.items():
            yield pytest.param(file.tree, scenario, id=f"{tree_id}::{name}")


def test_every_shipped_tree_is_without_problems() -> None:
    assert LIBRARY.trees
    assert {name: [str(problem) for problem in found] for name, found in LIBRARY.problems.items() if found} == {}


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
    assert len(tree.questions) >= 12
    assert rules >= 40
    assert len(tree.scenarios) >= 12
    assert len(tree.claims) >= 8


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
