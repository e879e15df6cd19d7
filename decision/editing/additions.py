"""What is added to a tree's text, or set in it, in the way in which the text is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

import yaml

from decision.editing.edit import Edit, Edits, refused
from decision.editing.nodes import entries, root_of, under
from decision.editing.scalars import as_json, scalar, written_like
from decision.problems import Problem
from decision.tree import ID, name_of

_BREAK = re.compile("\r\n|[\n\r]")
_STEP = 2  # columns, where the text shows none of its own

Said = Mapping[str, str | Iterable[str]]
Parts = Mapping[str, str | Mapping[str, str | list[str]]]


def set_version(text: str, version: str) -> Edits | Problem:
    """The edit that gives the tree this version, or why there is none."""
    return _set(text, "version", version)


def set_id(text: str, identifier: str) -> Edits | Problem:
    """The edit that gives the tree this id, or why there is none."""
    return _set(text, "id", identifier)


def set_title(text: str, title: str) -> Edits | Problem:
    """The edit that gives the tree this title, or why there is none."""
    return _set(text, "title", title)


def _set(text: str, key: str, new: str) -> Edits | Problem:
    root = root_of(text)
    if isinstance(root, Problem):
        return root
    node = under(root, key)
    if not isinstance(node, yaml.ScalarNode) or not node.value:
        return refused("no-key", f'There is no "{key}" at the top of the text. Write one.')
    return () if node.value == new else (written_like(text, node, new),)


def add_scenario(text: str, name: str, answers: Said, expect: Said, about: str = "") -> Edits | Problem:
    """The edit that appends a scenario, or why there is none.

    It is indented and spaced as the others are; where there is no `scenarios:`, one is begun. Without `about`, it says
    the name in words.
    """
    root = root_of(text)
    if isinstance(root, Problem):
        return root
    section = under(root, "scenarios")
    if not re.fullmatch(ID, name):
        return refused("bad-id", f'"{name[:80]}" is no id: use a to z, 0 to 9 and _ (at most 64).')
    if any(key.value == name for key, _ in entries(section)):
        return refused("taken-id", f'There is a scenario "{name}" already. Choose another name.')
    if not isinstance(section, yaml.MappingNode | None):
        return refused("no-key", 'Under "scenarios" nothing but scenarios can stand. Mend it first.')
    parts: Parts = {"about": about.strip() or name_of(name), "answers": _listed(answers), "expect": _listed(expect)}
    if section is None:
        return (_in_braces(root, "scenarios", {name: parts}) if root.flow_style else _begun(text, root, name, parts),)
    return (_in_braces(section, name, parts) if section.flow_style else _below(text, root, section, name, parts),)


def _listed(said: Said) -> dict[str, str | list[str]]:
    return {name: one if isinstance(one, str) else list(one) for name, one in said.items()}


def _in_braces(node: yaml.MappingNode, name: str, parts: object) -> Edit:
    """The entry behind the last one between braces, as JSON, which YAML reads as well."""
    entry = as_json({name: parts})[1:-1]
    if not node.value:
        return Edit(node.start_mark.index + 1, node.start_mark.index + 1, entry)
    at = node.value[-1][1].end_mark.index
    return Edit(at, at, f", {entry}")


def _begun(text: str, root: yaml.MappingNode, name: str, parts: Parts) -> Edit:
    """A section at the end of the text with one scenario."""
    left = _column(root)
    step = next((_column(inner) - left for _, inner in entries(root) if _is_block(inner)), _STEP)
    spaced = [""] if re.search(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)", text) else []
    lines = [*spaced, " " * left + "scenarios:", *_lines(name, parts, left + step, step)]
    return _behind(text, _last_line(text, root, 0), lines)


def _below(text: str, root: yaml.MappingNode, section: yaml.MappingNode, name: str, parts: Parts) -> Edit:
    """A scenario below the last one, with a blank line between them if there is one between the last two."""
    left = _column(section)
    last_key, last = section.value[-1]
    step = _column(last) - left if _is_block(last) else left - _column(root)
    above = _BREAK.split(text[: last_key.start_mark.index])[:-1]
    spaced = [""] if len(section.value) > 1 and not above[-1].strip() else []
    return _behind(text, _last_line(text, section, _column(root) + 1), [*spaced, *_lines(name, parts, left, step)])


def _is_block(node: yaml.Node) -> TypeGuard[yaml.MappingNode]:
    return isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)


def _column(mapping: yaml.MappingNode) -> int:
    """Where the keys of a mapping begin."""
    return int(mapping.value[0][0].start_mark.column)


def _last_line(text: str, node: yaml.Node, left: int) -> int:
    """The end of the last line that belongs to a node: of its last text, or of a comment below it from column `left` on."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end = len(text[: node.end_mark.index].rstrip())
    end += len(_BREAK.split(text[end:])[0])
    comment = re.compile(rf"(?:(?:\r\n|\n|\r)[ \t]*)*(?:\r\n|\n|\r) {{{left},}}#[^\r\n]*")
    while match := comment.match(text, end):
        end = match.end()
    return end


def _behind(text: str, at: int, lines: list[str]) -> Edit:
    """Lines below the line that ends there, with the line ends of the text."""
    first = _BREAK.search(text)
    return Edit(at, at, "".join((first[0] if first else "\n") + line for line in lines))


def _lines(name: str, parts: Parts, left: int, step: int) -> Iterator[str]:
    """A scenario in block form."""
    yield f"{' ' * left}{scalar(name)}:"
    for key, said in parts.items():
        begun = f"{' ' * (left + step)}{key}:"
        if isinstance(said, str):
            yield f"{begun} {scalar(said)}"
            continue
        yield begun if said else f"{begun} {{}}"
        for one, chosen in said.items():
            written = scalar(chosen) if isinstance(chosen, str) else f"[{', '.join(map(scalar, chosen))}]"
            yield f"{' ' * (left + 2 * step)}{scalar(one)}: {written}"
