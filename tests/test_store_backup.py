"""A backup holds every row, from each kind of database and into each; and what was acknowledged outlives a kill."""

from __future__ import annotations

import secrets
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from decision.cli import main
from decision.paths import DATA_VARIABLE, ROOT
from decision.store.backup import backup, restore
from decision.store.database import FILE
from decision.store.faults import StoreError
from decision.store.saved import Filter, Person
from decision.store.shares import Shares
from decision.store.shelf import Shelf
from decision.store.store import Store, open_store
from decision.store.tables import METADATA
from tests.test_store import ANYBODY, AT, LATER, MARKUP, TREE, add, made
from tests.test_store_migrations import FIRST
from tests.test_store_shelf import TORN, edited


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with store.database.reading() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in METADATA.sorted_tables
        }


def filled(store: Store) -> Store:
    store.add(ANYBODY, [made(title=f"{MARKUP} {number}", notes="x" * number) for number in range(40)], AT)
    name = add(store, title="changed")
    store.archive(ANYBODY, name, store.change(ANYBODY, name, 1, made(answers={}), LATER), archived=True)
    Shares(store.database).make(Person("R. Osei"), add(store, title="shared"), AT)
    shelf = Shelf(store.database)
    shelf.add(Person("R. Osei"), edited(), 1, MARKUP, LATER, shipped=TREE)
    shelf.retire(ANYBODY, "small", 2, "", LATER)
    shelf.keep_draft(Person("R. Osei"), "small", TORN, 2, 0, LATER)
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Another store, to put things back into."""
    kind = request.param
    address = request.getfixturevalue("postgres").new(secrets.token_hex(8)) if kind == "postgresql" else ""
    opened = open_store(tmp_path / "empty", address)
    yield opened
    opened.database.close()


def test_every_row_comes_back(store: Store, empty: Store, tmp_path: Path) -> None:
    before = rows(filled(store))
    assert {name: len(found) for name, found in before.items()} == {
        "trees": 2,
        "assessments": 42,
        "versions": 3,
        "drafts": 1,
        "shares": 1,
    }
    assert backup(store.database, tmp_path / "all.backup") == 42
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == ["all.backup"]
    assert restore(empty.database, tmp_path / "all.backup") == 42
    assert rows(empty) == before == rows(store)


def test_what_is_saved_is_replaced_only_when_told(store: Store, tmp_path: Path) -> None:
    backup(filled(store).database, tmp_path / "all.backup")
    before = rows(store)
    add(store, title="later")
    with pytest.raises(StoreError, match=r"already \(assessments: 43, versions of trees: 3, drafts of trees: 1\)"):
        restore(store.database, tmp_path / "all.backup")
    assert len(rows(store)["assessments"]) == 43
    restore(store.database, tmp_path / "all.backup", replace=True)
    assert rows(store) == before


def test_trees_alone_are_replaced_only_when_told(store: Store, tmp_path: Path) -> None:
    backup(store.database, tmp_path / "all.backup")
    Shelf(store.database).add(ANYBODY, TREE, 0, "", AT)
    with pytest.raises(StoreError, match=r"already \(versions of trees: 1\)"):
        restore(store.database, tmp_path / "all.backup")
    assert len(Shelf(store.database).latest()) == 1


@pytest.mark.parametrize("content", [b"", b"no backup" * 500, None])
def test_what_is_no_backup_is_refused_and_replaces_nothing(content: bytes | None, store: Store, tmp_path: Path) -> None:
    add(store)
    before = rows(store)
    if content is not None:
        (tmp_path / "file").write_bytes(content)
    with pytest.raises(StoreError):
        restore(store.database, tmp_path / "file", replace=True)
    assert rows(store) == before


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_database_in_use_is_neither_replaced_by_a_backup_nor_taken_for_one(store: Store, tmp_path: Path) -> None:
    add(store)
    before = rows(store)
    used = tmp_path / "data" / FILE
    with pytest.raises(StoreError, match="a database in use"):
        backup(store.database, used)
    other = open_store(tmp_path / "other")
    for to in (store, other):
        with pytest.raises(StoreError, match="a database in use"):
            restore(to.database, used, replace=True)
    other.database.close()
    assert rows(store) == before


def test_a_backup_of_the_first_version_is_put_back_and_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old")) as connection:
        connection.executescript(FIRST.read_text())
    before = (tmp_path / "old").read_bytes()
    assert restore(store.database, tmp_path / "old") == 1
    assert store.find(Filter(text="harbour")).total == 1
    assert (tmp_path / "old").read_bytes() == before


def test_a_backup_taken_while_others_save_is_one_state(store: Store, tmp_path: Path) -> None:
    """Two assessments always change together, so a backup that sees one change sees the other."""
    names = store.add(ANYBODY, [made(title="1"), made(title="1")], AT)
    over = threading.Event()

    def save() -> None:
        revision = 1
        while not over.is_set():
            revision += 1
            with store.database.changing(ANYBODY) as connection:
                for name in names:
                    connection.exec_driver_sql(f"update assessments set title = '{revision}' where id = '{name}'")

    saving = threading.Thread(target=save)
    saving.start()
    try:
        titles = []
        for number in range(10):
            backup(store.database, tmp_path / f"{number}.backup")
            with closing(sqlite3.connect(tmp_path / f"{number}.backup")) as kept:
                titles.append({title for (title,) in kept.execute("select title from assessments")})
    finally:
        over.set()
        saving.join()
    assert {len(one) for one in titles} == {1}
    assert len(set(map(frozenset, titles))) > 1


def test_the_commands_say_what_they_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, "")
    add(open_store(tmp_path / "data"))
    file = str(tmp_path / "all.backup")
    assert main(["backup", file, "--data", str(tmp_path / "data")]) == 0
    assert main(["restore", file, "--data", str(tmp_path / "other")]) == 0
    said = [f"1 assessment written to {file}.", f"1 assessment put back from {file}."]
    assert capsys.readouterr() == ("\n".join([*said, ""]), "")
    assert rows(open_store(tmp_path / "other")) == rows(open_store(tmp_path / "data"))
    assert main(["restore", file, "--data", str(tmp_path / "other")]) == 1
    assert "Add --replace" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "nowhere" / "file"), "--data", str(tmp_path / "data")]) == 1
    assert main(["restore", str(tmp_path / "nowhere"), "--data", str(tmp_path / "data")]) == 1
    assert (tmp_path / "data" / FILE).is_file()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_and_nothing_half_written_is_shown_when_killed(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue("postgres").new("killed") if kind == "postgresql" else ""
    command = [sys.executable, "-m", "tests.killed", str(tmp_path), address, "100"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
    assert len(found) == 100
    for acknowledged, revision, *titles in found:
        assert acknowledged <= revision <= acknowledged + 1
        assert titles == [revision, revision]
    assert found[-1][1] > 200
