"""What holds in the whole answer space, proved; and where it does not, the smallest example.

An example is a set of answers after which it fails in every completion, all other answers unsure: as few as possible.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from decision.answers import Answer
from decision.conditions import ALWAYS, All, Condition, Not, Value
from decision.space.diagram import YES, Diagram, PastLimitError, Plan, diagram
from decision.space.standing import LIMIT
from decision.space.supposing import ASKED, telling
from decision.tree import Claim, Question, Tree

_MOST_CELLS = 1_000_000  # of a diagram in which the smallest example is looked for
_PATIENCE = 5_000_000  # states looked at for it

Example = Mapping[str, Answer]
States = frozenset[int]


def refutation(tree: Tree, claim: Claim, *, limit: int = LIMIT) -> Example | None:
    """The fewest answers after which the claim fails in every completion, or None: the claim is proved.

    Raises `PastLimitError` where neither has been worked out.
    """
    wrong = claim.never if claim.never is not None else Not(claim.always if claim.always is not None else ALWAYS)
    return example(tree, All((claim.when or ALWAYS, wrong)), limit=limit)


def example(tree: Tree, condition: Condition, *, limit: int = LIMIT) -> Example | None:
    """The fewest answers after which the condition holds in every completion, or None: it never holds."""
    plan = Plan(telling(tree, condition))
    return fewest(plan, diagram(plan, ASKED, plan.everything, limit), [(YES,)])


def fewest(plan: Plan, found: Diagram, ways: Collection[tuple[str, ...]]) -> Example | None:
    """The fewest answers after which every completion ends in one of these ways, or None: none does.

    Among equally few, those to earlier questions, the first options. Raises `PastLimitError` if too many sets of states
    would have to be looked at.
    """
    wanted = {number for number, way in enumerate(found.ways) if way in ways}
    if not wanted:
        return None
    search = _Search(plan, found, frozenset(wanted))
    for most in range(len(found.layers) + 1):
        answers = search.within(0, frozenset((0,)), most)
        if answers is not None:
            order = list(plan.tree.questions)
            return {name: answers[name] for name in sorted(answers, key=order.index)}
    raise AssertionError("Full answers lead to every way that some completion has.")


@dataclass(frozen=True)
class _Sight:
    """Of one layer: the states from which some completion ends as wanted, and those from which every one does."""

    some: States
    every: States


class _Search:
    """Looks for answers that bring all states of a set to wanted ends, question by question."""

    def __init__(self, plan: Plan, found: Diagram, wanted: States) -> None:
        if sum(layer.after.size for layer in found.layers) > _MOST_CELLS:
            raise PastLimitError
        self.plan, self.layers = plan, found.layers
        self.sights = [_Sight(wanted, wanted)]
        self.kinds = [plan.everything[layer.question].tolist() for layer in self.layers]
        for layer, kinds in zip(reversed(self.layers), reversed(self.kinds), strict=True):
            below = self.sights[-1]
            rows = [{row[kind] for kind in kinds} for row in layer.rows]
            some = frozenset(state for state, row in enumerate(rows) if not below.some.isdisjoint(row))
            every = frozenset(state for state, row in enumerate(rows) if below.every >= row)
            self.sights.append(_Sight(some, every))
        self.sights.reverse()
        self.failed: set[tuple[int, States, int]] = set()
        self.looked_at = 0

    def within(self, level: int, states: States, most: int) -> dict[str, Answer] | None:
        """Answers to at most so many of the questions from here on, or None."""
        sight = self.sights[level]
        if states <= sight.every:
            return {}
        key = level, states, most
        if not states <= sight.some or key in self.failed or most == 0:
            return None
        layer = self.layers[level]
        kinds = self.kinds[level]
        self.looked_at += len(states) * len(kinds)
        if self.looked_at > _PATIENCE:
            raise PastLimitError
        for kind in kinds:
            after = frozenset(layer.rows[state][kind] for state in states)
            rest = self.within(level + 1, after, most - 1)
            if rest is not None:
                return {layer.question: self._answer(layer.question, kind), **rest}
        after = frozenset(layer.rows[state][kind] for state in states for kind in kinds)
        rest = self.within(level + 1, after, most)
        if rest is None:
            self.failed.add(key)
        return rest

    def _answer(self, name: str, kind: int) -> Answer:
        first: Value = self.plan.codes.values[name][self.plan.first[name][kind]]
        return _written(self.plan.tree.questions[name], first)


def _written(question: Question, chosen: Value) -> Answer:
    if question.choose == "one":
        return next(iter(chosen))
    return tuple(option for option in question.options if option in chosen)
