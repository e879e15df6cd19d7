"""The trees of a folder: those that can be used, and what is wrong with the others. And what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from decision.learn import Learn, examine_learn
from decision.problems import Problem
from decision.reading.read import TreeFile, examine
from decision.reading.text import MAX_BYTES

CATALOG = "catalog"
"""The folder beside the trees for what is no tree."""


@dataclass(frozen=True)
class Library:
    """Usable trees by id, and the problems of every file by its name."""

    trees: Mapping[str, TreeFile]
    problems: Mapping[str, tuple[Problem, ...]]


def read_library(folder: Path) -> Library:
    """Read every tree file of a folder. A file that did not change is not read again; a broken one spoils no other."""
    trees = {}
    problems = {}
    for path in sorted(folder.glob("*.yaml")):
        found, problems[path.name] = read_path(path)
        if found is not None:
            trees[found.tree.id] = found
    return Library(trees, problems)


def read_path(path: Path) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    """The tree file at a path if it can be used, and its problems; a file that cannot be opened is one of them."""
    try:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        return None, (_not_opened(path, error),)


def read_learn(path: Path) -> tuple[Learn | None, tuple[Problem, ...]]:
    """What one should know, from the file at a path if it can be used, and its problems."""
    try:
        state = path.stat()
        return _read_learn(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        return None, (_not_opened(path, error),)


def learn_in(folder: Path) -> tuple[Path, ...]:
    """Where that file stands beside the trees of a folder, if it is there."""
    return tuple(folder.glob(f"{CATALOG}/learn.yaml"))


@lru_cache(maxsize=8)
def _read_learn(path: Path, changed: int, size: int) -> tuple[Learn | None, tuple[Problem, ...]]:
    with path.open("rb") as file:
        return examine_learn(file.read(MAX_BYTES + 1), str(path))


def _not_opened(path: Path, error: OSError) -> Problem:
    return Problem(str(path), 0, 0, "cannot-open", f"The file cannot be opened: {error.strerror}.")


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    with path.open("rb") as file:
        return examine(file.read(MAX_BYTES + 1), str(path))
