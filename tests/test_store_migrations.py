"""A database of any version becomes one of this version, once, however many programs start; a newer one is refused."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from decision.assessment import Assessment
from decision.paths import ROOT
from decision.store.database import FILE
from decision.store.faults import StoreError
from decision.store.migrate import HEAD, migrate
from decision.store.saved import Filter
from decision.store.store import Store, open_store
from decision.store.tables import METADATA
from tests.conftest import small_report
from tests.test_store import add

FIRST = ROOT / "tests" / "databases" / "first.sql"
_START = """
import sys
from pathlib import Path
from decision.store.store import open_store
from decision.store.saved import Filter
print(open_store(Path(sys.argv[1]), sys.argv[2]).find(Filter()).total)
"""


def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_last_migration_is_the_one_that_is_asked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "decision" / "store" / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_a_second_start_changes_nothing(store: Store) -> None:
    name = add(store)
    before = store.get(name)
    migrate(store.database)
    assert store.get(name) == before


def test_a_database_of_the_first_version_is_read(tmp_path: Path) -> None:
    """Its text was written by the first version that had one, and stays as it is."""
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript(FIRST.read_text())
    store = open_store(tmp_path)
    (entry,) = store.find(Filter(text="harbour")).entries
    saved = store.get(entry.id)
    assert saved
    assert saved.assessment == Assessment.model_validate(
        {**dict(small_report().assessment), "tree": saved.assessment.tree}
    )
    assert hashlib.sha256(saved.text.encode()).hexdigest() == entry.digest
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(store: Store, tmp_path: Path) -> None:
    add(store)
    with store.database.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '99'"))
    with pytest.raises(StoreError, match="newer version of this program made this database") as raised:
        migrate(store.database)
    assert raised.value.problems[0].code == "newer-database"
    with store.database.reading() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar() == "99"
    assert store.find(Filter()).total == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_many_that_start_at_once_one_makes_the_tables(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue("postgres").new("at_once") if kind == "postgresql" else ""
    command = [sys.executable, "-c", _START, str(tmp_path / "new"), address]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    told = [process.communicate(timeout=60) for process in started]
    assert told == [(b"0\n", b"")] * 6
