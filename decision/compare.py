"""Variants of an assessment, or several of them, side by side, with what differs from the first of them marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from decision.assessment import Assessment
from decision.recommendation import DecisionResult, QuestionState, Recommendation
from decision.tree import Tree, name_of

FEWEST, MOST = 2, 4

_Part = TypeVar("_Part", QuestionState, DecisionResult)
_Said = tuple[str, tuple[str, ...], tuple[str, ...]]
_MISSING: _Said = ("missing", (), ())


@dataclass(frozen=True, slots=True)
class Cell:
    """One question or decision in one variant: its status or standing, the ids and labels of what it is.

    `differs` says that it is not what the first variant has.
    """

    status: str
    ids: tuple[str, ...]
    labels: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A question that some variant asks, or a shown decision, with a cell for each variant."""

    id: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether some variant differs from the first."""
        return any(cell.differs for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The questions in the order in which they are asked, and the decisions in that in which they are made."""

    questions: tuple[Row, ...]
    decisions: tuple[Row, ...]


def side_by_side(recommendations: Sequence[Recommendation]) -> Comparison:
    """What some recommendations have in common, and what not; those of several trees are matched by ids.

    A question or decision that one of them does not have is `missing` there.
    """
    questions = _by_id([one.questions for one in recommendations])
    decisions = _by_id([one.shown for one in recommendations])
    return Comparison(
        tuple(_question(states) for states in questions if any(state and state.asked for state in states)),
        tuple(_decision(results) for results in decisions),
    )


def recorded_beside(assessments: Sequence[Assessment], trees: Sequence[Tree]) -> tuple[Row, ...]:
    """The decisions for which any of some assessments records an outcome, with what each records."""
    names = dict.fromkeys(name for one in assessments for name in one.recorded)
    return tuple(
        Row(name, name_of(name), _cells([_recorded(*pair, name) for pair in zip(assessments, trees, strict=True)]))
        for name in names
    )


def _recorded(assessment: Assessment, tree: Tree, name: str) -> _Said:
    choice = assessment.recorded.get(name)
    if choice is None:
        return "not recorded", (), ()
    return "recorded", (choice.outcome,), (tree.decisions[name].outcomes[choice.outcome].label,)


def _by_id(sides: Sequence[Sequence[_Part]]) -> Iterator[tuple[_Part | None, ...]]:
    """What each side says of the same id, None where it has none; in the order of the first that has it."""
    known = [{part.id: part for part in side} for side in sides]
    for name in dict.fromkeys(name for side in known for name in side):
        yield tuple(side.get(name) for side in known)


def _question(states: Sequence[QuestionState | None]) -> Row:
    said: list[_Said] = [
        _MISSING
        if state is None
        else (state.status, state.chosen, state.labels)
        if state.asked
        else ("not asked", (), ())
        for state in states
    ]
    first = next(state for state in states if state)
    return Row(first.id, first.ask, _cells(said))


def _decision(results: Sequence[DecisionResult | None]) -> Row:
    said = [_MISSING if result is None else _made(result) for result in results]
    name = next(result.id for result in results if result)
    return Row(name, name_of(name), _cells(said))


def _made(result: DecisionResult) -> _Said:
    able = result.possible or ()
    return result.standing, able, tuple(result.result(one).text.label for one in able)


def _cells(said: Sequence[_Said]) -> tuple[Cell, ...]:
    """The same ids are the same, whatever two versions call them."""
    return tuple(Cell(*one, differs=one[:2] != said[0][:2]) for one in said)
