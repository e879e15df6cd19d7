"""The layers hold: the heart knows nothing of pages and reports, and nothing of the world outside its arguments."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from decision.paths import ROOT

DECISION = sorted((ROOT / "decision").rglob("*.py"))
STORE = sorted((ROOT / "decision" / "store").rglob("*.py"))
VIEWS = sorted((ROOT / "views").rglob("*.py"))
EDGE = {"cli.py", "cli_saved.py", "__main__.py", "library.py", "paths.py", "schema.py"}
HEART = [
    path
    for path in DECISION
    if path.relative_to(ROOT / "decision").parts[0] not in EDGE | {"reports", "store", "_bundle"}
]

OUTSIDE = {"time", "random", "secrets", "urllib", "http", "socket", "ssl", "subprocess", "requests", "importlib"}
LIBRARIES = {"pydantic", "pydantic_core", "yaml", "decision"}
SPACE = {"numpy"}  # besides, in the rooms of the answer space
ROOMS = {"space", "proofs", "difference"}
ALLOWED = (set(sys.stdlib_module_names) - OUTSIDE) | LIBRARIES
CLOCK = {"now", "today", "utcnow"}
WORLD = CLOCK | {"environ", "getenv", "print", "input", "open", "eval", "exec", "__import__"}


def imported(source: str) -> Iterator[str]:
    """The modules that a source imports, wherever in it the import stands; `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            yield from (f"{node.module}.{alias.name}" for alias in node.names if not node.level)


def roots(source: str) -> set[str]:
    """The packages that a source imports."""
    return {name.split(".")[0] for name in imported(source)}


def used(source: str) -> set[str]:
    """Every attribute, called name and imported name in a source."""
    nodes = list(ast.walk(ast.parse(source)))
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return called | attributes | {name.split(".")[-1] for name in imported(source)}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_files_were_found() -> None:
    assert {name(path) for path in HEART} >= {
        "decision/tree.py",
        "decision/again/why.py",
        "decision/proofs/deep.py",
        "decision/evaluate.py",
        "decision/reading/text.py",
        "decision/space/columns.py",
        "decision/space/diagram.py",
        "decision/space/outlook.py",
        "decision/space/search.py",
    }
    assert len(VIEWS) > 3
    assert len(STORE) > 5
    assert (ROOT / "app.py").is_file()


@pytest.mark.parametrize("path", DECISION, ids=name)
def test_nothing_in_decision_imports_pages_or_streamlit(path: Path) -> None:
    assert roots(text(path)) & {"views", "app", "streamlit"} == set()


@pytest.mark.parametrize("path", HEART, ids=name)
def test_the_heart_needs_only_the_standard_library_pydantic_and_yaml_and_the_space_numpy(path: Path) -> None:
    assert roots(text(path)) - ALLOWED - (SPACE if path.parent.name in ROOMS else set()) == set()


@pytest.mark.parametrize("path", HEART, ids=name)
def test_the_heart_does_not_import_its_edge(path: Path) -> None:
    edge = {f"decision.{module.removesuffix('.py')}" for module in EDGE} | {"decision.reports", "decision.store"}
    adapters = ("decision.reports.", "decision.store.")
    assert not [module for module in imported(text(path)) if module in edge or module.startswith(adapters)]


@pytest.mark.parametrize("path", HEART, ids=name)
def test_the_heart_looks_at_no_clock_and_no_world(path: Path) -> None:
    assert used(text(path)) & WORLD == set()


@pytest.mark.parametrize("path", [path for path in DECISION if "reports" in path.parts], ids=name)
def test_a_report_is_given_its_day(path: Path) -> None:
    assert used(text(path)) & CLOCK == set()


@pytest.mark.parametrize("path", STORE, ids=name)
def test_what_is_saved_is_given_its_time(path: Path) -> None:
    assert used(text(path)) & CLOCK == set()


def test_only_the_store_knows_a_database() -> None:
    files = [path for path in (*DECISION, *VIEWS, ROOT / "app.py") if path not in STORE]
    assert {
        name(path) for path in files if roots(text(path)) & {"sqlalchemy", "alembic", "psycopg", "sqlite3"}
    } == set()


def test_only_the_pages_import_streamlit() -> None:
    files = [path for path in ROOT.rglob("*.py") if not any(part.startswith(".") for part in path.parts)]
    inside = [path for path in files if path.relative_to(ROOT).parts[0] not in ("tests", "views", "build", "dist")]
    importing = {name(path) for path in inside if "streamlit" in roots(text(path))}
    assert importing == {"app.py"}
    assert any("streamlit" in roots(text(path)) for path in VIEWS)


@pytest.mark.parametrize(
    "planted",
    [
        "import streamlit as st",
        "def f():\n    from streamlit.web import cli",
        "from views.session import here",
        "import numpy",
        "import urllib.request",
        "from socket import socket",
        "import time",
        "from .reports import report",
    ],
)
def test_a_planted_import_is_seen(planted: str) -> None:
    assert not roots(planted) <= ALLOWED


@pytest.mark.parametrize(
    "planted",
    [
        "import datetime\nday = datetime.date.today()",
        "from datetime import datetime as d\nd.now()",
        "import os\nos.environ['HOME']",
        "from os import environ as e",
        "print('x')",
        "eval('1')",
    ],
)
def test_a_planted_look_at_the_world_is_seen(planted: str) -> None:
    assert not used(planted).isdisjoint(WORLD)
