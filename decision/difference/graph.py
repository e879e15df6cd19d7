"""What comes out of each way to answer, as a graph: layers of states as in a diagram, with any results at its end.

Two graphs over the same questions can be laid beside each other, so that each way to answer ends in what comes out of
both. Counts are exact, and so are the smallest answers after which nothing but one result is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

import numpy as np

from decision.answers import Answer
from decision.space.columns import Array, same
from decision.space.diagram import Diagram, Layer, PastLimitError, Plan, smallest
from decision.space.standing import spread
from decision.tree import UNSURE

_HELD = 8
"""So many cells are held for one of the two graphs that are laid beside each other."""

_EXACT = 2**53  # up to here whole numbers are exact as floats, which are quicker to add up

A = TypeVar("A", bound=Hashable)
B = TypeVar("B", bound=Hashable)
_Try = tuple[float, int, int, int, frozenset[int], tuple[tuple[str, int], ...]]
"""At least so many answers, level (below 0, the deepest first), number, answers given, states, and what was answered."""

Ways = frozenset[tuple[str, ...]]
"""All ways in which a decision comes out over what one version asks and the other does not."""


@dataclass(frozen=True)
class Graph(Generic[A]):
    """The layers from one first state to the results, by their number."""

    layers: tuple[Layer, ...]
    results: tuple[A, ...]

    def to(self, say: Callable[[A], B]) -> Graph[B]:
        """The same graph with other results; what leads to equal ones becomes one."""
        said = [say(result) for result in self.results]
        numbers = {result: number for number, result in enumerate(dict.fromkeys(said))}
        ends = np.array([numbers[result] for result in said])
        if not self.layers:  # one state is all there is
            return Graph((), tuple(said))
        return Graph(smallest(self.layers, ends, ()).layers, tuple(numbers))


def over(diagram: Diagram, plan: Plan, questions: Collection[str], limit: int) -> Graph[Ways]:
    """A diagram over some of its questions: where one of the others is asked, all its answers count together.

    A question counts as asked where it is asked with some answers to those others.
    """
    states = [frozenset((0,))]
    layers, room = [], limit
    for layer in diagram.layers:
        kinds = plan.everything[layer.question].tolist()
        counted = layer.question in questions
        room -= sum(map(len, states)) * len(kinds)
        if room < 0:
            raise PastLimitError
        after = layer.after.tolist()
        if counted:
            rows = [[frozenset(after[one][kind] for one in state) for kind in kinds] for state in states]
        else:
            rows = [[frozenset(after[one][kind] for one in state for kind in kinds)] for state in states]
        numbers = {state: number for number, state in enumerate(dict.fromkeys(one for row in rows for one in row))}
        if counted:
            asked = np.array([any(layer.asked[one] for one in state) for state in states])
            layers.append(_layer(layer, kinds, [[numbers[one] for one in row] for row in rows], asked))
            states = list(numbers)
        else:  # states that became one would need a layer between them; they stay apart
            states = [row[0] for row in rows]
    ways = diagram.ways or ((),)
    return Graph(tuple(layers), tuple(frozenset(ways[one] for one in state) for state in states))


def _layer(like: Layer, kinds: list[int], rows: list[list[int]], asked: Array) -> Layer:
    after = np.repeat(np.array(rows)[:, :1], like.after.shape[1], axis=1)
    after[:, kinds] = rows
    return Layer(like.question, after, asked)


def beside(first: Graph[A], second: Graph[B], limit: int) -> Graph[tuple[A, B]]:
    """Two graphs over the same questions as one, which ends in what comes out of both."""
    left, right = np.zeros(1, int), np.zeros(1, int)
    layers, room = [], limit
    for one, other in zip(first.layers, second.layers, strict=True):
        room -= len(left) * one.after.shape[1] * _HELD
        if room < 0:
            raise PastLimitError
        ahead = [one.after[left], other.after[right]]
        number, row = same([part.ravel() for part in ahead], ahead[0].size)
        layers.append(Layer(one.question, number.reshape(ahead[0].shape), one.asked[left]))
        left, right = (part.ravel()[row] for part in ahead)
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return Graph(tuple(layers), tuple((first.results[a], second.results[b]) for a, b in pairs))


def counted(graph: Graph[A], plan: Plan) -> dict[A, int]:
    """In how many ways to answer each result comes out; a question that is not asked is one way, whatever its options."""
    choices = [plan.choices(layer.question, UNSURE) for layer in graph.layers]
    most = 1
    for _, weights in choices:
        most *= int(weights.sum())
    ways = np.ones(1, float if most < _EXACT else object)
    sizes = [*(len(layer.asked) for layer in graph.layers[1:]), len(graph.results)]
    for layer, (kinds, weights), size in zip(graph.layers, choices, sizes, strict=False):
        ways = spread(ways, layer, kinds, weights, size)
    found = dict.fromkeys(graph.results, 0)
    for result, more in zip(graph.results, ways.tolist(), strict=True):
        found[result] += int(more)
    return {result: number for result, number in found.items() if number}


def fewest(graph: Graph[A], plan: Plan, wanted: A, limit: int) -> dict[str, Answer]:
    """The fewest answers after which every way to answer the rest ends in the wanted result, which some way has.

    Searched by how many answers are given and how many are at least still needed. Raises `PastLimitError` when more than `limit` cells were looked at.
    """
    needed = _needed(graph, plan, wanted)
    tried = count()
    ahead: list[_Try] = [(float(needed[0][0]), 0, next(tried), 0, frozenset((0,)), ())]
    seen: set[tuple[int, frozenset[int]]] = set()
    while limit > 0:
        _, level, _, given, states, fixed = heappop(ahead)
        if level == -len(graph.layers):
            return {question: _answer(plan, question, kind) for question, kind in fixed}
        if (level, states) in seen:
            continue
        seen.add((level, states))
        limit -= len(states) * graph.layers[-level].after.shape[1]
        for kind, then in _choices(graph.layers[-level], plan, states):
            cost = given + (kind is not None)
            least = cost + max(needed[1 - level][one] for one in then)
            if least < np.inf:
                said = fixed if kind is None else (*fixed, (graph.layers[-level].question, kind))
                heappush(ahead, (float(least), level - 1, next(tried), cost, then, said))
    raise PastLimitError


def _choices(layer: Layer, plan: Plan, states: frozenset[int]) -> Iterator[tuple[int | None, frozenset[int]]]:
    """Leaving a question open, or one kind of answer to it, each with the states that come next."""
    rows = layer.after[sorted(states)]
    kinds = plan.everything[layer.question]
    left_open = frozenset(np.unique(rows[:, kinds]).tolist())
    yield None, left_open
    for kind in kinds.tolist():
        then = frozenset(np.unique(rows[:, kind]).tolist())
        if then != left_open:
            yield kind, then


def _needed(graph: Graph[A], plan: Plan, wanted: A) -> list[Array]:
    """For each state of each layer, how many answers are at least needed from there; none are enough: infinite."""
    found = [np.array([0.0 if result == wanted else np.inf for result in graph.results])]
    for layer in reversed(graph.layers):
        rows = found[0][layer.after[:, plan.everything[layer.question]]]
        found.insert(0, np.minimum(rows.max(axis=1), rows.min(axis=1) + 1))
    return found


def _answer(plan: Plan, question: str, kind: int) -> Answer:
    """The answer with the fewest options of a kind."""
    value = plan.codes.values[question][plan.first[question][kind]]
    order = [option for option in plan.tree.questions[question].options if option in value]
    return order[0] if plan.tree.questions[question].choose == "one" else tuple(order)
