"""The editor without a browser: what it offers where, what its parts send, and that its bundle is what its sources say."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from decision.paths import ASSETS, ROOT

NODE = shutil.which("node")
PLACES = {
    "a key at the top": ("fo|", ["format"]),
    "keys that are there already are left out": ("format: 1\nid: x\nfo|", []),
    "a key in a mapping": ("questions:\n  a:\n    di|", ["dimension"]),
    "an empty line": ("questions:\n  a:\n    dimension: privacy\n    |\n    ask: x", ["options"]),
    "a value": ("questions:\n  a:\n    dimension: pr|", ["privacy"]),
    "a value in the middle of a broken text": (
        "questions:\n  b: [\n  a: }\n  c:\n    dimension: pr|\n  d: {{",
        ["privacy"],
    ),
    "a key in braces": ("decisions:\n  d:\n    rules:\n      r:\n        when: {g|, x: y}", ["gpu"]),
    "a value in braces": ("decisions:\n  d:\n    rules:\n      r:\n        when: {gpu: n|", ["none"]),
    "a value in a list in braces": (
        "decisions:\n  d:\n    rules:\n      r:\n        when: {x: y, gpu: [one, n|]}",
        ["none"],
    ),
    "a value in braces that began above": (
        "decisions:\n  d:\n    rules:\n      r:\n        when: {x: y,\n          # {\n          gpu: n|}",
        ["none"],
    ),
    "a key in braces that began above": (
        "decisions:\n  d:\n    rules:\n      r:\n        when: {\n          g|\n          traffic: high}",
        ["gpu"],
    ),
    "braces in braces, all begun above": (
        "decisions: {\n  d: {\n    rules: {\n      r: {\n        when: {\n          g|",
        ["gpu"],
    ),
    "a key that stands later in the same braces": (
        "decisions:\n  d:\n    rules:\n      r:\n        when: {|, gpu: none}",
        ["traffic"],
    ),
    "an item behind a dash": ("decisions:\n  d:\n    rules:\n      r:\n        source:\n          - f|", ["first"]),
    "an item not further in than its key": (
        "decisions:\n  d:\n    rules:\n      r:\n        source:\n        - f|",
        ["first"],
    ),
    "a mapping behind a dash": ("decisions:\n  d:\n    rules:\n      r:\n        when:\n          - g|", ["gpu"]),
    "the second key behind a dash": (
        "decisions:\n  d:\n    rules:\n      r:\n        when:\n          - gpu: none\n            |\n          - x: y",
        ["traffic"],
    ),
    "the keys of another item are no hindrance": (
        "decisions:\n  d:\n    rules:\n      r:\n        when:\n          - gpu: none\n          - g|\n          - gpu: none",
        ["gpu"],
    ),
    "one value where a list may stand": ("decisions:\n  d:\n    rules:\n      r:\n        source: f|", ["first"]),
    "a list is offered where only a list may stand": ("listed: |", ["[first]", "[second]"]),
    "true and false": ("decisions:\n  d:\n    shown: f|", ["false"]),
    "a key in quotes above": ("'questions':\n  \"a\":\n    dimension: pr|", ["privacy"]),
    "a key by its pattern": ("by_pattern:\n  ab: pr|", ["privacy"]),
    "no key by a pattern that does not fit": ("by_pattern:\n  AB: pr|", []),
}
NOTHING = {
    "a comment": "format: 1\n# fo|",
    "behind a value": "title: x # fo|",
    "a text in a block": "questions:\n  a:\n    help: >2\n      di|",
    "a text in a block that looks like a tree": "questions:\n  a:\n    help: >-\n      Look:\n        di|",
    "a text over two lines": "title: one\n  fo|",
    "behind the colon, without a space": "format:|",
    "behind closed braces": "when: {gpu: none} n|",
}
CONDITION = {
    "anyOf": [
        {"type": "array", "items": {"$ref": "#/$defs/Condition"}},
        {
            "type": "object",
            "properties": {
                "gpu": {"anyOf": [{"$ref": "#/$defs/Gpu"}, {"type": "array", "items": {"$ref": "#/$defs/Gpu"}}]},
                "traffic": {"enum": ["high"]},
            },
        },
    ]
}
SCHEMA: dict[str, Any] = {
    "$defs": {
        "Gpu": {"oneOf": [{"const": "none", "description": "No GPU"}, {"const": "one", "description": "One GPU"}]},
        "Condition": CONDITION,
        "Source": {"enum": ["first", "second"]},
        "Rule": {
            "type": "object",
            "properties": {
                "when": {"$ref": "#/$defs/Condition"},
                "source": {
                    "anyOf": [{"$ref": "#/$defs/Source"}, {"type": "array", "items": {"$ref": "#/$defs/Source"}}]
                },
            },
        },
        "Decision": {
            "properties": {
                "shown": {"type": "boolean"},
                "rules": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Rule"}},
            },
        },
        "Question": {
            "type": "object",
            "properties": {
                "dimension": {"enum": ["privacy", "task"]},
                "ask": {"type": "string"},
                "options": {"type": "object"},
            },
        },
    },
    "type": "object",
    "properties": {
        "format": {"type": "integer"},
        "id": {"type": "string"},
        "title": {"type": "string"},
        "questions": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Question"}},
        "decisions": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Decision"}},
        "listed": {"type": "array", "items": {"$ref": "#/$defs/Source"}},
        "by_pattern": {"patternProperties": {"^[a-z]+$": {"enum": ["privacy"]}}, "additionalProperties": False},
    },
}


@pytest.fixture(scope="module")
def offered() -> dict[str, Any]:
    """What is offered in each of the texts."""
    assert NODE, "Node.js is not installed: make test installs it"
    texts = [text.replace("|2", "\0").replace("|", "|") for text, _ in PLACES.values()] + list(NOTHING.values())
    given = json.dumps({"schema": SCHEMA, "texts": [text.replace("help: >2", "help: >") for text in texts]})
    script = ROOT / "tests" / "editor" / "completes.mjs"
    run = subprocess.run([NODE, script], input=given, capture_output=True, text=True, check=True, timeout=60)
    return dict(zip([*PLACES, *NOTHING], json.loads(run.stdout), strict=True))


@pytest.mark.parametrize("place", PLACES)
def test_what_fits_is_offered(place: str, offered: dict[str, Any]) -> None:
    assert offered[place] is not None
    assert offered[place]["names"] == PLACES[place][1]


@pytest.mark.parametrize("place", NOTHING)
def test_nothing_is_offered(place: str, offered: dict[str, Any]) -> None:
    assert offered[place] is None


SOURCES = ASSETS / "editor"
PACKAGES = ROOT / "build" / "editor" / "node_modules"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundle, built anew."""
    assert NODE, "Node.js is not installed: make test installs it"
    assert PACKAGES.is_dir(), "What the editor is built of is not installed: make test installs it"
    folder = tmp_path_factory.mktemp("editor")
    command = [NODE, SOURCES / "build.cjs", folder / "editor.js"]
    subprocess.run(command, env={**os.environ, "NODE_PATH": str(PACKAGES)}, check=True, timeout=60)
    return folder


