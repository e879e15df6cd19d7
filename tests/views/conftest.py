"""What tests of pages with a store share: the visitor's headers, a folder of trees, an empty store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from decision.paths import DATA_VARIABLE, ROOT, TREES_VARIABLE
from decision.store.store import Store
from views import keeping, visitor

SMALL = ROOT / "tests" / "trees"
LOCAL = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


@pytest.fixture
def headers(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The headers of the visitor's connection, which a test may change."""
    given = dict(LOCAL)
    monkeypatch.setattr(visitor, "headers", lambda: given)
    return given


@pytest.fixture
def trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of trees that a test may change."""
    folder = tmp_path / "trees"
    shutil.copytree(SMALL, folder)
    monkeypatch.setenv(TREES_VARIABLE, str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store, which the pages use."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    return keeping.store()
