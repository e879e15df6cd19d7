"""A table of use cases, and which of them get another recommendation from another version of a tree.

The table is CSV in UTF-8: a column a question, in any order, named in the first line by its id; a line a use case. A
cell holds the id of an option, several joined by `.`, or `unsure`; an empty one is a question not answered.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from decision.answers import Answer, Answers, Fault, faults, fit
from decision.deciding import possible_of
from decision.difference.difference import effects_of
from decision.difference.joined import SIDES
from decision.difference.result import CaseChange, Cases, Effect, Outcomes
from decision.problems import AnswerError, Problem, did_you_mean
from decision.reading.text import decode
from decision.space.columns import Codes, table
from decision.space.standing import LIMIT
from decision.tree import IMPOSSIBLE, UNSURE, Tree

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 100_000
MAX_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Case:
    """One use case: the line it stands on, and its answers, as they are typed."""

    line: int
    answers: Answers


def read_cases(raw: bytes, file: str, old: Tree, new: Tree) -> tuple[Case, ...]:
    """The use cases of a table, each cell being an answer in at least one of the versions.

    Raises `AnswerError` with every bad cell, the first hundred of them, by line and column (a column is a cell's
    number, counted from 1).
    """
    text = decode(raw, file, MAX_BYTES)
    if isinstance(text, Problem):
        raise AnswerError([text])
    rows = _rows(text, file)
    reader = _Table(file, old, new)
    heads = reader.heads(next(rows, (1, [])))
    cases = [] if reader.problems else list(reader.cases(heads, rows))
    if reader.problems:
        raise AnswerError(reader.problems)
    return tuple(cases)


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with its line. An empty line is none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if len(row) > 1 or "".join(row).strip():
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        message = f"This is not CSV: {error}. Look at the quotes on this line."
        raise AnswerError([Problem(file, reader.line_num, 1, "bad-csv", message)]) from None


class _Table:
    """Reads heads and cells, and notes what is wrong with them."""

    def __init__(self, file: str, old: Tree, new: Tree) -> None:
        self.file = file
        self.trees = (old, new)
        self.problems: list[Problem] = []
        self.answers: dict[tuple[str, str], tuple[Answer, Fault | None]] = {}

    def _report(self, line: int, column: int, code: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.file, line, column, code, message))
        elif len(self.problems) == MAX_PROBLEMS:
            more = f"There are more faults than these {MAX_PROBLEMS}, from here on. Mend these first."
            self.problems.append(Problem(self.file, line, column, "more-faults", more))

    def heads(self, first: tuple[int, list[str]]) -> list[str]:
        """The questions of the columns."""
        line, heads = first
        known = list(dict.fromkeys(name for tree in self.trees for name in tree.questions))
        if not heads:
            self._report(1, 1, "no-cases", "The table is empty. Its first line names questions by their ids.")
        if len(heads) == 1 and (";" in heads[0] or "\t" in heads[0]):
            self._report(line, 1, "bad-csv", "Cells are separated by commas, not by semicolons or tabs.")
            return []
        for number, head in enumerate(heads, 1):
            if head not in known:
                message = f'There is no question "{head[:60]}" in either version.{did_you_mean(head, known)}'
                self._report(line, number, "unknown-question", message)
            elif head in heads[: number - 1]:
                self._report(line, number, "repeated-question", f'Question "{head}" has two columns. Keep one.')
        return heads

    def cases(self, heads: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Case]:
        """The use cases, a row each."""
        for number, (line, cells) in enumerate(rows):
            if number == MAX_ROWS:
                message = f"The table has more than {MAX_ROWS:,} use cases; no more are read. Split it."
                self._report(line, 1, "too-many-cases", message)
                return
            if len(cells) != len(heads):
                message = f"This line has {len(cells)} cells, and the first line {len(heads)}."
                self._report(line, min(len(cells), len(heads)) + 1, "wrong-number-of-cells", message)
                continue
            answers = {}
            for column, (name, cell) in enumerate(zip(heads, cells, strict=True), 1):
                if cell:
                    answers[name] = self._answer(line, column, name, cell)
            yield Case(line, answers)

    def _answer(self, line: int, column: int, name: str, cell: str) -> Answer:
        """The answer in a cell. It is noted when neither version allows it."""
        if (name, cell) not in self.answers:
            answer: Answer = tuple(cell.split(".")) if "." in cell else cell
            wrong = [faults(tree, {name: answer}) for tree in self.trees if name in tree.questions]
            self.answers[name, cell] = answer, wrong[-1][0] if all(wrong) else None
        answer, fault = self.answers[name, cell]
        if fault:
            self._report(line, column, fault.code, fault.message)
        return answer


def compare_cases(old: Tree, new: Tree, cases: Sequence[Case], *, limit: int = LIMIT) -> Cases:
    """Which use cases get another recommendation, or cannot be taken whole by one version, in their order."""
    shared = [name for name in new.shown if name in old.shown]
    groups: dict[tuple[tuple[str, Answer], ...], list[int]] = {}
    for case in cases:
        groups.setdefault(tuple(case.answers.items()), []).append(case.line)
    unread_answer = cache(partial(_unread, old, new))
    unread = {said: tuple(told for one in said for told in unread_answer(*one)) for said in groups}
    whole = [said for said in groups if not unread[said]]
    effects = dict(zip(whole, _effects(old, new, [dict(said) for said in whole], shared, limit), strict=True))
    changes = [
        CaseChange(line, effects.get(said, ()), unread[said])
        for said, lines in groups.items()
        for line in lines
        if effects.get(said) or unread[said]
    ]
    another = sum(any(one.old != one.new for one in change.effects) for change in changes)
    apart = sum(bool(change.unread) for change in changes)
    unknown = len(changes) - another - apart
    return Cases(len(cases), another, apart, unknown, tuple(sorted(changes, key=lambda change: change.line)))


def _known(tree: Tree, answers: Answers) -> Answers:
    """The answers to questions that the tree has; another version may have more."""
    return {name: answer for name, answer in answers.items() if name in tree.questions}


def _unread(old: Tree, new: Tree, name: str, answer: Answer) -> tuple[str, ...]:
    """Why an answer is none in a version that has its question."""
    found = zip(SIDES, (faults(tree, _known(tree, {name: answer})) for tree in (old, new)), strict=True)
    return tuple(f"Not in the {side} version: {fault.message}" for side, wrong in found for fault in wrong)


def _effects(
    old: Tree, new: Tree, cases: Sequence[Answers], shared: Sequence[str], limit: int
) -> Iterator[tuple[Effect, ...]]:
    """The effects on each use case: on all that leave nothing open at once, on the others one by one."""
    if not cases:
        return
    settled = [_settled(tree, cases, shared) for tree in (old, new)]
    for answers, before, after in zip(cases, *settled, strict=True):
        if before is None or after is None:
            yield effects_of(
                old, new, {"old": fit(old, _known(old, answers)), "new": fit(new, _known(new, answers))}, shared, limit
            )
        else:
            pairs = zip(shared, before, after, strict=True)
            yield tuple(Effect(name, was, now) for name, was, now in pairs if was != now)


def _settled(tree: Tree, cases: Sequence[Answers], shared: Sequence[str]) -> list[tuple[Outcomes, ...] | None]:
    """What the shared decisions are in each use case, None for one in which a question that is asked is not answered."""
    codes = Codes(tree)
    given = {name: [case.get(name, UNSURE) for case in cases] for name in tree.questions}
    columns = {
        name: np.array([0 if one == UNSURE else codes.code(name, one) for one in column], int)
        for name, column in given.items()
    }
    asked, made = table(tree, columns)
    left_open = np.zeros(len(cases), bool)
    for name, column in given.items():
        left_open |= np.array([one == UNSURE for one in column], bool) & (asked[name] != codes.nothing(name))
    ways = {name: np.broadcast_to(made[name].way, len(cases)).tolist() for name in shared}
    return [
        None
        if is_open
        else tuple(
            possible_of(tree.decisions[name], made[name].ways[ways[name][row]]) or (IMPOSSIBLE,) for name in shared
        )
        for row, is_open in enumerate(left_open.tolist())
    ]


_HEAD = ("line", "decision", "old", "new", "note")


def as_csv(cases: Cases) -> str:
    """Which use cases get another recommendation, as CSV: a line a decision that changes, outcomes joined by `.`.

    A use case that one version cannot take has one line with a note, and no decision.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    for change in cases.changes:
        writer.writerows((change.line, one.decision, _cell(one.old), _cell(one.new), "") for one in change.effects)
        if change.unread:
            writer.writerow((change.line, "", "", "", " ".join(change.unread)))
    return out.getvalue()


def _cell(outcomes: Outcomes | None) -> str:
    return "not worked out" if outcomes is None else ".".join(outcomes)
