"""The path through the tree: the questions asked, the option taken at each, and where the others would have led."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from decision.answers import Answer, Answers
from decision.recommendation import QuestionState, Recommendation
from decision.space.flips import clicked
from decision.space.standing import LIMIT, space_of, survey
from decision.tree import UNSURE, Question, Tree, name_of


@dataclass(frozen=True, slots=True)
class Branch:
    """One option at a question. `leads_to` says which decisions would then be others, None if not worked out."""

    label: str
    taken: bool
    leads_to: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Step:
    """A question that was asked, with its branches."""

    question: QuestionState
    branches: tuple[Branch, ...]


def path(tree: Tree, answers: Answers, recommendation: Recommendation, *, limit: int = LIMIT) -> tuple[Step, ...]:
    """Every question asked, in order. A branch not taken is the same answers after one click on that option.

    Where a shown decision is past the limit for some answers, no branch says what it leads to: each would have to be
    worked out by itself, which takes too long.
    """
    whole = space_of(tree, limit).roots.keys() >= set(tree.shown)
    led = partial(_changes, tree, recommendation, limit) if whole else lambda answers: None
    return tuple(Step(question, _branches(tree, answers, question, led)) for question in recommendation.asked)


def _branches(
    tree: Tree, answers: Answers, state: QuestionState, led: Callable[[Answers], tuple[str, ...] | None]
) -> tuple[Branch, ...]:
    question = tree.questions[state.id]
    branches = []
    for name, option in question.options.items():
        taken = name in state.chosen
        leads_to: tuple[str, ...] | None = ()
        if not taken:
            leads_to = led({**answers, state.id: _clicked(question, state, name)})
        branches.append(Branch(option.label, taken, leads_to))
    if answers.get(state.id, UNSURE) == UNSURE:
        branches.append(Branch("Not sure yet" if state.status == "unsure" else "Not answered", True, ()))
    return tuple(branches)


def _clicked(question: Question, state: QuestionState, option: str) -> Answer:
    """The answer after one click on an option that is not chosen."""
    new = clicked(question, frozenset(state.chosen), option)
    return option if question.choose == "one" else tuple(one for one in question.options if one in new)


def _changes(tree: Tree, present: Recommendation, limit: int, answers: Answers) -> tuple[str, ...] | None:
    """Which shown decisions would get another outcome: "Framework: Ollama". None if that is not worked out."""
    then = survey(tree, answers, limit=limit).decisions
    changes = []
    for now in present.shown:
        if now.possible is None or now.id not in then:
            return None
        able = then[now.id].possible
        if able.keys() != set(now.possible):
            labels = [outcome.text.label for outcome in now.outcomes if outcome.id in able]
            changes.append(f"{name_of(now.id)}: {' or '.join(labels) or 'impossible'}")
    return tuple(changes)


def described(steps: tuple[Step, ...]) -> list[str]:
    """The path in words, a sentence a question: the same facts as the drawing."""
    lines = []
    for step in steps:
        taken = ", ".join(branch.label for branch in step.branches if branch.taken)
        others = [
            f"{branch.label} ({'; '.join(branch.leads_to) if branch.leads_to else 'no other outcome' if branch.leads_to is not None else 'not worked out'})"
            for branch in step.branches
            if not branch.taken
        ]
        lines.append(f"{step.question.ask} {taken}." + (f" Not taken: {'; '.join(others)}." if others else ""))
    return lines
