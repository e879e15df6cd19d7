"""Trees to start from: small, good, and not offered to be answered."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from decision.library import TEMPLATES, read_library, read_path, read_templates
from decision.paths import ASSETS, TREES
from decision.proofs.deep import deep_check
from decision.schema import schema_of, tree_schema
from decision.tree import Tree
from tests.test_generated_files import as_an_editor_reads, faults

FILES = sorted((TREES / TEMPLATES).glob("*.yaml"))
DAY = datetime.date(2026, 11, 25)


def test_every_template_is_listed() -> None:
    assert len(FILES) >= 2
    assert list(read_templates(TREES)) == [path.stem for path in FILES]


def test_no_template_is_offered_to_be_answered() -> None:
    assert read_library(TREES).trees.keys() & read_templates(TREES).keys() == set()


def test_a_folder_without_templates_has_none_and_a_broken_one_spoils_no_other(tmp_path: Path) -> None:
    assert read_templates(tmp_path) == {}
    (tmp_path / TEMPLATES).mkdir()
    for path in FILES:
        (tmp_path / TEMPLATES / path.name).write_bytes(path.read_bytes())
    (tmp_path / TEMPLATES / FILES[0].name).write_text("format: 1\n")
    assert list(read_templates(tmp_path)) == [path.stem for path in FILES[1:]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_template_has_no_problem_not_even_a_note(path: Path) -> None:
    found, problems = read_path(path)
    assert problems == ()
    assert found is not None
    health = deep_check(found, path.name, DAY)
    assert health.problems == ()
    assert all(health.claims.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_template_is_short_and_leads_an_editor_to_the_schema(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 170
    named = lines[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == ASSETS / "tree.schema.json"
    data = as_an_editor_reads(path)
    assert faults(tree_schema(), data) == faults(schema_of(data), data) == []


def test_the_first_is_small_and_another_shows_every_part_of_a_tree() -> None:
    small, full = (read_templates(TREES)[name].tree for name in ("provider_or_own", "local_server"))
    assert (len(small.questions), len(small.decisions)) == (2, 1)
    assert [key for key in Tree.model_fields if not getattr(full, key)] == []
    assert full.shown != tuple(full.decisions)
    assert any(decision.cautions for decision in full.decisions.values())
