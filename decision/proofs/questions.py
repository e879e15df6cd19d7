"""Questions and options that make no difference, and how much each question decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod

import numpy as np

from decision.answers import allowed_values
from decision.conditions import Value
from decision.proofs.findings import Findings
from decision.proofs.watch import Watch, caution_of
from decision.space.columns import Array, same
from decision.space.diagram import closure
from decision.space.standing import Walk
from decision.tree import Question, Tree

MOST_CELLS = 5_000_000
"""How much each question decides is not worked out where that would need more than so many cells at once."""


def seen(tree: Tree) -> list[str]:
    """What a user sees: the shown decisions and their cautions."""
    return [*tree.shown, *(caution_of(name, one) for name in tree.shown for one in tree.decisions[name].cautions)]


def check_questions(findings: Findings, watch: Watch) -> None:
    """A note for each question of which every answer comes to the same, and for options that do."""
    tree = watch.tree
    walks = {name: watch.walk(name) for name in seen(tree)}
    unknown = closure(watch.plan.tree, [name for name, walk in walks.items() if walk is None])
    alike = _alike(watch, [walk for walk in walks.values() if walk is not None])
    for name, question in tree.questions.items():
        if name not in unknown:
            values = allowed_values(question)
            kinds = watch.plan.kinds[name][: len(values)]
            classes = dict(zip(values, alike[name][kinds].tolist(), strict=True))
            _check_question(findings, name, question, classes)
    if not unknown.isdisjoint(tree.questions):
        message = (
            "Whether these questions and their options make a difference is not worked out, as that would need more than "
            f"{watch.limit:,} cells at once: {', '.join(name for name in tree.questions if name in unknown)}."
        )
        findings.note(("questions",), "not-worked-out", message)


def _alike(watch: Watch, walks: Iterable[Walk]) -> dict[str, Array]:
    """For each question a class for each kind of answer: two kinds are one where nothing seen ever tells them apart."""
    plan = watch.plan
    differ = {name: np.zeros((len(plan.first[name]),) * 2, bool) for name in plan.questions}
    for walk in walks:
        values = [way[:1] for _, way in walk.space.ways]
        numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        states = np.array([numbers[value] for value in values])
        for layer in reversed(walk.space.layers):
            rows = states[layer.after]
            differ[layer.question] |= (rows[:, :, None] != rows[:, None, :]).any(axis=0)
            states = same(list(rows.T), len(rows))[0]
    return {name: (~apart).argmax(axis=1) for name, apart in differ.items()}


def _check_question(findings: Findings, name: str, question: Question, classes: Mapping[Value, int]) -> None:
    if len(set(classes.values())) == 1 and not any(option.assume for option in question.options.values()):
        message = (
            f'Question "{name}" makes no difference: whatever is answered, every shown decision and every caution stays the same. '
            "Write the rule that reads it, or do not ask it."
        )
        findings.note(("questions", name), "no-difference", message)
        return
    for option, reason in _needless(question, classes).items():
        message = f'Option "{option}" of "{name}" makes no difference: {reason}'
        findings.note(("questions", name, "options", option), "no-difference", message)


def _needless(question: Question, classes: Mapping[Value, int]) -> dict[str, str]:
    """The options that come to the same as another one, or as not choosing them where many are chosen; and how."""
    found: dict[str, str] = {}
    if question.choose == "many":
        for option, model in question.options.items():
            pairs = [(one, one | {option}) for one in classes if option not in one and one | {option} in classes]
            if pairs and not model.assume and all(classes[less] == classes[more] for less, more in pairs):
                found[option] = (
                    "with it or without it, all comes to the same. Write the rule that reads it, or delete it."
                )
        return found
    firsts: dict[object, str] = {}
    for option, model in question.options.items():
        key = classes[frozenset((option,))], tuple(sorted((model.assume or {}).items()))
        first = firsts.setdefault(key, option)
        if first != option:
            found[option] = (
                f'all comes to the same as with "{first}". Merge them, or write the rule that tells them apart.'
            )
    return found


def decides(watch: Watch, decisions: Sequence[str]) -> dict[str, dict[str, int | None]]:
    """For each question and decision: in how many ways to answer all questions another answer to it alone gives the
    decision another value.

    Of `all_ways` in total: every question is answered here, those that are not asked too (to no effect).
    """
    found: dict[str, dict[str, int | None]] = {question: {} for question in watch.tree.questions}
    for name in decisions:
        walk = watch.walk(name)
        for level, question in enumerate(watch.plan.questions):
            found[question][name] = None if walk is None else _changes(walk, level)
    return found


def all_ways(watch: Watch) -> int:
    """In how many ways all questions can be answered, asked or not."""
    return prod(len(allowed_values(question)) for question in watch.tree.questions.values())


def _changes(walk: Walk, level: int) -> int | None:
    """The ways to answer in which the answers to one question lead to more than one value. None past the limit.

    A row is the set of states to which its answers lead, and is followed until they are one, or until the end.
    """
    space = walk.space
    values = [way[:1] for _, way in space.ways]
    ends = np.array([values.index(value) for value in values])
    before = _ways_to(walk, level)
    rows = space.layers[level].after[:, walk.kinds[level]]
    rows, counts = _merged(rows, before * walk.weights[level].sum())
    for layer, kinds, weights in zip(
        space.layers[level + 1 :], walk.kinds[level + 1 :], walk.weights[level + 1 :], strict=True
    ):
        if rows.size * len(kinds) > MOST_CELLS:
            return None
        then = layer.after[rows][:, :, kinds].transpose(0, 2, 1).reshape(-1, rows.shape[1])
        rows, counts = _merged(then, (counts[:, None] * weights).ravel())
    _, counts = _merged(ends[rows], counts)
    return int(counts.sum())


def _ways_to(walk: Walk, level: int) -> Array:
    """In how many ways each state of a layer is reached when every question is answered, asked or not."""
    ways = np.ones(1, walk.number)
    for place, layer in enumerate(walk.space.layers[:level]):
        to = layer.after[:, walk.kinds[place]].ravel()
        ways = _sums(to, (ways[:, None] * walk.weights[place]).ravel(), len(walk.space.layers[place + 1].asked))
    return ways


def _sums(to: Array, counts: Array, size: int) -> Array:
    if counts.dtype != object:
        return np.bincount(to, counts, size)
    found = np.zeros(size, object)
    np.add.at(found, to, counts)
    return found


def _merged(rows: Array, counts: Array) -> tuple[Array, Array]:
    """Rows of more than one state, each as a set, once, with the sum of its counts."""
    rows = np.sort(rows, axis=1)
    several = rows[:, 0] != rows[:, -1]
    rows, counts = rows[several], counts[several]
    if not len(rows):
        return rows[:, :1], counts
    again = rows[:, 1:] == rows[:, :-1]
    rows[:, 1:][again] = np.broadcast_to(rows[:, -1:], again.shape)[again]
    rows.sort(axis=1)
    rows = rows[:, : int((rows != rows[:, -1:]).sum(axis=1).max()) + 1]
    number, first = same(list(rows.T), len(rows))
    return rows[first], _sums(number, counts, len(first))
