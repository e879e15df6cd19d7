"""What the scenarios of a tree notice: one rule dropped, or one strength a step weaker or stronger, at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from decision.answers import Answers, fit
from decision.deciding import possible_of
from decision.space.columns import Array, Codes, Columns, decide
from decision.space.deep import Spread, ever
from decision.space.diagram import Plan, closure
from decision.space.standing import LIMIT, Space, Walk
from decision.space.supposing import changed, with_rules
from decision.tree import IMPOSSIBLE, Rule, Tree


@dataclass(frozen=True, slots=True)
class Mutation:
    """One rule is dropped, or, where an outcome is named, argues about it with another strength."""

    decision: str
    rule: str
    outcome: str | None = None
    strength: str | None = None


def mutations(tree: Tree, *, limit: int = LIMIT) -> Iterator[tuple[Mutation, bool]]:
    """Every mutation that changes what its decision can be for some answers, and whether a scenario then fails.

    One after the other, as this takes long. Raises `PastLimitError`.
    """
    spread = Spread(tree)
    scenarios = [(fit(tree, one.answers), one.expect) for one in tree.scenarios.values()]
    for mutation in _mutations(tree):
        other = _mutated(tree, mutation)
        if ever(spread, mutation.decision, partial(_differs, tree, other, mutation.decision, spread.plan.codes), limit):
            yield mutation, _noticed(other, mutation.decision, scenarios, limit)


def _mutations(tree: Tree) -> Iterator[Mutation]:
    words = sorted(tree.strengths, key=lambda word: tree.strengths[word])
    for name, decision in tree.decisions.items():
        for one, rule in decision.rules.items():
            yield Mutation(name, one)
            for outcome, word in rule.argues_about.items():
                place = words.index(word)
                for near in (*words[max(0, place - 1) : place], *words[place + 1 : place + 2]):
                    yield Mutation(name, one, outcome, near)


def _mutated(tree: Tree, mutation: Mutation) -> Tree:
    decision = tree.decisions[mutation.decision]
    rules = dict(decision.rules)
    rule = rules.pop(mutation.rule)
    if mutation.outcome is not None and mutation.strength is not None:
        rules[mutation.rule] = _argued(rule, mutation.outcome, mutation.strength)
    return changed(tree, {mutation.decision: with_rules(decision, rules)})


def _argued(rule: Rule, outcome: str, strength: str) -> Rule:
    def told(said: Mapping[str, str] | None) -> Mapping[str, str] | None:
        return {**said, outcome: strength} if said and outcome in said else said

    return Rule.model_construct(
        when=rule.when, because=rule.because, argues_for=told(rule.argues_for), against=told(rule.against)
    )


def _differs(tree: Tree, other: Tree, name: str, codes: Codes, columns: Columns) -> Array:
    """Where the decision can be something else than before."""
    numbers: dict[tuple[str, ...], int] = {}
    found = []
    for one in (tree, other):
        made = decide(one, name, columns, codes)
        able = [tuple(sorted(possible_of(one.decisions[name], way))) for way in made.ways]
        found.append(np.array([numbers.setdefault(outcomes, len(numbers)) for outcomes in able])[made.way])
    before, after = found
    different: Array = before != after
    return different


def _noticed(
    other: Tree, name: str, scenarios: list[tuple[Answers, Mapping[str, tuple[str, ...]]]], limit: int
) -> bool:
    plan = Plan(other)
    behind = [one for one in other.decisions if name in closure(other, [one])]
    space = Space(plan, plan.everything, behind, limit)
    for answers, expect in scenarios:
        if not expect.keys().isdisjoint(behind):
            tallies = Walk(space, answers).tallies
            for one in expect.keys() & tallies.keys():
                if (set(tallies[one].possible) or {IMPOSSIBLE}) != set(expect[one]):
                    return True
    return False
