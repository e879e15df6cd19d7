"""Conditions in words, on the made-up library of `trees/small.yaml`."""

from __future__ import annotations

from typing import Any

import pytest

from decision.conditions import ALWAYS
from decision.library import read_library
from decision.paths import TREES
from decision.reading.conditions import parse_condition
from decision.wording import in_words
from tests.conftest import small_tree

TREE = small_tree().tree
HANDS = "“Who looks after it?” is answered"
NETWORK = "“Is there a network in the reading room?” is"
NEEDS = "the answers to “What must the catalogue do besides listing books?”"

SENTENCES: list[tuple[Any, str]] = [
    ({"hands": "volunteer"}, f"When {HANDS} “A volunteer, one evening a week”."),
    (
        {"hands": ["engineer", "nobody"]},
        f"When {HANDS} “Nobody in particular” or “Someone whose job it is”.",
    ),
    ({"needs": ["loans", "search"]}, f"When {NEEDS} include “Search by subject” or “Keep track of loans”."),
    ({"not": {"needs": ["loans"]}}, f"When {NEEDS} do not include “Keep track of loans”."),
    (
        {"not": {"network": ["none", "patchy"]}},
        f"When {NETWORK} not answered “Yes, but it fails now and then” or “No network at all”.",
    ),
    ({"home": "hosted"}, "When home is “With a host”."),
    ({"not": {"home": "hosted"}}, "When home is not “With a host”."),
    ({"not": {"home": ["hosted", "server"]}}, "When home is neither “With a host” nor “On our own server”."),
    (
        {"hands": "nobody", "network": "none"},
        f"When {HANDS} “Nobody in particular”, and {NETWORK} answered “No network at all”.",
    ),
    (
        [{"hands": "nobody"}, {"home": "hosted"}],
        f"When either {HANDS} “Nobody in particular”, or home is “With a host”.",
    ),
    (
        {"any": [{"network": "none", "needs": "loans"}, {"hands": "nobody"}], "home": "hosted"},
        f"When home is “With a host”, and either {HANDS} “Nobody in particular” or both {NETWORK} answered"
        f" “No network at all” and {NEEDS} include “Keep track of loans”.",
    ),
    (
        {"any": [{"home": "hosted"}, {"hands": "nobody"}, {"any": [{"network": "none"}, {"needs": "loans"}]}]},
        f"When one of these holds: home is “With a host”, or {HANDS} “Nobody in particular”, or {NETWORK} answered"
        f" “No network at all”, or {NEEDS} include “Keep track of loans”.",
    ),
    (
        {"not": {"home": "hosted", "hands": "nobody"}},
        f"When it is not so that both home is “With a host” and {HANDS} “Nobody in particular”.",
    ),
]


@pytest.mark.parametrize(("written", "said"), SENTENCES, ids=[str(written) for written, _ in SENTENCES])
def test_a_condition_in_words(written: Any, said: str) -> None:
    assert in_words(parse_condition(written), TREE) == said


def test_all_but_one_is_said_shorter() -> None:
    tree = read_library(TREES).trees["slm_sourcing"].tree
    name, decision = next((name, decision) for name, decision in tree.decisions.items() if len(decision.outcomes) > 3)
    left_out, *others = decision.outcomes
    said = in_words(parse_condition({name: others}), tree)
    assert said.endswith(f" is anything but “{decision.outcomes[left_out].label}”.")


def test_what_always_holds_says_so() -> None:
    assert in_words(ALWAYS, TREE) == "Always."


@pytest.mark.parametrize("tree", [file.tree for file in read_library(TREES).trees.values()], ids=lambda tree: tree.id)
def test_every_condition_of_a_shipped_tree_reads_without_an_id(tree: Any) -> None:
    rules = [rule for decision in tree.decisions.values() for rule in decision.rules.values()]
    said = [in_words(rule.when, tree) for rule in rules]
    assert said
    assert [sentence for sentence in said if "_" in sentence or "  " in sentence or not sentence.endswith(".")] == []
