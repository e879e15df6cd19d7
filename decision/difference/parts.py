"""Which parts of a tree two versions say otherwise, and which only one of them has: by id, with places in both files."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from decision.conditions import All, AnyOf, Not, Test
from decision.difference.result import Change, Field, Place
from decision.reading.read import TreeFile
from decision.reading.text import Path
from decision.tree import Part, TieBreak, Tree
from decision.wording import in_words

_SECTIONS = {
    "dimensions": "dimension",
    "strengths": "strength",
    "questions": "question",
    "decisions": "decision",
    "claims": "claim",
    "sources": "source",
    "scenarios": "scenario",
}
_INSIDE = {
    "question": {"options": "option"},
    "decision": {"outcomes": "outcome", "rules": "rule", "cautions": "caution"},
}
_ORDERED = {"dimensions", "questions", "options", "decisions", "outcomes"}
_OF_THE_FILE = {"format", "version"}  # what is said of the comparison as a whole


def changes(old: TreeFile, new: TreeFile) -> tuple[Change, ...]:
    """Everything that was added, removed or said otherwise, in the order of the new file; what was removed last."""
    before, after = dict(_parts(old.tree)), dict(_parts(new.tree))
    found = [_change(path, before.get(path), after.get(path), old, new) for path in {**after, **before}]
    return tuple(change for change in found if change)


_Said = tuple[str, Mapping[str, Any], Tree]


def _parts(tree: Tree) -> Iterator[tuple[Path, _Said]]:
    """Every part with its path in the file, what kind it is, and what it says."""
    yield from _part((), "tree", tree, _SECTIONS, tree)


def _part(path: Path, kind: str, part: Any, inside: Mapping[str, str], tree: Tree) -> Iterator[tuple[Path, _Said]]:
    if not isinstance(part, Part):
        yield path, (kind, {"points" if kind == "strength" else "label": part}, tree)
        return
    left_out = {*inside, *(_OF_THE_FILE if kind == "tree" else ())}
    said = {
        field.alias or name: getattr(part, name)
        for name, field in type(part).model_fields.items()
        if name not in left_out and getattr(part, name) != field.default
    }
    yield path, (kind, said | {f"order of {name}": _order(part, name) for name in inside if name in _ORDERED}, tree)
    for section, inner in inside.items():
        for name, one in getattr(part, section).items():
            yield from _part((*path, section, name), inner, one, _INSIDE.get(inner, {}), tree)


def _order(part: Part, section: str) -> list[str]:
    return list(getattr(part, section))


def _change(path: Path, before: _Said | None, after: _Said | None, old: TreeFile, new: TreeFile) -> Change | None:
    kind = (after or before or ("",))[0]
    name = ".".join(map(str, path[1::2])) or new.tree.id
    places = (_place(old, path) if before else None, _place(new, path) if after else None)
    fields = tuple(_fields(before, after))
    if before and after:
        return Change(kind, name, "changed", *places, fields) if fields else None
    return Change(kind, name, "added" if after else "removed", *places, fields)


def _place(file: TreeFile, path: Path) -> Place:
    return Place(*file.keys.get(path, (1, 1)))


def _fields(before: _Said | None, after: _Said | None) -> Iterator[Field]:
    """What both say of a part, where it differs; of a part that one version does not have, all that it says."""
    was, now = (said[1] if said else {} for said in (before, after))
    for name in {**now, **was}:
        first, second = was.get(name), now.get(name)
        if name.startswith("order of "):
            if first is None or second is None:
                continue
            first = [one for one in first if one in second]
            second = [one for one in second if one in first]
        if first != second:
            yield Field(
                name, *(_told(value, said[2]) if said else "" for value, said in ((first, before), (second, after)))
            )


def _told(value: Any, tree: Tree) -> str:
    """What a field of a tree says, as one line; nothing for what is not said."""
    match value:
        case None:
            return ""
        case Test() | All() | AnyOf() | Not():
            return in_words(value, tree)
        case TieBreak(order=order, because=because):
            return f"{', '.join(order)}: {because}"
        case Mapping():
            return ", ".join(f"{name}: {_told(one, tree)}" for name, one in value.items())
        case list() | tuple():
            return ", ".join(_told(one, tree) for one in value)
    return _scalar(value)


def _scalar(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.15g}"
        case datetime.date():
            return value.isoformat()
    return " ".join(str(value).split())
