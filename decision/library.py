"""The trees of a folder and what stands beside them: what can be used, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from decision.catalog.entries import Catalogue, Frameworks, Hardware, Models
from decision.catalog.read import FOLDER, Catalogues, examine_catalogue
from decision.learn import Learn, examine_learn
from decision.problems import Problem, TreeError
from decision.reading.read import TreeFile, examine
from decision.reading.text import MAX_BYTES, decode, read_document

GUIDE = "README.md"
"""How to write a tree, beside the shipped trees."""

TEMPLATES = "templates"
"""The folder, beside the trees, of small trees to start from."""

LEARN = "pages/learn.yaml"
"""Where, beside the trees, stands what one should know before deciding."""


@dataclass(frozen=True)
class Library:
    """Usable trees by id, what stands beside them, and the problems of every file by its name."""

    trees: Mapping[str, TreeFile]
    problems: Mapping[str, tuple[Problem, ...]]
    catalogues: Catalogues
    learn: Learn | None = None


def read_library(folder: Path) -> Library:
    """Read every file of a folder. One that did not change is not read again; a broken one spoils no other."""
    trees = {}
    problems = {}
    for path in sorted(folder.glob("*.yaml")):
        found, problems[path.name] = read_path(path)
        if found is not None:
            trees[found.tree.id] = found
    catalogues, more = read_catalogues(folder)
    learn = None
    for path in folder.glob(LEARN):
        learn, more[LEARN] = read_learn(path)
    return Library(trees, problems | more, catalogues, learn)


def read_guide(folder: Path) -> str:
    """How to write a tree, in Markdown without HTML. It stands beside the shipped trees."""
    return (folder / GUIDE).read_text(encoding="utf-8")


def read_templates(folder: Path) -> Mapping[str, TreeFile]:
    """The trees to start from, by id, that stand beside the trees in a folder. They are not offered to be answered."""
    return read_library(folder / TEMPLATES).trees


def read_catalogues(folder: Path) -> tuple[Catalogues, dict[str, tuple[Problem, ...]]]:
    """The catalogues in a folder of trees, and the problems of each of their files. It may have none."""
    problems = {}
    models, hardware, frameworks = None, None, None
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        found, problems[f"{FOLDER}/{path.name}"] = read_catalogue(path)
        match found:
            case Models():
                models = found
            case Hardware():
                hardware = found
            case Frameworks():
                frameworks = found
    return Catalogues(models, hardware, frameworks), problems


def read_path(path: Path) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    """The tree file at a path if it can be used, and its problems; a file that cannot be opened is one of them."""
    try:
        return _read(path, *_state(path))
    except OSError as error:
        return None, (_not_opened(path, error),)


def read_version(path: Path) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    """The tree file at a path, as `read_path` gives it, whatever the file is called."""
    try:
        return examine(_bytes(path), str(path), any_name=True)
    except OSError as error:
        return None, (_not_opened(path, error),)


def read_data(path: Path) -> Any:
    """The plain data of a tree file as far as it can be read, whatever is wrong with it. Raises `TreeError` if it is no text."""
    text = decode(_bytes(path), str(path))
    if isinstance(text, Problem):
        raise TreeError([text])
    return read_document(text, str(path)).data


def read_text(path: Path) -> str | None:
    """The text of a file, whatever stands in it; None where there is no file, or what it holds is no text."""
    try:
        text = decode(_bytes(path), str(path))
    except OSError:
        return None
    return None if isinstance(text, Problem) else text


def read_catalogue(path: Path) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue at a path if it can be used, and its problems, as `read_path` gives a tree."""
    try:
        return _read_catalogue(path, *_state(path))
    except OSError as error:
        return None, (_not_opened(path, error),)


def read_learn(path: Path) -> tuple[Learn | None, tuple[Problem, ...]]:
    """What one should know, from the file at a path if it can be used, and its problems, as `read_path` gives a tree."""
    try:
        return _read_learn(path, *_state(path))
    except OSError as error:
        return None, (_not_opened(path, error),)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    return examine(_bytes(path), str(path))


@lru_cache(maxsize=16)
def _read_catalogue(path: Path, changed: int, size: int) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    return examine_catalogue(_bytes(path), str(path))


@lru_cache(maxsize=8)
def _read_learn(path: Path, changed: int, size: int) -> tuple[Learn | None, tuple[Problem, ...]]:
    return examine_learn(_bytes(path), str(path))


def _state(path: Path) -> tuple[int, int]:
    """What changes when a file does."""
    state = path.stat()
    return state.st_mtime_ns, state.st_size


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _not_opened(path: Path, error: OSError) -> Problem:
    return Problem(str(path), 0, 0, "cannot-open", f"The file cannot be opened: {error.strerror}.")
