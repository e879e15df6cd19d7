"""A tree file, read and checked: `read_tree` gives a tree without problems or raises all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

from decision.problems import Problem, TreeError
from decision.reading.meaning import check_meaning
from decision.reading.shape import TREE, shape
from decision.reading.syntax import Place
from decision.reading.text import Path, decode, read_document
from decision.tree import Tree


@dataclass(frozen=True, eq=False)
class TreeFile:
    """A tree with the text its author typed. `problems` are those that do not block its use.

    `places` are those of values (of keys where there is none), `keys` those of keys.

    It equals nothing but itself, so that what is worked out for it can be kept by it at no cost.
    """

    tree: Tree
    text: str
    places: Mapping[Path, Place]
    problems: tuple[Problem, ...] = ()
    keys: Mapping[Path, Place] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text, in hexadecimal: the same text, the same tree."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """Version and the first eight digits of the digest, as an address carries it: `1.4.0-3fa9c2d1`."""
        return f"{self.tree.version}-{self.digest[:8]}"


def examine(raw: bytes | str, file: str, *, any_name: bool = False) -> tuple[TreeFile | None, tuple[Problem, ...]]:
    """The tree file if nothing blocks its use, and every problem, sorted by line.

    With `any_name`, the file may be called otherwise than the tree, as an old version beside the present one is.
    """
    text = decode(raw.encode(errors="surrogatepass") if isinstance(raw, str) else raw, file)
    if isinstance(text, Problem):
        return None, (text,)
    document = read_document(text, file)
    tree = None
    if document.data is not None:
        tree, whole = shape(document, TREE)
        if tree is not None:
            check_meaning(tree, document, tree.id if any_name else PurePath(file).stem, whole=whole)
    problems = tuple(sorted(set(document.problems)))
    if tree is None or any(problem.blocks for problem in problems):
        return None, problems
    return TreeFile(tree, text, document.keys | document.values, problems, document.keys), problems


def read_tree(raw: bytes | str, file: str) -> TreeFile:
    """The tree of a file's bytes or text. `file` is its name, for the places in problems; its stem is the tree's id.

    Raises `TreeError` with every problem.
    """
    found, problems = examine(raw, file)
    if found is None:
        raise TreeError(problems)
    return found
