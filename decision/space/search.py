"""What a decision can be where its diagram is past the limit of cells: searched for, within a number of steps.

Some completions, picked evenly, are looked at first. Then the ways to answer are followed, at each the question asked
that most live rules test, as long as something can come of one that has not been seen. What was seen can happen; what
cannot come of any way that is left cannot, and once no way is left all is known. Nothing hangs on a clock or on chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from decision.conditions import NOTHING, Domain
from decision.recommendation import Often
from decision.space.columns import Array
from decision.space.outlook import Outlook, View, values_of
from decision.tree import Tree

STEPS = 1_500_000
"""How often a search looks at a rule for a row of answers, at most, all decisions together."""

_FIRST = 512  # completions that are looked at before anything is followed
_AT_ONCE = 256  # rows that are followed at once
_A_LOOK = 300  # rows in whose time no row at all is looked at


@dataclass(frozen=True)
class Found:
    """What a search has found of one decision.

    `possible` are outcomes that it has in some completion, `unknown` those of which that is not known, and `values` what
    it can still be. `tied` and `impossible` are None where that is not known.
    """

    possible: frozenset[str]
    unknown: frozenset[str]
    values: Domain
    tied: Often | None
    impossible: Often | None


def search(
    tree: Tree,
    domains: Mapping[str, Domain],
    known: Mapping[str, Domain],
    names: Iterable[str],
    *,
    steps: int = STEPS,
) -> dict[str, Found]:
    """What some decisions can be.

    `domains` holds what each question can be, and `known` what is known of decisions; neither leaves out what can be.
    """
    made = _Search(Outlook(tree, domains, known), list(names), steps)
    made.run()
    return {name: _found(tree, name, made.seen[name], made.maybe[name]) for name in made.seen}


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
        view = outlook.look(np.concatenate([self.start, self._pick(self.start.repeat(_FIRST, axis=0))]), names)
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
            if not len(part.rows) or self.steps <= until:
                break
            now = part.rows[-_AT_ONCE:]
            view = self.outlook.look(np.concatenate([now, self._pick(now)]), [name])
            self._see(view)
            can = view.left[name].can[: len(now)]
            on = np.flatnonzero((can & sought & ~seen).any(axis=1))
            more, come = self._branch(now[on], view.heat(name, values_of(sought & ~seen))[on])
            part.rows = np.concatenate([part.rows[:-_AT_ONCE], more])
            part.hopes = np.concatenate([part.hopes[:-_AT_ONCE], can[on[come]]])
        maybe &= seen | part.hopes.any(axis=0) | ~part.sought
        self.outlook.rules[name].able &= values_of(maybe)

    def _branch(self, rows: Array, heat: Array) -> tuple[Array, Array]:
        """Each row once for each answer to its hottest question, and from which row each of them comes."""
        ask = heat.argmax(axis=1)
        sizes = self.outlook.sizes[ask]
        come = np.repeat(np.arange(len(rows)), sizes)
        more = rows[come]
        more[np.arange(len(come)), ask[come]] = np.arange(len(come)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return more, come


def _found(tree: Tree, name: str, seen: Array, maybe: Array) -> Found:
    outcomes = tuple(tree.decisions[name].outcomes)
    values = [*(frozenset((outcome,)) for outcome in outcomes), NOTHING]
    unknown = maybe & ~seen
    able = maybe[: len(outcomes)]
    return Found(
        frozenset(outcome for outcome, is_seen in zip(outcomes, seen, strict=False) if is_seen),
        frozenset(outcome for outcome, is_unknown in zip(outcomes, unknown, strict=False) if is_unknown),
        frozenset(value for value, can_be in zip(values, values_of(maybe), strict=True) if can_be),
        _often(seen[-2], maybe[-2], seen[-1], maybe[-1]),
        _often(values_of(seen)[-1], values_of(maybe)[-1], seen[: len(outcomes)].any(), able.any()),
    )


def _often(seen: Array, maybe: Array, other_seen: Array, other_maybe: Array) -> Often | None:
    """How often something is so, by whether it and its opposite have been seen, and may be."""
    if not maybe:
        return "never"
    if not other_maybe:
        return "in all"
    return "in some" if seen and other_seen else None
