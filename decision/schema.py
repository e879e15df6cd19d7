"""The published JSON Schemas, generated from the models that read the files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from decision.reading.text import value_at
from decision.reports.difference_json import DifferenceExport
from decision.reports.json_report import Export
from decision.store.exchange import SavedFile
from decision.tree import ID, IMPOSSIBLE, UNSURE, Tree

Schema = dict[str, Any]

_ANY_CHOICE = {
    "description": "The option or outcome that holds, or a list of which any holds.",
    "anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}],
}
_UNSURE = {"const": UNSURE, "description": "Not sure yet: every option stays possible."}
_IMPOSSIBLE = {"const": IMPOSSIBLE, "description": "No outcome is left, however the rest is answered."}


def tree_schema() -> Schema:
    """The JSON Schema of a tree file, as an editor checks it: numbers and truth values in YAML's own types."""
    schema: Schema = _as_read(Tree.model_json_schema())
    schema["$defs"]["Condition"] = _condition("Condition", other=_ANY_CHOICE)
    for part in ("Option", "Outcome"):
        schema["$defs"][part] = {"anyOf": [{"type": "string", "minLength": 1}, schema["$defs"][part]]}
    return _published(schema, "A tree: what is asked, how it is decided, and why")


def schema_of(data: Any) -> Schema:
    """The JSON Schema of one tree: the general one, with the ids that the tree declares wherever one of them belongs.

    `data` is the plain data of a tree's text as `read_document` gives it, whatever is wrong with it: the ids are those
    that can be read. A condition takes what stands above it, a test the options or outcomes of what it tests.
    Each id comes with its text as description.
    """
    schema = tree_schema()
    ids = _Ids(data)
    defs = schema["$defs"]
    _name_choices(defs, ids)
    _name_words(defs, ids)
    above: list[str] = []
    sections: dict[str, Schema] = {"questions": {}, "decisions": {}}
    for name in ids.questions:
        when = {"when": _conditions_on(defs, f"above.{name}", above) if above else None}
        sections["questions"][name] = _narrowed(defs, "Question", ids.about(name), when)
        above.append(name)
    for name in ids.decisions:
        sections["decisions"][name] = _decision(defs, name, ids, above)
        above.append(name)
    _conditions_on(defs, "Condition", above)
    for key, known in sections.items():
        _also(schema["properties"][key], known)
    return schema | {"title": f"A tree: {ids.tree}"}


def export_schema() -> Schema:
    """The JSON Schema of an exported recommendation."""
    return _published(Export.model_json_schema(mode="serialization"), "An assessment with its recommendation")


def difference_schema() -> Schema:
    """The JSON Schema of the difference between two versions of a tree."""
    return _published(DifferenceExport.model_json_schema(mode="serialization"), "The difference between two versions")


def saved_schema() -> Schema:
    """The JSON Schema of a file of saved assessments."""
    return _published(SavedFile.model_json_schema(mode="serialization"), "Saved assessments")


def as_text(schema: Schema) -> str:
    """A schema as it is kept in a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _condition(name: str, tests: Schema | None = None, other: Schema | bool = False) -> Schema:
    """The condition called `name` among the definitions: what it may test by name, and what else."""
    this: Schema = {"$ref": f"#/$defs/{name}"}
    several = {"type": "array", "minItems": 1, "items": this}
    joined = {
        "any": {**several, "description": "One of these holds, or several."},
        "all": {**several, "description": "All of these hold."},
        "not": {**this, "description": "This does not hold."},
    }
    return {
        "description": "A test on answers and earlier decisions: a mapping is AND, a list is OR.",
        "anyOf": [
            several,
            {
                "type": "object",
                "minProperties": 1,
                "properties": {**(tests or {}), **joined},
                "additionalProperties": other,
            },
        ],
    }


def _several_of(one: Schema, *alone: Schema) -> Schema:
    """One of these, what only stands alone, or a list of the former."""
    return {"anyOf": [one, *alone, {"type": "array", "minItems": 1, "items": one}]}


class _Ids:
    """The ids that a text declares, as far as it can be read, each with its text."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.questions = self.inside("questions")
        self.decisions = self.inside("decisions")
        self.choices = {
            name: self.inside(section, name, inner)
            for section, inner in (("decisions", "outcomes"), ("questions", "options"))
            for name in self.inside(section)
        }
        self.many = {name for name in self.questions if self._text("questions", name, "choose") == "many"}
        self.tree = self._text("id")

    def about(self, name: str) -> str:
        """What a question asks or a decision decides."""
        return self.questions.get(name) or self.decisions.get(name, "")

    def inside(self, *path: str) -> dict[str, str]:
        """The ids that stand at a path, each with its text."""
        entries = value_at(self.data, path)
        names = [name for name in entries if re.fullmatch(ID, name)] if isinstance(entries, dict) else []
        return {name: self._about(*path, name) for name in names}

    def _about(self, *path: str) -> str:
        return next(
            filter(None, (self._text(*path, *key) for key in ((), ("label",), ("ask",), ("decide",), ("title",)))), ""
        )

    def _text(self, *path: str) -> str:
        found = value_at(self.data, path)
        return found if isinstance(found, str) else ""


def _name_choices(defs: Schema, ids: _Ids) -> None:
    """Define the options of every question and the outcomes of every decision, and what may be said of them where."""
    answers: Schema = {}
    expected: Schema = {}
    for name, choices in ids.choices.items():
        about = {"description": ids.about(name)}
        one = _ref(defs, f"choice.{name}", _one_of(choices))
        _ref(defs, f"test.{name}", about | _several_of(one))
        if name in ids.many:
            answers[name] = about | _several_of(one, _UNSURE)
        elif name in ids.questions:
            answers[name] = about | {"anyOf": [one, _UNSURE]}
        else:
            expected[name] = about | _several_of(one, _IMPOSSIBLE)
    for key, known in (("answers", answers), ("expect", expected)):
        if known:
            _only(defs["Scenario"]["properties"][key], known)


