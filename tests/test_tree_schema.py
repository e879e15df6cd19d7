"""The schema of one tree: it knows the tree's own ids, each where it belongs and with its text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from decision import tree as models
from decision.cli import main
from decision.library import read_data
from decision.paths import ASSETS, ROOT, TREES
from decision.reading.text import read_document
from decision.schema import as_text, schema_of, tree_schema
from decision.tree import Part
from tests.random_trees import Raw, raw_trees
from tests.test_broken_trees import FILES
from tests.test_broken_trees import GOOD as TEXT
from tests.test_generated_files import GOOD, EditorLoader, as_an_editor_reads, faults

MODELS = [kind for kind in vars(models).values() if isinstance(kind, type) and issubclass(kind, Part)]
BROKEN = ROOT / "tests" / "broken_trees"

# What only the ids of the tree itself show to be wrong: one file for each kind.
SEEN = [
    "bad_id_in_rule_out",
    "caution_tests_a_decision_below",
    "number_instead_of_a_strength",
    "order_misses_one",
    "order_names_one_twice",
    "question_tests_a_decision",
    "question_tests_below",
    "question_tests_itself",
    "rule_tests_a_decision_below",
    "rule_tests_its_own_decision",
    "rule_tests_unsure",
    "scenario_answers_a_list_where_one_is_chosen",
    "scenario_answers_unknown_option",
    "scenario_answers_unknown_option_in_a_list",
    "scenario_answers_unknown_question",
    "scenario_answers_unsure_in_a_list",
    "impossible_in_an_expected_list",
    "unknown_decision_in_expect",
    "unknown_dimension",
    "unknown_id_in_a_caution",
    "unknown_id_in_a_claim",
    "unknown_id_in_a_question",
    "unknown_id_in_a_rule",
    "unknown_option_deep_in_a_condition",
    "unknown_option_in_a_caution",
    "unknown_option_in_a_claim",
    "unknown_option_in_a_list",
    "unknown_option_in_a_question",
    "unknown_option_in_a_rule",
    "unknown_outcome_in_a_condition",
    "unknown_outcome_in_a_list",
    "unknown_outcome_in_against",
    "unknown_outcome_in_always",
    "unknown_outcome_in_an_expected_list",
    "unknown_outcome_in_expect",
    "unknown_outcome_in_for",
    "unknown_outcome_in_never",
    "unknown_outcome_in_order",
    "unknown_outcome_in_require",
    "unknown_outcome_in_rule_out",
    "unknown_source_of_a_caution",
    "unknown_source_of_a_rule",
    "unknown_source_of_an_option",
    "unknown_source_of_an_outcome",
    "unknown_strength_in_against",
    "unknown_strength_in_for",
]


def own(text: str) -> dict[str, Any]:
    return schema_of(read_document(text, "good.yaml").data)


def at(schema: dict[str, Any], *path: str) -> dict[str, Any]:
    """What the schema says of a place: through references, and by name before any other."""
    here = _followed(schema, schema)
    for step in path:
        here = {**here, **next((one for one in here.get("anyOf", ()) if "properties" in one), {})}
        other = next(iter(here.get("patternProperties", {}).values()), here.get("additionalProperties"))
        here = _followed(schema, here.get("properties", {}).get(step, other))
    return here


def _followed(schema: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in here:
        target: Any = schema
        for step in here["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        here = {**target, **{key: value for key, value in here.items() if key != "$ref"}}
    return here


def offered(schema: dict[str, Any], here: dict[str, Any]) -> dict[str, str]:
    """The ids that an editor offers for a value, each with the text it shows."""
    here = _followed(schema, here)
    found = {here["const"]: here.get("description", "")} if "const" in here else {}
    for one in (*here.get("oneOf", ()), *here.get("anyOf", ()), *([here["items"]] if "items" in here else [])):
        found |= offered(schema, one)
    return found


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_every_key_of_a_tree_file_is_described(kind: type[Part]) -> None:
    assert {name for name, field in kind.model_fields.items() if not field.description} == set()
    assert kind.__doc__


@pytest.mark.parametrize("schema", [tree_schema(), own(TEXT)], ids=["general", "own"])
def test_every_property_in_the_schema_is_described(schema: dict[str, Any]) -> None:
    bare = []

    def look(here: Any, path: str) -> None:
        if isinstance(here, list):
            for index, item in enumerate(here):
                look(item, f"{path}/{index}")
        elif isinstance(here, dict):
            for name, inner in here.get("properties", {}).items():
                if isinstance(inner, dict) and not _followed(schema, inner).get("description"):
                    bare.append(f"{path}/{name}")
            for key, value in here.items():
                look(value, f"{path}/{key}")

    look(schema, "")
    assert bare == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_tree_is_good_by_its_own_schema(path: Path) -> None:
    schema = schema_of(read_data(path))
    Draft202012Validator.check_schema(schema)
    assert faults(schema, as_an_editor_reads(path)) == []


@settings(deadline=None, max_examples=40)
@given(raw_trees())
def test_a_random_tree_is_good_by_its_own_schema(raw: Raw) -> None:
    typed = yaml.load(yaml.safe_dump(raw, sort_keys=False).replace("'", ""), Loader=EditorLoader)
    assert faults(schema_of(raw), typed) == []


@pytest.mark.parametrize("name", SEEN)
def test_what_the_ids_show_to_be_wrong_is_seen_by_the_own_schema_alone(name: str) -> None:
    path = BROKEN / f"{name}.yaml"
    assert faults(schema_of(read_data(path)), as_an_editor_reads(path))


def test_the_ids_of_a_tree_are_offered_with_their_texts_where_they_belong() -> None:
    schema = own(TEXT)
    rule = at(schema, "decisions", "place", "rules", "anything")
    assert offered(schema, at(schema, "questions", "new", "dimension")) == {"data": "Data", "machine": "Machine"}
    options = {"anywhere": "Anywhere", "own": "Our own servers"}
    assert offered(schema, at(schema, "questions", "needs", "when", "boundary")) == options
    outcomes = {"cloud": "At a provider", "house": "In our house"}
    for key in ("rule_out", "require"):
        assert offered(schema, rule["properties"][key]) == outcomes
    for key in ("for", "against"):
        argued = at(schema, "decisions", "place", "rules", "anything", key)["properties"]
        assert {name: one["description"] for name, one in argued.items()} == outcomes
        assert offered(schema, argued["cloud"]) == {"strong": "Points: 2.", "slight": "Points: 1."}
    assert offered(schema, rule["properties"]["source"]) == {"law": "The law"}
    assert offered(schema, at(schema, "decisions", "place", "tie_break", "order")) == outcomes
    expected = offered(schema, at(schema, "scenarios", "new", "expect", "place"))
    assert expected.keys() == {"cloud", "house", "impossible"}
    assert offered(schema, at(schema, "scenarios", "new", "answers", "boundary")).keys() == {*options, "unsure"}


def may_test(schema: dict[str, Any], *path: str) -> set[str]:
    """What the conditions at a place may test."""
    keys = at(schema, *path)["anyOf"][1]["properties"].keys()
    assert at(schema, *path, "not")["anyOf"][1]["properties"].keys() == keys
    return keys - {"any", "all", "not"}


def test_only_what_stands_above_is_offered_to_a_condition() -> None:
    schema = own(TEXT)
    assert "when" not in at(schema, "questions", "boundary")["properties"]
    assert may_test(schema, "questions", "needs", "when") == {"boundary"}
    assert may_test(schema, "decisions", "place", "rules", "r", "when") == {"boundary", "needs"}
    assert may_test(schema, "decisions", "place", "cautions", "c", "when") == {"boundary", "needs", "place"}
    for key in ("always", "never", "when"):
        assert may_test(schema, "claims", "c", key) == {"boundary", "needs", "place"}
    assert may_test(schema, "questions", "new", "when") == {"boundary", "needs", "place"}
    said = at(schema, "claims", "c", "when")["anyOf"][1]["properties"]["boundary"]
    assert _followed(schema, said)["description"] == "Where may the data go?"


def test_an_id_of_digits_alone_is_a_number_to_an_editor() -> None:
    text = TEXT.replace("anywhere: Anywhere", "'24': Anywhere").replace("boundary: anywhere", "boundary: 24")
    assert faults(own(text), yaml.load(text, Loader=EditorLoader)) == []
    assert faults(own(text), yaml.load(text.replace("boundary: 24", "boundary: 25"), Loader=EditorLoader))


def dangling(schema: dict[str, Any]) -> list[str]:
    """References to what is not defined, and lists of choices without one."""
    written = as_text(schema)
    lost = [name for name in re.findall(r'"#/\$defs/([^"/]+)', written) if name not in schema["$defs"]]
    return lost + re.findall(r'"(?:oneOf|enum)": \[\]', written)


def test_what_dangles_is_seen() -> None:
    assert dangling({"$defs": {"a": {"$ref": "#/$defs/b/properties/c"}, "d": {"oneOf": []}}}) == ["b", '"oneOf": []']


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_tree_has_a_schema_of_what_can_be_read(path: Path) -> None:
    assert dangling(schema_of(read_data(path))) == []


def test_a_tree_that_is_being_typed_keeps_its_ids() -> None:
    schema = own(TEXT.replace("when: {boundary: [own]}", "when: {bou"))
    assert {"boundary", "needs"} <= at(schema, "questions")["properties"].keys()
    schema = own(TEXT[: TEXT.index("decisions:")] + "decisions:\n  place:\n    decide")
    assert may_test(schema, "claims", "c", "when") >= {"boundary", "needs"}


@settings(deadline=None)
@given(st.recursive(st.text(max_size=2), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=2), inner)))
def test_any_data_has_a_schema(data: Any) -> None:
    for section in ("questions", "decisions", "sources"):
        assert dangling(schema_of({section: data, "id": data})) == []
    assert schema_of(data)["title"].startswith("A tree")


def test_the_schema_of_the_shipped_tree_is_small() -> None:
    schema = schema_of(read_data(TREES / "slm_sourcing.yaml"))
    assert len(json.dumps(schema, ensure_ascii=False).encode()) < 160_000
    assert len(as_text(schema).encode()) < 260_000


def test_the_command_prints_the_schema_of_a_shipped_tree_and_of_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["schema", "--tree", "slm_sourcing"]) == 0
    shipped = capsys.readouterr().out
    assert json.loads(shipped) == schema_of(read_data(TREES / "slm_sourcing.yaml"))
    path = tmp_path / "good.yaml"
    path.write_text(TEXT.replace("{boundary: own}", "{bondary: own}"))
    assert main(["schema", "--tree", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "A tree: good"


def test_the_command_refuses_what_is_no_tree(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["schema", "--tree", "slm_sorcing"]) == 1
    assert "unknown-tree" in capsys.readouterr().err
    assert main(["schema", "--tree", str(tmp_path / "none.yaml")]) == 1
    assert "none.yaml" in capsys.readouterr().err
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe")
    assert main(["schema", "--tree", str(tmp_path / "binary.yaml")]) == 1
    assert "not-utf-8" in capsys.readouterr().err


@pytest.mark.parametrize("path", sorted(TREES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_first_line_of_a_tree_leads_an_editor_to_the_general_schema(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.parent == TREES:
        named = lines[0].removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / named).resolve() == ASSETS / "tree.schema.json"
