"""Answers for which a decision is impossible, and whether the answers or an earlier decision are to blame.

A *greedy dead end*: an earlier decision could have taken another outcome, not ruled out there, and everything would be
possible. For each such outcome the earlier decision, and all that hang on it, are made once more beside the first time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decision.conditions import ALWAYS, All, AnyOf, Condition, Not, Test
from decision.deciding import ruled_out
from decision.proofs.examples import Example
from decision.proofs.findings import Findings, of_ways
from decision.proofs.firing import Firings
from decision.proofs.watch import Watch, fired, made, requiring, rules_of
from decision.space.diagram import closure
from decision.tree import Decision, Rule, Tree

_NOTHING_SAVES = "nothing saves it"


@dataclass(frozen=True)
class Other:
    """An earlier decision with another outcome."""

    decision: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.decision} is {self.outcome}"


def check_impossible(findings: Findings, watch: Watch, found: Firings) -> None:
    """A problem for each outcome of an earlier decision that would save this one, and one for what none would save."""
    if not found.impossible.any():
        return
    others = _others(watch.tree, found.name)
    beside = _beside(watch, found.name, others)
    for other in others:
        often = beside.often(str(other))
        if often:
            message = (
                f'"{found.name}" is impossible {of_ways(often, found.completions)} though it need not be: "{other.outcome}" of '
                f'"{other.decision}" is not ruled out there, and with it everything is possible. Add a rule to '
                f'"{other.decision}" that leaves a way on. {beside.example(str(other))}'
            )
            findings.block(("decisions", other.decision), "greedy-dead-end", message)
    _check_answers(findings, watch, found, beside)


def _check_answers(findings: Findings, watch: Watch, found: Firings, beside: Watch) -> None:
    """What no other outcome of an earlier decision would save."""
    often = beside.often(_NOTHING_SAVES)
    if often == 0:
        return
    if often is None:
        often = found.often(found.impossible)
        example = watch.example(rules_of(found.name), found.ways_of(found.impossible))
        more = " Whether another outcome of an earlier decision would save it is not worked out."
    else:
        example, more = beside.example(_NOTHING_SAVES), ""
    message = (
        f'"{found.name}" is impossible {of_ways(often, found.completions)}: every outcome is ruled out'
        f"{_by(watch, found, example)}. Let one of the rules give way.{more} {example}"
    )
    findings.block(("decisions", found.name), "impossible", message)


def _by(watch: Watch, found: Firings, example: Example) -> str:
    """The rules that rule something out in every completion of the example."""
    always = frozenset.intersection(*map(fired, watch.counts(rules_of(found.name), example.answers) or [()]))
    decision = found.effects.decision
    named = [f'"{name}"' for name, one in decision.rules.items() if name in always and ruled_out(decision, one)]
    return f", by {' and '.join(named)}" if named else ""


def _others(tree: Tree, decision: str) -> list[Other]:
    above = closure(tree, [decision]) & tree.decisions.keys() - {decision}
    return [
        Other(name, outcome) for name in tree.decisions if name in above for outcome in tree.decisions[name].outcomes
    ]


def _beside(watch: Watch, decision: str, others: list[Other]) -> Watch:
    """All completions, seen through whether each other outcome would save the decision."""
    tree = watch.tree
    dead = Not(_possible(tree, decision, {}))
    again = {other: _again(tree, other) for other in others}
    saves: dict[Other, Condition] = {}
    for other, decisions in again.items():
        names = {name: f"{name} if {other}" for name in decisions}
        saves[other] = All((dead, *(_possible(tree, name, names) for name in tree.decisions)))
    copies = {f"{name} if {other}": one for other, decisions in again.items() for name, one in decisions.items()}
    more = {str(other): when for other, when in saves.items()}
    more[_NOTHING_SAVES] = All((dead, *(Not(when) for when in saves.values())))
    return Watch(tree.model_copy(update={"decisions": {**tree.decisions, **copies}}), more, watch.limit)


def _possible(tree: Tree, name: str, names: Mapping[str, str]) -> Condition:
    return Test(names.get(name, name), frozenset(tree.decisions[name].outcomes))


def _again(tree: Tree, other: Other) -> dict[str, Decision]:
    """The earlier decision with the other outcome, unless that is ruled out, and all that hang on it."""
    first = tree.decisions[other.decision]
    keeps = {name: one for name, one in first.rules.items() if other.outcome in ruled_out(first, one)}
    found = {other.decision: made(first.outcomes, {**keeps, "": requiring(ALWAYS, other.outcome)})}
    for name, decision in tree.decisions.items():
        if name != other.decision and not found.keys().isdisjoint(decision.reads):
            names = {read: f"{read} if {other}" for read in found}
            rules = {one: _renamed_rule(model, names) for one, model in decision.rules.items()}
            found[name] = Decision.model_construct(
                **{**dict(decision), "rules": rules}
            )  # a copy would keep its `reads`
    return found


def _renamed_rule(model: Rule, names: Mapping[str, str]) -> Rule:
    return model.model_copy(update={"when": _renamed(model.when, names)})


def _renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    """The condition on other decisions."""
    match condition:
        case Test(subject, wanted):
            return Test(names.get(subject, subject), wanted)
        case Not(part):
            return Not(_renamed(part, names))
        case All(parts):
            return All(tuple(_renamed(part, names) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_renamed(part, names) for part in parts))
