"""The path through the tree as rows to draw: what was asked, what was chosen and what not, ending in the decisions."""

from __future__ import annotations

from typing import Any

from decision.path import Branch, Step
from decision.recommendation import DecisionResult, OutcomeResult, QuestionState
from decision.reports.report import Choice, Report
from decision.reports.words import counted, signed, standing
from decision.tree import name_of

_MOST = 10  # branches drawn at one question; a row must fit on a page


def path_rows(report: Report) -> list[dict[str, Any]]:
    """The rows of the drawing, each with the same facts in words as `alt`."""
    found = report.recommendation
    choices = {choice.result.id: choice for choice in report.choices}
    steps = {step.question.id: step for step in report.steps}
    rows = [_question(number, question, steps.get(question.id)) for number, question in enumerate(found.questions, 1)]
    rows += [
        _choice(choices[result.id]) if result.id in choices else _intermediate(result) for result in found.decisions
    ]
    return rows


def _question(number: int, state: QuestionState, step: Step | None) -> dict[str, Any]:
    if state.status == "set aside":
        branches = [_branch(label, "other") for label in state.labels]
        return _row("skipped", str(number), state.ask, "Set aside: no longer asked", branches)
    if step is None:
        return _row("skipped", str(number), state.ask, "Not asked with these answers", [])
    if state.status == "answered":
        branches = [_option(branch, "taken" if branch.taken else "other") for branch in step.branches]
        return _row("asked", str(number), state.ask, "", branches)
    note = "Not sure yet" if state.status == "unsure" else "Not answered yet"
    branches = [_option(branch, "open") for branch in step.branches if not branch.taken]
    return _row("unsure", str(number), state.ask, note, branches)


def _option(branch: Branch, state: str) -> dict[str, str]:
    """An option, with the decisions that would be others if it were chosen."""
    leads = "not worked out" if branch.leads_to is None else "; ".join(branch.leads_to)
    return _branch(branch.label, state) | {"leads": _cut(leads)}


def _choice(choice: Choice) -> dict[str, Any]:
    branches = [_outcome(outcome, _state(choice, outcome)) for outcome in choice.result.outcomes]
    kind = "decision" if choice.chosen else "impossible" if choice.result.standing == "impossible" else "undecided"
    return _row(kind, "", choice.name, standing(choice), branches)


def _state(choice: Choice, outcome: OutcomeResult) -> str:
    if outcome is choice.chosen:
        return "taken"
    if outcome.ruled_out_by:
        return "out"
    undecided = choice.chosen is None or choice.result.standing == "open"
    return "open" if undecided and outcome.possible is not False else "other"


def _intermediate(result: DecisionResult) -> dict[str, Any]:
    """A decision that is not shown elsewhere: only what it came to."""
    able = [outcome for outcome in result.outcomes if outcome.possible is not False]
    if result.present:
        able = [result.present]
    state = "taken" if result.present else "open"
    branches = [_branch(outcome.text.label, state) for outcome in able]
    return _row("step", "", name_of(result.id), "On the way" if branches else "On the way: impossible", branches)


def _outcome(outcome: OutcomeResult, state: str) -> dict[str, str]:
    return _branch(outcome.text.label, state) | {"score": "" if outcome.ruled_out_by else signed(outcome.score)}


def _branch(label: str, state: str) -> dict[str, str]:
    return {"label": _cut(label), "state": state, "score": "", "leads": ""}


def _cut(text: str) -> str:
    """A text that fits in a row of the drawing."""
    return text if len(text) <= 120 else text[:119] + "…"


def _row(kind: str, number: str, ask: str, note: str, branches: list[dict[str, str]]) -> dict[str, Any]:
    taken_first = sorted(branches, key=lambda branch: branch["state"] not in ("taken", "open"))
    kept = [branch for branch in branches if branch in taken_first[:_MOST]][:_MOST]
    more = counted(len(branches) - len(kept), "other") if len(branches) > len(kept) else ""
    return {
        "kind": kind,
        "number": number,
        "ask": ask,
        "note": note,
        "branches": kept,
        "more": more,
        "alt": _alt(number, ask, note, branches),
    }


_SAID = {"taken": "Chosen", "open": "Still possible", "out": "Ruled out", "other": "Not taken"}


def _alt(number: str, ask: str, note: str, branches: list[dict[str, str]]) -> str:
    """A row in words."""
    parts = [f"{number}. {ask}" if number else f"Decision: {ask}."]
    if note:
        parts.append(f"{note}.")
    for state, said in _SAID.items():
        labels = [_told(branch) for branch in branches if branch["state"] == state]
        if labels:
            parts.append(f"{said}: {'; '.join(labels)}.")
    return " ".join(parts)


def _told(branch: dict[str, str]) -> str:
    more = branch["score"] or (branch["leads"] and f"what it would change: {branch['leads']}")
    return f"{branch['label']} ({more})" if more else branch["label"]
