"""The version number that a difference calls for.

Major: answers to the old version are unusable in the new one. Minor: some answers now get another outcome, or there is
something new to answer, to get or to read. Patch: no recommendation changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decision.difference.result import Called, Change, DecisionChange, Level
from decision.tree import Question, Tree

_MET = ("question", "option", "decision", "outcome", "rule", "caution")
"""What somebody who answers can meet. Claims, sources and scenarios are for authors."""


def called(old: Tree, new: Tree, changes: Sequence[Change], decisions: Sequence[DecisionChange]) -> Called:
    """The lowest number that says what the difference does to those who use the tree."""
    unusable = tuple(_unusable(old, new))
    another = tuple(_another(changes, decisions))
    unknown = [one.id for one in decisions if one.changed is None]
    level: Level = "patch"
    because: tuple[str, ...] = ("No recommendation changes.",)
    if unusable:
        level, because = "major", unusable
    elif another:
        level, because = "minor", another
    elif unknown:
        level = "minor"
        because = (f"Whether a recommendation changes was not worked out for: {', '.join(unknown)}.",)
    elif not changes:
        level, because = "none", ("Nothing changed.",)
    version = _after(old.version, level)
    enough = _numbers(new.version) >= _numbers(version)
    return Called(level, version, enough, bool(unusable or another or not unknown), because)


def _unusable(old: Tree, new: Tree) -> Iterator[str]:
    """Why some old answers, or a file that records an outcome, cannot be taken by the new version."""
    if old.id != new.id:
        yield f"The tree is called {new.id}, and addresses and files name {old.id}."
    for name, question in old.questions.items():
        if name not in new.questions:
            yield f"Question {name} is gone."
        else:
            yield from _unusable_answers(name, question, new.questions[name])
    for name in old.shown:
        if name not in new.shown:
            yield f"Decision {name} is gone, for which files can record an outcome."
            continue
        for outcome in old.decisions[name].outcomes:
            if outcome not in new.decisions[name].outcomes:
                yield f"Outcome {outcome} of {name} is gone, which files can record."


def _unusable_answers(name: str, old: Question, new: Question) -> Iterator[str]:
    for option in old.options:
        if option not in new.options:
            yield f"Option {option} of {name} is gone."
    if old.choose == "many" and new.choose == "one":
        yield f"Question {name} takes one option, and took many."
    elif old.choose == "many":
        free = [option for option, text in old.options.items() if not text.exclusive]
        for option in free:
            if len(free) > 1 and option in new.options and new.options[option].exclusive:
                yield f"Option {option} of {name} cannot go with others any more."


def _another(changes: Sequence[Change], decisions: Sequence[DecisionChange]) -> Iterator[str]:
    for one in decisions:
        if one.changed:
            yield f"Decision {one.id} comes out otherwise in {one.changed:,} ways to answer."
    for change in changes:
        if change.status == "added" and change.kind in _MET:
            yield f"New {change.kind}: {change.id}."


def _after(version: str, level: Level) -> str:
    """The number after a version."""
    major, minor, patch = _numbers(version)
    numbers = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return ".".join(map(str, numbers.get(level, (major, minor, patch))))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
