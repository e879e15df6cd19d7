"""Two texts that were made of one, merged line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

YOURS, BETWEEN, THEIRS = "# <<<<<<< yours", "# =======", "# >>>>>>> theirs"
"""The lines around what both changed. YAML reads them as comments, so that the problems of the text point to the place."""

_Lines = list[str]


@dataclass(frozen=True, slots=True)
class _Hunk:
    """The lines from `start` up to `end` gave way to others."""

    start: int
    end: int
    lines: _Lines


def merged(base: str, yours: str, theirs: str) -> str:
    """What one or the other changed, in one text. Where both changed the same lines, both stand there, marked."""
    old = base.splitlines(keepends=True)
    ours, others = _hunks(old, yours), _hunks(old, theirs)
    pieces, done = [], 0
    for start, end in _regions(ours, others):
        mine, other = _applied(old, ours, start, end), _applied(old, others, start, end)
        before = old[start:end]
        pieces += old[done:start]
        pieces += other if mine in (before, other) else mine if other == before else _both(mine, other)
        done = end
    return "".join([*pieces, *old[done:]])


def _hunks(old: _Lines, text: str) -> list[_Hunk]:
    new = text.splitlines(keepends=True)
    steps = SequenceMatcher(None, old, new).get_opcodes()
    return [_Hunk(i1, i2, new[j1:j2]) for tag, i1, i2, j1, j2 in steps if tag != "equal"]


def _regions(ours: list[_Hunk], others: list[_Hunk]) -> Iterator[tuple[int, int]]:
    """The lines that somebody changed; changes that touch belong together."""
    start = end = -1
    for hunk in sorted([*ours, *others], key=lambda one: (one.start, one.end)):
        if hunk.start > end:
            if end >= 0:
                yield start, end
            start, end = hunk.start, hunk.end
        end = max(end, hunk.end)
    if end >= 0:
        yield start, end


def _applied(old: _Lines, hunks: list[_Hunk], start: int, end: int) -> _Lines:
    """What one made of these lines."""
    lines, done = [], start
    for hunk in hunks:
        if start <= hunk.start and hunk.end <= end:
            lines += [*old[done : hunk.start], *hunk.lines]
            done = hunk.end
    return [*lines, *old[done:end]]


def _both(yours: _Lines, theirs: _Lines) -> _Lines:
    stop = "\r\n" if any(line.endswith("\r\n") for line in (*yours, *theirs)) else "\n"
    whole = [[line if line.endswith(("\n", "\r")) else line + stop for line in lines] for lines in (yours, theirs)]
    return [YOURS + stop, *whole[0], BETWEEN + stop, *whole[1], THEIRS + stop]
