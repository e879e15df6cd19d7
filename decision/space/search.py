"""What a decision can be where its diagram is past the limit of cells: searched for, within a number of steps.

Some completions, picked evenly, are looked at first. Then the ways to answer are followed, at each the question asked
that most live rules test, as long as something can come of one that has not been seen. What was seen can happen; what
cannot come of any way that is left cannot, and once no way is left all is known. Nothing hangs on a clock or on chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from decision.conditions import NOTHING, Domain
from decision.recommendation import Often
from decision.space.columns import Array
from decision.space.outlook import Outlook, View, values_of
from decision.space.standing import Known, Survey
from decision.tree import Tree

STEPS = 1_200_000
"""How often a search looks at a rule for some answers, at most, all decisions together."""

_AT_ONCE = 256  # rows that are looked at together, if that is not too much
_A_LOOK = 300  # rows that could be looked at in the time that it takes to look at none
_LOOKS = 20  # that there are steps for at least
_TO_HOLD = 16_384  # rows to be followed, or pairs of outcomes, that come of one look

_VALUES, _TIES = slice(-2), slice(-2, None)  # of the facts of `outlook.Left`


def searched(tree: Tree, found: Survey, domains: Mapping[str, Domain], steps: int = STEPS) -> Survey:
    """The same with what a search finds of the decisions that were not counted. `domains` holds what each question can be."""
    search = _Search(tree, found, domains, steps)
    search.run()
    known = {name: search.known(name) for name in search.seen}
    fixed = all(name not in known or known[name].fixed for name in tree.shown)
    matters = {name: False if fixed and one is None else one for name, one in found.matters.items()}
    return replace(found, searched=known, matters=matters)


@dataclass
class _Part:
    """What is looked for of a decision, its values or its ties, and the ways to answer that are to be followed yet.

    `hopes` are the facts that may come of each of the `rows`.
    """

    name: str
    facts: slice
    outlook: Outlook
    rows: Array
    hopes: Array

    def keep(self, which: Array) -> None:
        """Forgets the other rows."""
        self.rows, self.hopes = self.rows[which], self.hopes[which]

    def put(self, rows: Array, hopes: Array, *, instead_of: int) -> None:
        """Puts these rows last, instead of the last ones."""
        self.rows = np.concatenate([self.rows[:-instead_of], rows])
        self.hopes = np.concatenate([self.hopes[:-instead_of], hopes])


class _Search:
    """What has been `seen` of each decision that was not counted, and what `maybe` can be, as facts of `outlook.Left`."""

    def __init__(self, tree: Tree, found: Survey, domains: Mapping[str, Domain], steps: int) -> None:
        self.tree, self.steps, self.picked = tree, steps, 0
        known = {name: frozenset(tally.values) for name, tally in found.decisions.items()}
        missing = [name for name in tree.decisions if name not in found.decisions]
        self.outlook = outlook = Outlook(tree, {**domains, **known}, missing)
        looks = steps // _LOOKS // max(1, outlook.cost), _TO_HOLD // outlook.widest
        self.at_once = max(1, min(_AT_ONCE, *looks))
        missing = [name for name in missing if outlook.whens[name]]
        picked = self._pick(outlook, outlook.start.repeat(2 * self.at_once, axis=0))
        view = outlook.look(np.concatenate([outlook.start, picked]), missing)
        self.maybe = {name: view.left[name].can[0] for name in missing}
        self.seen = {name: np.zeros_like(maybe) for name, maybe in self.maybe.items()}
        self._see(view)

    def run(self) -> None:
        """Looks for the values of all decisions, then for ties, then on where that was not enough, all in turn."""
        turns = [(name, facts) for facts in (_VALUES, _TIES) for name in self.seen]
        parts = []
        for left, (name, facts) in zip(range(len(turns), 0, -1), turns, strict=True):
            if self.steps > 0 and self._sought(name, facts).any():
                outlook = self.outlook.narrowed(name)
                parts.append(_Part(name, facts, outlook, outlook.start, self.maybe[name][None, :]))
                self._follow(parts[-1], left)
        while self.steps > 0 and (parts := [part for part in parts if len(part.rows)]):
            for left, part in zip(range(len(parts), 0, -1), parts, strict=True):
                self._follow(part, left)

    def known(self, name: str) -> Known:
        """What is known of a decision by now."""
        seen, maybe = self.seen[name], self.maybe[name]
        outcomes = tuple(self.tree.decisions[name].outcomes)
        values = (*(frozenset((outcome,)) for outcome in outcomes), NOTHING)
        able, perhaps = seen[: len(outcomes)], maybe[: len(outcomes)]
        return Known(
            frozenset(compress(outcomes, able)),
            frozenset(compress(outcomes, perhaps & ~able)),
            frozenset(compress(values, values_of(maybe))),
            _often(seen[_TIES], maybe[_TIES]),
            _often(np.array([values_of(seen)[-1], able.any()]), np.array([values_of(maybe)[-1], perhaps.any()])),
        )

    def _sought(self, name: str, facts: slice) -> Array:
        """Which of some facts are not known."""
        sought: Array = np.zeros_like(self.seen[name])
        sought[facts] = (self.maybe[name] & ~self.seen[name])[facts]
        return sought

    def _pick(self, outlook: Outlook, rows: Array) -> Array:
        """The rows with every open question answered, every time otherwise."""
        numbers = np.arange(self.picked, self.picked + len(rows), dtype=np.uint64)[:, None]
        self.picked += len(rows)
        mixed: Array = (numbers << np.uint64(16)) + np.arange(rows.shape[1], dtype=np.uint64)
        for factor in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9):  # those of SplitMix64
            mixed *= np.uint64(factor)
            mixed ^= mixed >> np.uint64(29)
        mixed %= outlook.sizes.astype(np.uint64)
        return np.where(rows == outlook.sizes, mixed.astype(np.int16), rows)

    def _see(self, view: View) -> None:
        self.steps -= (len(view.rows) + _A_LOOK) * sum(view.outlook.rules[name].cost for name in view.left)
        for name, left in view.left.items():
            if name in self.seen:
                self.seen[name] |= left.sure.any(axis=0)

    def _follow(self, part: _Part, turns: int) -> None:
        """Follows ways to answer until all that is sought is known, or its share of the steps is used up."""
        until = self.steps - self.steps // turns
        while True:
            sought = self._sought(part.name, part.facts)
            part.keep(np.flatnonzero((part.hopes & sought).any(axis=1)))
            if not len(part.rows) or self.steps <= max(until, 0):
                break
            self._step(part, sought)
        self.maybe[part.name][part.facts] &= (self.seen[part.name] | part.hopes.any(axis=0))[part.facts]
        self.outlook.rules[part.name].able &= values_of(self.maybe[part.name])

    def _step(self, part: _Part, sought: Array) -> None:
        """Asks one more question of the last of the rows."""
        outlook = part.outlook
        if len(part.rows) * outlook.sizes.sum() <= 2 * self.at_once:
            self._force(part, sought)
        rows = part.rows[-self.at_once :]
        view = outlook.look(np.concatenate([rows, self._pick(outlook, rows)]), [part.name])
        self._see(view)
        can = view.left[part.name].can[: len(rows)]
        on = np.flatnonzero((can & self._sought(part.name, part.facts)).any(axis=1))
        hottest = view.heat(part.name, values_of(sought))[on].argmax(axis=1)
        more, come = _with_answers(rows[on], hottest, outlook.sizes)
        part.put(more, can[on[come]], instead_of=len(rows))

    def _force(self, part: _Part, sought: Array) -> None:
        """Gives an open question its answer where nothing that is sought can come of any other, in each row."""
        sizes = part.outlook.sizes
        row, ask = np.nonzero(part.rows == sizes)
        tried, come = _with_answers(part.rows[row], ask, sizes)
        view = part.outlook.look(tried, [part.name])
        self._see(view)
        alive = (view.left[part.name].can & sought).any(axis=1)
        forced = alive & (np.bincount(come, alive, len(row)) == 1)[come]
        at = come[forced]
        part.rows[row[at], ask[at]] = tried[forced, ask[at]]


def _with_answers(rows: Array, ask: Array, sizes: Array) -> tuple[Array, Array]:
    """Each row once for each answer to the question asked of it, and from which row each of them comes."""
    counts = sizes[ask]
    come = np.repeat(np.arange(len(rows)), counts)
    more = rows[come]
    more[np.arange(len(come)), ask[come]] = np.arange(len(come)) - np.repeat(np.cumsum(counts) - counts, counts)
    return more, come


def _often(seen: Array, maybe: Array) -> Often | None:
    """How often something is so, by whether that has been seen, and its opposite, and whether they can be."""
    if not maybe.all():
        return "in all" if maybe[0] else "never"
    return "in some" if seen.all() else None
