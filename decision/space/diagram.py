"""The answer space of a tree as a diagram: all completions, folded where nothing later can tell them apart.

Questions are read one after the other. A *state* stands for all ways to have answered so far after which whatever is
still to come leads to the same, in as many ways; a *layer* says for each state and each kind of answer to one question
which state comes next. A *kind* is a class of values that no condition of the tree tells apart. What stands at the end
is the way in which a decision comes out.

Built by running the functions that a tree consists of side by side, each read value by value: every decision (its
cube) and every `when` of a question. Ways to have answered that leave each of them at the same point are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from decision.answers import Answer
from decision.conditions import Condition, subjects, tests
from decision.space.columns import Array, Codes, conditions, crossed, decide, same, truths
from decision.tree import UNSURE, Tree

_TO_SORT = 10  # cells that a row takes while equal ones are looked for

Kinds = Mapping[str, Array]


class PastLimitError(Exception):
    """More cells would be needed than are allowed."""


@dataclass(frozen=True)
class Layer:
    """One question: the state after each state and kind of answer. Where it is not asked, all kinds lead to the same."""

    question: str
    after: Array
    asked: Array

    @cached_property
    def rows(self) -> list[list[int]]:
        """`after` as lists, which are quicker where single states are followed."""
        return self.after.tolist()  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Diagram:
    """The layers from one first state to what comes out, as an index of `ways`, those that some completion has."""

    layers: tuple[Layer, ...]
    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reader:
    """A function read value by value: `steps[subject][state, kind]` is the next state, and the last one the result."""

    start: int
    steps: dict[str, Array]


class Plan:
    """What hangs on the tree alone: codes, kinds, and the order in which questions are read and decisions made."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.codes = Codes(tree)
        tested = [when for name in self.codes.values for when in conditions(tree, name)]
        self.kinds = {name: self.codes.classes(name, tested) for name in self.codes.values}
        self.first = {name: np.unique(kinds, return_index=True)[1] for name, kinds in self.kinds.items()}
        self.order = _order(tree)
        self.questions = tuple(name for name in self.order if name in tree.questions)
        self.opened = {name: opened_by(tree, name) for name in self.questions}
        self._told: dict[str, dict[str, Array]] = {}
        self._open = {name: np.unique(self.kinds[name][:-1], return_counts=True) for name in self.questions}
        self.everything = {name: kinds for name, (kinds, _) in self._open.items()}

    def choices(self, question: str, answer: Answer) -> tuple[Array, Array]:
        """The kinds that an answer leaves, and how many values each of them stands for."""
        if answer == UNSURE:
            return self._open[question]
        return self.kinds[question][[self.codes.code(question, answer)]], np.ones(1, int)

    def axes(self, name: str, allowed: Kinds) -> dict[str, Array]:
        """For each subject of a question or decision, in reading order, the class of each kind; what is not allowed is 0."""
        found = {}
        for subject, classes in self._classes(name).items():
            held = self.held(subject, allowed)
            found[subject] = np.zeros(len(classes), int)
            found[subject][held] = np.unique(classes[held], return_inverse=True)[1]
        return found

    def _classes(self, name: str) -> dict[str, Array]:
        """For each subject of a question or decision, in reading order, the class of each kind."""
        if name not in self._told:
            tested: dict[str, list[Condition]] = {}
            for test in (test for when in conditions(self.tree, name) for test in tests(when)):
                tested.setdefault(test.subject, []).append(test)
            self._told[name] = {
                subject: self.codes.classes(subject, tested[subject])[self.first[subject]]
                for subject in self.order
                if subject in tested
            }
        return self._told[name]

    def held(self, subject: str, allowed: Kinds) -> Array:
        """The kinds of value that a subject can have, "not asked" among them."""
        if subject in self.tree.decisions:
            return np.arange(len(self.first[subject]))
        if self.tree.questions[subject].when:
            return np.union1d(allowed[subject], self.kinds[subject][-1])
        return allowed[subject]


def reads(tree: Tree, name: str) -> frozenset[str]:
    """What the conditions of a question or decision test."""
    return frozenset[str]().union(*map(subjects, conditions(tree, name)))


def _order(tree: Tree) -> tuple[str, ...]:
    """Questions just before the first decision that reads them, behind what their own conditions test."""
    found: dict[str, None] = {}

    def place(name: str) -> None:
        tested = reads(tree, name)
        for other in (*tree.questions, *tree.decisions):
            if other in tested and other not in found:
                place(other)
        found[name] = None

    for name in (*tree.decisions, *tree.questions):
        if name not in found:
            place(name)
    return tuple(found)


def closure(tree: Tree, names: Iterable[str]) -> frozenset[str]:
    """What is named and all that its conditions test, in turn."""
    found = set(names)
    for name in reversed([*tree.questions, *tree.decisions]):
        if name in found:
            found |= reads(tree, name)
    return frozenset(found)


def opened_by(tree: Tree, name: str) -> frozenset[str]:
    """The question itself and every question whose being asked depends on it."""
    opened = {name}
    for other in tree.questions:
        if not reads(tree, other).isdisjoint(opened):
            opened.add(other)
    return frozenset(opened)


