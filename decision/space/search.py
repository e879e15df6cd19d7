"""What a decision can be where its diagram is past the limit of cells: searched for, within a number of steps.

Some completions, picked evenly, are looked at first. Then the ways to answer are followed, at each the question asked
that most live rules test, as long as something can come of one that has not been seen. What was seen can happen; what
cannot come of any way that is left cannot, and once no way is left all is known. Nothing hangs on a clock or on chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import compress

import numpy as np

from decision.conditions import NOTHING, Domain
from decision.recommendation import Often
from decision.space.columns import Array
from decision.space.outlook import Outlook, View, values_of
from decision.space.standing import Known, Survey
from decision.tree import Tree

STEPS = 1_500_000
"""How often a search looks at a rule for a row of answers, at most, all decisions together."""

_AT_ONCE = 256  # rows that are looked at together, if that is not too much
_A_LOOK = 300  # rows that could be looked at in the time it takes to look at none
_LOOKS = 20  # that there are steps for at least
_TO_HOLD = 16_384  # rows to be followed, or pairs of outcomes, that come of one look


def searched(tree: Tree, found: Survey, domains: Mapping[str, Domain], steps: int = STEPS) -> Survey:
    """The same with what a search finds of the decisions that were not counted. `domains` holds what each question can be."""
    counted = {name: frozenset(tally.values) for name, tally in found.decisions.items()}
    outlook = Outlook(tree, domains, counted)
    names = [name for name in tree.decisions if name not in counted and outlook.whens[name]]
    made = _Search(outlook, names, steps)
    made.run()
    known = {name: _known(tree, name, made.seen[name], made.maybe[name]) for name in names}
    fixed = all(name in counted or name not in known or known[name].fixed for name in tree.shown)
    matters = {name: False if fixed and one is None else one for name, one in found.matters.items()}
    return replace(found, searched=known, matters=matters)


class _Part:
    """What is looked for of a decision, its values or its ties: ways to answer that are to be followed yet.

    `hopes` are the facts that may come of each of the `rows`.
    """

    def __init__(self, name: str, maybe: Array, start: Array, *, ties: bool) -> None:
        self.name, self.rows, self.hopes = name, start, maybe[None, :]
        self.sought = np.zeros_like(maybe)
        self.sought[slice(-2, None) if ties else slice(-2)] = True

    def keep(self, which: Array) -> None:
        """Forgets the other rows."""
        self.rows, self.hopes = self.rows[which], self.hopes[which]


class _Search:
    """What has been `seen` of each decision, and what `maybe` can be, as facts of `outlook.Left`."""

    def __init__(self, outlook: Outlook, names: list[str], steps: int) -> None:
        self.outlook, self.steps, self.picked = outlook, steps, 0
        self.start = np.where(outlook.sizes == 1, 0, outlook.sizes)[None, :]
        looks = steps // _LOOKS // max(1, outlook.count), _TO_HOLD // outlook.widest
        self.at_once = max(1, min(_AT_ONCE, *looks))
        view = outlook.look(
            np.concatenate([self.start, self._pick(self.start.repeat(2 * self.at_once, axis=0))]), names
        )
        self.maybe = {name: view.left[name].can[0] for name in names}
        self.seen = {name: np.zeros_like(maybe) for name, maybe in self.maybe.items()}
        self._see(view)

    def run(self) -> None:
        """Looks for the values of all decisions first, then for ties, and again where that was not enough, all in turn."""
        parts = [_Part(*one, self.start, ties=ties) for ties in (False, True) for one in self.maybe.items()]
        while parts and self.steps > 0:
            for left, part in zip(range(len(parts), 0, -1), parts, strict=True):
                self._follow(part, self.steps - self.steps // left)
            parts = [part for part in parts if len(part.rows)]

    def _pick(self, rows: Array) -> Array:
        """The rows with every open question answered, every time otherwise."""
        numbers = np.arange(self.picked, self.picked + len(rows), dtype=np.uint64)[:, None]
        self.picked += len(rows)
        mixed: Array = (numbers << np.uint64(16)) + np.arange(rows.shape[1], dtype=np.uint64)
        for factor in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9):  # those of SplitMix64
            mixed *= np.uint64(factor)
            mixed ^= mixed >> np.uint64(29)
        sizes = self.outlook.sizes
        return np.where(rows == sizes, mixed % sizes.astype(np.uint64), rows).astype(rows.dtype)

    def _see(self, view: View) -> None:
        self.steps -= (len(view.rows) + _A_LOOK) * sum(left.live.shape[1] for left in view.left.values())
        for name, seen in self.seen.items():
            if name in view.left:
                seen |= view.left[name].sure.any(axis=0)

    def _follow(self, part: _Part, until: int) -> None:
        """Follows the ways to answer until what is sought is known, or too few steps are left."""
        name, seen, maybe = part.name, self.seen[part.name], self.maybe[part.name]
        while True:
            sought = maybe & ~seen & part.sought
            part.keep((part.hopes & sought).any(axis=1))
            if not len(part.rows) or self.steps <= max(until, 0):
                break
            if len(part.rows) * self.outlook.sizes.sum() <= 2 * self.at_once:
                self._force(part, sought)
            now = part.rows[-self.at_once :]
            view = self.outlook.look(np.concatenate([now, self._pick(now)]), [name])
            self._see(view)
            can = view.left[name].can[: len(now)]
            on = np.flatnonzero((can & sought & ~seen).any(axis=1))
            more, come = self._branch(now[on], view.heat(name, values_of(sought & ~seen))[on])
            part.rows = np.concatenate([part.rows[: -self.at_once], more])
            part.hopes = np.concatenate([part.hopes[: -self.at_once], can[on[come]]])
        maybe &= seen | part.hopes.any(axis=0) | ~part.sought
        self.outlook.rules[name].able &= values_of(maybe)

    def _force(self, part: _Part, sought: Array) -> None:
        """Gives every open question its answer where something sought can come of no other, in each row."""
        row, ask = np.nonzero(part.rows == self.outlook.sizes)
        sizes = self.outlook.sizes[ask]
        come = np.repeat(np.arange(len(row)), sizes)
        number = np.arange(len(come)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        tried = part.rows[row[come]]
        tried[np.arange(len(come)), ask[come]] = number
        view = self.outlook.look(tried, [part.name])
        self._see(view)
        alive = (view.left[part.name].can & sought).any(axis=1)
        forced = alive & (np.bincount(come, alive, len(row)) == 1)[come]
        part.rows[row[come[forced]], ask[come[forced]]] = number[forced]

    def _branch(self, rows: Array, heat: Array) -> tuple[Array, Array]:
        """Each row once for each answer to its hottest question, and from which row each of them comes."""
        ask = heat.argmax(axis=1)
        sizes = self.outlook.sizes[ask]
        come = np.repeat(np.arange(len(rows)), sizes)
        more = rows[come]
        more[np.arange(len(come)), ask[come]] = np.arange(len(come)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return more, come


def _known(tree: Tree, name: str, seen: Array, maybe: Array) -> Known:
    outcomes = tuple(tree.decisions[name].outcomes)
    values = (*(frozenset((outcome,)) for outcome in outcomes), NOTHING)
    able, perhaps = seen[: len(outcomes)], maybe[: len(outcomes)]
    return Known(
        frozenset(compress(outcomes, able)),
        frozenset(compress(outcomes, perhaps & ~able)),
        frozenset(compress(values, values_of(maybe))),
        _often(seen[-2:], maybe[-2:]),
        _often(np.array([values_of(seen)[-1], able.any()]), np.array([values_of(maybe)[-1], perhaps.any()])),
    )


def _often(seen: Array, maybe: Array) -> Often | None:
    """How often something is so, by whether that has been seen, and its opposite, and whether they can be."""
    if not maybe.all():
        return "in all" if maybe[0] else "never"
    return "in some" if seen.all() else None
