"""What some answers leave: how many completions, and in how many of them each decision comes out which way. Exact.

The diagrams of all decisions are laid side by side and walked together: forwards to count the ways into each state,
backwards to see what each state still leads to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from decision.answers import Answer, Answers
from decision.conditions import Domain, Value
from decision.deciding import possible_of
from decision.recommendation import Often
from decision.space.columns import Array, same
from decision.space.diagram import Diagram, Kinds, Layer, PastLimitError, Plan, closure, diagram
from decision.tree import UNSURE, Tree

LIMIT = 50_000_000
"""A decision that would need more cells at once is not counted as long as too much is open."""

_AT_A_CLICK = 200  # what is past the limit for all answers is tried for those given, with this part of the limit

_EXACT = 2**53  # up to here whole numbers are exact as floats, which are quicker to add up


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one decision over all completions.

    `possible` are outcomes that some completion has, and `unknown` those of which that is not known; `values` leaves out
    nothing that it can be. `tied` and `impossible` are None where that is not known.
    """

    possible: frozenset[str]
    unknown: frozenset[str]
    values: Domain
    tied: Often | None
    impossible: Often | None

    @property
    def fixed(self) -> bool:
        """Whether it is known to be the same in all completions, or impossible in all."""
        return len(self.values) == 1 and len(self.possible | self.unknown) < 2


def _often(count: int, of: int) -> Often:
    return "never" if count == 0 else "in all" if count == of else "in some"


@dataclass
class Tally:
    """What one decision is over all completions. `possible` counts a tie that nobody broke for each tied outcome."""

    completions: int = 0
    possible: Counter[str] = field(default_factory=Counter)
    values: set[Value] = field(default_factory=set)
    tied: int = 0
    impossible: int = 0

    @property
    def known(self) -> Known:
        """The same without the counts."""
        tied, impossible = _often(self.tied, self.completions), _often(self.impossible, self.completions)
        return Known(frozenset(self.possible), frozenset(), frozenset(self.values), tied, impossible)


class Space:
    """All that can be worked out of a tree within a limit: a diagram for each decision, laid side by side.

    `allowed` names the kinds of answers that each question may get. `roots` names the first state of each diagram; None
    stands for the completions alone. What is past the limit is not among them, nor what hangs on a decision that is.
    """

    def __init__(self, plan: Plan, allowed: Kinds, targets: Iterable[str | None], limit: int) -> None:
        self.plan = plan
        built: dict[str | None, Diagram] = {}
        missing: set[str] = set()
        for target in targets:
            try:
                if target and not missing.isdisjoint(closure(plan.tree, [target])):
                    raise PastLimitError
                built[target] = diagram(plan, target, allowed, limit if target else LIMIT)
            except PastLimitError:
                missing.add(target or "")
        self.roots = {target: number for number, target in enumerate(built)}
        self.ways = [(target, way) for target, one in built.items() for way in (one.ways or ((),))]
        self.layers = _beside(list(built.values()))


def _beside(diagrams: list[Diagram]) -> list[Layer]:
    """The layers of several diagrams as one, the states of each numbered after those of the one before."""
    found = []
    for level, together in enumerate(zip(*(one.layers for one in diagrams), strict=True)):
        sizes = [
            len(one.layers[level + 1].asked) if level + 1 < len(one.layers) else max(1, len(one.ways))
            for one in diagrams
        ]
        offsets = np.cumsum([0, *sizes[:-1]])
        after = np.concatenate(
            [layer.after + np.int32(offset) for layer, offset in zip(together, offsets, strict=True)]
        )
        found.append(Layer(together[0].question, after, np.concatenate([layer.asked for layer in together])))
    return found


