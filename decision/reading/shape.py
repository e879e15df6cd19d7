"""Plain data to the model, with every misshapen part reported and set aside, so that the rest can be checked further."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from decision.problems import did_you_mean, nearest
from decision.reading.conditions import MISSHAPEN
from decision.reading.text import Document, Path, value_at
from decision.tree import Tree

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Form(Generic[M]):
    """What a kind of file is read into.

    `parts` are the places of what can be set aside alone, where "*" is any id; `stand_in` fills in for what the file
    cannot do without.
    """

    model: type[M]
    parts: tuple[Path, ...]
    stand_in: Mapping[str, Any]


_PARTS: tuple[Path, ...] = (
    ("dimensions", "*"),
    ("strengths", "*"),
    ("questions", "*"),
    ("questions", "*", "options", "*"),
    ("decisions", "*"),
    ("decisions", "*", "outcomes", "*"),
    ("decisions", "*", "tie_break"),
    ("decisions", "*", "rules", "*"),
    ("decisions", "*", "cautions", "*"),
    ("claims", "*"),
    ("sources", "*"),
    ("scenarios", "*"),
)
_STAND_IN: dict[str, Any] = {
    "format": "1",
    "id": "stand_in",
    "version": "0.0.0",
    "title": "?",
    "summary": "?",
    "strengths": {"stand_in": "1"},
    "dimensions": {"stand_in": "?"},
    "questions": {"stand_in": {"dimension": "stand_in", "ask": "?", "why": "?", "options": {"stand_in": "?"}}},
    "decisions": {"stand_in": {"decide": "?", "outcomes": {"stand_in": "?"}}},
}
TREE = Form(Tree, _PARTS, _STAND_IN)

_MESSAGES = {
    "string_too_short": "There is no text here. Write one.",
    "string_type": "A text is needed here.",
    "literal_error": "One word is needed here.",
    "too_short": "At least one entry is needed here.",
    "dict_type": "Entries of the form key: value are needed here.",
    "mapping_type": "Entries of the form key: value are needed here.",
    "model_type": "Entries of the form key: value are needed here.",
    "greater_than": "It must be above 0.",
    "tuple_type": "A list is needed here, such as [a, b].",
}
_PATTERNS = {
    "url": "A link begins with https:// and has no spaces.",
    "link": "A link begins with https:// and has no spaces.",
    "version": "A version is three numbers, such as 1.4.0.",
}
_KINDS = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "string_too_short": "empty-text",
    "string_too_long": "too-long",
    "too_short": "empty-list",
    "one_effect": "one-effect",
    "one_statement": "one-statement",
    "literal_error": "unknown-word",
    "string_pattern_mismatch": "bad-id",
    "misshapen_answer": "misshapen-answer",
}


def shape(document: Document, form: Form[M]) -> tuple[M | None, bool]:
    """The model of what is well formed, and whether that is all of it. Problems are added to the document."""
    data = document.data
    whole = not document.torn
    for _ in range(len(form.parts)):
        try:
            return form.model.model_validate(data), whole
        except ValidationError as error:
            if data is document.data:
                data = copy.deepcopy(data)
            found = [(detail, _existing(data, detail["loc"])) for detail in error.errors(include_url=False)]
            meant = {
                path: _suggested(form.model, path) for detail, path in found if detail["type"] == "extra_forbidden"
            }
            for detail, path in found:
                if not _follows(document, detail, path, meant):
                    _report(document, form.model, detail, path)
                data = _without(data, form, path, detail)
            whole = False
    return None, False


def _follows(document: Document, detail: ErrorDetails, path: Path, meant: Mapping[Path, str | None]) -> bool:
    """Whether the fault is only what another one leaves behind: a key lost or misspelt, a list emptied here."""
    if detail["type"] == "missing":
        name = detail["loc"][-1]
        return path in document.torn or any(one[:-1] == path and word == name for one, word in meant.items())
    return detail["type"] == "too_short" and bool(value_at(document.data, path))


def _suggested(model: type[BaseModel], path: Path) -> str | None:
    return nearest(str(path[-1]), _known_keys(model, path[:-1]))


def _existing(data: Any, loc: tuple[str | int, ...]) -> Path:
    """The part of a Pydantic location that is a path in the data: without "[key]" and the tags of unions."""
    path: list[str | int] = []
    for step in loc:
        known = data if isinstance(data, dict) else dict(enumerate(data)) if isinstance(data, list) else {}
        if step in known:
            data = known[step]
            path.append(step)
    return tuple(path)


def _report(document: Document, model: type[BaseModel], detail: ErrorDetails, path: Path) -> None:
    kind = detail["type"]
    if kind == MISSHAPEN:
        for at, message in detail["ctx"]["faults"]:
            document.report((*path, *at), "misshapen-condition", message)
    elif kind == "missing":
        document.report(path, "missing-key", f'The key "{detail["loc"][-1]}" is missing here.', key=True)
    elif kind in ("one_effect", "one_statement"):
        document.report(path, _KINDS[kind], detail["msg"], key=True)
    elif kind == "extra_forbidden":
        key = str(path[-1])
        known = _known_keys(model, path[:-1])
        document.report(path, "unknown-key", f'There is no key "{key}" here.{did_you_mean(key, known)}', key=True)
    elif "[key]" in detail["loc"]:
        document.report(path, "bad-id", f'"{path[-1]}" is no id: use a to z, 0 to 9 and _ (at most 64).', key=True)
    else:
        code = "bad-value" if path[-1:] and path[-1] in _PATTERNS else _KINDS.get(kind, "bad-value")
        document.report(path, code, _message(detail, path))


def _message(detail: ErrorDetails, path: Path) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(
            str(path[-1]), f'"{str(detail["input"])[:60]}" is no id: use a to z, 0 to 9 and _ (at most 64).'
        )
    if kind == "string_too_long":
        return f"The text has more than {context['max_length']:,} characters. Shorten it."
    if kind == "literal_error" and isinstance(detail["input"], str):
        expected = context["expected"].replace("'", '"')
        return f'"{detail["input"][:60]}" is not known here. It is {expected}.'
    return _MESSAGES.get(kind, detail["msg"])


def _known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the model knows for what stands at `path`."""
    for step in path:
        field = model.model_fields.get(str(step))
        models = _models_in(field.annotation) if field else []
        model = models[0] if models else model
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]


def _without(data: Any, form: Form[M], path: Path, detail: ErrorDetails) -> Any:
    """The data without the smallest part that holds the fault; top-level faults are filled with a stand-in."""
    parts = [path[: len(part)] for part in form.parts if _under(path, part)]
    if not isinstance(data, dict):
        return dict(form.stand_in)
    if parts:
        *around, last = max(parts, key=len)
        holder = data
        for step in around:
            holder = holder.get(step, {})
        holder.pop(last, None)
    else:
        key = str(path[0] if path else detail["loc"][0] if detail["loc"] else "")
        if key in form.stand_in:
            data[key] = form.stand_in[key]
        else:
            data.pop(key, None)
    return data


def _under(path: Path, part: Path) -> bool:
    return len(path) >= len(part) and all(want in ("*", step) for want, step in zip(part, path, strict=False))
