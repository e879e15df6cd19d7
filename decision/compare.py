"""What if: variants of an assessment side by side, with what differs from the first of them marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decision.recommendation import DecisionResult, QuestionState, Recommendation
from decision.tree import name_of

FEWEST, MOST = 2, 4


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
    """What some recommendations of the same tree have in common, and what not."""
    questions = zip(*(one.questions for one in recommendations), strict=True)
    decisions = zip(*(one.shown for one in recommendations), strict=True)
    return Comparison(
        tuple(_question(states) for states in questions if any(state.asked for state in states)),
        tuple(_decision(results) for results in decisions),
    )


def _question(states: Sequence[QuestionState]) -> Row:
    said = [(state.status, state.chosen, state.labels) if state.asked else ("not asked", (), ()) for state in states]
    return Row(states[0].id, states[0].ask, _cells(said))


def _decision(results: Sequence[DecisionResult]) -> Row:
    said = [
        (result.standing, result.possible or (), tuple(result.result(one).text.label for one in result.possible or ()))
        for result in results
    ]
    return Row(results[0].id, name_of(results[0].id), _cells(said))


def _cells(said: Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> tuple[Cell, ...]:
    return tuple(Cell(*one, differs=one != said[0]) for one in said)