@pytest.mark.parametrize("file", ["editor.js", "editor.licences.txt"])
def test_what_is_served_is_what_the_sources_build(file: str, built: Path) -> None:
    served = (ASSETS / "web" / file).read_bytes()
    assert (built / file).read_bytes() == served, "Run make editor, and commit what it writes"


def test_the_packages_are_the_locked_ones() -> None:
    installed = json.loads((PACKAGES / ".package-lock.json").read_text())["packages"]
    locked = json.loads((SOURCES / "package-lock.json").read_text())["packages"]
    asked = json.loads((SOURCES / "package.json").read_text())["devDependencies"]
    assert {name: one["version"] for name, one in installed.items()}.items() <= {
        name: one.get("version") for name, one in locked.items()
    }.items()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert all("integrity" in one for name, one in locked.items() if name)


def test_the_lock_names_no_address() -> None:
    text = (SOURCES / "package-lock.json").read_text()
    assert "@codemirror/view" in text
    assert "resolved" not in text
    assert "://" not in text


def test_every_package_in_the_bundle_has_its_licence_beside_it() -> None:
    text = (ASSETS / "web" / "editor.licences.txt").read_text()
    for name in json.loads((SOURCES / "package.json").read_text())["devDependencies"]:
        assert name == "esbuild" or re.search(rf"^{name} \d", text, re.MULTILINE), name
    assert text.count("Permission is hereby granted") == text.count("\n---\n") + 1