def diagram(plan: Plan, target: str | None, allowed: Kinds, limit: int) -> Diagram:
    """All completions with what one decision is in each, or, without a target, the completions alone.

    `allowed` names the kinds of answers that each question may get. Raises `PastLimitError` when more than `limit` cells
    would have to be held at once.
    """
    run = _Run(plan, target, allowed, limit)
    for name in plan.order:
        if name in plan.tree.questions:
            run.ask(name)
        elif name in run.live:
            run.make(name)
    run.fold()
    return smallest(run.layers, run.live[target] if target else np.zeros(run.rows, int), run.ways)


class _Run:
    """All functions at once. `live` holds, for each that has not been read to its end, the state it is in, row by row."""

    def __init__(self, plan: Plan, target: str | None, allowed: Kinds, limit: int) -> None:
        self.plan, self.target, self.allowed, self.limit = plan, target, allowed, limit
        self.ways: tuple[tuple[str, ...], ...] = ()
        self.rows = 1
        self.layers: list[Layer] = []
        self.unfolded: tuple[str, Array] | None = None
        gated = [name for name, question in plan.tree.questions.items() if question.when]
        made = closure(plan.tree, [target] if target else []) & plan.tree.decisions.keys()
        self.readers = {name: self._reader(name) for name in (*gated, *made)}
        self.live = {name: np.array([one.start]) for name, one in self.readers.items()}

    def _reader(self, name: str) -> Reader:
        plan, tree = self.plan, self.plan.tree
        axes = plan.axes(name, self.allowed)
        firsts = {subject: self._representatives(subject, classes) for subject, classes in axes.items()}
        cells = prod(map(len, firsts.values()))
        if name in tree.questions:
            self._within(cells)
            (when,) = conditions(tree, name)
            return _folded(truths(when, crossed(firsts), plan.codes).astype(int), axes)
        self._within(cells * len(tree.decisions[name].outcomes))
        cube = decide(tree, name, crossed(firsts), plan.codes)
        if name == self.target:
            self.ways = cube.ways
        return _folded(cube.way if name == self.target else cube.chosen, axes)

    def _representatives(self, subject: str, classes: Array) -> Array:
        """One code for each class of kinds that are allowed."""
        held = self.plan.held(subject, self.allowed)
        return self.plan.first[subject][held[np.unique(classes[held], return_index=True)[1]]]

    def _within(self, cells: int) -> None:
        if cells > self.limit:
            raise PastLimitError

    def ask(self, question: str) -> None:
        """Every row once for each kind of answer."""
        self.fold()
        kinds = self.allowed[question]
        self._within(self.rows * len(kinds) * (len(self.live) + _TO_SORT))
        asked = self.live.pop(question) == 1 if question in self.live else np.ones(self.rows, bool)
        nothing = self.plan.kinds[question][-1]
        chosen = np.where(asked[:, None], kinds, nothing)
        for name, states in self.live.items():
            step = self.readers[name].steps.get(question)
            self.live[name] = np.repeat(states, len(kinds)) if step is None else step[states[:, None], chosen].ravel()
        self.rows *= len(kinds)
        self.unfolded = question, asked

    def make(self, decision: str) -> None:
        """Hands a decision that has read all it reads on to those that read it."""
        if decision == self.target:
            return
        kinds = self.plan.kinds[decision][self.live.pop(decision)]
        for name, states in self.live.items():
            step = self.readers[name].steps.get(decision)
            if step is not None:
                self.live[name] = step[states, kinds]

    def fold(self) -> None:
        """Makes rows one in which all functions are at the same point, and keeps the question read since as a layer."""
        if self.unfolded is None:
            return
        question, asked = self.unfolded
        number, first = same(list(self.live.values()), self.rows)
        number = number.astype(np.int32)
        self.live = {name: states[first] for name, states in self.live.items()}
        kinds = self.allowed[question]
        after = np.repeat(number.reshape(len(asked), len(kinds))[:, :1], len(self.plan.first[question]), axis=1)
        after[:, kinds] = number.reshape(len(asked), len(kinds))
        self.layers.append(Layer(question, after, asked))
        self.rows, self.unfolded = len(first), None


def _folded(results: Array, axes: Mapping[str, Array]) -> Reader:
    """Folds a table of results, each axis by the classes of the kinds, into the fewest states."""
    states = results.reshape(-1)
    steps: dict[str, Array] = {}
    for subject, classes in reversed([*axes.items()]):
        rows = states.reshape(-1, int(classes.max()) + 1)
        states, first = same(list(rows.T), len(rows))
        steps[subject] = rows[first][:, classes].astype(np.int32)
    return Reader(int(states[0]), steps)


def smallest(layers: Sequence[Layer], ends: Array, ways: tuple[tuple[str, ...], ...]) -> Diagram:
    """Makes states one from which everything leads to the same, from the last layer to the first."""
    reached, ends = np.unique(ends, return_inverse=True)
    ways = tuple(ways[way] for way in reached) if ways else ()
    found: list[Layer] = []
    for layer in reversed(layers):
        after = ends.astype(np.int32)[layer.after]
        ends, first = same([*after.T, layer.asked], len(after))
        found.append(Layer(layer.question, after[first], layer.asked[first]))
    return Diagram(tuple(reversed(found)), ways)
