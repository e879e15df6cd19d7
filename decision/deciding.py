"""One decision: what rules do to its outcomes, and which of them wins. The whole arithmetic is here.

An outcome is ruled out if a firing rule rules it out, or requires others. Among what is left, the score is the sum
of the strengths of the firing reasons for it, less those against it; the highest score wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from decision.conditions import NOTHING, Domain, truth
from decision.tree import Decision, Rule, Tree


def ruled_out(decision: Decision, rule: Rule) -> tuple[str, ...]:
    """The outcomes that the rule rules out when it fires."""
    if rule.require is not None:
        return tuple(outcome for outcome in decision.outcomes if outcome not in rule.require)
    return rule.rule_out or ()


def points(tree: Tree, rule: Rule) -> dict[str, int]:
    """What the rule adds to the score of each outcome it argues about when it fires."""
    gains = {outcome: tree.strengths[strength] for outcome, strength in (rule.argues_for or {}).items()}
    losses = {outcome: -tree.strengths[strength] for outcome, strength in (rule.against or {}).items()}
    return gains | losses


def winners(tree: Tree, decision: Decision, firing: Iterable[Rule]) -> tuple[str, ...]:
    """All outcomes with the highest score, the chosen one first; none if every outcome is ruled out."""
    scores = dict.fromkeys(decision.ranking, 0)
    out: set[str] = set()
    for rule in firing:
        out.update(ruled_out(decision, rule))
        for outcome, gain in points(tree, rule).items():
            scores[outcome] += gain
    left = {outcome: score for outcome, score in scores.items() if outcome not in out}
    best = max(left.values(), default=0)
    return tuple(outcome for outcome, score in left.items() if score == best)


def possible_of(decision: Decision, tied: tuple[str, ...]) -> tuple[str, ...]:
    """The outcomes that count as possible among the winners: all of a tie, unless its author said how to break it."""
    return tied[:1] if decision.tie_break else tied


@dataclass
class Bounds:
    """What is certain of a decision, and what it can still be, when some rules may or may not fire.

    `winners` is known when no rule is open.
    """

    firing: dict[str, Rule] = field(default_factory=dict)
    open_rules: dict[str, Rule] = field(default_factory=dict)
    domain: Domain = frozenset()
    winners: tuple[str, ...] | None = None

    @property
    def can_be(self) -> frozenset[str]:
        """The outcomes that nothing known excludes: perhaps more than are possible, never fewer."""
        return frozenset().union(*self.domain)


def bounds(tree: Tree, decision: Decision, domains: Mapping[str, Domain]) -> Bounds:
    """Sound bounds on a decision: every outcome it has in some completion is among those it `can_be`."""
    found = Bounds()
    for name, rule in decision.rules.items():
        fires = truth(rule.when, domains)
        if fires is None:
            found.open_rules[name] = rule
        elif fires:
            found.firing[name] = rule
    if found.open_rules:
        found.domain = _domain(tree, decision, found)
    else:
        found.winners = winners(tree, decision, found.firing.values())
        found.domain = frozenset((frozenset(found.winners[:1]),))
    return found


def _named_out(decision: Decision, rules: Iterable[Rule]) -> frozenset[str]:
    return frozenset(outcome for rule in rules for outcome in ruled_out(decision, rule))


def _domain(tree: Tree, decision: Decision, found: Bounds) -> Domain:
    out = _named_out(decision, found.firing.values())
    left = [outcome for outcome in decision.outcomes if outcome not in out]
    doubtful = _named_out(decision, found.open_rules.values())
    low = dict.fromkeys(decision.outcomes, 0)
    high = dict.fromkeys(decision.outcomes, 0)
    for rules, certain in ((found.firing, True), (found.open_rules, False)):
        for rule in rules.values():
            for outcome, gain in points(tree, rule).items():
                low[outcome] += gain if certain else min(gain, 0)
                high[outcome] += gain if certain else max(gain, 0)
    to_beat = max((low[outcome] for outcome in left if outcome not in doubtful), default=None)
    if to_beat is None:
        return frozenset((NOTHING, *(frozenset((outcome,)) for outcome in left)))
    return frozenset(frozenset((outcome,)) for outcome in left if high[outcome] >= to_beat)
