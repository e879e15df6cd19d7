"""An edit of a text, and how edits are applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from decision.problems import Problem


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters from `start` up to `end`, counted from 0, give way to `insert`."""

    start: int
    end: int
    insert: str


Edits = tuple[Edit, ...]
"""Edits of one text, in its order; none reaches into another, and all of them count in the text as it was."""


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits."""
    pieces = []
    done = 0
    for edit in sorted(edits):
        pieces += [text[done : edit.start], edit.insert]
        done = edit.end
    return "".join([*pieces, text[done:]])


def refused(code: str, message: str) -> Problem:
    """Why there is no edit."""
    return Problem("", 0, 0, code, message)
