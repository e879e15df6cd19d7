"""The question most worth settling: the one whose answer leaves the fewest outcomes possible, on average.

Counted over the shown decisions, impossible as one more outcome, averaged over the allowed answers, each alike.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from decision.deciding import possible_of
from decision.space.columns import Array
from decision.space.standing import Space, Survey, Walk
from decision.tree import Tree

_WORD = 64


def most_worth(tree: Tree, found: Survey) -> str | None:
    """The open question most worth settling, the first in the file among equals.

    None where no shown decision is open, no question can change one, or one is neither counted nor fixed.
    """
    fixed = {name for name, known in found.searched.items() if known.fixed}
    if not found.decisions.keys() | fixed >= set(tree.shown):
        return None
    if all(len(found.decisions[name].possible) < 2 for name in tree.shown if name not in fixed):
        return None
    lefts = [_left(walk) for walk in found.walks]
    worth = {name: sum(left.get(name, 0) for left in lefts) for name in tree.questions if found.matters.get(name)}
    return min(worth, key=lambda name: worth[name], default=None)


def _left(walk: Walk) -> dict[str, Fraction]:
    """How many outcomes the answer to each question leaves possible, on average over its answers."""
    found = {}
    leads = _outcomes(walk.space)
    levels = zip(walk.space.layers, walk.kinds, walk.weights, walk.into, strict=False)
    for layer, kinds, weights, into in reversed(list(levels)):
        after = leads[layer.after[:, kinds]]
        of_kind = np.bitwise_or.reduce(after[into > 0], axis=0)
        left = np.bitwise_count(of_kind).sum(axis=1, dtype=int) @ weights
        found[layer.question] = Fraction(int(left), int(weights.sum()))
        leads = np.bitwise_or.reduce(after, axis=1)
    return found


def _outcomes(space: Space) -> Array:
    """What each way leaves possible, as one bit for each outcome of a shown decision and for its being impossible."""
    tree = space.plan.tree
    left = [
        {(target, outcome) for outcome in possible_of(tree.decisions[target], way) or ("",)}
        if target in tree.shown
        else set()
        for target, way in space.ways
    ]
    bits = {one: divmod(number, _WORD) for number, one in enumerate(sorted(set().union(*left)))}
    words: Array = np.zeros((len(left), len(bits) // _WORD + 1), np.uint64)
    for row, outcomes in enumerate(left):
        for word, bit in (bits[one] for one in outcomes):
            words[row, word] |= np.uint64(1 << bit)
    return words
