"""What rules do together, over many sets of rules that fire: one row a set, one column an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from decision.deciding import points, ruled_out
from decision.proofs.watch import Watch, Way, fired, rules_of
from decision.space.columns import Array
from decision.tree import Decision, Rule, Tree


class Effects:
    """What each rule of a decision does to each outcome: `gains` are points, `outs` is 1 where it rules the outcome out."""

    def __init__(self, tree: Tree, decision: Decision) -> None:
        self.decision = decision
        pairs = [self.of(tree, rule) for rule in decision.rules.values()]
        shape = len(pairs), len(decision.outcomes)
        self.gains = np.array([gain for gain, _ in pairs], np.int64).reshape(shape)
        self.outs = np.array([out for _, out in pairs], np.int64).reshape(shape)

    def of(self, tree: Tree, rule: Rule) -> tuple[list[int], list[int]]:
        """The effects of one rule."""
        gain, out = points(tree, rule), ruled_out(self.decision, rule)
        outcomes = self.decision.outcomes
        return [gain.get(one, 0) for one in outcomes], [int(one in out) for one in outcomes]

    def verdicts(self, fires: Array) -> Verdicts:
        """What comes of it. `fires[row, rule]`."""
        return Verdicts(self.decision, fires @ self.gains, fires @ self.outs)


@dataclass(frozen=True)
class Verdicts:
    """Scores, and how many rules rule each outcome out, in each row."""

    decision: Decision
    scores: Array
    outs: Array

    def changed(self, rows: Array, gain: Array, out: Array) -> Verdicts:
        """These rows with so much more of a score, and so many more rules that rule out."""
        return Verdicts(self.decision, self.scores[rows] + gain, self.outs[rows] + out)

    def of(self, rows: Array) -> Verdicts:
        """Some of the rows."""
        return Verdicts(self.decision, self.scores[rows], self.outs[rows])

    @cached_property
    def best(self) -> Array:
        """Which outcomes have the highest score of those that are not ruled out."""
        left = self.outs == 0
        highest = np.where(left, self.scores, np.iinfo(np.int64).min).max(axis=1, keepdims=True)
        best: Array = np.logical_and(left, self.scores == highest)
        return best

    @cached_property
    def chosen(self) -> Array:
        """The outcome chosen, as its place in the file; their number where there is none."""
        ranks = np.array([self.decision.ranking.index(one) for one in self.decision.outcomes])
        ranked = np.where(self.best, ranks, len(ranks))
        return np.where(self.best.any(axis=1), ranked.argmin(axis=1), len(ranks))

    @cached_property
    def possible(self) -> Array:
        """Which outcomes count as possible: all of a tie that nobody breaks."""
        if self.decision.tie_break is None:
            return self.best
        chosen: Array = self.chosen[:, None] == np.arange(len(self.decision.outcomes))
        return chosen

    def differ(self, other: Verdicts) -> Array:
        """In which rows another outcome is ruled out, or those left are in another order."""
        left, right = self.outs == 0, other.outs == 0
        differ = np.asarray((left != right).any(axis=1))
        for one, two in combinations(range(len(self.decision.outcomes)), 2):
            before = np.sign(self.scores[:, one] - self.scores[:, two])
            after = np.sign(other.scores[:, one] - other.scores[:, two])
            differ |= left[:, one] & left[:, two] & (before != after)
        return differ


@dataclass(frozen=True)
class Firings:
    """Every set of rules of a decision that fires in some completion, and in how many. Row by row."""

    name: str
    ways: Sequence[Way]
    fires: Array
    counts: list[int]
    effects: Effects
    verdicts: Verdicts

    def often(self, rows: Array) -> int:
        """The number of completions in some rows."""
        return sum(self.counts[row] for row in np.flatnonzero(rows).tolist())

    @property
    def completions(self) -> int:
        return sum(self.counts)

    @property
    def wins(self) -> dict[str, int]:
        """In how many completions each outcome is possible."""
        outcomes = self.effects.decision.outcomes
        return {one: self.often(self.verdicts.possible[:, place]) for place, one in enumerate(outcomes)}

    @property
    def tied(self) -> Array:
        """The rows in which several outcomes have the highest score."""
        several = self.verdicts.best.sum(axis=1) > 1
        return np.asarray(several)

    @property
    def impossible(self) -> Array:
        """The rows in which every outcome is ruled out."""
        return ~np.asarray(self.verdicts.best.any(axis=1))

    def ways_of(self, rows: Array) -> frozenset[Way]:
        """The ways that some rows stand for."""
        return frozenset(self.ways[row] for row in np.flatnonzero(rows).tolist())


def firings(watch: Watch, name: str) -> Firings | None:
    """What the rules of a decision do over all completions; None where it is not worked out."""
    counts = watch.counts(rules_of(name))
    if counts is None:
        return None
    decision = watch.tree.decisions[name]
    together = [fired(way) for way in counts]
    fires = np.array([[rule in one for rule in decision.rules] for one in together], bool)
    fires = fires.reshape(len(counts), len(decision.rules))
    effects = Effects(watch.tree, decision)
    return Firings(name, list(counts), fires, list(counts.values()), effects, effects.verdicts(fires))
