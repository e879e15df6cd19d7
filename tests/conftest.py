"""What several tests share: golden files, and reports on the made-up tree `trees/small.yaml`."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from decision.assessment import Assessment
from decision.paths import DATA_VARIABLE
from decision.reading.read import TreeFile, read_tree
from decision.reports.report import Report, make_report
from decision.store.store import Store, open_store
from tests.postgres import Postgres

HERE = Path(__file__).parent
SMALL = HERE / "trees" / "small.yaml"
DAY = datetime.date(2026, 11, 24)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@contextmanager
def saved_in(folder: Path) -> Iterator[Path]:
    """Nothing that a test saves goes to where this user's own data is, or into a database that the shell names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        yield folder


@pytest.fixture(scope="module", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What is saved, empty for each file of tests."""
    with saved_in(tmp_path_factory.mktemp("data")) as folder:
        yield folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against a golden file. Only `pytest --update-golden` writes one."""

    def hold(name: str, text: str) -> None:
        path = HERE / "golden" / name
        if request.config.getoption("--update-golden"):
            path.write_bytes(text.encode())
        assert path.is_file(), f"There is no {path.name} yet. Look at the text, then run: pytest --update-golden"
        assert text == path.read_bytes().decode()

    return hold


def small_tree() -> TreeFile:
    """The made-up tree."""
    return read_tree(SMALL.read_bytes(), SMALL.name)


def small_report(*, day: datetime.date = DAY, **changes: Any) -> Report:
    """A report on the made-up tree: all answered, one decision tied, and another outcome recorded for one."""
    said: dict[str, Any] = {
        "title": "A catalogue for Harbour Street",
        "organization": "Harbour Street Reading Society",
        "author": "M. Okafor",
        "status": "proposed",
        "deciders": ["The board", "J. Lindqvist"],
        "consulted": ["The volunteers"],
        "notes": "We talked about it on two evenings.\nMost want to keep it simple.\n\nNobody types cards in twice.",
        "answers": {
            "borrowers": "members",
            "network": "reliable",
            "host": "nobody_else",
            "needs": ["search", "loans"],
            "hands": "volunteer",
        },
        "evidence": {
            "network": {
                "evidence": "Measured for two weeks in May: three failures of a minute.",
                "owner": "J. Lindqvist",
            },
            "needs": {"evidence": "Asked 40 borrowers.", "due": "2026-12-15"},
        },
        "recorded": {
            "software": {
                "outcome": "spreadsheet",
                "reason": "We know it, and it is there.\n\nA year from now we look again.",
            }
        },
    }
    return make_report(small_tree(), Assessment(**said | changes), day)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of PostgreSQL, for all tests."""
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    address = ""
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres").new(secrets.token_hex(8))
    opened = open_store(tmp_path / "data", address)
    yield opened
    opened.database.close()