class Walk:
    """All completions of some answers, through the diagrams of a space."""

    def __init__(self, space: Space, answers: Answers) -> None:
        self.space = space
        self.kinds: list[Array] = []
        self.weights: list[Array] = []
        most = 1
        for question in space.plan.questions:
            kinds, weights = space.plan.choices(question, answers.get(question, UNSURE))
            self.kinds.append(kinds)
            self.weights.append(weights)
            most *= int(weights.sum())
        self.number = np.dtype(float if most < _EXACT else object)

    @cached_property
    def into(self) -> list[Array]:
        """In how many ways each state of each layer is reached; last, each way in which a decision comes out."""
        found = [np.ones(len(self.space.roots), self.number)]
        sizes = [len(layer.asked) for layer in self.space.layers[1:]] + [len(self.space.ways)]
        for layer, kinds, weights, size in zip(self.space.layers, self.kinds, self.weights, sizes, strict=True):
            found.append(spread(found[-1], layer, kinds, weights, size))
        return found

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """What each decision comes to."""
        found = {target: Tally() for target in self.space.roots if target}
        for (target, way), count in zip(self.space.ways, self.into[-1].tolist(), strict=True):
            if target and count:
                decision, tally = self.space.plan.tree.decisions[target], found[target]
                tally.completions += int(count)
                tally.values.add(frozenset(way[:1]))
                tally.possible.update(dict.fromkeys(possible_of(decision, way), int(count)))
                tally.tied += int(count) * (len(way) > 1)
                tally.impossible += int(count) * (not way)
        return found

    @cached_property
    def count(self) -> int:
        """How many completions there are, where the space has these alone."""
        ends = zip(self.space.ways, self.into[-1].tolist(), strict=True)
        return sum(int(count) for (target, _), count in ends if target is None)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The questions that are asked in some completion."""
        levels = zip(self.space.layers, self.into[:-1], strict=True)
        return frozenset(layer.question for layer, ways in levels if np.any(layer.asked & (ways > 0)))

    @cached_property
    def depends(self) -> frozenset[str]:
        """The questions of which one answer instead of another gives a shown decision another value in some completion."""
        levels = zip(self.space.layers, self.futures, self.into[:-1], strict=True)
        return frozenset(
            layer.question
            for layer, futures, ways in levels
            if futures.shape[1] > 1 and np.any((futures != futures[:, :1]).any(axis=1) & (ways > 0))
        )

    @cached_property
    def futures(self) -> list[Array]:
        """For each state of each layer and each kind that may be answered, a number for what follows.

        The same number: the shown decisions get the same values, whatever else is answered.
        """
        found: list[Array] = []
        shown = self.space.plan.tree.shown
        values = [(target, way[:1]) if target in shown else None for target, way in self.space.ways]
        numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        alike = np.array([numbers[value] for value in values])
        for layer, kinds in zip(reversed(self.space.layers), reversed(self.kinds), strict=True):
            rows = alike[layer.after[:, kinds]]
            alike = rows[:, 0] if len(kinds) == 1 else same(list(rows.T), len(rows))[0]
            found.append(rows)
        return found[::-1]


def spread(ways: Array, layer: Layer, kinds: Array, weights: Array, size: int) -> Array:
    """The ways into the states of the next layer. A question that is not asked is one way, whatever its options."""
    to, more = layer.after[:, kinds].ravel(), ways
    if len(kinds) > 1 or weights[0] > 1:
        each = np.where(layer.asked[:, None], weights, np.arange(len(weights)) == 0)
        more = (ways[:, None] * each).ravel()
    if ways.dtype != object:
        return np.bincount(to, more, size)
    found = np.zeros(size, object)
    np.add.at(found, to, more)
    return found


@dataclass(frozen=True)
class Survey:
    """All decisions over all completions: counted as far as the limit allows, and else, by `space.search`, searched.

    `matters` says of each open question whether its answer can change a shown decision. It is None for a question,
    a decision is in neither, and `completions` and `asked` (the questions asked in some completion) are None, where that
    has not been worked out.
    """

    completions: int | None
    asked: frozenset[str] | None
    decisions: dict[str, Tally]
    matters: dict[str, bool | None]
    walks: tuple[Walk, ...]
    searched: Mapping[str, Known] = field(default_factory=dict)


def survey(tree: Tree, answers: Answers, *, limit: int = LIMIT) -> Survey:
    """What all decisions are over all completions, exact where it answers."""
    opened = space_of(tree, limit).plan.opened
    walks = [Walk(space, answers) for space in spaces(tree, answers, limit)]
    decisions = {name: tally for walk in walks for name, tally in walk.tallies.items()}
    counted = [walk for walk in walks if None in walk.space.roots]
    depends = frozenset[str]().union(*(walk.depends for walk in walks))
    otherwise = False if decisions.keys() >= set(tree.shown) else None
    return Survey(
        counted[0].count if counted else None,
        counted[0].asked if counted else None,
        decisions,
        {
            name: True if not depends.isdisjoint(opened[name]) else otherwise
            for name in tree.questions
            if answers.get(name, UNSURE) == UNSURE
        },
        tuple(walks),
    )


class _Same:
    """A tree as a key: the same object, not an equal one."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.tree is other.tree

    def __hash__(self) -> int:
        return id(self.tree)


def whole(tree: Tree, limit: int = LIMIT) -> Space:
    """The space of a tree for all answers, built anew."""
    plan = Plan(tree)
    return Space(plan, plan.everything, (None, *tree.decisions), limit)


@lru_cache(maxsize=64)
def _whole(key: _Same, limit: int) -> Space:
    return whole(key.tree, limit)


def space_of(tree: Tree, limit: int = LIMIT) -> Space:
    """The space of a tree for all answers, built once."""
    return _whole(_Same(tree), limit)


@lru_cache(maxsize=16)
def _part(key: _Same, limit: int, answers: tuple[tuple[str, Answer], ...]) -> Space:
    """What the whole space lacks, for these answers."""
    whole = _whole(key, limit)
    plan, known = whole.plan, dict(answers)
    allowed = {name: plan.choices(name, known.get(name, UNSURE))[0] for name in plan.questions}
    missing = [name for name in key.tree.decisions if name not in whole.roots]
    return Space(plan, allowed, missing, limit // _AT_A_CLICK)


def spaces(tree: Tree, answers: Answers, limit: int = LIMIT) -> list[Space]:
    """The space of a tree, and for what is past the limit there a second one for these answers."""
    found = [space_of(tree, limit)]
    if len(found[0].roots) <= len(tree.decisions):
        found.append(_part(_Same(tree), limit, tuple(sorted(answers.items()))))
    return [space for space in found if space.roots]
