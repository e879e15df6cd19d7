"""Trees that are past the limit of cells, made to be hard: forty questions of six options."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.random_trees import Raw, tree_of

QUESTIONS = [f"q{number}" for number in range(40)]
OPTIONS = [f"o{number}" for number in range(6)]


def raw_tree(name: str, decisions: Raw) -> Raw:
    """A tree with these decisions, as its file would hold it."""
    options = {option: f"Option {option}" for option in OPTIONS}
    return {
        "format": "1",
        "id": name,
        "version": "1.0.0",
        "title": "Hard",
        "summary": "More than can be counted.",
        "strengths": {"strong": "2", "slight": "1"},
        "dimensions": {"all_of_it": "All of it"},
        "questions": {
            one: {"dimension": "all_of_it", "ask": f"Which {one}?", "why": "It matters.", "options": options}
            for one in QUESTIONS
        },
        "decisions": decisions,
    }


def decision(outcomes: list[str], rules: Raw) -> Raw:
    """A decision with these rules."""
    labels = {outcome: f"Outcome {outcome}" for outcome in outcomes}
    return {
        "decide": "Which?",
        "outcomes": labels,
        "rules": {name: {**rule, "because": "It is so."} for name, rule in rules.items()},
    }


def chain() -> Raw:
    """300 rules that test any three questions, in six decisions that hang on each other."""
    decisions: Raw = {}
    for place in range(6):
        rules = {}
        for number in range(50):
            tested = [QUESTIONS[(number * step + place * 11 + step) % 40] for step in (1, 7, 13)]
            when = {
                name: [OPTIONS[(number + index) % 6], OPTIONS[(number * 5 + place) % 6]]
                for index, name in enumerate(tested)
            }
            if place and number % 5 == 0:
                when[f"d{place - 1}"] = [f"r{number % 4}"]
            rules[f"rule{number}"] = {"when": when, "for": {f"r{number % 4}": "strong"}}
        decisions[f"d{place}"] = decision([f"r{number}" for number in range(4)], rules)
    return {**raw_tree("hard", decisions), "strengths": {"strong": "2"}}


def rare() -> Raw:
    """300 rules in three decisions: one that hangs on a single question; one that adds up all questions, and of which one
    outcome wins only where no other is spoken for; one of which an outcome is ruled out nearly everywhere, or everywhere.
    """
    single = {
        "a": {"when": {"q0": OPTIONS[1:]}, "for": {"a": "strong"}},
        "b": {"when": {"q0": "o0"}, "for": {"b": "strong"}},
    }
    adding = {
        f"{question}_{option}": {"when": {question: option}, "for": {f"r{(at * 5 + number) % 3}": "strong"}}
        for at, question in enumerate(QUESTIONS)
        for number, option in enumerate(OPTIONS[:2])
    }
    ruling: Raw = {
        "likely": {"when": {"q0": OPTIONS[:2]}, "for": {"rare": "strong"}},
        "unlikely": {"when": {"q0": "o5"}, "for": {"plain": "slight"}},
    }
    adding["alone"] = {"when": {"q0": "o0"}, "for": {"no_other": "slight"}}
    chance = Random(1)
    for number in range(218):
        when = {name: sorted(chance.sample(OPTIONS, 3)) for name in chance.sample(QUESTIONS, 3)}
        ruling[f"rule{number}"] = {"when": when, "rule_out": ["rare"]}
    return raw_tree(
        "rare",
        {
            "single": decision(["a", "b"], single),
            "adding": decision(["r0", "r1", "r2", "no_other"], adding),
            "ruling": decision(["plain", "rare"], ruling),
        },
    )


HARD = tree_of(chain())
RARE = tree_of(rare())


def answered(open_ones: int) -> dict[str, Any]:
    """Answers to all questions but the first few."""
    return {name: OPTIONS[number % 6] for number, name in enumerate(QUESTIONS) if number >= open_ones}
