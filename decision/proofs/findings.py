"""Findings: what a proof finds wrong, as problems with their place in the file."""

from __future__ import annotations

from decision.problems import Problem
from decision.reading.read import TreeFile
from decision.reading.text import Path


class Findings:
    """Collects the problems of one tree file."""

    def __init__(self, file: TreeFile, path: str) -> None:
        self.file = file
        self.path = path
        self.problems: list[Problem] = []

    def note(self, at: Path, code: str, message: str) -> None:
        """Something worth a look, though the tree can be used."""
        self._add(at, code, message, blocks=False)

    def block(self, at: Path, code: str, message: str) -> None:
        """Something because of which a user is told what is wrong, or nothing."""
        self._add(at, code, message, blocks=True)

    def _add(self, at: Path, code: str, message: str, *, blocks: bool) -> None:
        places = self.file.keys
        line, column = next((places[at[:end]] for end in range(len(at), 0, -1) if at[:end] in places), (1, 1))
        self.problems.append(Problem(self.path, line, column, code, message, blocks))


def of_ways(count: int, completions: int) -> str:
    """A count of completions in words."""
    if count == completions:
        return "in every one of the ways to answer"
    return f"in {count:,} of the {completions:,} ways to answer"
