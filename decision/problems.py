"""What can be wrong, and with whom the fault lies.

A `Problem` is one fault in a file or in answers, with its place and its remedy. `TreeError` is the author's fault,
`AnswerError` the user's; any other exception is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

MANY = 300


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it stands, what is wrong and what to do about it.

    `line` and `column` count from 1; 0 means that the fault has no line (a whole file, an answer).
    A problem that does not block is worth a look, but the tree can be used.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    blocks: bool = True

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        note = "" if self.blocks else " (a note, it stops nothing)"
        return f"{place}: {self.code}: {self.message}{note}"


class DecisionError(Exception):
    """The root of what this package raises on purpose. `problems` says all that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TreeError(DecisionError):
    """A tree file cannot be used: its author's fault."""


class AnswerError(DecisionError):
    """Answers do not belong to the tree: the user's fault."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, or lists the words where there are few.

    >>> did_you_mean("nonee", ["none", "one_gpu"])
    ' Did you mean "none"?'
    >>> did_you_mean("x", ["none", "one_gpu"])
    ' It is one of: none, one_gpu.'
    """
    words = list(known)
    near = nearest(word, words)
    if near:
        return f' Did you mean "{near}"?'
    if 0 < len(words) <= 12:
        return f" It is one of: {', '.join(words)}."
    return ""


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that was probably meant. Among very many none is looked for, as that takes too long."""
    return next(iter(get_close_matches(word, known, n=1)), None) if len(known) <= MANY else None
