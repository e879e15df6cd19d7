"""The guide to writing a tree keeps its word: its example is good, its tables are the models, its problems are ours."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import yaml

from decision.criteria import KINDS
from decision.library import GUIDE, read_guide, read_library
from decision.paths import ASSETS, TREES
from decision.problems import Problem
from decision.proofs.deep import deep_check
from decision.reading.read import examine
from decision.scenarios import check_scenarios
from decision.tree import (
    Caution,
    Claim,
    Decision,
    Option,
    Outcome,
    Part,
    Question,
    Rule,
    Scenario,
    Source,
    TieBreak,
    Tree,
)
from tests.test_documents import blocks, rows, section

TEXT = read_guide(TREES)
FILE = "adapting.yaml"
DAY = datetime.date(2026, 11, 25)
EXAMPLE = blocks(section(TEXT, "In ten minutes"), "yaml")[0]
PARTS = {
    "The tree": Tree,
    "A question": Question,
    "An option": Option,
    "A decision": Decision,
    "An outcome": Outcome,
    "A tie break": TieBreak,
    "A rule": Rule,
    "A caution": Caution,
    "A claim": Claim,
    "A source": Source,
    "A scenario": Scenario,
}


def parts(heading: str) -> dict[str, str]:
    """What stands under each heading of the third level in a section."""
    found = re.split(r"^### ", section(TEXT, heading), flags=re.MULTILINE)[1:]
    return {one.split("\n", 1)[0]: one.split("\n", 1)[1] for one in found}


SLIPS = parts("Ten problems that people meet first")


def problems(text: str) -> tuple[Problem, ...]:
    """What `check` says of a text under the name of the example."""
    found, said = examine(text, FILE)
    return said if found is None else (*said, *check_scenarios(found, FILE))


def with_slip(block: str) -> str:
    """The example with a passage in place of the one that begins and ends with the same lines."""
    slip, lines = block.splitlines(), EXAMPLE.splitlines()
    assert lines.count(slip[0]) == 1
    first = lines.index(slip[0])
    last = lines.index(slip[-1], first)
    assert lines[first : last + 1] != slip
    return "\n".join([*lines[:first], *slip, *lines[last + 1 :], ""])


def test_the_example_has_no_problem_not_even_a_note_in_the_deep_check() -> None:
    found, said = examine(EXAMPLE, FILE)
    assert found is not None, said
    health = deep_check(found, FILE, DAY)
    assert [*said, *health.problems] == []
    assert all(health.claims.values())
    assert len(EXAMPLE.splitlines()) < 130


def test_the_example_leads_an_editor_to_the_schema() -> None:
    named = EXAMPLE.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (TREES / named).resolve() == ASSETS / "tree.schema.json"


@pytest.mark.parametrize("name", PARTS)
def test_the_table_of_a_part_has_every_key_with_its_meaning(name: str) -> None:
    fields = {field.alias or key: field for key, field in PARTS[name].model_fields.items()}
    told = {row[0].strip("`"): row[1:] for row in rows(parts("All keys")[name])}
    assert told == {key: ["yes" if field.is_required() else "", field.description] for key, field in fields.items()}


def test_no_part_of_a_tree_is_left_out() -> None:
    assert set(PARTS.values()) == {kind for kind in Part.__subclasses__() if kind.__module__ == Part.__module__}


def test_the_numbers_to_assume_are_those_that_can_be() -> None:
    told = {row[0].strip("`"): row[1] for row in rows(parts("All keys")["Numbers to assume"])}
    assert told == {name: kind.about for name, kind in KINDS.items()}


def test_every_condition_shown_can_be_tested_in_the_example() -> None:
    (block,) = blocks(section(TEXT, "Conditions"), "yaml")
    shown = [re.sub(r" +#.*", "", line.removeprefix("- ")) for line in block.splitlines()]
    assert len(shown) == len(yaml.safe_load(block)) == 7
    claim = "    when: {examples: few}\n    because"
    assert EXAMPLE.count(claim) == 1
    for condition in shown:
        assert problems(EXAMPLE.replace(claim, f"    when:\n      {condition}\n    because")) == ()


def test_there_are_ten_problems_in_order() -> None:
    assert [name.split(".")[0] for name in SLIPS] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("name", SLIPS)
def test_a_problem_is_reported_as_the_guide_says(name: str) -> None:
    (slip,), (said,) = blocks(SLIPS[name], "yaml"), blocks(SLIPS[name], "text")
    assert "\n".join(map(str, problems(with_slip(slip)))) + "\n" == said
    remedy = SLIPS[name].split("```\n")[-1].strip()
    assert remedy.endswith(".")


def test_there_is_no_html_in_the_guide() -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", TEXT, flags=re.DOTALL)
    assert re.findall(r"<[a-zA-Z/!][^>]*>|&\w+;", prose) == []
    assert re.findall(r"<[a-zA-Z/!][^>]*>|&\w+;", "a <b>c</b> &amp;") == ["<b>", "</b>", "&amp;"]


def test_the_guide_is_no_tree(tmp_path: Path) -> None:
    (tmp_path / GUIDE).write_text(TEXT)
    assert read_guide(tmp_path) == TEXT
    assert read_library(tmp_path).problems == {}
