"""A database of any version becomes one of this version, once, however many programs start; a newer one is refused."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Table, text

from decision.assessment import Assessment
from decision.paths import ROOT
from decision.store.database import FILE, at_address
from decision.store.faults import StoreError
from decision.store.migrate import HEAD, migrate
from decision.store.saved import Filter, Person
from decision.store.shelf import Shelf
from decision.store.store import Store, open_store
from decision.store.tables import METADATA
from tests.conftest import small_report
from tests.postgres import Postgres
from tests.test_store import AT, TREE, add
from tests.test_store_shelf import edited

FIRST = ROOT / "tests" / "databases" / "first.sql"
_FIRST_TABLES = ("trees", "assessments")
_START = """
import sys
from pathlib import Path
from typing import Any
from decision.store.store import open_store
from decision.store.saved import Filter, Person
from decision.store.shelf import Shelf
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


def test_rows_of_the_first_version_stay_as_they_are(postgres: Postgres, tmp_path: Path) -> None:
    """In PostgreSQL too, whose first version is made anew here."""
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript(FIRST.read_text())
        trees, assessments = (connection.execute(f"select * from {name}").fetchall() for name in _FIRST_TABLES)
    database = at_address(postgres.new("first"))
    with database.writing() as there:
        config = Config(attributes={"connection": there})
        config.set_main_option("script_location", str(ROOT / "decision" / "store" / "migrations"))
        command.upgrade(config, "1")
        for name, rows in zip(_FIRST_TABLES, (trees, assessments), strict=True):
            table = METADATA.tables[name]
            there.exec_driver_sql(
                f"insert into {name} values ({', '.join(['%s'] * len(table.c))})", _typed(table, rows)
            )
    migrate(database)
    old, new = open_store(tmp_path), Store(database)
    assert new.every() == old.every()
    assert len(new.every()) == 1
    Shelf(database).add(Person("R. Osei"), edited(), 1, "", AT, shipped=TREE)
    assert [one.number for one in Shelf(database).history("small")] == [2, 1]
    database.close()


def _typed(table: Table, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows of SQLite as PostgreSQL takes them: it tells truth from numbers."""
    truth = [isinstance(column.type, Boolean) for column in table.c]
    return [tuple(bool(value) if true else value for true, value in zip(truth, row, strict=True)) for row in rows]


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
    starting = [sys.executable, "-c", _START, str(tmp_path / "new"), address]
    started = [subprocess.Popen(starting, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    told = [process.communicate(timeout=60) for process in started]
    assert told == [(b"0\n", b"")] * 6
