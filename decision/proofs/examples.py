"""The fewest answers after which every completion ends where it is wanted, the rest left unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decision.answers import Answer, Answers
from decision.space.columns import Array
from decision.space.diagram import Plan
from decision.space.standing import Space

MOST_STEPS = 20_000
"""After this many steps the search for the smallest example is given up, and one without needless answers is told."""

_NEVER = 1_000_000


@dataclass(frozen=True)
class Example:
    """Answers that show something. `smallest`: there are none with fewer; else none of them can be left out."""

    answers: Answers
    smallest: bool

    def __str__(self) -> str:
        if not self.answers:
            return "It is so whatever is answered."
        kind = "Smallest example" if self.smallest else "An example, perhaps not the smallest"
        return f"{kind}: {written(self.answers)}."


def written(answers: Answers) -> str:
    """Answers as a tree file would hold them."""
    said = (f"{name}: {one if isinstance(one, str) else _listed(one)}" for name, one in answers.items())
    return f"{{{', '.join(said)}}}"


def _listed(several: tuple[str, ...]) -> str:
    return several[0] if len(several) == 1 else f"[{', '.join(several)}]"


def smallest(space: Space, wanted: Sequence[bool]) -> Example:
    """`wanted` says of each way of the space, which holds one decision, whether it is. Some completion has one."""
    search = _Search(space, np.array(wanted))
    found = None
    for most in range(search.least, len(space.layers) + 1):
        found = search.within(most)
        if found is not None or search.steps > MOST_STEPS:
            break
    kinds = found if found is not None else search.some()
    return Example(_answers(space.plan, kinds), found is not None)


def _answers(plan: Plan, kinds: dict[str, int]) -> Answers:
    """An answer of each kind, in the order of the questionnaire."""
    return {name: _answer(plan, name, kinds[name]) for name in plan.tree.questions if name in kinds}


def _answer(plan: Plan, question: str, kind: int) -> Answer:
    chosen = plan.codes.values[question][plan.first[question][kind]]
    model = plan.tree.questions[question]
    several = tuple(option for option in model.options if option in chosen)
    return several[0] if model.choose == "one" else several


class _Search:
    """From the first layer to the last with the set of states that the answers so far leave; deeper by one answer each time.

    `bounds[layer][state]` is a number of answers that is needed from there, at least: a known answer costs one and leads
    to one state, an unsure one is free and leads to all of them.
    """

    def __init__(self, space: Space, wanted: Array) -> None:
        self.layers = space.layers
        self.kinds = [space.plan.everything[layer.question] for layer in space.layers]
        self.ends = np.where(wanted, 0, _NEVER)
        self.bounds = [self.ends]
        for layer, kinds in zip(reversed(self.layers), reversed(self.kinds), strict=True):
            then = self.bounds[0][layer.after[:, kinds]]
            self.bounds.insert(0, np.minimum(then.max(axis=1), then.min(axis=1) + 1))
        self.least = int(self.bounds[0][0])
        self.failed: dict[tuple[int, bytes], int] = {}
        self.steps = 0

    def within(self, most: int) -> dict[str, int] | None:
        """At most so many answers, each the kind chosen; None where they do not suffice, or the steps do not."""
        return self._from(0, np.zeros(1, int), most)

    def _from(self, level: int, states: Array, most: int) -> dict[str, int] | None:
        if level == len(self.layers):
            return {}
        key = level, states.tobytes()
        if self.failed.get(key, -1) >= most or self.steps > MOST_STEPS:
            return None
        self.steps += 1
        found = self._step(level, states, most)
        if found is None:
            self.failed[key] = most
        return found

    def _step(self, level: int, states: Array, most: int) -> dict[str, int] | None:
        layer, kinds = self.layers[level], self.kinds[level]
        rows = layer.after[states][:, kinds]
        needed = self.bounds[level + 1][rows].max(axis=0)
        if needed.max() <= most:
            found = self._from(level + 1, np.unique(rows), most)
            if found is not None:
                return found
        for place in np.flatnonzero(needed < most).tolist() if np.any(layer.asked[states]) else ():
            found = self._from(level + 1, np.unique(rows[:, place]), most - 1)
            if found is not None:
                return {layer.question: int(kinds[place]), **found}
        return None

    def some(self) -> dict[str, int]:
        """Answers that suffice, of which none can be left out, though perhaps not the fewest."""
        chosen: dict[str, int] = {}
        state = 0
        for layer, kinds, after in zip(self.layers, self.kinds, self.bounds[1:], strict=True):
            if layer.asked[state]:
                chosen[layer.question] = int(kinds[int(after[layer.after[state, kinds]].argmin())])
            state = int(layer.after[state, chosen.get(layer.question, int(kinds[0]))])
        for question in list(chosen):
            fewer = {name: kind for name, kind in chosen.items() if name != question}
            if self._suffice(fewer):
                chosen = fewer
        return chosen

    def _suffice(self, chosen: dict[str, int]) -> bool:
        states = np.zeros(1, int)
        for layer, kinds in zip(self.layers, self.kinds, strict=True):
            only = [chosen[layer.question]] if layer.question in chosen else kinds
            states = np.unique(layer.after[states][:, only])
        return bool(np.all(self.ends[states] == 0))
