"""The published JSON Schemas, generated from the models that read the files."""

from __future__ import annotations

import json
from typing import Any

from decision.reports.json_report import Export
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
    schema: dict[str, Any] = _with_conditions(Tree.model_json_schema())
    schema["$defs"]["Condition"] = _CONDITION
    for part in ("Option", "Outcome"):
        schema["$defs"][part] = {"anyOf": [{"type": "string", "minLength": 1}, schema["$defs"][part]]}
    return _published(schema, "A tree: what is asked, how it is decided, and why")


def export_schema() -> dict[str, Any]:
    """The JSON Schema of an exported recommendation."""
    return _published(Export.model_json_schema(mode="serialization"), "An assessment with its recommendation")


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it is kept in a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _published(schema: dict[str, Any], title: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def _with_conditions(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_conditions(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("condition") is True:
        kept = {key: value for key, value in schema.items() if key == "description"}
        return {"$ref": "#/$defs/Condition", **kept}
    return {key: _with_conditions(value) for key, value in schema.items()}
