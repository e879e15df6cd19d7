"""What a tree says of each outcome, whatever the answers: every rule that bears on it, and every caution that can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from decision.conditions import NOTHING, Value, subjects, truth
from decision.deciding import ruled_out
from decision.tree import Caution, Rule, Tree

Bears = Literal["rules it out", "requires another", "requires it", "for", "against"]
_ORDER: tuple[Bears, ...] = ("requires it", "rules it out", "requires another", "for", "against")


@dataclass(frozen=True, slots=True)
class Bearing:
    """A rule as it bears on one outcome. `points` is above 0 for `for`, below for `against`, and 0 for the others."""

    rule: Rule
    bears: Bears
    strength: str | None = None
    points: int = 0


def bearings(tree: Tree, decision: str, outcome: str) -> tuple[Bearing, ...]:
    """Every rule of the decision that names the outcome or excludes it: what nothing outweighs first, then by strength."""
    model = tree.decisions[decision]
    found = [
        bearing
        for rule in model.rules.values()
        if (bearing := _bearing(tree, rule, outcome, excluded=outcome in ruled_out(model, rule)))
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.bears), -abs(one.points))))


def _bearing(tree: Tree, rule: Rule, outcome: str, *, excluded: bool) -> Bearing | None:
    if excluded:
        return Bearing(rule, "rules it out" if rule.rule_out else "requires another")
    if outcome in (rule.require or ()):
        return Bearing(rule, "requires it")
    if outcome not in rule.argues_about:
        return None
    strength = rule.argues_about[outcome]
    speaks_for = outcome in (rule.argues_for or {})
    points = tree.strengths[strength]
    return Bearing(rule, "for" if speaks_for else "against", strength, points if speaks_for else -points)


def cautions(tree: Tree, decision: str, outcome: str) -> tuple[Caution, ...]:
    """The cautions of the decision that can hold when it has this outcome."""
    found = tree.decisions[decision].cautions.values()
    return tuple(one for one in found if truth(one.when, _any_values(tree, one, decision, outcome)) is not False)


def _any_values(tree: Tree, caution: Caution, decision: str, outcome: str) -> dict[str, frozenset[Value]]:
    """The outcome for its decision, and for all else any value or none."""
    domains = {name: frozenset((NOTHING, *_values(tree, name))) for name in subjects(caution.when)}
    return {**domains, decision: frozenset((frozenset((outcome,)),))}


def _values(tree: Tree, name: str) -> Iterable[Value]:
    choices = tree.questions[name].options if name in tree.questions else tree.decisions[name].outcomes
    return (frozenset((choice,)) for choice in choices)


def says(query: str, texts: Iterable[str | None]) -> bool:
    """Whether the texts hold every word of the query, whatever its case.

    >>> says("gpu Server", ["A server,", None, "with two GPUs."])
    True
    """
    said = " ".join(text for text in texts if text).casefold()
    return all(word in said for word in query.casefold().split())
