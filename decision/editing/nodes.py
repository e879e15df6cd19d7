"""The nodes of a tree's text with their marks, for who wants to change it."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from decision.editing.edit import refused
from decision.problems import Problem
from decision.reading.text import read_document

_HARMLESS = frozenset(["comment-cuts-text", "empty-value"])


def root_of(text: str) -> yaml.MappingNode | Problem:
    """The whole text as one mapping, or why it cannot be changed safely: its syntax is broken, or something is refused.

    Problems of shape and meaning do not matter.
    """
    document = read_document(text, "")
    faults = sorted(problem for problem in document.problems if problem.code not in _HARMLESS)
    if faults:
        return refused("unreadable", f"Mend line {faults[0].line} first, so that all can be read: {faults[0].message}")
    # A byte order mark is not counted in the marks, so something stands in its place that is.
    root = yaml.compose("\n" + text[1:] if text.startswith("\ufeff") else text, Loader=yaml.CBaseLoader)
    if not isinstance(root, yaml.MappingNode):
        return refused("unreadable", "This is no tree: entries of the form key: value are needed here.")
    return root


def entries(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys and values of a mapping; nothing of anything else."""
    if isinstance(node, yaml.MappingNode):
        yield from node.value


def items(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """A text, or the texts in a list."""
    inside = node.value if isinstance(node, yaml.SequenceNode) else [node]
    yield from (one for one in inside if isinstance(one, yaml.ScalarNode))


def under(node: yaml.Node | None, *path: str) -> yaml.Node | None:
    """What stands under these keys, None if nothing does."""
    for step in path:
        node = next((inner for key, inner in entries(node) if key.value == step), None)
    return node
