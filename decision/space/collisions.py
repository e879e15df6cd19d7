"""Why a decision is impossible however the rest is answered: a greedy earlier decision, or answers that collide.

An earlier decision is *greedy* if another of its outcomes, not ruled out there, leaves every decision possible in some
completion: then it is the tree that has to change. Else some answers *collide*: known alone, with all others unsure,
they leave the decision impossible in all completions. A *relaxation* makes answers unsure so that it is possible in
some. Both are listed without larger ones that contain them; each collision has an answer in common with each
relaxation, and the one list follows from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decision.answers import Answers
from decision.deciding import ruled_out
from decision.space.diagram import PastLimitError, closure
from decision.space.standing import LIMIT, Space, space_of
from decision.space.supposing import all_possible, can_hold, supposing
from decision.tree import UNSURE, Tree

_PART = 50  # of the limit is what each question that is put to a changed tree may take
_MOST_SETS = 10_000  # of answers that are held at once

Sets = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """An outcome of an earlier decision that, taken instead, would leave everything possible."""

    decision: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Collision:
    """Answers that rule everything out together, and the rules of the decision that do it."""

    questions: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why a decision is impossible in all completions. With dead ends, no answers are blamed."""

    dead_ends: tuple[DeadEnd, ...]
    collisions: tuple[Collision, ...]
    relaxations: tuple[tuple[str, ...], ...]


def why_impossible(tree: Tree, answers: Answers, name: str, *, limit: int = LIMIT) -> Impossible | None:
    """Why a decision that these answers make impossible in all completions is so; None if it is past the limit."""
    space = space_of(tree, limit)
    if name not in space.roots:
        return None
    try:
        dead_ends = tuple(_dead_ends(tree, answers, name, limit // _PART))
        if dead_ends:
            return Impossible(dead_ends, (), ())
        relaxed = _relaxations(space, name, answers)
        collisions = [
            _collision(tree, answers, name, limit // _PART, one) for one in _in_order(tree, _crossing(relaxed))
        ]
    except PastLimitError:
        return None
    return Impossible((), tuple(collisions), tuple(_in_order(tree, relaxed)))


def _dead_ends(tree: Tree, answers: Answers, name: str, limit: int) -> Iterator[DeadEnd]:
    for earlier in tree.decisions:
        if earlier != name and earlier in closure(tree, [name]):
            for outcome in tree.decisions[earlier].outcomes:
                if can_hold(supposing(tree, earlier, outcome), all_possible(tree), answers, limit=limit):
                    yield DeadEnd(earlier, outcome)


def _collision(tree: Tree, answers: Answers, name: str, limit: int, questions: tuple[str, ...]) -> Collision:
    """The rules are those that rule something out in some completion of these answers alone."""
    decision = tree.decisions[name]
    known = {question: answers[question] for question in questions}
    rules = (one for one, rule in decision.rules.items() if ruled_out(decision, rule))
    return Collision(
        questions, tuple(one for one in rules if can_hold(tree, decision.rules[one].when, known, limit=limit))
    )


def _relaxations(space: Space, name: str, answers: Answers) -> Sets:
    """The smallest sets of known answers without which the decision is possible in some completion.

    Followed through its diagram: for each state, the smallest sets of answers that one departs from on a way to it.
    """
    at: dict[int, Sets] = {space.roots[name]: frozenset((frozenset(),))}
    for layer in space.layers:
        kinds, _ = space.plan.choices(layer.question, UNSURE)
        answer = answers.get(layer.question, UNSURE)
        own, _ = space.plan.choices(layer.question, answer)
        found: dict[int, set[frozenset[str]]] = {}
        for state, sets in at.items():
            for kind in kinds.tolist():
                departed = sets if kind in own else {one | {layer.question} for one in sets}
                found.setdefault(layer.rows[state][kind], set()).update(departed)
        at = {state: _smallest(sets) for state, sets in found.items()}
        if sum(map(len, at.values())) > _MOST_SETS:
            raise PastLimitError
    ends = (sets for end, sets in at.items() if space.ways[end][1])
    return _smallest(frozenset[frozenset[str]]().union(*ends))


def _crossing(sets: Sets) -> Sets:
    """The smallest sets that have something in common with each of these."""
    found: Sets = frozenset((frozenset(),))
    for one in sorted(sets, key=len):
        found = _smallest(have if have & one else have | {more} for have in found for more in one)
        if len(found) > _MOST_SETS:
            raise PastLimitError
    return found


def _smallest(sets: Iterable[frozenset[str]]) -> Sets:
    """Those that contain none of the others."""
    found: list[frozenset[str]] = []
    for one in sorted(set(sets), key=len):
        if not any(smaller <= one for smaller in found):
            found.append(one)
    return frozenset(found)


def _in_order(tree: Tree, sets: Sets) -> list[tuple[str, ...]]:
    """The smallest first, each in the order of the questions, and equally large ones in that order too."""
    place = {name: number for number, name in enumerate(tree.questions)}
    found = [tuple(sorted(one, key=lambda name: place[name])) for one in sets]
    return sorted(found, key=lambda names: (len(names), [place[name] for name in names]))
