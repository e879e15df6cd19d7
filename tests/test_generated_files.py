"""The published schemas are those of the models, and an editor that holds a tree against them agrees with us."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from decision.assessment import Assessment
from decision.paths import ASSETS, ROOT, TREES
from decision.reports.json_report import to_json
from decision.reports.report import make_report
from decision.schema import as_text, difference_schema, export_schema, saved_schema, tree_schema
from tests.test_assessment import DAY, FULL, PATH, SMALL

SCHEMAS = {
    "tree.schema.json": tree_schema,
    "export.schema.json": export_schema,
    "difference.schema.json": difference_schema,
    "saved.schema.json": saved_schema,
}
GOOD = [PATH, *sorted(TREES.glob("*.yaml"))]
BROKEN = ROOT / "tests" / "broken_trees"

# What the schema sees of a tree without knowing its ids: one file for each kind of fault.
SEEN = [
    "another_format",
    "any_without_a_list",
    "bad_id_of_a_question",
    "bad_id_of_a_rule",
    "because_is_a_list",
    "empty_condition",
    "empty_for",
    "empty_label",
    "empty_list_of_conditions",
    "empty_list_of_options",
    "empty_rule_out",
    "link_without_https",
    "missing_because",
    "missing_sections",
    "no_options",
    "options_are_a_list",
    "questions_are_a_list",
    "strength_below_zero",
    "strength_in_words",
    "text_too_long",
    "truth_value_yes",
    "unknown_choose",
    "unknown_grade",
    "unknown_key_of_a_caution",
    "unknown_key_of_a_rule",
    "unknown_key_of_the_tree",
    "unknown_number_to_assume",
    "version_of_two_numbers",
]


class EditorLoader(yaml.SafeLoader):
    """YAML as an editor reads it: numbers and truth values in their own types, a date as text."""


EditorLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?[0-9]+", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def as_an_editor_reads(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=EditorLoader)


def faults(schema: dict[str, Any], data: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_the_file_is_the_one_of_the_models(name: str) -> None:
    assert (ASSETS / name).read_text(encoding="utf-8") == as_text(SCHEMAS[name]())


@pytest.mark.parametrize("make", SCHEMAS.values(), ids=list(SCHEMAS))
def test_the_schema_is_one(make: Any) -> None:
    Draft202012Validator.check_schema(make())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_tree_is_good_to_an_editor(path: Path) -> None:
    assert faults(tree_schema(), as_an_editor_reads(path)) == []


@pytest.mark.parametrize("name", SEEN)
def test_a_broken_tree_is_broken_to_an_editor(name: str) -> None:
    assert faults(tree_schema(), as_an_editor_reads(BROKEN / f"{name}.yaml"))


def test_an_export_is_what_its_schema_says() -> None:
    export = json.loads(to_json(make_report(SMALL, Assessment.model_validate(FULL), DAY)))
    assert faults(export_schema(), export) == []
    assert faults(export_schema(), {**export, "x": 1})
    assert faults(export_schema(), {**export, "date": 1})
    assert faults(export_schema(), {key: value for key, value in export.items() if key != "recommendation"})
