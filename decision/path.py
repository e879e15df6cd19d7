"""The path through the tree: the questions asked, the option taken at each, and where the others would have led."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decision.answers import Answer, Answers
from decision.evaluate import evaluate
from decision.recommendation import QuestionState, Recommendation
from decision.tree import UNSURE, Tree, name_of

_LIMIT = 200  # completions worked out for one branch not taken; past it the branch says nothing


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


def path(tree: Tree, answers: Answers, recommendation: Recommendation) -> tuple[Step, ...]:
    """Every question asked, in order. A branch not taken is the same answers with that one changed."""
    return tuple(
        Step(question, _branches(tree, answers, recommendation, question)) for question in recommendation.asked
    )


def _branches(tree: Tree, answers: Answers, recommendation: Recommendation, state: QuestionState) -> tuple[Branch, ...]:
    question = tree.questions[state.id]
    branches = []
    for name, option in question.options.items():
        taken = name in state.chosen
        leads_to: tuple[str, ...] | None = ()
        if not taken:
            said: Answer = name if question.choose == "one" else (name,)
            leads_to = _changes(tree, {**answers, state.id: said}, recommendation)
        branches.append(Branch(option.label, taken, leads_to))
    if answers.get(state.id, UNSURE) == UNSURE:
        branches.append(Branch("Not sure yet" if state.status == "unsure" else "Not answered", True, ()))
    return tuple(branches)


def _changes(tree: Tree, answers: Mapping[str, Answer], present: Recommendation) -> tuple[str, ...] | None:
    """Which shown decisions would get another outcome: "Framework: Ollama". None if that is not worked out."""
    other = evaluate(tree, answers, limit=_LIMIT)
    changes = []
    for now, then in zip(present.shown, other.shown, strict=True):
        if then.possible is None or now.possible is None:
            return None
        if set(then.possible) != set(now.possible):
            outcomes = " or ".join(then.result(outcome).text.label for outcome in then.possible) or "impossible"
            changes.append(f"{name_of(then.id)}: {outcomes}")
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