def _name_words(defs: Schema, ids: _Ids) -> None:
    """Define the dimensions, strengths and sources, and name them wherever one belongs."""
    dimension = _ref(defs, "dimension", _one_of(ids.inside("dimensions")))
    source = _several_of(_ref(defs, "source", _one_of(ids.inside("sources"))))
    points = {name: f"Points: {value}." for name, value in ids.inside("strengths").items()}
    strength = _ref(defs, "strength", _one_of(points))
    _set(defs["Question"], "dimension", dimension)
    for part in (defs["Option"]["anyOf"][1], defs["Outcome"]["anyOf"][1], defs["Rule"], defs["Caution"]):
        _set(part, "source", source)
    for key in ("for", "against"):
        argued = defs["Rule"]["properties"][key]
        argued["patternProperties"] = dict.fromkeys(argued["patternProperties"], strength)


def _decision(defs: Schema, name: str, ids: _Ids, above: list[str]) -> Schema:
    """The schema of one decision: its rules argue about its own outcomes and test what stands above."""
    one: Schema = {"$ref": f"#/$defs/choice.{name}"}
    outcomes = ids.choices[name]
    strengths = {outcome: {"description": text, "$ref": "#/$defs/strength"} for outcome, text in outcomes.items()}
    argued = {"type": "object", "minProperties": 1, "properties": strengths, "additionalProperties": False}
    count = len(outcomes)
    order = {"type": "array", "items": one, "uniqueItems": True, "minItems": count, "maxItems": count}
    rule = {"rule_out": _several_of(one), "require": _several_of(one), "for": argued, "against": argued}
    rule["when"] = _conditions_on(defs, f"above.{name}", above)
    caution = {"when": _conditions_on(defs, f"after.{name}", [*above, name])}
    parts = {"tie_break": _narrowed(defs, "TieBreak", "", {"order": order})}
    for key, part, changed in (("rules", "Rule", rule), ("cautions", "Caution", caution)):
        kind = _ref(defs, f"{key}.{name}", _narrowed(defs, part, "", changed))
        parts[key] = {"type": "object", "additionalProperties": kind, "propertyNames": {"pattern": f"^{ID}$"}}
    return _narrowed(defs, "Decision", ids.about(name), parts)


def _conditions_on(defs: Schema, name: str, above: list[str]) -> Schema:
    """Define the conditions that test nothing but these; any condition where nothing can be read that they could."""
    tests = {one: {"$ref": f"#/$defs/test.{one}"} for one in above}
    return _ref(defs, name, _condition(name, tests) if above else defs["Condition"])


def _narrowed(defs: Schema, part: str, about: str, changed: Mapping[str, Schema | None]) -> Schema:
    """The definition of a part with some of its properties changed, or left out for None; the rest is referred to."""
    general = defs[part]
    properties = {key: {"$ref": f"#/$defs/{part}/properties/{key}"} for key in general["properties"]}
    for key, schema in changed.items():
        del properties[key]
        if schema is not None:
            properties[key] = {**schema, "description": _description(general, key)}
    kept = {key: value for key, value in general.items() if key not in ("title", "properties")}
    return kept | {"description": about or general["description"], "properties": properties}


def _description(general: Schema, key: str) -> str:
    return str(general["properties"][key]["description"])


def _set(part: Schema, key: str, schema: Schema) -> None:
    part["properties"][key] = {**schema, "description": _description(part, key)}


def _also(section: Schema, known: Schema) -> None:
    """Say of some ids in a section what stands under each; under any other stands what did before."""
    ((pattern, other),) = section.pop("patternProperties").items()
    section |= {"properties": known, "additionalProperties": other, "propertyNames": {"pattern": pattern}}


def _only(section: Schema, known: Schema) -> None:
    """Say of some ids in a section what stands under each; there is no other."""
    del section["patternProperties"]
    section["properties"] = known


def _one_of(texts: Mapping[str, str]) -> Schema:
    """One of these ids, each with its text; any text if there is none yet."""
    named = [{**_typed(name), "description": text} for name, text in texts.items()]
    return {"oneOf": named} if named else {"type": "string"}


def _typed(name: str) -> Schema:
    """An id as an editor reads it: one of digits alone is a number to it where it has no quotes."""
    return {"enum": [name, int(name)]} if name.isdecimal() else {"const": name}


def _ref(defs: Schema, name: str, schema: Schema) -> Schema:
    """Define a schema, and refer to it."""
    defs[name] = schema
    return {"$ref": f"#/$defs/{name}"}


def _published(schema: Schema, title: str) -> Schema:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def _as_read(schema: Any) -> Any:
    """The schema with its conditions, without null, and with no key that is not an id where ids stand: as we read."""
    if isinstance(schema, list):
        return [_as_read(item) for item in schema if item != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    if schema.get("condition") is True:
        kept = {key: value for key, value in schema.items() if key == "description"}
        return {"$ref": "#/$defs/Condition", **kept}
    found = {key: _as_read(value) for key, value in schema.items() if (key, value) != ("default", None)}
    if len(found.get("anyOf", ())) == 1:
        found |= found.pop("anyOf")[0]
    return found | {"additionalProperties": False} if "patternProperties" in found else found
