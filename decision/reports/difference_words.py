"""A difference between two versions of a tree in words, for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from textwrap import shorten

from decision.answers import Answer
from decision.difference.result import Cases, Change, DecisionChange, Difference, Field, Flow, Outcomes
from decision.reading.read import TreeFile
from decision.reports.words import counted, listed
from decision.tree import IMPOSSIBLE, UNSURE, Decision, Tree, name_of

_MOST = 12  # flows, reasons or lines of a table that a summary names
_FIELD = 160  # letters of a field


def label(decision: Decision, outcomes: Outcomes | None) -> str:
    """What a decision can be, by the labels of its outcomes."""
    if outcomes is None:
        return "not worked out"
    labels = [decision.outcomes[one].label if one != IMPOSSIBLE else "impossible" for one in outcomes]
    return listed(labels, "or")


def from_to(old: Tree, new: Tree, decision: str, was: Outcomes | None, now: Outcomes | None) -> str:
    """What a decision was and what it is now."""
    return f"{label(old.decisions[decision], was)} → {label(new.decisions[decision], now)}"


def answers_in_words(tree: Tree, answers: Mapping[str, Answer]) -> str:
    """Answers by the labels of a tree that has their questions."""
    said = []
    for name, answer in answers.items():
        options = tree.questions[name].options
        chosen = [answer] if isinstance(answer, str) else answer
        said.append(f"{name_of(name)}: {listed('unsure' if one == UNSURE else options[one].label for one in chosen)}")
    return "; ".join(said) or "no answer at all"


def verdict(found: Difference) -> str:
    """How many ways to answer get another recommendation, in a sentence."""
    if found.ways is None or found.changed is None:
        return "How many ways to answer get another recommendation was not worked out: it is past the limit."
    if not found.changed:
        return f"None of the {counted(found.ways, 'way')} to answer gets another recommendation."
    verb = "gets" if found.changed == 1 else "get"
    return f"{found.changed:,} of the {counted(found.ways, 'way')} to answer {verb} another recommendation."


def decision_verdict(one: DecisionChange, ways: int | None) -> str:
    """In how many ways to answer one decision is another."""
    if one.changed is None:
        return "not worked out: it is past the limit"
    return f"another in {one.changed:,} of {ways:,} ways to answer" if one.changed and ways else "the same in every way"


def number_verdict(found: Difference) -> str:
    """The version number that is called for, and whether the new file has it."""
    called = found.called
    if called.level == "none":
        return "No new version number is needed."
    least = "" if called.certain else ", unless it is shown that no recommendation changes"
    enough = "which is enough" if called.enough else "which is too low"
    return f"This calls for version {called.version} or higher ({called.level}){least}. The new file says {found.new.version}, {enough}."


def not_counted(found: Difference) -> str:
    """The questions and options that one version alone has, as a sentence; nothing where there are none."""
    alone = [
        f"{one.kind} {one.id}"
        for one in found.changes
        if one.status != "changed" and one.kind in ("question", "option")
    ]
    some = alone[:_MOST] + ([f"{len(alone) - _MOST} more"] if len(alone) > _MOST else [])
    return f"Not counted, because one version alone has it: {listed(some)}." if alone else ""


def field_in_words(field: Field, *, longest: int = _FIELD) -> str:
    """What was said and what is said now."""
    texts = [field.old, field.new]
    alike = field.old.rfind(
        " ", 0, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    )
    if max(map(len, texts)) > longest and alike > 0:
        texts = [f"…{text[alike:]}" for text in texts]  # else all that is seen may be what is the same in front
    was, now = (shorten(text, longest, placeholder=" …") for text in texts)
    return f"{field.name}: {was or '(nothing)'} → {now or '(nothing)'}"


def to_text(old: TreeFile, new: TreeFile, found: Difference, cases: Cases | None = None) -> str:
    """The summary for a terminal."""
    return "\n".join(_lines(old.tree, new.tree, found, cases)) + "\n"


def _lines(old: Tree, new: Tree, found: Difference, cases: Cases | None) -> Iterator[str]:
    yield f"{new.title}: {found.old.version} ({found.old.digest[:8]}) → {found.new.version} ({found.new.digest[:8]})"
    yield number_verdict(found)
    yield from _some([f"  {reason}" for reason in found.called.because])
    yield ""
    yield f"{verdict(found)} Counted over the questions and options that both versions have."
    if not_counted(found):
        yield not_counted(found)
    if found.example is not None:
        yield f"  The fewest answers after which all do: {answers_in_words(new, found.example)}"
    for one in found.decisions:
        yield f"{name_of(one.id)}: {decision_verdict(one, found.ways)}"
        yield from _some([_flow(old, new, one.id, flow) for flow in one.changing])
    yield from _scenarios(old, new, found)
    if cases:
        yield from _cases(old, new, cases)
    yield ""
    yield f"{counted(len(found.changes), 'part')} of the file added, removed or changed"
    for change in found.changes:
        yield from _change(change)


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"  … and {len(lines) - _MOST} more"


def _flow(old: Tree, new: Tree, decision: str, flow: Flow) -> str:
    said = f"  {from_to(old, new, decision, flow.old, flow.new)}: {counted(flow.ways, 'way')}"
    return said + (f", always after {answers_in_words(new, flow.example)}" if flow.example is not None else "")


def _scenarios(old: Tree, new: Tree, found: Difference) -> Iterator[str]:
    yield ""
    if not found.scenarios:
        yield "No scenario gets another recommendation."
        return
    yield f"{counted(len(found.scenarios), 'scenario')} with another recommendation or answers that do not fit"
    for one in found.scenarios:
        said = [f"{name_of(e.decision)}: {from_to(old, new, e.decision, e.old, e.new)}" for e in one.effects]
        said += [f"one version has no such answer to {listed(one.unread)}"] if one.unread else []
        yield f"  {one.id}: {'; '.join(said)}"


def _cases(old: Tree, new: Tree, cases: Cases) -> Iterator[str]:
    yield ""
    yield f"{cases.another:,} of {counted(cases.total, 'use case')} with another recommendation"
    if cases.not_comparable:
        yield f"{cases.not_comparable:,} that one version cannot take"
    if cases.not_worked_out:
        yield f"{cases.not_worked_out:,} not worked out: too much is open"
    lines = []
    for case in cases.changes:
        said = [f"{name_of(e.decision)}: {from_to(old, new, e.decision, e.old, e.new)}" for e in case.effects]
        lines.append(f"  line {case.line}: {'; '.join([*said, *case.unread])}")
    yield from _some(lines)


def _change(change: Change) -> Iterator[str]:
    sign = {"added": "+", "removed": "−", "changed": "~"}[change.status]
    places = [f"{side}:{at.line}:{at.column}" for side, at in (("old", change.old), ("new", change.new)) if at]
    yield f"  {sign} {change.kind} {change.id} ({', '.join(places)})"
    if change.status == "changed":
        yield from (f"      {field_in_words(field)}" for field in change.fields)
