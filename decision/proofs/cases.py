"""What the scenarios of a tree notice: every completion of every scenario as a row, decided anew where a rule changes."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

import numpy as np

from decision.answers import fit
from decision.deciding import possible_of
from decision.proofs.firing import Effects, Verdicts
from decision.space.columns import Array, Codes, Made, decide, table, truths
from decision.space.diagram import Plan
from decision.tree import UNSURE, Scenario, Tree

MOST_ROWS = 200_000
"""A scenario that leaves more different completions is left out, and said to be."""


class Cases:
    """The scenarios that can be decided completion by completion. `names` are theirs, `left_out` those of the others.

    `fires[decision][row, rule]` and `verdicts[decision]` say what the tree makes of each completion.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.plan = Plan(tree)
        self.codes = Codes(tree)
        chosen = {name: self._choices(scenario) for name, scenario in tree.scenarios.items()}
        rows = {name: prod(map(len, choices)) for name, choices in chosen.items()}
        self.names = [name for name, many in rows.items() if many <= MOST_ROWS]
        self.left_out = tuple(name for name in rows if name not in self.names)
        self.starts = np.cumsum([0, *(rows[name] for name in self.names)])[:-1]
        self._decide(_stacked([chosen[name] for name in self.names], len(tree.questions)))
        self.expected = {name: self._expected(name) for name in tree.decisions}
        right = [self._as_expected(name, self.verdicts[name].possible) for name in tree.decisions]
        self.passing: Array = np.logical_and.reduce(right)

    def _choices(self, scenario: Scenario) -> list[Array]:
        """The codes to be tried of each question: one of each kind, where it is open."""
        known = fit(self.tree, scenario.answers)
        kinds = ((name, self.plan.choices(name, known.get(name, UNSURE))[0]) for name in self.tree.questions)
        return [self.plan.first[name][found] for name, found in kinds]

    def _decide(self, columns: list[Array]) -> None:
        asked, made = table(self.tree, dict(zip(self.tree.questions, columns, strict=True)))
        size = len(columns[0])
        self.columns = {**asked, **{name: np.broadcast_to(one.chosen, size) for name, one in made.items()}}
        self.fires: dict[str, Array] = {}
        self.verdicts: dict[str, Verdicts] = {}
        for name, decision in self.tree.decisions.items():
            held = [
                np.broadcast_to(truths(rule.when, self.columns, self.codes), size) for rule in decision.rules.values()
            ]
            self.fires[name] = np.array(held, bool).reshape(len(held), size).T
            self.verdicts[name] = Effects(self.tree, decision).verdicts(self.fires[name])

    def _expected(self, decision: str) -> dict[int, Array]:
        """For the scenarios that expect something of the decision: which outcomes; none where it is to be impossible."""
        outcomes = self.tree.decisions[decision].outcomes
        wanted = ((place, self.tree.scenarios[name].expect.get(decision)) for place, name in enumerate(self.names))
        return {place: np.array([one in expect for one in outcomes]) for place, expect in wanted if expect is not None}

    def _as_expected(self, decision: str, possible: Array) -> Array:
        """Which scenarios find the outcomes they expect of the decision, or expect nothing of it."""
        found = np.ones(len(self.names), bool)
        if self.names:
            able = np.logical_or.reduceat(possible, self.starts, axis=0)
            for place, wanted in self.expected[decision].items():
                found[place] = np.array_equal(able[place], wanted)
        return found

    def noticed(self, decision: str, rows: Array, changed: Verdicts) -> bool:
        """Whether a scenario fails that passed before, if the decision comes out so in these rows."""
        if not len(rows):
            return False
        possible = self.verdicts[decision].possible.copy()
        possible[rows] = changed.possible
        if self._fails(decision, possible):
            return True
        chosen = self.columns[decision].copy()
        chosen[rows] = changed.chosen
        return self._noticed_below(decision, {decision: chosen})

    def often(self, decision: str) -> list[int]:
        """In how many scenarios each rule of a decision fires, in some completion."""
        if not self.names:
            return [0] * self.fires[decision].shape[1]
        fires = np.logical_or.reduceat(self.fires[decision], self.starts, axis=0)
        return [int(many) for many in fires.sum(axis=0).tolist()]

    def _fails(self, decision: str, possible: Array) -> bool:
        return bool((self.passing & ~self._as_expected(decision, possible)).any())

    def _noticed_below(self, decision: str, new: dict[str, Array]) -> bool:
        """Decides once more what hangs on decisions that come out otherwise, where they do."""
        names = list(self.tree.decisions)
        for name in names[names.index(decision) + 1 :]:
            read = [one for one in self.tree.decisions[name].reads if one in new]
            rows = _where(new[one] != self.columns[one] for one in read)
            if not len(rows):
                continue
            columns = {one: new.get(one, self.columns[one]) for one in self.tree.decisions[name].reads}
            made = decide(
                self.tree, name, {one: np.asarray(column)[rows] for one, column in columns.items()}, self.codes
            )
            possible = self.verdicts[name].possible.copy()
            possible[rows] = _possible(self.tree, name, made)
            if self._fails(name, possible):
                return True
            new[name] = self.columns[name].copy()
            new[name][rows] = made.chosen
        return False


def _stacked(chosen: list[list[Array]], questions: int) -> list[Array]:
    """A column for each question: for each scenario all combinations of what is to be tried. Without any, one row of no one."""
    blocks = [_combinations(choices) for choices in chosen] or [[np.zeros(1, int)] * questions]
    return [np.concatenate([block[place] for block in blocks]) for place in range(questions)]


def _combinations(choices: list[Array]) -> list[Array]:
    size = prod(map(len, choices))
    found, each = [], size
    for choice in choices:
        each //= len(choice)
        found.append(np.tile(np.repeat(choice, each), size // (each * len(choice))))
    return found


def _where(differ: Iterable[Array]) -> Array:
    found = [*differ]
    return np.flatnonzero(np.logical_or.reduce(found)) if found else np.zeros(0, int)


def _possible(tree: Tree, name: str, made: Made) -> Array:
    decision = tree.decisions[name]
    ways = [possible_of(decision, way) for way in made.ways]
    able = np.array([[one in way for one in decision.outcomes] for way in ways], bool)
    found: Array = able[made.way]
    return found
