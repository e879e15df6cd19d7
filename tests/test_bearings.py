"""What a tree says of each outcome, on the made-up library and on the shipped trees."""

from __future__ import annotations

import pytest

from decision.bearings import bearings, cautions, says
from decision.library import read_library
from decision.paths import TREES
from decision.reading.read import read_tree
from decision.tree import Tree

TREE = read_tree(
    """\
format: 1
id: good
version: 1.0.0
title: Where it runs
summary: A tree without a fault.
strengths: {strong: 2, slight: 1}
dimensions: {data: Data}
questions:
  boundary: {dimension: data, ask: Where?, why: It decides., options: {anywhere: Anywhere, own: Our own servers}}
decisions:
  place:
    decide: Where does it run?
    outcomes: {cloud: At a provider, house: In our house, device: On the device}
    rules:
      quick: {when: {boundary: anywhere}, for: {cloud: slight}, against: {house: slight}, because: It is there.}
      inside: {when: {boundary: own}, require: [house, device], because: It must stay.}
      strong: {when: {boundary: anywhere}, for: {cloud: strong, house: slight, device: slight}, because: It is cheap.}
      heavy: {when: {boundary: own}, rule_out: device, because: It is too heavy.}
    cautions:
      exit: {when: {place: cloud}, say: Agree on the way out.}
      power: {when: {not: {place: cloud}, boundary: own}, say: Have power.}
      always: {when: {boundary: [anywhere, own]}, say: Write it down.}
""",
    "good.yaml",
).tree


def _said(outcome: str) -> list[tuple[str, str, int]]:
    names = {id(rule): name for name, rule in TREE.decisions["place"].rules.items()}
    return [(names[id(one.rule)], one.bears, one.points) for one in bearings(TREE, "place", outcome)]


def test_every_rule_that_bears_on_an_outcome_is_found_the_strongest_first() -> None:
    assert _said("cloud") == [("inside", "requires another", 0), ("strong", "for", 2), ("quick", "for", 1)]
    assert _said("house") == [("inside", "requires it", 0), ("strong", "for", 1), ("quick", "against", -1)]
    assert _said("device") == [
        ("inside", "requires it", 0),
        ("heavy", "rules it out", 0),
        ("strong", "for", 1),
    ]


def test_a_caution_goes_with_the_outcomes_for_which_it_can_hold() -> None:
    said = {name: [one.say for one in cautions(TREE, "place", name)] for name in TREE.decisions["place"].outcomes}
    assert said == {
        "cloud": ["Agree on the way out.", "Write it down."],
        "house": ["Have power.", "Write it down."],
        "device": ["Have power.", "Write it down."],
    }


@pytest.mark.parametrize("tree", [file.tree for file in read_library(TREES).trees.values()], ids=lambda tree: tree.id)
def test_no_rule_of_a_shipped_tree_is_left_out(tree: Tree) -> None:
    for name, decision in tree.decisions.items():
        found = {id(one.rule) for outcome in decision.outcomes for one in bearings(tree, name, outcome)}
        assert found == {id(rule) for rule in decision.rules.values()}


@pytest.mark.parametrize(
    ("query", "found"), [("", True), ("gpu", True), ("GPUs two", True), ("gpu three", False), ("  ", True)]
)
def test_a_search_wants_every_word_whatever_its_case(query: str, found: bool) -> None:
    assert says(query, ["A server", None, "with two GPUs"]) is found
