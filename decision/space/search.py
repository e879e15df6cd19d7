"""What a decision can be where its diagram is past the limit of cells: searched for, within a number of steps.

Completions picked evenly are looked at first; then ways to answer are followed one question after the other, the one
that most live rules test, until nothing can come of a way that has not been seen. So what is seen is possible, and what
no way that is left can have is not; if no way is left, the rest of it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from decision.conditions import NOTHING, Domain
from decision.space.columns import Array
from decision.space.outlook import Outlook, View
from decision.tree import Tree

STEPS = 4_000_000
"""How many times a search looks at a rule, for a row."""

_FIRST = 512  # completions that are looked at before anything is followed
_AT_ONCE = 256  # rows that are followed at once
_MOST_CELLS = 4_000_000  # that the rows take which wait


@dataclass(frozen=True)
class Found:
    """What a search has found of one decision: the facts of `outlook.Left` that hold in some completion, and that may."""

    outcomes: tuple[str, ...]
    seen: Array
    maybe: Array


class Search:
    def __init__(self, tree: Tree, domains: Mapping[str, Domain], known: Mapping[str, Domain], missing: Iterable[str], steps: int) -> None:
        self.tree, self.steps = tree, steps
        self.domains, self.known = domains, dict(known)
        self.missing = list(missing)
        self.picked = 0
        self.log: dict[str, tuple[int, bool]] = {}

    def run(self) -> dict[str, Found]:
        outlook = Outlook(self.tree, self.domains, self.known)
        self.outlook = outlook
        start = np.where(outlook.sizes == 1, 0, outlook.sizes)[None, :]
        view = outlook.look(np.concatenate([start, self._picked(np.repeat(start, _FIRST, axis=0))]), self.missing)
        self.seen = {name: np.zeros(view.left[name].can.shape[1], bool) for name in self.missing}
        self._see(view)
        found = {}
        for name in self.missing:
            found[name] = self._follow(name, start)
        return found

    def _picked(self, rows: Array) -> Array:
        """The rows with every open question answered."""
        numbers = np.arange(self.picked, self.picked + len(rows), dtype=np.uint64)[:, None]
        self.picked += len(rows)
        places = np.arange(rows.shape[1], dtype=np.uint64)
        mixed = numbers * np.uint64(0x9E3779B97F4A7C15) + places * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        return np.where(rows == self.outlook.sizes, (mixed % self.outlook.sizes.astype(np.uint64)).astype(np.int16), rows)

    def _see(self, view: View) -> None:
        self.steps -= (len(view.rows) + 300) * sum(left.live.shape[1] for left in view.left.values())
        for name, seen in self.seen.items():
            if name in view.left:
                seen |= view.left[name].sure.any(axis=0)

    def _follow(self, target: str, start: Array) -> Found:
        seen = self.seen[target]
        waiting, hopes = start, np.ones((1, len(seen)), bool)
        nodes = 0
        while len(waiting) and self.steps > 0 and waiting.size < _MOST_CELLS:
            open_ = (hopes & ~seen).any(axis=1)
            waiting, hopes = waiting[open_], hopes[open_]
            rows = waiting[-_AT_ONCE:]
            waiting, hopes = waiting[:-_AT_ONCE], hopes[:-_AT_ONCE]
            if not len(rows):
                break
            nodes += len(rows)
            view = self.outlook.look(np.concatenate([rows, self._picked(rows)]), [target])
            self._see(view)
            can = view.left[target].can[:len(rows)]
            on = np.flatnonzero((can & ~seen).any(axis=1))
            more, come = self._branch(rows[on], view.heat(target)[on])
            waiting = np.concatenate([waiting, more])
            hopes = np.concatenate([hopes, can[on][come]])
        self.log[target] = nodes, not len(waiting)
        return Found(tuple(self.tree.decisions[target].outcomes), seen, seen | hopes.any(axis=0))

    def _branch(self, rows: Array, heat: Array) -> tuple[Array, Array]:
        ask = heat.argmax(axis=1) if len(rows) else np.zeros(0, int)
        sizes = self.outlook.sizes[ask]
        come = np.repeat(np.arange(len(rows)), sizes)
        more = rows[come]
        ends = np.cumsum(sizes)
        number = np.arange(len(come)) - np.repeat(ends - sizes, sizes)
        more[np.arange(len(come)), ask[come]] = number
        return more, come
