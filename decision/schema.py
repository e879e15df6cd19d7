"""The published JSON Schemas, generated from the models that read the files."""

from __future__ import annotations

import json
from typing import Any

from decision.reports.difference_json import DifferenceExport
from decision.reports.json_report import Export
from decision.store.exchange import SavedFile
from decision.tree import Tree

_CONDITION = {
    "description": "A test on answers and earlier decisions: a mapping is AND, a list is OR.",
    "anyOf": [
        {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}},
        {
            "type": "object",
            "minProperties": 1,
            "properties": {
                "any": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}},
                "all": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}},
                "not": {"$ref": "#/$defs/Condition"},
            },
            "additionalProperties": {
                "anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}],
                "description": "The option or outcome that holds, or a list of which any holds.",
            },
        },
    ],
}


def tree_schema() -> dict[str, Any]:
    """The JSON Schema of a tree file, as an editor checks it: numbers and truth values in YAML's own types."""
    schema: dict[str, Any] = _as_read(Tree.model_json_schema())
    schema["$defs"]["Condition"] = _CONDITION
    for part in ("Option", "Outcome"):
        schema["$defs"][part] = {"anyOf": [{"type": "string", "minLength": 1}, schema["$defs"][part]]}
    return _published(schema, "A tree: what is asked, how it is decided, and why")


def export_schema() -> dict[str, Any]:
    """The JSON Schema of an exported recommendation."""
    return _published(Export.model_json_schema(mode="serialization"), "An assessment with its recommendation")


def difference_schema() -> dict[str, Any]:
    """The JSON Schema of the difference between two versions of a tree."""
    return _published(DifferenceExport.model_json_schema(mode="serialization"), "The difference between two versions")


def saved_schema() -> dict[str, Any]:
    """The JSON Schema of a file of saved assessments."""
    return _published(SavedFile.model_json_schema(mode="serialization"), "Saved assessments")


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it is kept in a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _published(schema: dict[str, Any], title: str) -> dict[str, Any]:
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
