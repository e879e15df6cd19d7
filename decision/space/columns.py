"""Many answers at once: every decision over arrays of option codes, by the same meaning as the scalar evaluation.

A *code* stands for a value: the index of an option or allowed set in `Codes.values`, the last one for "not asked" (or,
for a decision, for "impossible"). What comes in and what goes out are arrays of codes of any shapes that broadcast:
columns of a table of use cases, or open axes as `numpy.ix_` gives them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decision.answers import Answer, allowed_values, value
from decision.conditions import NOTHING, All, AnyOf, Condition, Not, Test, Value, tests
from decision.deciding import points, ruled_out
from decision.tree import Decision, Rule, Tree

Array = NDArray[Any]
Columns = Mapping[str, Array]


def truths(condition: Condition, columns: Columns, codes: Codes) -> Array:
    """In which rows the condition holds."""
    match condition:
        case Test(subject, wanted):
            found: Array = codes.holding(subject, wanted)[columns[subject]]
        case Not(part):
            found = ~truths(part, columns, codes)
        case All(parts):
            found = np.array(True)
            for part in parts:
                found = found & truths(part, columns, codes)
        case AnyOf(parts):
            found = np.array(False)
            for part in parts:
                found = found | truths(part, columns, codes)
    return found


class Codes:
    """What each code of a question or decision stands for, and back."""

    def __init__(self, tree: Tree) -> None:
        asked = {name: (*allowed_values(question), NOTHING) for name, question in tree.questions.items()}
        made = {
            name: (*(frozenset((outcome,)) for outcome in decision.outcomes), NOTHING)
            for name, decision in tree.decisions.items()
        }
        self.values: dict[str, tuple[Value, ...]] = {**asked, **made}
        self._code = {name: {one: code for code, one in enumerate(values)} for name, values in self.values.items()}
        self._holding: dict[tuple[str, Value], Array] = {}

    def code(self, name: str, answer: Answer) -> int:
        """The code of a known answer, or of an outcome."""
        return self._code[name][value(answer)]

    def nothing(self, name: str) -> int:
        """The code for "not asked" or "impossible"."""
        return len(self.values[name]) - 1

    def holding(self, name: str, wanted: Value) -> Array:
        """Which codes have one of the wanted ids."""
        key = name, wanted
        if key not in self._holding:
            self._holding[key] = np.array([not wanted.isdisjoint(one) for one in self.values[name]])
        return self._holding[key]

    def classes(self, name: str, conditions: Iterable[Condition]) -> Array:
        """The class of each code: codes that none of the conditions tells apart are one. Numbered from 0, without gaps."""
        wanted = {test.wanted for condition in conditions for test in tests(condition) if test.subject == name}
        holding = [self.holding(name, ids).tolist() for ids in sorted(wanted, key=sorted)]
        numbers: dict[tuple[bool, ...], int] = {}
        signatures = (tuple(held[code] for held in holding) for code in range(len(self.values[name])))
        return np.array([numbers.setdefault(one, len(numbers)) for one in signatures])


@dataclass(frozen=True)
class Made:
    """A decision, row by row: `chosen` are codes, and `way` tells which of the `ways` it comes out.

    A way is all outcomes with the highest score, the chosen one first, and none where every outcome is ruled out.
    """

    chosen: Array
    way: Array
    ways: tuple[tuple[str, ...], ...]


def decide(tree: Tree, name: str, columns: Columns, codes: Codes) -> Made:
    """The decision in every row, rule by rule. `columns` holds what its rules test; on open axes, this is its cube."""
    decision = tree.decisions[name]
    place = {outcome: index for index, outcome in enumerate(decision.outcomes)}
    best = _best(tree, decision, columns, codes)
    way, first = same(list(best.reshape(len(place), -1)), best[0].size)
    won = best.reshape(len(place), -1)[:, first].T
    ways = tuple(tuple(one for one in decision.ranking if row[place[one]]) for row in won)
    chosen = np.array([place[one[0]] if one else len(place) for one in ways])
    return Made(chosen[way].reshape(best.shape[1:]), way.reshape(best.shape[1:]), ways)


def _best(tree: Tree, decision: Decision, columns: Columns, codes: Codes) -> Array:
    """For each outcome, on the first axis, in which rows it has the highest score of those that are not ruled out."""
    scores, out = weigh(tree, decision, decision.rules.values(), columns, codes)
    scores[out] = scores.min(initial=0) - 1
    best: Array = (scores == scores.max(axis=0)) & ~out
    return best


def weigh(
    tree: Tree, decision: Decision, rules: Collection[Rule], columns: Columns, codes: Codes
) -> tuple[Array, Array]:
    """For each outcome, on the first axis, its score by these rules in every row, and where they rule it out."""
    place = {outcome: index for index, outcome in enumerate(decision.outcomes)}
    gains = [points(tree, rule) for rule in rules]
    most = sum(max(map(abs, gain.values()), default=0) for gain in gains)
    shape = np.broadcast_shapes(*(np.shape(columns[subject]) for subject in decision.reads))
    scores = np.zeros((len(place), *shape), np.min_scalar_type(-most - 2))
    out = np.zeros(scores.shape, bool)
    for rule, gain in zip(rules, gains, strict=True):
        fires = truths(rule.when, columns, codes)
        for outcome in ruled_out(decision, rule):
            out[place[outcome]] |= fires
        for outcome, more in gain.items():
            scores[place[outcome]] += np.where(fires, more, 0).astype(scores.dtype)
    return scores, out


def table(tree: Tree, columns: Columns) -> tuple[dict[str, Array], dict[str, Made]]:
    """Every question as it is then asked, and every decision, in every row.

    `columns` holds for each question of the tree the codes of its answers, of any shapes that broadcast. An answer to
    a question that is not asked counts as "not asked". What comes out broadcasts to the rows.
    """
    codes = Codes(tree)
    values: dict[str, Array] = {}
    made: dict[str, Made] = {}
    for name, question in tree.questions.items():
        values[name] = given = np.asarray(columns[name])
        if question.when:
            values[name] = np.where(truths(question.when, values, codes), given, codes.nothing(name))
    asked = dict(values)
    for name in tree.decisions:
        made[name] = _look_up(tree, name, values, codes)
        values[name] = made[name].chosen
    return asked, made


def _look_up(tree: Tree, name: str, columns: Columns, codes: Codes) -> Made:
    """The decision in every row: from its cube, unless that has more cells than there are rows."""
    decision = tree.decisions[name]
    axes = {subject: codes.classes(subject, conditions(tree, name)) for subject in decision.reads}
    sizes = [int(classes.max()) + 1 for classes in axes.values()]
    if prod(sizes) > prod(np.broadcast_shapes(*(np.shape(columns[subject]) for subject in axes))):
        return decide(tree, name, columns, codes)
    firsts = {subject: np.unique(classes, return_index=True)[1] for subject, classes in axes.items()}
    cube = decide(tree, name, crossed(firsts), codes)
    cell = np.array(0)
    for (subject, classes), place in zip(axes.items(), range(1, len(sizes) + 1), strict=True):
        cell = cell + (classes * prod(sizes[place:]))[columns[subject]]
    return Made(cube.chosen.ravel()[cell], cube.way.ravel()[cell], cube.ways)


def conditions(tree: Tree, name: str) -> list[Condition]:
    """The conditions of a question or decision."""
    if name in tree.decisions:
        return [rule.when for rule in tree.decisions[name].rules.values()]
    when = tree.questions[name].when
    return [when] if when else []


def crossed(axes: Mapping[str, Array]) -> Columns:
    """Open axes, one a name: arrays that broadcast to all combinations. A single code needs no axis: NumPy has 32."""
    several = [name for name, axis in axes.items() if len(axis) > 1]
    found = dict(zip(several, np.ix_(*(axes[name] for name in several)), strict=True)) if several else {}
    return {name: found.get(name, axis.reshape(-1)[0]) for name, axis in axes.items()}


def same(columns: Sequence[Array], rows: int) -> tuple[Array, Array]:
    """Numbers the different rows of some columns of small whole numbers: the number of each row, and a row of each number."""
    key, size = np.zeros(rows, np.int64), 1
    for column in columns:
        values = int(column.max(initial=0)) + 1
        if size * values > 2**62:
            key = np.unique(key, return_inverse=True)[1]
            size = int(key.max(initial=0)) + 1
        key, size = key * values + column, size * values
    if size > 8 * rows + 1_000:
        _, first, number = np.unique(key, return_index=True, return_inverse=True)
        return number, first
    row = np.full(size, -1)
    row[key] = np.arange(rows)
    seen = row >= 0
    return (np.cumsum(seen) - 1)[key], row[seen]
