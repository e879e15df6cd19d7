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
_FILLS = 256
_MANY = 256
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
        self.outlook = outlook = Outlook(self.tree, self.domains, self.known)
        start = np.where(outlook.sizes == 1, 0, outlook.sizes)[None, :]
        view = outlook.look(np.concatenate([start, self._picked(np.repeat(start, _FIRST, axis=0))]), self.missing)
        self.seen = {name: view.left[name].sure.any(axis=0) for name in self.missing}
        self.maybe = {name: view.left[name].can[0] for name in self.missing}
        self._see(view)
        jobs = [(name, flags) for flags in (False, True) for name in self.missing]
        total = self.steps
        for left, (name, flags) in zip(range(len(jobs), 0, -1), jobs, strict=True):
            self.until = self.steps - self.steps // left
            self._follow(name, start, flags)
        return {name: Found(tuple(self.tree.decisions[name].outcomes), self.seen[name], self.maybe[name]) for name in self.missing}

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

    def _follow(self, target: str, start: Array, flags: bool) -> None:
        seen, maybe = self.seen[target], self.maybe[target]
        sought = np.ones(len(seen), bool)
        if not flags: sought[-2:] = False
        sought &= maybe
        waiting, hopes = start, maybe[None, :]
        nodes = 0
        while len(waiting) and self.steps > self.until and waiting.size < _MOST_CELLS:
            open_ = (hopes & ~seen & sought).any(axis=1)
            waiting, hopes = waiting[open_], hopes[open_]
            rows = waiting[-_AT_ONCE:]
            if not len(rows):
                break
            waiting, hopes = waiting[:-_AT_ONCE], hopes[:-_AT_ONCE]
            nodes += len(rows)
            view = self.outlook.look(np.concatenate([rows, self._picked(rows[-_FILLS:])]), [target])
            self._see(view)
            can = view.left[target].can[:len(rows)]
            on = np.flatnonzero((can & ~seen & sought).any(axis=1))
            wanted = (maybe & ~seen)[(len(seen) - 3) // 2 : -2]
            more, come = self._branch(rows[on], view.heat(target, wanted)[on])
            waiting = np.concatenate([waiting, more])
            hopes = np.concatenate([hopes, can[on][come]])
        maybe[sought] = (seen | hopes.any(axis=0))[sought]
        self.outlook.rules[target].able &= maybe[(len(seen) - 3) // 2 : -2]
        self.log[target+'AB'[flags]] = nodes, not len(waiting)

    def _branch(self, rows: Array, heat: Array) -> tuple[Array, Array]:
        """The rows after each answer to the hottest question of each; to more questions as long as these are few rows."""
        come = np.arange(len(rows))
        while True:
            ask = heat.argmax(axis=1) if len(rows) else np.zeros(0, int)
            sizes = np.where(heat.max(axis=1, initial=0) > 0, self.outlook.sizes[ask], 1)
            if sizes.sum() > _MANY and come.size > len(set(come.tolist())): break
            origin = np.repeat(np.arange(len(rows)), sizes)
            number = np.arange(len(origin)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            heat[np.arange(len(rows)), ask], cold = 0, heat.max(axis=1, initial=0) == 0
            if cold.all(): break
            rows, heat, come = rows[origin], heat[origin], come[origin]
            each = np.arange(len(rows))
            hot = ~cold[origin]
            rows[each[hot], ask[origin][hot]] = number[hot]
            if len(rows) > _MANY: break
        return rows, come
