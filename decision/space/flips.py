"""Flips: every smallest change of answers that changes a decision, and how near the nearest certain one is.

A change replaces the known answers of some questions that are asked, each once; where many options can be chosen it
adds or takes away one. It flips a decision if its present outcome is then no longer possible: for certain if one
outcome, or none, is left in all completions, else the decision may become another. Unsure answers stay unsure.

All changes are followed through the diagrams at once, those that agree so far as one: each is at the set of states
that its completions have reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

import numpy as np

from decision.answers import Answer, Answers, value
from decision.conditions import Value
from decision.deciding import possible_of
from decision.recommendation import Often, Recommendation
from decision.space.columns import Array, same
from decision.space.standing import LIMIT, Space, space_of
from decision.tree import UNSURE, Question, Tree

MOST = 3
"""Changes of at most so many answers are looked at."""

_MOST_ROWS = 100_000  # changes; if there are more, only those of fewer answers are looked at
_PATIENCE = 2_000_000  # states looked at for one decision, past which its flips are not worked out

Robust = Literal["on the edge", "close", "firm"]


@dataclass(frozen=True, slots=True)
class Change:
    """Another answer to one question, by the ids of the options chosen."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What one decision can be after a change."""

    possible: tuple[str, ...]
    impossible: Often

    @property
    def certain(self) -> bool:
        """Whether it is the same in all completions: one outcome, or none."""
        return not self.possible or (len(self.possible) == 1 and self.impossible == "never")


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of which no part flips the decision. `then` says what each decision can be after it."""

    changes: tuple[Change, ...]
    certain: bool
    then: Mapping[str, Left]


@dataclass(frozen=True, slots=True)
class Robustness:
    """How firmly a decision stands. `reason` is the smallest certain flip, None if none was found.

    A decision that is tied in all completions is on the edge whatever the flips are. Changes of up to `most` answers
    were looked at: three, or fewer where a tree asks so much that these are too many.
    """

    standing: Robust
    reason: Flip | None
    flips: tuple[Flip, ...]
    most: int


def robustness(tree: Tree, answers: Answers, found: Recommendation, *, limit: int = LIMIT) -> dict[str, Robustness]:
    """How firmly each decision with a present outcome stands, with all its flips, the smallest first.

    `found` is what these answers evaluate to. A decision of which it cannot be worked out is left out.
    """
    known = [state.id for state in found.questions if state.status == "answered"]
    changes = [change for name in known for change in _changes(tree.questions[name], name, answers[name])]
    space = space_of(tree, limit)
    rows = _Rows(space, answers, changes)
    return {
        result.id: _robustness(rows, result.id, result.outcome, result.tied == "in all")
        for result in found.decisions
        if result.outcome is not None and result.id in rows.at
    }


def _changes(question: Question, name: str, answer: Answer) -> Iterator[Change]:
    """Every other answer that is one step away."""
    now = value(answer)
    for option in question.options:
        new = clicked(question, now, option)
        if new and new != now:
            yield Change(name, tuple(one for one in question.options if one in new))


def clicked(question: Question, now: Value, option: str) -> Value:
    """The answer after one click on an option."""
    alone = question.choose == "one" or any(question.options[one].exclusive for one in (*now, option))
    if alone:
        return frozenset((option,))
    return now ^ {option}


def _most(changes: list[Change]) -> int:
    """Of how many answers changes are looked at, so that there are not too many."""
    ways = [1, *[0] * MOST]  # to change so many answers
    for options in Counter(change.question for change in changes).values():
        ways = [ways[0], *(more + fewer * options for fewer, more in pairwise(ways))]
    totals = list(accumulate(ways))
    return max((size for size in range(1, MOST + 1) if totals[size] <= _MOST_ROWS), default=1)


class _Rows:
    """Every change of up to three answers as a row: which changes of one answer it consists of, and what it leads to.

    `parts` are indices into `changes`, in rising order, filled up with their number.
    """

    def __init__(self, space: Space, answers: Answers, changes: list[Change]) -> None:
        self.space, self.changes = space, changes
        self.most = _most(changes)
        self.parts = np.full((1, MOST), len(changes))
        self.sets: dict[str, list[tuple[int, ...]]] = {
            target: [(root,)] for target, root in space.roots.items() if target
        }
        self.at = {target: np.zeros(1, int) for target in self.sets}
        for layer in space.layers:
            kinds, _ = space.plan.choices(layer.question, answers.get(layer.question, UNSURE))
            self._step(layer.rows, kinds.tolist(), self._branch(layer.question))
        order = np.lexsort((*reversed(self.parts.T), self.sizes))[1:]  # the first is no change at all
        self.parts = self.parts[order]
        self.at = {target: at[order] for target, at in self.at.items()}
        self.left = {target: [self._left(target, ends) for ends in self.sets[target]] for target in self.at}

    @property
    def sizes(self) -> Array:
        """How many answers each row changes."""
        sizes: Array = (self.parts < len(self.changes)).sum(axis=1)
        return sizes

    def _branch(self, question: str) -> Array:
        """Adds a row for each change of this question to each row that may have one more; returns the kinds they go."""
        plan = self.space.plan
        going = [np.zeros(len(self.parts), int)]
        parts, parents = [self.parts], [np.arange(len(self.parts))]
        able = np.flatnonzero(self.sizes < self.most)
        for number, change in enumerate(self.changes):
            if change.question == question:
                more = self.parts[able]
                more[:, -1] = number
                parts.append(np.sort(more, axis=1))
                parents.append(able)
                kind = plan.kinds[question][plan.codes.code(question, change.options)]
                going.append(np.full(len(able), 1 + kind))
        self.parts = np.concatenate(parts)
        come = np.concatenate(parents)
        self.at = {target: at[come] for target, at in self.at.items()}
        return np.concatenate(going)

    def _step(self, after: list[list[int]], kinds: list[int], going: Array) -> None:
        """Moves every row on to the next layer: 0 goes as the answers do, a higher number by that kind less one."""
        for target, at in [*self.at.items()]:
            number, first = same([at, going], len(at))
            if sum(len(self.sets[target][come]) for come in at[first]) * len(kinds) > _PATIENCE:
                del self.at[target]
                continue
            sets: dict[tuple[int, ...], int] = {}
            to = []
            for come, go in zip(at[first].tolist(), going[first].tolist(), strict=True):
                taken = [go - 1] if go else kinds
                states = {after[state][kind] for state in self.sets[target][come] for kind in taken}
                to.append(sets.setdefault(tuple(sorted(states)), len(sets)))
            self.at[target] = np.array(to)[number]
            self.sets[target] = list(sets)

    def _left(self, target: str, ends: tuple[int, ...]) -> Left:
        decision = self.space.plan.tree.decisions[target]
        ways = [self.space.ways[end][1] for end in ends]
        able = {outcome for way in ways for outcome in possible_of(decision, way)}
        none = sum(not way for way in ways)
        often: Often = "never" if not none else "in all" if none == len(ways) else "in some"
        return Left(tuple(outcome for outcome in decision.outcomes if outcome in able), often)

    def flip(self, target: str, row: int) -> Flip:
        """One row in full."""
        changes = tuple(self.changes[part] for part in self.parts[row] if part < len(self.changes))
        then = {name: self.left[name][at[row]] for name, at in self.at.items()}
        return Flip(changes, then[target].certain, then)


def _robustness(rows: _Rows, target: str, present: str, tied: bool) -> Robustness:
    left, at = rows.left[target], rows.at[target]
    flipping = np.array([present not in one.possible for one in left], bool)[at]
    certain = flipping & np.array([one.certain for one in left], bool)[at]
    reason = rows.flip(target, int(certain.argmax())) if certain.any() else None
    size = 1 if tied else len(reason.changes) if reason else MOST
    standing: Robust = "on the edge" if size == 1 else "close" if size == 2 else "firm"
    smallest = np.flatnonzero(flipping & ~_has_flipping_part(rows, flipping))
    return Robustness(standing, reason, tuple(rows.flip(target, row) for row in smallest.tolist()), rows.most)


def _has_flipping_part(rows: _Rows, flipping: Array) -> Array:
    """Whether one or two of the answers that a row changes flip the decision on their own."""
    number, sizes = len(rows.changes) + 1, rows.sizes
    a, b, c = rows.parts.T
    ones, twos = np.zeros(number, bool), np.zeros((number, number), bool)
    ones[a[sizes == 1]] = flipping[sizes == 1]
    twos[a[sizes == 2], b[sizes == 2]] = flipping[sizes == 2]
    by_one = (sizes > 1) & (ones[a] | ones[b] | ones[c])
    found: Array = by_one | ((sizes > 2) & (twos[a, b] | twos[a, c] | twos[b, c]))
    return found
